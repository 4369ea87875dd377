package llmrouter.deploy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.deploy.steps.DeployPlan;
import llmrouter.deploy.steps.DeployResult;
import llmrouter.deploy.steps.DeployResult.Outcome;
import llmrouter.deploy.steps.KeyRotation;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static llmrouter.deploy.CloudflareDouble.ACCOUNT;
import static llmrouter.deploy.DeployBench.KEY;
import static llmrouter.deploy.DeployBench.LIVE;
import static llmrouter.deploy.DeployBench.WORKER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// The gateway itself, deployed to the make-believe account and run in workerd: requests go through it to a provider.
/// It needs `./build.sh dist` and `./build.sh workerd` before it.
class DeployedGatewayTest {
    private static final String ANSWER = """
        {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":
        {"role":"assistant","content":"from the provider"},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""";

    @TempDir
    Path folder;
    private final AtomicInteger asked = new AtomicInteger();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer provider;
    private DeployBench bench;

    @BeforeEach
    void begin() throws Exception {
        assumeTrue(WorkerdRuntime.binary() != null, "there is no workerd");
        assumeTrue(WorkerdRuntime.realModules() != null, "the Worker is not built");
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", this::answer);
        provider.start();
        bench = new DeployBench(new WorkerdRuntime(WorkerdRuntime.binary(), folder));
        bench.modules = WorkerdRuntime.realModules();
    }

    @AfterEach
    void end() {
        http.close();
        if (provider != null) provider.stop(0);
        if (bench != null) bench.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = ANSWER.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /// @param padding characters that a name has beside
    private String config(String model, int padding) {
        return """
            {"masterKey":"%s","providers":[{"id":"p","name":"P%s","baseUrl":"http://127.0.0.1:%d/v1","format":"openai",
            "apiKey":"sk-p","models":["%s"],"rateLimits":[{"models":["all"],"requests":2,"window":"1h"}]}]}"""
            .formatted(KEY, "ä".repeat(padding), provider.getAddress().getPort(), model);
    }

    private HttpResponse<String> ask(String path, String key, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(bench.runtime.url(WORKER) + path))
            .header("authorization", "Bearer " + key).header("content-type", "application/json");
        request.method(body == null ? "GET" : "POST", body == null ? BodyPublishers.noBody()
            : BodyPublishers.ofString(body));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> complete() throws Exception {
        return ask("/v1/chat/completions", KEY, """
            {"model":"p/m","messages":[{"role":"user","content":"hello"}]}""");
    }

    @Test
    void aDeployedGatewayAnswersWithItsConfiguration() throws Exception {
        DeployResult result = bench.deploy(config("m", 9_000));
        assertEquals(Outcome.DONE, result.outcome(), result.toString());
        var listed = (Obj) Json.parse(ask("/v1/models", KEY, null).body());
        assertEquals("p/m", listed.objects("data").getFirst().text("id"));
        assertEquals(401, ask("/v1/models", "wrong", null).statusCode());
        HttpResponse<String> completed = complete();
        assertEquals(200, completed.statusCode(), completed.body());
        assertTrue(completed.body().contains("from the provider"), completed.body());
        assertEquals(Outcome.DONE, bench.deploy(config("other", 0)).outcome());
        assertTrue(ask("/v1/models", KEY, null).body().contains("p/other"));
    }

    @Test
    void anotherKeyHoldsAtOnce() throws Exception {
        bench.deploy(config("m", 0));
        String url = bench.runtime.url(WORKER);
        DeployResult result = KeyRotation.of(bench.api(), ACCOUNT, WORKER, "New-key-of-the-worker-123", KEY, url)
            .run(bench.api(), bench.events::add, LIVE);
        assertEquals(Outcome.DONE, result.outcome(), result.toString());
        assertEquals(401, complete().statusCode());
    }

    /// Caps have effect where the state is durable, also over the next deployment; else they have none, as
    /// [llmrouter.deploy.payload.HostedPayload] says.
    @Test
    void capsHoldOverDeploymentsWhereTheStateIsDurable() throws Exception {
        DeployPlan first = bench.plan(config("m", 0), DeployTargets.WORKERS_DEV, null, true);
        assertEquals(Outcome.DONE, bench.run(first).outcome());
        assertEquals(200, complete().statusCode());
        DeployPlan second = bench.plan(config("m", 0), DeployTargets.WORKERS_DEV, null, true);
        assertEquals(Outcome.DONE, bench.run(second).outcome());
        assertEquals(200, complete().statusCode());
        assertEquals(429, complete().statusCode());
        assertEquals(2, asked.get());
        bench.deploy(config("m", 0));
        assertEquals(200, complete().statusCode());
    }
}
