import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How the gateway's costs grow: with the size of a request, with streams at once, candidates of an alias, models and
/// aliases of the configuration, and caps. Every size has a gateway of its own.
final class GrowthRows implements AutoCloseable {
    private static final String CHAT = "/v1/chat/completions";
    private static final List<Integer> BYTES = List.of(1 << 10, 16 << 10, 256 << 10, 1 << 20, 8 << 20);
    private static final List<Integer> STREAMS = List.of(1, 10, 100, 1000, 5000);
    private static final List<Integer> CANDIDATES = List.of(1, 50, 125, 250, 500);
    private static final List<Integer> NAMES = List.of(10, 1000, 2500, 5000, 10_000);
    private static final List<Integer> CAPS = List.of(0, 10, 250, 500, 1000);
    /// All streams together, as far as one stream can have so many.
    private static final int EVENTS_PER_SECOND = 4000;
    private static final int SHORTEST_PAUSE_MICROS = 1000;
    /// For bodies of 8 MB and for thousands of streams the launcher's heap is too small.
    private static final String HEAP = "-Xmx2g";
    private static final String ROOM = "6000";

    private static final String PROVIDER = """
        {"id":"p","baseUrl":"http://127.0.0.1:%d/%s/v1","apiKey":"k","formats":["openai"],"models":[%s],
        "rateLimits":[%s]}""";
    private static final String CAP = """
        {"id":"cap-%d","models":["all"],"requests":1000000000,"window":{"unit":"hour","size":1}}""";

    private final String jar;
    private final int origin = Origin.start();
    private final List<Gateways> started = new ArrayList<>();

    GrowthRows(String jar) throws IOException {
        this.jar = jar;
    }

    List<Measurement> all() {
        return List.of(
            bytes("G1a", "bytes of a request", CHAT),
            bytes("G1b", "bytes of a request, translated", "/v1/messages"),
            new GrowthRow("G2", "streams at once", STREAMS, "", "an event", true, GrowthRow.warm(this::streams)),
            requests("G3a", "candidates of an alias, by weight", CANDIDATES,
                size -> candidates(size, "weighted-round-robin")),
            requests("G3b", "candidates of an alias, strategy auto", CANDIDATES, size -> candidates(size, "auto")),
            requests("G4a", "models and aliases of the configuration", NAMES, this::names),
            new GrowthRow("G4b", "the same, until the first /health", NAMES, "", "a start", false, this::start),
            requests("G5", "caps on a candidate", CAPS, this::caps));
    }

    private static Measurement requests(String id, String work, List<Integer> sizes, GrowthRow.Opening opening) {
        return new GrowthRow(id, work, sizes, "", "a request", false, GrowthRow.warm(opening));
    }

    private Measurement bytes(String id, String work, String path) {
        return new GrowthRow(id, work, BYTES, " B", "a request", false, GrowthRow.warm(size -> {
            var body = Requests.talk("p/m", size);
            // as many bytes are under way at any time
            int connections = Math.clamp((16 << 20) / size, 2, 32);
            return side(config("whole", quoted(List.of("m")), "", ""), path, body, connections);
        }));
    }

    private Side candidates(int count, String strategy) throws IOException, InterruptedException {
        var models = names("m", count);
        String targets = models.stream().map("{\"ref\":\"p/%s\",\"weight\":1}"::formatted)
            .collect(Collectors.joining(","));
        String alias = "\"work\":{\"strategy\":\"" + strategy + "\",\"targets\":[" + targets + "]}";
        return side(config("whole", quoted(models), "", alias), CHAT, Requests.talk("work", 40), 32);
    }

    private Side names(int count) throws IOException, InterruptedException {
        return side(named(count), CHAT, Requests.talk("work" + count, 40), 32);
    }

    /// So many models, and as many aliases.
    private String named(int count) {
        String aliases = names("work", count).stream()
            .map(name -> "\"%s\":{\"targets\":[{\"ref\":\"p/m%s\"}]}".formatted(name, name.substring(4)))
            .collect(Collectors.joining(","));
        return config("whole", quoted(names("m", count)), "", aliases);
    }

    private double start(int count) throws IOException, InterruptedException {
        try (var server = gateway(named(count))) {
            return server.cpuMicros();
        }
    }

    private Side caps(int count) throws IOException, InterruptedException {
        String caps = IntStream.rangeClosed(1, count).mapToObj(CAP::formatted).collect(Collectors.joining(","));
        return side(config("whole", quoted(List.of("m")), caps, ""), CHAT, Requests.talk("p/m", 40), 32);
    }

    private Side streams(int count) throws IOException, InterruptedException {
        int pause = Math.max(SHORTEST_PAUSE_MICROS, (int) (1_000_000L * count / EVENTS_PER_SECOND));
        var server = gateway(config("paced-" + pause, quoted(List.of("m")), "", ""));
        var ask = Load.Ask.post(server.port(), CHAT, Requests.streamed(Requests.talk("p/m", 40)));
        return new Side("gateway", server, new Flow(ask, count));
    }

    private static List<String> names(String start, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> start + i).toList();
    }

    private static String quoted(List<String> names) {
        return "\"" + String.join("\",\"", names) + "\"";
    }

    private String config(String kind, String models, String caps, String aliases) {
        return "{\"version\":2,\"providers\":[" + PROVIDER.formatted(origin, kind, models, caps)
                + "],\"modelAliases\":{" + aliases + "}}";
    }

    private Side side(String config, String path, String body, int connections)
            throws IOException, InterruptedException {
        var server = gateway(config);
        return Side.asking("gateway", server, Load.Ask.post(server.port(), path, body), connections, 1);
    }

    private Gateways.Running gateway(String config) throws IOException, InterruptedException {
        var gateways = new Gateways(jar, config);
        started.add(gateways);
        return gateways.gateway(Map.of("LLM_ROUTER_STATE_BACKEND", "memory", "LLM_ROUTER_MAX_CONNECTIONS", ROOM),
            (Gateways.FLAGS + " " + HEAP).split(" "));
    }

    @Override
    public void close() throws IOException {
        for (var gateways : started) gateways.close();
    }
}
