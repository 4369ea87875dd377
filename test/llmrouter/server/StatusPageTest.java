package llmrouter.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;

import llmrouter.Await;
import llmrouter.json.Json;
import llmrouter.routing.EndedCooldown;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.state.StateStore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StatusPageTest {
    private static Json.Obj get(Gateway gateway, String path, String... headers) throws Exception {
        var request = gateway.request(path);
        for (int i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
        return (Json.Obj) Json.parse(gateway.send(request).body());
    }

    @Test
    void candidatesAndCapsAreShownAsTheyStand() throws Exception {
        try (var bad = new ScriptedUpstream(wire ->
            wire.json(429, "{\"error\":{\"message\":\"slow down\"}}", "retry-after: 60"));
                var good = new ScriptedUpstream(Samples.good("openai"))) {
            String config = Gateway.config("openai", bad, good).replace("\"models\":[{\"id\":\"m\"}",
                "\"rateLimits\":[{\"id\":\"day\",\"models\":[\"all\"],\"requests\":40,\"window\":{\"unit\":\"day\","
                + "\"size\":1}}],\"models\":[{\"id\":\"m\"}");
            config = config.substring(0, config.length() - 1)
                + ",\"modelAliases\":{\"work\":{\"strategy\":\"auto\",\"targets\":[\"p/m\"],"
                + "\"fallbackTargets\":[\"p2/m\"]}}}";
            try (var gateway = Gateway.with(config)) {
                assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode());
                Json.Obj page = get(gateway, "/status");
                assertEquals("llm-router", page.text("name"));
                assertEquals(gateway.port(), page.number("port", 0));
                assertEquals(ProcessHandle.current().pid(), page.number("pid", 0));
                assertEquals("{\"alias\":\"work\",\"strategy\":\"auto\",\"primary\":[\"p/m\"],"
                    + "\"fallback\":[\"p2/m\"],\"outlook\":{\"state\":\"ok\"}}",
                    page.items("routes").getFirst().toString());
                assertEquals("{\"backend\":\"memory\"}", page.object("state").toString());
                Json.Obj first = (Json.Obj) page.items("candidates").getFirst();
                assertEquals("p/m cooldown rate_limited", first.text("ref") + " " + first.text("state") + " "
                    + first.text("reason"));
                assertTrue(first.has("until"));
                Json.Obj other = (Json.Obj) page.items("candidates").get(2);
                assertEquals("{\"ref\":\"p2/m\",\"state\":\"ok\",\"outlook\":{\"state\":\"ok\"}}", other.toString());
                Json.Obj bucket = (Json.Obj) page.items("buckets").getFirst();
                assertEquals("p2/day", bucket.text("bucket"));
                assertEquals("{\"used\":1,\"limit\":40}", bucket.object("requests").toString());
                assertFalse(page.toString().contains(Gateway.UPSTREAM_KEY));
            }
        }
    }

    @Test
    void itIsForThoseWithTheKey() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.locked(Gateway.config("openai", upstream))) {
            assertEquals(401, gateway.send(gateway.request("/status")).statusCode());
            assertTrue(get(gateway, "/status", "authorization", "Bearer " + Gateway.KEY).isTrue("keyRequired"));
        }
    }

    @Test
    void readySaysWhatTroublesTheState() throws Exception {
        var troubled = new StateStore() {
            @Override
            public PickResult consult(PickRequest question) {
                return new PickResult.NoneLeft(List.of());
            }

            @Override
            public void report(List<Outcome> outcomes) {
                // nothing is kept
            }

            @Override
            public List<EndedCooldown> end(Predicate<String> candidates) {
                return List.of();
            }

            @Override
            public List<EndedCooldown> adopt(Map<String, String> fingerprints) {
                return List.of();
            }

            @Override
            public String trouble() {
                return "the disk is full";
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
        try (var upstream = new ScriptedUpstream(Samples.good("openai"))) {
            String everyModel = Gateway.config("openai", upstream).replace("{\"id\":\"n\"}", "{\"id\":\"*\"}");
            try (var gateway = Gateway.with(everyModel, troubled, Map.of())) {
                assertEquals("{\"status\":\"ok\",\"state\":\"the disk is full\"}", get(gateway, "/ready").toString());
                assertEquals("{\"status\":\"ok\"}", get(gateway, "/health").toString());
                assertFalse(get(gateway, "/status").has("candidates"), "this store cannot tell");
                assertFalse(gateway.send(gateway.request("/metrics")).body().contains("llmrouter_passed_through"));
            }
            try (var gateway = Gateway.with(Gateway.config("openai", upstream))) {
                assertEquals("{\"status\":\"ok\"}", get(gateway, "/ready").toString());
            }
        }
    }

    @Test
    void readyIsNoMoreWhenTheGatewayIsStopping() throws Exception {
        var asked = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var upstream = new ScriptedUpstream(wire -> {
            asked.countDown();
            goOn.await();
            wire.json(200, Samples.CHAT_ANSWER);
        }); var gateway = Gateway.with(Gateway.config("openai",
                upstream)); var kept = gateway.connect("GET /ready HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")) {
            assertTrue(head(kept.getInputStream()).startsWith("HTTP/1.1 200"));
            var request = Thread.ofVirtual().start(() -> {
                try {
                    gateway.post(Samples.CHAT, Samples.chat(false));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            assertTrue(ScriptedUpstream.soon(asked));
            var draining = Thread.ofVirtual().start(() -> gateway.server().drain(Duration.ofSeconds(5)));
            Await.until("the gateway drains", gateway.server()::draining);
            kept.getOutputStream()
                .write("GET /ready HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = head(kept.getInputStream());
            goOn.countDown();
            request.join();
            draining.join();
            assertTrue(answer.startsWith("HTTP/1.1 503"), answer);
            assertTrue(answer.contains("\"reason\":\"The gateway is stopping"), answer);
        }
    }

    /// One answer with its body, as its content-length says.
    private static String head(InputStream in) throws IOException {
        var out = new StringBuilder();
        while (out.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) return out.toString();
            out.append((char) c);
        }
        String length = out.toString().lines().filter(l -> l.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .findFirst().orElseThrow();
        return out + new String(in.readNBytes(Integer.parseInt(length.substring(15).strip())), StandardCharsets.UTF_8);
    }
}
