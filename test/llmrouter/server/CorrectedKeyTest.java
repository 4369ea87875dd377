package llmrouter.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.routing.EndedCooldown;
import llmrouter.scripted.RedisServer;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A mistake in the configuration of a provider that is corrected while the gateway runs.
class CorrectedKeyTest {
    private static final String REQUEST = "{\"model\":\"work\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    @TempDir
    private Path folder;

    /// The provider `p`, then the provider `q` if `p` fails.
    ///
    /// @param settings of `p` in front of its models
    private static String config(String url, String key, String settings, ScriptedUpstream q) {
        return """
            {"version":2,"providers":[
            {"id":"p","baseUrl":"%s","apiKey":"%s","formats":["openai"],%s"models":["m"]},
            {"id":"q","baseUrl":"%s","apiKey":"k","formats":["openai"],"models":["m"]}],
            "modelAliases":{"work":{"strategy":"ordered","targets":["p/m","q/m"]}}}"""
            .formatted(url, key, settings, q.url());
    }

    private static String answeredBy(Gateway gateway) throws IOException, InterruptedException {
        HttpResponse<String> answer = gateway.post(Samples.CHAT, REQUEST);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.headers().firstValue("x-llm-router-candidate").orElseThrow();
    }

    private static List<EndedCooldown> replace(Gateway gateway, String config) {
        return gateway.server().replace(Gateway.config(config));
    }

    /// Answers only if a header has a value.
    private static ScriptedUpstream expecting(String header, String value, int otherwise) throws IOException {
        return new ScriptedUpstream(wire -> {
            boolean right = value.equals(wire.request().headers().get(header));
            wire.json(right ? 200 : otherwise, right ? Samples.CHAT_ANSWER : "{\"error\":{\"message\":\"no\"}}");
        });
    }

    private static ScriptedUpstream good() throws IOException {
        return new ScriptedUpstream(Samples.good("openai"));
    }

    @ParameterizedTest
    @CsvSource({"401,auth_failed", "403,forbidden", "402,billing_exhausted", "404,not_found", "429,rate_limited"})
    void aCorrectedKeyServesTheNextRequest(int status, String reason) throws Exception {
        try (var p = expecting("authorization", "Bearer right", status);
                var q = good();
                var gateway = Gateway.with(config(p.url(), "wrong", "", q))) {
            assertEquals("q/m", answeredBy(gateway));
            assertEquals("q/m", answeredBy(gateway));
            assertEquals(1, p.seen().size(), "p is on cooldown");
            List<EndedCooldown> ended = replace(gateway, config(p.url(), "right", "", q));
            assertEquals(List.of("p/m " + reason), ended.stream().map(e -> e.ref() + " " + e.reason()).toList());
            assertEquals("p/m", answeredBy(gateway));
        }
    }

    @Test
    void aCorrectedHeaderServesTheNextRequest() throws Exception {
        try (var p = expecting("x-team", "blue", 401);
                var q = good();
                var gateway = Gateway.with(config(p.url(), "k", "\"headers\":{\"x-team\":\"red\"},", q))) {
            assertEquals("q/m", answeredBy(gateway));
            replace(gateway, config(p.url(), "k", "\"headers\":{\"x-team\":\"blue\"},", q));
            assertEquals("p/m", answeredBy(gateway));
        }
    }

    @Test
    void aCorrectedAuthenticationServesTheNextRequest() throws Exception {
        try (var p = expecting("x-api-key", "k", 401);
                var q = good();
                var gateway = Gateway.with(config(p.url(), "k", "", q))) {
            assertEquals("q/m", answeredBy(gateway));
            replace(gateway, config(p.url(), "k", "\"auth\":{\"type\":\"x-api-key\"},", q));
            assertEquals("p/m", answeredBy(gateway));
        }
    }

    @Test
    void aCorrectedAddressServesTheNextRequest() throws Exception {
        try (var wrong = new ScriptedUpstream(wire -> wire.json(404, "{}"));
                var p = good();
                var q = good();
                var gateway = Gateway.with(config(wrong.url(), "k", "", q))) {
            assertEquals("q/m", answeredBy(gateway));
            replace(gateway, config(p.url(), "k", "", q));
            assertEquals("p/m", answeredBy(gateway));
        }
    }

    @Test
    void aCircuitThatRefusedConnectionsOpenedIsClosedByACorrectedAddress() throws Exception {
        try (var p = good(); var q = good(); var gateway = Gateway.with(config(unused(), "k", "", q))) {
            assertEquals("q/m", answeredBy(gateway));
            List<EndedCooldown> ended = replace(gateway, config(p.url(), "k", "", q));
            assertEquals(List.of("p/m circuit-open"),
                ended.stream().map(e -> e.ref() + " " + e.state().word()).toList());
            assertEquals("p/m", answeredBy(gateway));
        }
    }

    /// An address where nothing listens.
    private static String unused() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort() + "/v1";
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"name\":\"Another\",", "\"timeouts\":{\"idleMs\":9000},",
        "\"rateLimits\":[{\"id\":\"b\",\"models\":[\"all\"],\"requests\":9,\"window\":\"1d\"}],"})
    void nothingEndsWhenSomethingElseChanges(String settings) throws Exception {
        try (var p = expecting("authorization", "Bearer right", 401);
                var q = good();
                var gateway = Gateway.with(config(p.url(), "wrong", "", q))) {
            assertEquals("q/m", answeredBy(gateway));
            assertEquals(List.of(), replace(gateway, config(p.url(), "wrong", settings, q)));
            assertEquals("q/m", answeredBy(gateway));
            assertEquals(1, p.seen().size());
        }
    }

    @Test
    void theKeyOfAnotherProviderIsNoCorrection() throws Exception {
        try (var p = expecting("authorization", "Bearer right", 401);
                var q = good();
                var gateway = Gateway.with(config(p.url(), "wrong", "", q))) {
            assertEquals("q/m", answeredBy(gateway));
            String other = config(p.url(), "wrong", "", q).replace("\"apiKey\":\"k\"", "\"apiKey\":\"l\"");
            assertEquals(List.of(), replace(gateway, other));
            assertEquals("q/m", answeredBy(gateway));
        }
    }

    /// The first request is refused only after the key has been corrected.
    @Test
    void aRequestThatBeganWithTheOldKeyDoesNotCountAgainstTheNewOne() throws Exception {
        var arrived = new CountDownLatch(1);
        var corrected = new CountDownLatch(1);
        try (var p = new ScriptedUpstream(wire -> {
            boolean right = "Bearer right".equals(wire.request().headers().get("authorization"));
            if (!right) refuseLate(wire, arrived, corrected);
            else wire.json(200, Samples.CHAT_ANSWER);
        }); var q = good(); var gateway = Gateway.with(config(p.url(), "wrong", "", q))) {
            var early = CompletableFuture.supplyAsync(() -> {
                try {
                    return answeredBy(gateway);
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            assertTrue(ScriptedUpstream.soon(arrived));
            replace(gateway, config(p.url(), "right", "", q));
            corrected.countDown();
            assertEquals("q/m", early.get(20, TimeUnit.SECONDS));
            assertEquals("p/m", answeredBy(gateway));
        }
    }

    private static void refuseLate(Wire wire, CountDownLatch arrived, CountDownLatch corrected) throws IOException,
            InterruptedException {
        arrived.countDown();
        assertTrue(ScriptedUpstream.soon(corrected));
        wire.json(401, "{\"error\":{\"message\":\"no\"}}");
    }

    @Test
    void gatewaysThatShareARedisServerForgiveTheKeyThatEachOfThemHas() throws Exception {
        try (var redis = RedisServer.start(folder);
                var p = expecting("authorization", "Bearer right", 401);
                var q = good();
                var one = Gateway.with(config(p.url(), "wrong", "", q),
                    Map.of("LLM_ROUTER_STATE_BACKEND", redis.url()));
                var two = Gateway.with(config(p.url(), "wrong", "", q),
                    Map.of("LLM_ROUTER_STATE_BACKEND", redis.url()))) {
            assertEquals("q/m", answeredBy(one));
            assertEquals("q/m", answeredBy(two));
            assertEquals(1, p.seen().size(), "the failure is known to both");
            assertEquals(1, replace(one, config(p.url(), "right", "", q)).size());
            assertEquals("p/m", answeredBy(one));
            assertEquals("q/m", answeredBy(two), "its key is still wrong");
            assertEquals("p/m", answeredBy(one), "and that does not count for the right one");
            replace(two, config(p.url(), "right", "", q));
            assertEquals("p/m", answeredBy(two));
        }
    }

    @Test
    void aGatewayThatStartsWithAnotherKeyOnTheSameRedisServerCallsAtOnce() throws Exception {
        try (var redis = RedisServer.start(folder);
                var p = expecting("authorization", "Bearer right", 401);
                var q = good()) {
            Map<String, String> shared = Map.of("LLM_ROUTER_STATE_BACKEND", redis.url());
            try (var gateway = Gateway.with(config(p.url(), "wrong", "", q), shared)) {
                assertEquals("q/m", answeredBy(gateway));
            }
            try (var gateway = Gateway.with(config(p.url(), "right", "", q), shared)) {
                assertEquals("p/m", answeredBy(gateway));
                assertTrue(gateway.log().stream().anyMatch(line -> line.startsWith(
                    "the key, address or headers of p changed since the last run: p/m: cooldown of ")),
                    gateway.log().toString());
            }
        }
    }
}
