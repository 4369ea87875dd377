import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// What the whole gateway costs next to a bare relay: the JDK's own server and client copying bytes, in its two modes.
/// All are processes of their own with the launcher's options; the provider behind them is [Origin], and the load
/// comes from here.
final class GatewayRows implements AutoCloseable {
    private static final String[] FLAGS = Gateways.FLAGS.split(" ");
    /// A heap for so many connections.
    private static final String CROWD = "-Xmx1g";
    private static final IntFunction<Load.Ask> SMALL = Traffic.chat("whole/m", 40);
    private static final IntFunction<Load.Ask> SPREAD = Traffic.chat("spread", 40);
    private static final IntFunction<Load.Ask> FLOOD = Traffic.streamed("flood/m", "/v1/chat/completions");

    private final Provision provision = Provision.start();
    private final Gateways gateways;
    private Gateways.Running alone;
    private Gateways.Running crowded;
    private Bystanders bystanders;

    GatewayRows(String jar) throws IOException, InterruptedException {
        gateways = new Gateways(jar, Gateways.rows(provision));
    }

    List<Measurement> all() {
        var rows = new ArrayList<Measurement>();
        for (var traffic : Traffic.all()) {
            rows.add(new CostRow(traffic.id(), traffic.work(), () -> sides(traffic), traffic.floor()));
        }
        rows.add(new CostRow("F1", "alias of three with caps, state in a file", this::states, 0.9));
        rows.add(new LatencyRow("L1", "latency", Traffic.of("T1"), origin(), Load.Result::latency, this::sides));
        rows.add(new LatencyRow("S4", "time to the first event", Traffic.of("S1"), origin(), Load.Result::first,
            this::sides));
        rows.addAll(new FigureRows(this).all());
        rows.add(new Row("I1a", "small request beside 2,000 idle, 200 slow", "/s", () -> rate(crowded()),
            "alone", () -> rate(alone()), 0.5));
        rows.add(new Row("I1b", "one client's p99 beside them", "/s", () -> latency(crowded()),
            "alone", () -> latency(alone()), 0.5));
        return rows;
    }

    int origin() {
        return provision.port();
    }

    /// The gateway, the relay, and the relay in place.
    List<Side> sides(Traffic t) throws IOException, InterruptedException {
        return List.of(side("gateway", gateway("memory"), t, t.ask()),
            side(CostRow.RELAY, relay(t.secure(), List.of()), t, t.direct()),
            side("relay in place", relay(t.secure(), List.of("in-place")), t, t.direct()));
    }

    private static Side side(String name, Gateways.Running server, Traffic t, IntFunction<Load.Ask> ask) {
        return Side.asking(name, server, ask.apply(server.port()), t.connections(), t.events());
    }

    private List<Side> states() throws IOException, InterruptedException {
        var file = gateway("file");
        var memory = gateway("memory");
        return List.of(Side.asking("state in a file", file, SPREAD.apply(file.port()), 32, 1),
            Side.asking("T1, state in memory", memory, SMALL.apply(memory.port()), 32, 1));
    }

    /// With the launcher's options, then others.
    Gateways.Running gateway(String state, String... flags) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(FLAGS));
        all.addAll(List.of(flags));
        return gateways.gateway(provision.settings(state), all.toArray(String[]::new));
    }

    /// A gateway as `java -jar` starts it.
    Gateways.Running plainGateway() throws IOException, InterruptedException {
        return gateways.gateway("memory");
    }

    Gateways.Running plainRelay() throws IOException, InterruptedException {
        return gateways.relay(provision.plain(), List.of());
    }

    Gateways.Running relay() throws IOException, InterruptedException {
        return relay(false, List.of());
    }

    private Gateways.Running relay(boolean secure, List<String> mode) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(FLAGS));
        if (secure) all.addAll(provision.trust());
        return gateways.relay(secure ? provision.secure() : provision.plain(), mode, all.toArray(String[]::new));
    }

    private static Sample rate(Gateways.Running server) throws InterruptedException {
        return Sample.rate(server, SMALL.apply(server.port()), 32, 1);
    }

    private static Sample latency(Gateways.Running server) throws InterruptedException {
        return Sample.of(1 / Load.run(SMALL.apply(server.port()), 1, 1).latency(0.99));
    }

    private Gateways.Running alone() throws IOException, InterruptedException {
        if (alone == null) alone = warm(gateway("memory", CROWD));
        return alone;
    }

    /// A gateway with clients that send almost nothing: 2,000 kept connections, and 200 readers that take ten bytes a
    /// second of 64 MB.
    private Gateways.Running crowded() throws IOException, InterruptedException {
        if (crowded == null) {
            crowded = warm(gateway("memory", CROWD));
            int port = crowded.port();
            bystanders = Bystanders.of(2000, SMALL.apply(port), 200, FLOOD.apply(port));
            Origin.awaitCalm();
        }
        return crowded;
    }

    private static Gateways.Running warm(Gateways.Running server) throws InterruptedException {
        Side.asking("gateway", server, SMALL.apply(server.port()), 32, 1).warm();
        return server;
    }

    @Override
    public void close() throws IOException {
        if (bystanders != null) bystanders.close();
        if (alone != null) alone.close();
        if (crowded != null) crowded.close();
        gateways.close();
        provision.close();
    }
}
