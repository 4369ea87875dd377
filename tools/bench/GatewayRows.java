import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/// What the whole gateway costs next to a bare relay: the JDK's own server and client copying bytes. Both are processes of their own, started when
/// the first row needs them; the provider behind them is [Origin], and the load comes from here.
final class GatewayRows implements AutoCloseable {
    private static final double SECONDS = 1;
    private static final double WARM_SECONDS = 12;
    private static final String RELAY = "bare relay";

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
        var small = Requests.talk("m", 40);
        var live = streamed("live/m", "/v1/chat/completions");
        return List.of(
            rate("T1", "small request", "whole", chat("whole/m", 40), small, 32, 0.85),
            rate("T2", "small request, translated", "whole", messages("whole/m", Requests.talk("whole/m", 40)), small, 32, 0.65),
            rate("T3a", "256 KB request", "whole", chat("whole/m", 256 << 10), Requests.talk("m", 256 << 10), 32, 0.85),
            rate("T3b", "1 MB request", "whole", chat("whole/m", 1 << 20), Requests.talk("m", 1 << 20), 16, 0.85),
            rate("T4", "100 KB agent request, translated", "whole", messages("whole/m", Requests.agent("whole/m")), Requests.agent("m"), 32, 0.5),
            rate("S1", "147-event stream", "stream", streamed("stream/m", "/v1/chat/completions"), small, 32, 0.85),
            rate("S2", "147-event stream, translated", "stream", streamed("stream/m", "/v1/messages"), small, 32, 0.6),
            added("L1a", "added latency, p50", "whole", chat("whole/m", 40), r -> r.latency(0.5), 1 / 1.3),
            added("L1b", "added latency, p99", "whole", chat("whole/m", 40), r -> r.latency(0.99), 1 / 1.5),
            added("S4a", "added time to the first event, p50", "stream", streamed("stream/m", "/v1/chat/completions"), r -> r.first(0.5), 1 / 1.3),
            added("S4b", "added time to the first event, p99", "stream", streamed("stream/m", "/v1/chat/completions"), r -> r.first(0.99), 1 / 1.5),
            new Row("F1", "alias of three with caps, state in a file", "/s", () -> perSecond(file(), chat("spread", 40), 32), "T1's", () -> perSecond(memory(), chat("whole/m", 40), 32), 0.9),
            new Row("S3", "1000 streams, 20 ms an event: in 200 ms", "%", () -> onTime(memory(), live), RELAY, () -> onTime(relay(), relayed("live", small)), 0.99),
            new Row("I1a", "small request beside 2,000 idle, 200 slow", "/s", () -> perSecond(crowded(), chat("whole/m", 40), 32), "alone",
                () -> perSecond(memory(), chat("whole/m", 40), 32), 0.5),
            new Row("I1b", "one client's p99 beside them", "/s", () -> 1 / latency(crowded()), "alone", () -> 1 / latency(memory()), 0.5),
            new Row("U1a", "starts, to the first /health", "/min", () -> starts(gateways.gateway("memory")), RELAY, () -> starts(gateways.relay(origin)), 0),
            new Row("U1b", "starts, to the first answer", "/min", () -> answers(gateways.gateway("memory"), chat("whole/m", 40)), RELAY,
                () -> answers(gateways.relay(origin), relayed("whole", small)), 0),
            new Row("M1", "resident memory after all this", "MB", () -> memory().residentMb(), RELAY, () -> relay().residentMb(), 0));
    }

    /// A request, for whatever port it will go to.
    private interface Ask extends Function<Integer, Load.Ask> {}

    private static Ask chat(String model, int size) {
        var body = Requests.talk(model, size);
        return port -> Load.Ask.post(port, "/v1/chat/completions", body);
    }

    private static Ask messages(String model, String body) {
        return port -> Load.Ask.post(port, "/v1/messages", body);
    }

    private static Ask streamed(String model, String path) {
        return port -> Load.Ask.post(port, path, Requests.streamed(Requests.talk(model, 40)));
    }

    /// The same kind of answer without the gateway's part: the provider's path says what it is to send.
    private static Ask relayed(String kind, String body) {
        return port -> Load.Ask.post(port, "/" + kind + "/v1/chat/completions", body);
    }

    private Row rate(String id, String work, String kind, Ask ask, String relayBody, int connections, double floor) {
        return new Row(id, work, "/s", () -> perSecond(memory(), ask, connections), RELAY, () -> perSecond(relay(), relayed(kind, relayBody), connections), floor);
    }

    private static double perSecond(Gateways.Running server, Ask ask, int connections) throws InterruptedException {
        return perSecond(server, ask, connections, SECONDS);
    }

    private static double perSecond(Gateways.Running server, Ask ask, int connections, double seconds) throws InterruptedException {
        return Load.run(ask.apply(server.port()), connections, seconds).perSecond();
    }

    /// Latency is told as how many times it fits into a second, so that more is better here too.
    private Row added(String id, String work, String kind, Ask ask, Function<Load.Result, Double> seconds, double floor) {
        var direct = relayed(kind, Requests.talk("m", 40));
        return new Row(id, work, "/s", () -> added(memory().port(), ask, direct, seconds), RELAY, () -> added(relay().port(), direct, direct, seconds), floor);
    }

    private double added(int port, Ask ask, Ask direct, Function<Load.Result, Double> seconds) throws InterruptedException {
        double through = seconds.apply(Load.run(ask.apply(port), 1, SECONDS));
        return 1 / (through - seconds.apply(Load.run(direct.apply(origin), 1, SECONDS)));
    }

    private static double onTime(Gateways.Running server, Ask ask) throws InterruptedException {
        return Streams.onTime(ask.apply(server.port()), 1000);
    }

    private static double latency(Gateways.Running server) throws InterruptedException {
        return Load.run(chat("whole/m", 40).apply(server.port()), 1, SECONDS).latency(0.99);
    }

    private static double starts(Gateways.Running server) {
        try (server) {
            return 60_000 / server.startedMs();
        }
    }

    private static double answers(Gateways.Running server, Ask ask) throws InterruptedException {
        try (server) {
            return 60_000 / (server.startedMs() + 1000 * Load.run(ask.apply(server.port()), 1, 0).latency(0.5));
        }
    }

    private Gateways.Running memory() throws IOException, InterruptedException {
        if (memory == null) memory = gateways.gateway("memory");
        return memory;
    }

    private Gateways.Running file() throws IOException, InterruptedException {
        if (file == null) {
            file = gateways.gateway("file");
            // it is compared with a gateway that may have served other rows: both shall have their code compiled
            for (var gateway : List.of(file, memory())) perSecond(gateway, chat("spread", 40), 32, WARM_SECONDS);
        }
        return file;
    }

    /// A gateway with clients that want almost nothing: 2,000 kept connections, and 200 readers who take ten bytes a second of 64 MB.
    private Gateways.Running crowded() throws IOException, InterruptedException {
        if (crowded == null) {
            crowded = gateways.gateway("memory");
            for (var gateway : List.of(crowded, memory())) perSecond(gateway, chat("whole/m", 40), 32, WARM_SECONDS);
            int port = crowded.port();
            bystanders = Bystanders.of(2000, chat("whole/m", 40).apply(port), 200, streamed("flood/m", "/v1/chat/completions").apply(port));
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
        for (var running : new Gateways.Running[] {memory, file, relay, crowded}) if (running != null) running.close();
        gateways.close();
    }
}
