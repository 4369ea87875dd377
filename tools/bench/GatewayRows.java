import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/// What the whole gateway costs next to a bare relay: the JDK's own server and client copying bytes. Both are
/// processes of their own, started when the first row needs them; the provider behind them is [Origin], and the load
/// comes from here.
final class GatewayRows implements AutoCloseable {
    private static final double SECONDS = 1;
    private static final double WARM_SECONDS = 12;
    private static final String RELAY = "bare relay";
    private static final IntFunction<Load.Ask> SMALL = Traffic.chat("whole/m", 40);
    private static final IntFunction<Load.Ask> SPREAD = Traffic.chat("spread", 40);
    private static final IntFunction<Load.Ask> STREAM = Traffic.streamed("stream/m", "/v1/chat/completions");
    private static final IntFunction<Load.Ask> LIVE = Traffic.streamed("live/m", "/v1/chat/completions");
    private static final IntFunction<Load.Ask> FLOOD = Traffic.streamed("flood/m", "/v1/chat/completions");

    private final int origin;
    private final Gateways gateways;
    private Gateways.Running memory;
    private Gateways.Running file;
    private Gateways.Running relay;
    private Gateways.Running crowded;
    private Bystanders bystanders;

    GatewayRows(String jar) throws IOException {
        origin = Origin.start();
        gateways = new Gateways(jar, Gateways.rows(origin));
    }

    List<Row> all() {
        var rows = new ArrayList<Row>();
        for (var traffic : Traffic.all()) rows.add(rate(traffic));
        rows.add(added("L1a", "added latency, p50", "whole", SMALL, r -> r.latency(0.5), 1 / 1.3));
        rows.add(added("L1b", "added latency, p99", "whole", SMALL, r -> r.latency(0.99), 1 / 1.5));
        rows.add(added("S4a", "added time to the first event, p50", "stream", STREAM, r -> r.first(0.5), 1 / 1.3));
        rows.add(added("S4b", "added time to the first event, p99", "stream", STREAM, r -> r.first(0.99), 1 / 1.5));
        rows.add(new Row("F1", "alias of three with caps, state in a file", "/s", () -> rate(file(), SPREAD),
            "T1's", () -> rate(memory(), SMALL), 0.9));
        rows.add(new Row("S3", "1000 streams, 20 ms an event: in 200 ms", "%", () -> onTime(memory(), LIVE),
            RELAY, () -> onTime(relay(), relayed("live")), 0.99));
        rows.add(new Row("I1a", "small request beside 2,000 idle, 200 slow", "/s", () -> rate(crowded(), SMALL),
            "alone", () -> rate(memory(), SMALL), 0.5));
        rows.add(new Row("I1b", "one client's p99 beside them", "/s", () -> latency(crowded()),
            "alone", () -> latency(memory()), 0.5));
        rows.add(new Row("U1a", "starts, to the first /health", "/min", () -> starts(gateways.gateway("memory")),
            RELAY, () -> starts(gateways.relay(origin)), 0));
        rows.add(new Row("U1b", "starts, to the first answer", "/min", () -> answers(gateways.gateway("memory"), SMALL),
            RELAY, () -> answers(gateways.relay(origin), relayed("whole")), 0));
        rows.add(new Row("M1", "resident memory after all this", "MB", () -> Sample.of(memory().residentMb()),
            RELAY, () -> Sample.of(relay().residentMb()), 0));
        return rows;
    }

    private static IntFunction<Load.Ask> relayed(String kind) {
        return Traffic.direct(kind, Requests.talk("m", 40));
    }

    private Row rate(Traffic t) {
        return new Row(t.id(), t.work(), "/s", () -> rate(memory(), t.ask(), t.connections()),
            RELAY, () -> rate(relay(), t.direct(), t.connections()), t.floor());
    }

    private static Sample rate(Gateways.Running server, IntFunction<Load.Ask> ask) throws InterruptedException {
        return rate(server, ask, 32);
    }

    private static Sample rate(Gateways.Running server, IntFunction<Load.Ask> ask, int connections)
            throws InterruptedException {
        return Sample.rate(server, ask.apply(server.port()), connections, SECONDS);
    }

    /// Latency is shown as how many times it fits into a second, so that more is better here too.
    private Row added(String id, String work, String kind, IntFunction<Load.Ask> ask,
            ToDoubleFunction<Load.Result> seconds, double floor) {
        var direct = relayed(kind);
        return new Row(id, work, "/s", () -> added(memory().port(), ask, direct, seconds),
            RELAY, () -> added(relay().port(), direct, direct, seconds), floor);
    }

    private Sample added(int port, IntFunction<Load.Ask> ask, IntFunction<Load.Ask> direct,
            ToDoubleFunction<Load.Result> seconds) throws InterruptedException {
        double through = seconds.applyAsDouble(Load.run(ask.apply(port), 1, SECONDS));
        return Sample.of(1 / (through - seconds.applyAsDouble(Load.run(direct.apply(origin), 1, SECONDS))));
    }

    private static Sample onTime(Gateways.Running server, IntFunction<Load.Ask> ask) throws InterruptedException {
        return Sample.of(Streams.onTime(ask.apply(server.port()), 1000));
    }

    private static Sample latency(Gateways.Running server) throws InterruptedException {
        return Sample.of(1 / Load.run(SMALL.apply(server.port()), 1, SECONDS).latency(0.99));
    }

    private static Sample starts(Gateways.Running server) {
        try (server) {
            return Sample.of(60_000 / server.startedMs());
        }
    }

    private static Sample answers(Gateways.Running server, IntFunction<Load.Ask> ask) throws InterruptedException {
        try (server) {
            double first = Load.run(ask.apply(server.port()), 1, 0).latency(0.5);
            return Sample.of(60_000 / (server.startedMs() + 1000 * first));
        }
    }

    /// So that two gateways that are compared have their code compiled, whatever rows one of them served before.
    private static void warm(IntFunction<Load.Ask> ask, Gateways.Running... servers) throws InterruptedException {
        for (var server : servers) Load.run(ask.apply(server.port()), 32, WARM_SECONDS);
    }

    private Gateways.Running memory() throws IOException, InterruptedException {
        if (memory == null) memory = gateways.gateway("memory");
        return memory;
    }

    private Gateways.Running file() throws IOException, InterruptedException {
        if (file == null) {
            file = gateways.gateway("file");
            warm(SPREAD, file, memory());
        }
        return file;
    }

    /// A gateway with clients that send almost nothing: 2,000 kept connections, and 200 readers that take ten bytes a
    /// second of 64 MB.
    private Gateways.Running crowded() throws IOException, InterruptedException {
        if (crowded == null) {
            crowded = gateways.gateway("memory");
            warm(SMALL, crowded, memory());
            int port = crowded.port();
            bystanders = Bystanders.of(2000, SMALL.apply(port), 200, FLOOD.apply(port));
            Origin.awaitCalm();
        }
        return crowded;
    }

    private Gateways.Running relay() throws IOException, InterruptedException {
        if (relay == null) relay = gateways.relay(origin);
        return relay;
    }

    @Override
    public void close() throws IOException {
        if (bystanders != null) bystanders.close();
        for (var running : new Gateways.Running[] {memory, file, relay, crowded}) {
            if (running != null) running.close();
        }
        gateways.close();
    }
}
