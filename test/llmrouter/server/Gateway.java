package llmrouter.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Settings;
import llmrouter.config.Settings.SettingsOutcome;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.read.SettingsReader;
import llmrouter.routing.HealthPolicy;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.server.ListenAddress.KeyRule;
import llmrouter.state.MemoryStore;
import llmrouter.state.StateStore;

/// A gateway on a free port for one test, with clients of two kinds: the JDK's, and raw sockets.
public final class Gateway implements AutoCloseable {
    static final String KEY = "test-key-Abcdefghijklmnop";

    /// The providers' key, which no client and no log may ever show.
    public static final String UPSTREAM_KEY = "up-9f8e7d6c5b4a39281706f5e4d3c2b1a0";

    /// One for all tests: building it costs more than most of them.
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final GatewayServer server;
    private final List<String> log = new CopyOnWriteArrayList<>();

    private Gateway(String config, Map<String, String> env, KeyRule keys) throws IOException {
        server = GatewayServer.start(new ListenAddress("127.0.0.1", 0, keys),
            settings(env), ServerContext.usual(), config(config), log::add);
    }

    private Gateway(String config, StateStore state, Map<String, String> env, ClientTimes times) throws IOException {
        server = GatewayServer.start(new ListenAddress("127.0.0.1", 0, KeyRule.NEVER), settings(env),
            ServerContext.usual(), config(config), state, times, log::add);
    }

    /// With a shared state of the test's own.
    public static Gateway with(String config, StateStore state, Map<String, String> env) throws IOException {
        return new Gateway(config, state, env, ClientTimes.USUAL);
    }

    /// With time limits of the test's own for its clients.
    public static Gateway with(String config, ClientTimes times) throws IOException {
        return new Gateway(config, new MemoryStore(HealthPolicy.of(settings(Map.of())), Clock.systemUTC()), Map.of(),
            times);
    }

    public static Config config(String config) {
        if (ConfigReader.read(config, "test.json") instanceof ConfigOutcome.ValidConfig valid) return valid.config();
        throw new AssertionError(ConfigReader.read(config, "test.json"));
    }

    public static Settings settings(Map<String, String> env) {
        var variables = new HashMap<>(Map.of("LLM_ROUTER_LOG", "debug", "LLM_ROUTER_STATE_BACKEND", "memory",
            "LLM_ROUTER_REQUEST_LOG", "off", "LLM_ROUTER_ORIGIN_RETRY_BASE_DELAY_MS", "1"));
        variables.putAll(env);
        if (SettingsReader.read(variables::get) instanceof SettingsOutcome.ValidSettings valid) return valid.settings();
        throw new AssertionError(SettingsReader.read(variables::get));
    }

    public static Gateway with(String config) throws IOException {
        return new Gateway(config, Map.of(), KeyRule.NEVER);
    }

    public static Gateway with(String config, Map<String, String> env) throws IOException {
        return new Gateway(config, env, KeyRule.NEVER);
    }

    static Gateway with(String config, Map<String, String> env, KeyRule keys) throws IOException {
        return new Gateway(config, env, keys);
    }

    /// With [#KEY] required.
    public static Gateway locked(String config) throws IOException {
        return locked(config, Map.of());
    }

    /// With [#KEY] required.
    public static Gateway locked(String config, Map<String, String> env) throws IOException {
        return new Gateway("{\"masterKey\":\"" + KEY + "\"," + config.substring(1), env, KeyRule.ALWAYS);
    }

    /// A configuration of one provider `p` with the models `m` and `n`, in a format (`openai` or `claude`), and
    /// further providers on demand.
    public static String config(String format, ScriptedUpstream... upstreams) {
        var providers = new StringBuilder();
        for (int i = 0; i < upstreams.length; i++) {
            String id = i == 0 ? "p" : "p" + (i + 1);
            String fallback = i + 1 < upstreams.length && i == 0 ? ",\"fallbackModels\":[\"p2/m\"]" : "";
            providers.append(i == 0 ? "" : ",").append("""
                {"id":"%s","name":"%s","baseUrl":"%s","apiKey":"%s","formats":["%s"],"models":[{"id":"m"%s},\
                {"id":"n"}]}"""
                .formatted(id, id, upstreams[i].url(), UPSTREAM_KEY, format, fallback));
        }
        return "{\"version\":2,\"providers\":[" + providers + "]}";
    }

    int port() {
        return server.port();
    }

    public GatewayServer server() {
        return server;
    }

    /// Everything the gateway has logged.
    public List<String> log() {
        return log;
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> post(String path, String json, String... headers) throws IOException,
            InterruptedException {
        var request = request(path).POST(HttpRequest.BodyPublishers.ofString(json))
            .header("content-type", "application/json");
        for (int i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
        return send(request);
    }

    /// The answer's head is here; the body comes as it comes.
    public HttpResponse<InputStream> open(String path, String json) throws IOException, InterruptedException {
        return HTTP.send(request(path).POST(HttpRequest.BodyPublishers.ofString(json)).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    }

    public HttpResponse<byte[]> bytes(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /// Sends bytes on a socket of its own and returns all that comes back until the gateway closes it or is silent
    /// for two seconds.
    public String raw(String bytes) throws IOException {
        try (Socket socket = connect(bytes)) {
            socket.setSoTimeout(2000);
            var out = new StringBuilder();
            try {
                for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
                    out.append((char) c);
                }
            } catch (SocketTimeoutException _) {
                // a kept connection stays open
            }
            return out.toString();
        }
    }

    /// A socket of its own on which these bytes have been sent.
    public Socket connect(String bytes) throws IOException {
        var socket = new Socket("127.0.0.1", port());
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }

    /// A POST as raw bytes.
    public String rawPost(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port()
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n"
                + new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        server.close();
    }
}
