import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import static java.util.Locale.ROOT;

/// What is no cost of CPU time: memory that a request takes, memory of the process, starts, and streams that must lose
/// nothing.
final class FigureRows {
    private static final IntFunction<Load.Ask> LIVE = Traffic.streamed("live/m", "/v1/chat/completions");
    private static final IntFunction<Load.Ask> AGENT = Traffic.messages(Requests.streamed(Requests.agent("stream/m")));
    private static final int STREAMS = 1000;
    private static final int WARM_RUNS = 3;
    private static final int STARTS = 7;
    private static final int AGENT_REQUESTS = 500;
    /// A small request may allocate so much more than the relay's.
    private static final double MOST_KB = 40;

    private final GatewayRows servers;

    FigureRows(GatewayRows servers) {
        this.servers = servers;
    }

    /// A row by its name; what it measures is a function.
    private record Figure(String id, Measuring measuring) implements Measurement {
        interface Measuring {
            List<Outcome> run() throws Exception;
        }

        @Override
        public List<Outcome> measure() throws Exception {
            long began = System.nanoTime();
            double foreign = Machine.foreignMicros();
            var outcomes = measuring.run();
            String noise = Figures.noise(List.of(Machine.others(foreign, began)), List.of(1.0));
            return noise.isEmpty() ? outcomes : outcomes.stream().map(o -> noisy(o, noise)).toList();
        }

        private static Outcome noisy(Outcome outcome, String noise) {
            var cells = new ArrayList<>(outcome.cells());
            cells.add((cells.removeLast() + " " + noise).strip());
            return new Outcome(outcome.sheet(), cells, outcome.good(), true);
        }
    }

    List<Measurement> all() {
        var rows = new ArrayList<Measurement>();
        for (String id : List.of("T1", "T2", "T4", "S5a", "S5b")) {
            var traffic = Traffic.of(id);
            String name = "A" + (rows.size() + 1);
            rows.add(new Figure(name, () -> allocation(name, traffic)));
        }
        rows.add(new Figure("S3", () -> live("S3", servers.gateway("memory"), servers.relay(), "")));
        rows.add(new Figure("U1", this::starts));
        rows.add(new Figure("M1", this::memory));
        rows.add(new Figure("M2", () -> live("M2", servers.gateway("memory", "-Xmx64m"), null, " with -Xmx64m")));
        rows.add(new Figure("M3", this::developer));
        return rows;
    }

    private static Measurement.Outcome row(String id, String work, String gateway, String relay, String limit,
            boolean good, String remark) {
        return new Measurement.Outcome(Measurement.Sheet.FIGURE,
            List.of(id, work, gateway, relay, limit, good ? remark : ("MISSED " + remark).strip()), good, false);
    }

    private List<Measurement.Outcome> allocation(String id, Traffic traffic) throws Exception {
        var sides = servers.sides(traffic);
        try {
            double gateway = allocated(sides.get(0));
            double relay = allocated(sides.get(1));
            boolean small = traffic.id().equals("T1");
            return List.of(row(id, "allocated for a request: " + traffic.work(), "%.1f KB".formatted(gateway),
                "%.1f KB".formatted(relay), small ? "+ %.0f KB".formatted(MOST_KB) : "",
                !small || gateway <= relay + MOST_KB, ""));
        } finally {
            sides.forEach(Side::close);
        }
    }

    /// KB for each request, as the JVM itself counts what its threads allocate.
    private static double allocated(Side side) throws IOException, InterruptedException {
        side.warm();
        try (var counter = new Allocation(side.server().process().pid())) {
            long before = counter.bytes();
            long requests = side.work().run(side.server().port(), 5).count();
            return (counter.bytes() - before) / 1024.0 / requests;
        }
    }

    /// @param relay or null
    private List<Measurement.Outcome> live(String id, Gateways.Running gateway, Gateways.Running relay, String with)
            throws IOException, InterruptedException {
        try (gateway; relay) {
            var seen = watched(LIVE.apply(gateway.port()));
            String ours = words(seen, gateway);
            var direct = Traffic.direct("live", Requests.talk("m", 40));
            String theirs = relay == null ? "" : words(watched(direct.apply(relay.port())), relay);
            return List.of(row(id, "1,000 streams, 20 ms an event, in 200 ms" + with, ours, theirs, "0 lost, 99 %",
                seen.lost() == 0 && seen.onTime() >= 99, seen.fault() == null ? "" : first(seen.fault())));
        }
    }

    /// A program whose code is not compiled yet is late with many events, so fewer streams come before.
    private static Streams.Seen watched(Load.Ask ask) throws InterruptedException {
        for (int i = 0; i < WARM_RUNS; i++) Streams.run(ask, STREAMS / 4);
        return Streams.run(ask, STREAMS);
    }

    /// The beginning of what went wrong.
    private static String first(String fault) {
        return fault.substring(0, Math.min(fault.length(), 120));
    }

    private static String words(Streams.Seen seen, Gateways.Running server) throws IOException {
        return String.format(ROOT, "%.1f %%, %d lost, %d MB", seen.onTime(), seen.lost(), server.residentMb());
    }

    /// As `java -jar` starts it, without options.
    private List<Measurement.Outcome> starts() throws IOException, InterruptedException {
        var health = List.of(new ArrayList<Double>(), new ArrayList<Double>());
        var answer = List.of(new ArrayList<Double>(), new ArrayList<Double>());
        for (int i = 0; i < 2 * STARTS; i++) {
            boolean ours = i % 2 == 0;
            try (var server = ours ? servers.plainGateway() : servers.plainRelay()) {
                var ask = ours ? Traffic.chat("whole/m", 40) : Traffic.direct("whole", Requests.talk("m", 40));
                health.get(i % 2).add(server.startedMs());
                double first = Load.run(ask.apply(server.port()), 1, 0).latency(0.5);
                answer.get(i % 2).add(server.startedMs() + 1000 * first);
            }
        }
        return List.of(started("U1a", "process start to the first /health", health, 400),
            started("U1b", "process start to the first answer", answer, 900));
    }

    private static Measurement.Outcome started(String id, String work, List<ArrayList<Double>> ms, int limit) {
        double ours = Figures.median(ms.getFirst());
        return row(id, work, "%.0f ms".formatted(ours), "%.0f ms".formatted(Figures.median(ms.getLast())),
            limit + " ms", ours <= limit, "");
    }

    /// Resident memory idle, after small requests and 100 KB requests of 32 clients, and a minute later.
    private List<Measurement.Outcome> memory() throws IOException, InterruptedException {
        try (var gateway = servers.gateway("memory"); var relay = servers.relay()) {
            var work = List.of("resident memory, idle", "after 32 clients", "a minute later");
            var ours = new ArrayList<String>();
            var theirs = new ArrayList<String>();
            for (int step = 0; step < work.size(); step++) {
                if (step == 1) {
                    load(gateway.port(), Traffic.chat("whole/m", 40), Traffic.messages(Requests.agent("whole/m")));
                    load(relay.port(), Traffic.direct("whole", Requests.talk("m", 40)),
                        Traffic.direct("whole", Requests.agent("m")));
                }
                if (step == 2) Thread.sleep(60_000);
                ours.add(gateway.residentMb() + " MB");
                theirs.add(relay.residentMb() + " MB");
            }
            var rows = new ArrayList<Measurement.Outcome>();
            for (int i = 0; i < work.size(); i++) {
                rows.add(row("M1" + "abc".charAt(i), work.get(i), ours.get(i), theirs.get(i), "", true, ""));
            }
            return rows;
        }
    }

    @SafeVarargs
    private static void load(int port, IntFunction<Load.Ask>... asks) throws InterruptedException {
        for (var ask : asks) Load.run(ask.apply(port), 32, 10);
    }

    /// One developer: requests of an agent, 100 KB each, one after the other, with streamed answers.
    private List<Measurement.Outcome> developer() throws IOException, InterruptedException {
        try (var gateway = servers.gateway("memory", "-Xmx32m")) {
            String fault = "";
            int done = 0;
            double cpu = gateway.cpuMicros();
            try {
                for (; done < AGENT_REQUESTS; done++) Load.run(AGENT.apply(gateway.port()), 1, 0);
            } catch (IllegalStateException e) {
                fault = e.getMessage();
            }
            cpu = (gateway.cpuMicros() - cpu) / Math.max(1, done);
            String cost = "%.1f ms CPU each, not warm".formatted(cpu / 1e3);
            return List.of(row("M3", "100 KB agent requests one by one, with -Xmx32m",
                "%d of %d, %d MB".formatted(done, AGENT_REQUESTS, gateway.residentMb()), "", "all",
                done == AGENT_REQUESTS, fault.isEmpty() ? cost : first(fault)));
        }
    }
}
