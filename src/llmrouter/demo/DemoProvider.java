package llmrouter.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import llmrouter.admission.Endpoint;
import llmrouter.chat.Answer;
import llmrouter.chat.ApiError;
import llmrouter.chat.Conversation;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.Protocol;

/// A simulated provider on a loopback port of its own, speaking one format. It accepts only the key [#KEY]. Safe for
/// any number of clients at once. Its owner must close it.
public final class DemoProvider implements AutoCloseable {
    public static final String KEY = "demo-key";

    private final Protocol protocol;
    private final String name;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("demo-", 0)
        .factory());
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, AtomicInteger> flakyCalls = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger aborts = new AtomicInteger();

    private DemoProvider(Protocol protocol, HttpServer server) {
        this.protocol = protocol;
        this.server = server;
        this.name = name(protocol.format());
    }

    /// Starts to listen on a port that the operating system chooses.
    public static DemoProvider start(Format format) throws IOException {
        // Without it each flush of a stream waits for the client's delayed acknowledgement, about 40 ms.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var provider = new DemoProvider(Protocol.of(format), server);
        server.setExecutor(provider.threads);
        server.createContext("/", provider::handle);
        server.start();
        return provider;
    }

    /// What a provider of this format is called in answers and in the demo's configuration.
    static String name(Format format) {
        return format == Format.DEFAULT ? "north" : "south";
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + port();
    }

    /// How many requests had the right key.
    public int requestsSeen() {
        return requests.get();
    }

    /// How many answers were cut short because the client disconnected. Only a write can detect this: a client that
    /// disconnects while the provider is silent is not counted.
    public int abortsSeen() {
        return aborts.get();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
        threads.close();
    }

    /// Does not close the exchange when an exception is thrown: only then does the server break the connection instead
    /// of ending the answer.
    private void handle(HttpExchange exchange) throws IOException {
        var reply = new DemoReply(exchange, protocol, closing);
        try {
            answer(exchange, reply);
        } catch (GatewayError error) {
            reply.error(error.error());
        } catch (JsonError error) {
            reply.error(ApiError.of(400, ApiError.Kind.INVALID_REQUEST, error.describe()));
        } catch (DemoReply.ClientLeft left) {
            aborts.incrementAndGet();
            throw left;
        }
    }

    private void answer(HttpExchange exchange, DemoReply reply) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!exchange.getRequestMethod().equals("POST") || !serves(exchange.getRequestURI().getPath())) {
            reply.error(ApiError.of(404, ApiError.Kind.NOT_FOUND,
                "there is nothing at " + exchange.getRequestURI().getPath()));
            return;
        }
        String key = key(exchange);
        if (!KEY.equals(key)) {
            reply.error(ApiError.of(401, ApiError.Kind.AUTHENTICATION, "the demo provider wants the key " + KEY));
            return;
        }
        int number = requests.incrementAndGet();
        String text = new String(body, StandardCharsets.UTF_8);
        protocol.check(JsonScan.of(text));
        Conversation asked = protocol.readRequest((Json.Obj) Json.parse(text), new Losses());
        long promptTokens = body.length / 4 + 1;
        if (exchange.getRequestURI().getPath().endsWith("/count_tokens")) {
            reply.whole(Json.object().put("input_tokens", promptTokens).toString());
            return;
        }
        Answer answer = DemoAnswer.to(asked, name, "demo" + number, promptTokens);
        var context = new AnswerContext("demo" + number, asked.model(), Instant.now().getEpochSecond(),
            asked.streamUsage());
        reply.play(effective(FaultScript.of(asked.model()), key + ' ' + asked.model()), answer, context,
            asked.stream());
    }

    /// Flaky models become healthy after their failures.
    private FaultScript effective(FaultScript script, String caller) {
        if (!(script instanceof FaultScript.Flaky(int failures))) return script;
        int call = flakyCalls.computeIfAbsent(caller, _ -> new AtomicInteger()).incrementAndGet();
        return call <= failures ? new FaultScript.RefusedWith(503) : new FaultScript.Healthy();
    }

    private boolean serves(String path) {
        Endpoint endpoint = Endpoint.of("POST", path);
        boolean own = endpoint.format() == protocol.format() && !endpoint.untranslatable();
        return own
            && path.equals("/v1/" + (endpoint.upstreamPath(protocol.format()) == null
            ? protocol.format().endpoint() : endpoint.upstreamPath(protocol.format())));
    }

    private static String key(HttpExchange exchange) {
        String own = exchange.getRequestHeaders().getFirst("x-api-key");
        if (own != null) return own;
        String authorization = exchange.getRequestHeaders().getFirst("authorization");
        return authorization != null && authorization.startsWith("Bearer ")
            ? authorization.substring("Bearer ".length()) : null;
    }
}
