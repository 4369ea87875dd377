import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// One gateway of the soak with faults: its process, its clients, and what is expected of it.
final class SoakedGateway implements AutoCloseable {
    /// What the README names for servers, but the size of the heap.
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders",
        "-XX:+ExitOnOutOfMemoryError");
    private static final String[] FORMATS = {"openai", "claude", "responses"};
    private static final String PROVIDER = """
        {"id":"%s","baseUrl":"http://127.0.0.1:%d/v1","apiKey":"%s","formats":["%s"],"models":["m","v%d"],
        "rateLimits":[{"id":"cap","models":["all"],"%s":%d%s}]}""";
    private static final String ALIAS = """
        "by-%s":{"strategy":"auto","targets":[{"ref":"%s-a/m"},{"ref":"%s-b/m"}]}""";
    /// Limits that are short enough for many faults in a short time.
    private static final Map<String, String> LIMITS = Map.ofEntries(
        Map.entry("LLM_ROUTER_UPSTREAM_TIMEOUT_MS", "3000"), Map.entry("LLM_ROUTER_FIRST_EVENT_TIMEOUT_MS", "3000"),
        Map.entry("LLM_ROUTER_ANSWER_TIMEOUT_MS", "6000"), Map.entry("LLM_ROUTER_STREAM_IDLE_TIMEOUT_MS", "3000"),
        Map.entry("LLM_ROUTER_ORIGIN_RETRY_BASE_DELAY_MS", "20"),
        Map.entry("LLM_ROUTER_ORIGIN_RETRY_MAX_DELAY_MS", "200"),
        Map.entry("LLM_ROUTER_ORIGIN_FALLBACK_COOLDOWN_MS", "300"),
        Map.entry("LLM_ROUTER_ORIGIN_RATE_LIMIT_COOLDOWN_MS", "300"),
        Map.entry("LLM_ROUTER_ORIGIN_BILLING_COOLDOWN_MS", "300"),
        Map.entry("LLM_ROUTER_ORIGIN_AUTH_COOLDOWN_MS", "300"),
        Map.entry("LLM_ROUTER_FALLBACK_CIRCUIT_COOLDOWN_MS", "300"));
    /// Sums of gauges that must be zero when no client asks.
    private static final List<String> ZERO = List.of("llmrouter_requests_open", "llmrouter_streams_open");

    private final String name;
    private final FaultyProvider provider;
    private final Gateways gateways;
    private final Gateways.Running running;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Verdicts honest = new Verdicts();
    private final Verdicts hostile = new Verdicts();
    private HonestClients honestClients;
    private HostileClients hostileClients;

    /// @param state the value of `LLM_ROUTER_STATE_BACKEND`
    /// @param heap  its largest size, as the JVM takes it
    SoakedGateway(String name, String state, String heap, FaultyProvider provider)
            throws IOException, InterruptedException {
        this.name = name;
        this.provider = provider;
        this.gateways = new Gateways("build/llm-router.jar", config(0));
        var settings = new HashMap<>(LIMITS);
        settings.put("LLM_ROUTER_STATE_BACKEND", state);
        var flags = new ArrayList<>(FLAGS);
        flags.add("-Xmx" + heap);
        this.running = gateways.gateway(settings, flags.toArray(String[]::new));
    }

    /// Two providers of each format behind one alias, and one that is asked by at most three requests at once.
    private String config(int version) {
        var providers = new ArrayList<String>();
        var aliases = new ArrayList<String>();
        String window = ",\"window\":{\"unit\":\"hour\",\"size\":1}";
        for (String format : FORMATS) {
            for (String twin : new String[] {"a", "b"}) {
                providers.add(PROVIDER.formatted(format + "-" + twin, provider.port(), FaultyProvider.KEY, format,
                    version, "requests", 1_000_000_000 + version, window));
            }
            aliases.add(ALIAS.formatted(format, format, format));
        }
        providers.add(PROVIDER.formatted("few", provider.port(), FaultyProvider.KEY, "openai", version,
            "concurrency", 3, ""));
        return "{\"version\":2,\"providers\":[" + String.join(",", providers) + "],"
                + "\"modelAliases\":{" + String.join(",", aliases) + "}}";
    }

    private static String[] models() {
        return new String[] {"by-openai", "by-claude", "by-responses", "by-openai", "by-claude", "by-responses",
            "openai-a/m", "claude-a/m", "responses-a/m", "few/m"};
    }

    void begin(int clients, int attackers, Random seeds) throws IOException {
        honestClients = new HonestClients(running.port(), models(), clients, seeds, honest);
        if (attackers > 0) hostileClients = new HostileClients(running.port(), models(), attackers, seeds, hostile);
    }

    /// Ends all clients.
    ///
    /// @return how many honest ones still wait for an answer
    int end() throws InterruptedException {
        if (hostileClients != null) hostileClients.finish();
        hostileClients = null;
        return honestClients.finish();
    }

    String name() {
        return name;
    }

    Verdicts honest() {
        return honest;
    }

    Verdicts hostile() {
        return hostile;
    }

    long pid() {
        return running.process().pid();
    }

    boolean alive() {
        return running.process().isAlive();
    }

    int exitCode() {
        return running.process().exitValue();
    }

    long residentMb() throws IOException {
        return running.residentMb();
    }

    long threads() throws IOException {
        return running.threads();
    }

    long descriptors() throws IOException {
        return running.descriptors();
    }

    /// Another good configuration.
    void reconfigure(int version) throws IOException {
        gateways.configure(config(version));
    }

    /// A configuration that cannot be taken.
    void misconfigure() throws IOException {
        gateways.configure("{\"version\":2,\"providers\":[{\"id\":");
    }

    void signal(String signal) throws IOException, InterruptedException {
        Signals.send(signal, pid());
    }

    /// Removes the files of the routing state.
    void removeState() throws IOException {
        try (var files = Files.list(gateways.home())) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith(".llm-router.state")).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /// The heap that is used after a collection, in KB; -1 if the JDK's tool does not say.
    long heapKb() throws IOException, InterruptedException {
        jcmd("GC.run");
        long sum = 0;
        for (String line : jcmd("GC.heap_info").lines().toList()) {
            if (!line.contains(" total ")) continue;
            int used = line.indexOf("used ");
            if (used >= 0) sum += Long.parseLong(line.substring(used + 5, line.indexOf('K', used)));
        }
        return sum == 0 ? -1 : sum;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        String tool = Path.of(Gateways.java()).resolveSibling("jcmd").toString();
        var process = new ProcessBuilder(tool, Long.toString(pid()), command).redirectErrorStream(true).start();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return "";
        }
        return new String(process.getInputStream().readAllBytes());
    }

    /// What the operator gets within a few seconds, or why not.
    String ask(String path) throws InterruptedException {
        try {
            var page = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.port() + path))
                .timeout(Duration.ofSeconds(10)).build();
            return http.send(page, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "no answer: " + e;
        }
    }

    /// Gauges that should be zero and are not, as Prometheus writes them.
    List<String> busy() throws InterruptedException {
        String page = ask("/metrics");
        var zero = page.lines().filter(line -> ZERO.stream().anyMatch(line::startsWith)
            || line.contains("of=\"in_flight\"") && line.startsWith("llmrouter_bucket_used")
            || line.matches("llmrouter_\\w*(held|open|active|taken)\\w*(\\{.*})? .*")).toList();
        if (zero.isEmpty()) return List.of("no gauges: " + page.lines().findFirst().orElse("an empty page"));
        return zero.stream().filter(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) != 0)
            .toList();
    }

    /// Lines of the log that must not be there: stack traces, threads that died, memory that was gone.
    List<String> badLines() throws IOException {
        return gateways.log(running.port()).lines().filter(line -> line.startsWith("\tat ")
            || line.contains("Exception in thread") || line.contains("OutOfMemoryError")
            || line.contains("StackOverflowError") || line.contains("internal error")).toList();
    }

    @Override
    public void close() throws IOException {
        running.close();
        http.close();
        gateways.close();
    }
}
