package llmrouter.server;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What answers say about their own routing.
class DebugHeadersTest {
    private static String field(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue("x-llm-router-" + name).orElse(null);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoAnsweredAndWhatWasLostIsAlwaysSaid(boolean stream) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            var answer = gateway.post(Samples.MESSAGES,
                Samples.messages(stream).replace("\"max_tokens\"", "\"top_k\":3,\"max_tokens\""));
            assertEquals("p/m", field(answer, "candidate"));
            assertEquals("dropped=top_k", field(answer, "loss"));
            assertTrue(field(answer, "request-id").startsWith("req_"));
            assertEquals(List.of(), answer.headers().map().keySet().stream().filter(name ->
                name.startsWith("x-llm-router-") && !List.of("x-llm-router-candidate",
                "x-llm-router-loss", "x-llm-router-request-id").contains(name)).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LLM_ROUTER_DEBUG", "LLM_ROUTER_DEBUG_ROUTING"})
    void theWholeRecordIsSaidOnDemand(String variable) throws Exception {
        try (var bad = new ScriptedUpstream(wire -> wire.json(401, "{\"error\":{\"message\":\"no\"}}"));
                var good = new ScriptedUpstream(Samples.good("openai"))) {
            String config = Gateway.config("openai", bad, good);
            config = config.substring(0, config.length() - 1)
                + ",\"modelAliases\":{\"work\":{\"strategy\":\"ordered\",\"targets\":[\"p/m\",\"p2/m\"]}}}";
            try (var gateway = Gateway.with(config, Map.of(variable, "true"))) {
                String body = Samples.chat(false).replace("p/m", "work");
                var first = gateway.post(Samples.CHAT, body);
                assertEquals("work", field(first, "requested-model"));
                assertEquals("alias", field(first, "route-type"));
                assertEquals("work", field(first, "route-ref"));
                assertEquals("ordered", field(first, "route-strategy"));
                assertEquals("p2/m", field(first, "selected-candidate"));
                assertEquals("p/m:401/auth_failed#1,p2/m:200/ok#1", field(first, "attempts"));
                assertFalse(first.headers().map().containsKey("x-llm-router-skipped-candidates"));
                var second = gateway.post(Samples.CHAT, body);
                assertEquals("p/m:cooldown", field(second, "skipped-candidates"));
                assertEquals("p2/m:200/ok#1", field(second, "attempts"));
                assertEquals("direct", field(gateway.post(Samples.CHAT, Samples.chat(true).replace("p/m", "p2/m")),
                    "route-type"));
            }
        }
    }

    @Test
    void listsAndValuesStayShortAndOnOneLine() throws Exception {
        try (var bad = new ScriptedUpstream(wire -> wire.json(401, "{\"error\":{\"message\":\"no\"}}"))) {
            var models = new ArrayList<String>();
            var targets = new ArrayList<String>();
            for (int i = 0; i < 12; i++) {
                String id = "m" + i + "-" + "long".repeat(20);
                models.add("{\"id\":\"" + id + "\"}");
                targets.add("\"p/" + id + "\"");
            }
            String config = "{\"version\":2,\"providers\":[{\"id\":\"p\",\"name\":\"p\",\"baseUrl\":\"" + bad.url()
                + "\",\"apiKey\":\"k\",\"formats\":[\"openai\"],\"models\":["
                + String.join(",", models) + "]}],\"modelAliases\":{\"work\":{\"targets\":["
                    + String.join(",", targets) + "]}}}";
            try (var gateway = Gateway.with(config, Map.of("LLM_ROUTER_DEBUG", "1"))) {
                var answer = gateway.post(Samples.CHAT, Samples.chat(false).replace("p/m", "work"));
                assertEquals(502, answer.statusCode());
                String attempts = field(answer, "attempts");
                assertEquals(512, attempts.length());
                assertTrue(attempts.split(",").length <= 8, attempts);
                var spaced = gateway.post(Samples.CHAT, Samples.chat(false).replace("\"p/m\"", "\" work\\r\\n \""));
                assertEquals("work", field(spaced, "requested-model"));
            }
        }
    }

    @Test
    void noMoreThanEightAttemptsAreNamed() throws Exception {
        try (var bad = new ScriptedUpstream(wire -> wire.json(500, "{\"error\":{\"message\":\"no\"}}"));
                var gateway = Gateway.with(Gateway.config("openai", bad),
                    Map.of("LLM_ROUTER_DEBUG", "1", "LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "10",
                    "LLM_ROUTER_ORIGIN_RETRY_BASE_DELAY_MS", "0"))) {
            var answer = gateway.post(Samples.CHAT, Samples.chat(false));
            assertEquals(10, bad.seen().size());
            assertEquals(8, field(answer, "attempts").split(",").length);
        }
    }
}
