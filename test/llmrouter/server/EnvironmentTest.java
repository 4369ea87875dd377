package llmrouter.server;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Each variable of the environment does what it says.
class EnvironmentTest {
    private static final String ERROR = "{\"error\":{\"message\":\"%s\"}}";

    private interface Questions {
        void ask(Gateway gateway, ScriptedUpstream first) throws Exception;
    }

    private static void with(Map<String, String> env, Script first, Questions questions) throws Exception {
        try (var one = new ScriptedUpstream(first); var two = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", one, two), env)) {
            questions.ask(gateway, one);
        }
    }

    private static HttpResponse<String> ask(Gateway gateway) throws Exception {
        return gateway.post(Samples.CHAT, Samples.chat(false));
    }

    private static String candidate(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-llm-router-candidate").orElse("nobody");
    }

    @Test
    void maxRequestBodyBytes() throws Exception {
        with(Map.of("LLM_ROUTER_MAX_REQUEST_BODY_BYTES", "4096"), Samples.good("openai"),
            (gateway, _) -> assertEquals(413, gateway.post(Samples.CHAT, Samples.chat(false)
                + " ".repeat(4096)).statusCode()));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "5,5"})
    void originRetryAttempts(String attempts, int asked) throws Exception {
        with(Map.of("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", attempts), wire -> wire.json(500, ERROR), (gateway, first) -> {
            assertEquals("p2/m", candidate(ask(gateway)));
            assertEquals(asked, first.seen().size());
        });
    }

    @Test
    void originRetryDelays() throws Exception {
        with(Map.of("LLM_ROUTER_ORIGIN_RETRY_BASE_DELAY_MS", "400", "LLM_ROUTER_ORIGIN_RETRY_MAX_DELAY_MS", "400",
            "LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "2"),
            wire -> wire.json(500, ERROR), (gateway, _) -> {
                long began = System.nanoTime();
                ask(gateway);
                assertTrue(System.nanoTime() - began >= 200_000_000L, "the pause is 50 to 100 % of the delay");
            });
    }

    /// A failure of each kind rests its candidate by default, and does not if its variable says 1 ms.
    @ParameterizedTest
    @CsvSource({
        "LLM_ROUTER_ORIGIN_FALLBACK_COOLDOWN_MS, 404, no such model",
        "LLM_ROUTER_ORIGIN_RATE_LIMIT_COOLDOWN_MS, 429, slow down",
        "LLM_ROUTER_ORIGIN_BILLING_COOLDOWN_MS, 402, pay first",
        "LLM_ROUTER_ORIGIN_AUTH_COOLDOWN_MS, 401, who are you"})
    void cooldowns(String variable, int status, String message) throws Exception {
        Questions twice = (gateway, _) -> {
            ask(gateway);
            ask(gateway);
        };
        Script failing = wire -> wire.json(status, ERROR.formatted(message));
        with(Map.of(), failing, (gateway, first) -> {
            twice.ask(gateway, first);
            assertEquals(1, first.seen().size());
        });
        with(Map.of(variable, "0", "LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1"), failing, (gateway, first) -> {
            twice.ask(gateway, first);
            assertEquals(2, first.seen().size());
        });
    }

    @Test
    void allowPolicyFallbackAndItsCooldown() throws Exception {
        Script refusing = wire -> wire.json(400, ERROR.formatted("content policy violation: flagged by moderation"));
        with(Map.of(), refusing, (gateway, _) -> assertEquals(400, ask(gateway).statusCode()));
        with(Map.of("LLM_ROUTER_ALLOW_POLICY_FALLBACK", "yes"), refusing, (gateway, first) -> {
            assertEquals("p2/m", candidate(ask(gateway)));
            assertEquals("p2/m", candidate(ask(gateway)));
            assertEquals(1, first.seen().size());
        });
        with(Map.of("LLM_ROUTER_ALLOW_POLICY_FALLBACK", "yes", "LLM_ROUTER_ORIGIN_POLICY_COOLDOWN_MS", "0"), refusing,
            (gateway, first) -> {
            ask(gateway);
            ask(gateway);
            assertEquals(2, first.seen().size());
        });
    }

    @ParameterizedTest
    @CsvSource({"2,30000,2", "0,30000,3", "2,0,3", "3,30000,3", "1,30000,1"})
    void circuit(String failures, String cooldownMs, int asked) throws Exception {
        with(Map.of("LLM_ROUTER_FALLBACK_CIRCUIT_FAILURES", failures, "LLM_ROUTER_FALLBACK_CIRCUIT_COOLDOWN_MS",
            cooldownMs, "LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1"),
            wire -> wire.json(500, ERROR), (gateway, first) -> {
                for (int i = 0; i < 3; i++) assertEquals("p2/m", candidate(ask(gateway)));
                assertEquals(asked, first.seen().size());
            });
    }

    @Test
    void timeouts() throws Exception {
        Script silent = wire -> wire.awaitDeparture();
        with(Map.of("LLM_ROUTER_ANSWER_TIMEOUT_MS", "1000"), silent,
            (gateway, _) -> assertEquals("p2/m", candidate(ask(gateway))));
        with(Map.of("LLM_ROUTER_UPSTREAM_TIMEOUT_MS", "1000"), silent,
            (gateway, _) -> assertEquals("p2/m", candidate(gateway.post(Samples.CHAT, Samples.chat(true)))));
        with(Map.of("LLM_ROUTER_FIRST_EVENT_TIMEOUT_MS", "1000"), wire -> {
            wire.stream().send(Samples.opening("openai"));
            wire.awaitDeparture();
        }, (gateway, _) -> assertEquals("p2/m", candidate(gateway.post(Samples.CHAT, Samples.chat(true)))));
        with(Map.of("LLM_ROUTER_STREAM_IDLE_TIMEOUT_MS", "200"), wire -> {
            wire.stream().send(Samples.opening("openai") + Samples.delta("openai", "Hel"));
            wire.awaitDeparture();
        }, (gateway, _) -> assertTrue(gateway.post(Samples.CHAT, Samples.chat(true)).body().contains("\"error\"")));
    }

    @Test
    void heartbeat() throws Exception {
        with(Map.of("LLM_ROUTER_HEARTBEAT_MS", "50", "LLM_ROUTER_UPSTREAM_TIMEOUT_MS", "1000"),
            wire -> wire.awaitDeparture(),
            (gateway, _) -> assertTrue(gateway.post(Samples.CHAT, Samples.chat(true)).body()
                .startsWith(": llm-router is waiting")));
    }

    @ParameterizedTest
    @CsvSource({"off,false,false", "error,false,false", "warn,false,true", "info,false,true", "debug,true,true"})
    void log(String level, boolean success, boolean failure) throws Exception {
        var lines = new ArrayList<String>();
        try (var upstream = new ScriptedUpstream(Samples.good("openai"))) {
            var gateway = Gateway.with(Gateway.config("openai", upstream), Map.of("LLM_ROUTER_LOG", level));
            assertEquals(200, ask(gateway).statusCode());
            assertEquals(400, gateway.post(Samples.CHAT, "{").statusCode());
            gateway.close();
            lines.addAll(gateway.log());
        }
        assertEquals(success, lines.stream().anyMatch(line -> line.contains(" ok ")), lines.toString());
        assertEquals(failure, lines.stream().anyMatch(line -> line.contains(" invalid_request ")), lines.toString());
    }

    @Test
    void candidateStateTtl() throws Exception {
        with(Map.of("LLM_ROUTER_CANDIDATE_STATE_TTL_MS", "1000", "LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1",
            "LLM_ROUTER_ORIGIN_RATE_LIMIT_COOLDOWN_MS", "1"),
            wire -> wire.json(500, ERROR), (gateway, _) -> {
                ask(gateway);
                assertTrue(gateway.send(gateway.request("/status")).body().contains("\"failures\":1"));
                long until = System.nanoTime() + 5_000_000_000L;
                while (gateway.send(gateway.request("/status")).body().contains("\"failures\":1")) {
                    assertTrue(System.nanoTime() < until, "it is never forgotten");
                }
            });
    }

    @Test
    void allowedIpsAndTrustedProxies() throws Exception {
        with(Map.of("LLM_ROUTER_ALLOWED_IPS", "10.0.0.0/8"), Samples.good("openai"),
            (gateway, _) -> assertEquals(403, ask(gateway).statusCode()));
        with(Map.of("LLM_ROUTER_ALLOWED_IPS", "10.0.0.0/8", "LLM_ROUTER_TRUSTED_PROXIES", "127.0.0.1"),
            Samples.good("openai"),
            (gateway, _) -> assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false), "x-forwarded-for",
                "10.1.2.3").statusCode()));
    }

    @Test
    void proxiesAndWhoIsCalledWithoutThem() throws Exception {
        try (var proxy = new ScriptedUpstream(Samples.good("openai"))) {
            String config = "{\"version\":2,\"providers\":[{\"id\":\"p\",\"name\":\"p\","
                + "\"baseUrl\":\"http://provider.test/v1\",\"apiKey\":\"k\",\"formats\":[\"openai\"],"
                + "\"models\":[\"m\"]}]}";
            var env = Map.of("HTTP_PROXY", "http://me:hush@127.0.0.1:" + proxy.port(),
                "LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1");
            try (var gateway = Gateway.with(config, env)) {
                assertEquals(200, ask(gateway).statusCode());
                assertEquals("POST http://provider.test/v1/chat/completions HTTP/1.1",
                    proxy.seen().getFirst().requestLine());
                assertEquals("Basic bWU6aHVzaA==", proxy.seen().getFirst().headers().get("proxy-authorization"));
            }
            var without = new HashMap<>(env);
            without.put("NO_PROXY", "provider.test");
            try (var gateway = Gateway.with(config, without)) {
                assertEquals(502, ask(gateway).statusCode());
                assertEquals(1, proxy.seen().size());
            }
        }
        try (var proxy = new ScriptedUpstream(wire -> wire.json(502, "{}"))) {
            String config = "{\"version\":2,\"providers\":[{\"id\":\"p\",\"name\":\"p\","
                + "\"baseUrl\":\"https://provider.test/v1\",\"apiKey\":\"k\",\"formats\":[\"openai\"],"
                + "\"models\":[\"m\"]}]}";
            try (var gateway = Gateway.with(config, Map.of("HTTPS_PROXY", "http://me:hush@127.0.0.1:" + proxy.port(),
                    "LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1"))) {
                assertEquals(502, ask(gateway).statusCode());
                assertEquals("CONNECT provider.test:443 HTTP/1.1", proxy.seen().getFirst().requestLine());
                assertFalse(gateway.log().toString().contains("hush"));
            }
        }
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream),
                        Map.of("HTTP_PROXY", "http://127.0.0.1:9"))) {
            assertEquals(200, ask(gateway).statusCode(), "addresses of this machine need no proxy");
        }
    }

    @Test
    void corsOrigins() throws Exception {
        for (var env : List.of(Map.of("LLM_ROUTER_CORS_ALLOWED_ORIGINS", "https://app.example.com"),
                Map.of("LLM_ROUTER_CORS_ALLOW_ALL", "true"))) {
            with(env, Samples.good("openai"), (gateway, _) -> {
                var answer = gateway.post(Samples.CHAT, Samples.chat(false), "origin", "https://app.example.com");
                assertEquals("https://app.example.com",
                    answer.headers().firstValue("access-control-allow-origin").orElse(""));
            });
        }
        with(Map.of(), Samples.good("openai"), (gateway, _) -> {
            var answer = gateway.post(Samples.CHAT, Samples.chat(false), "origin", "https://app.example.com");
            assertEquals(403, answer.statusCode());
            assertFalse(answer.headers().map().containsKey("access-control-allow-origin"));
        });
    }
}
