package llmrouter.server;

import java.net.http.HttpResponse;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What the `models` of a client key limit: the names that the client may ask for, in whatever member it says them.
class KeyLimitTest {
    /// What the configuration puts behind a name is the operator's choice; the key limits only the name.
    @Test
    void aKeyGetsTheTargetsAndFallbacksThatTheConfigurationPutsBehindAName() throws Exception {
        try (var p = new ScriptedUpstream(wire -> wire.json(503, "{}")); var q = ClientKeyTest.good()) {
            String config = ClientKeyTest.config(",\"models\":[\"p/*\",\"both\"]", p.url(), q.url())
                .replace("\"aliases\":[\"em\"]", "\"fallbackModels\":[\"q/m\"]");
            var once = Map.of("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1");
            try (var gateway = Gateway.with(config, once, ListenAddress.KeyRule.ALWAYS)) {
                for (String name : new String[] {"p/m", "both"}) {
                    HttpResponse<String> answer = ClientKeyTest.ask(gateway, ClientKeyTest.CI, name);
                    assertEquals(200, answer.statusCode(), answer.body());
                    assertEquals("q/m", answer.headers().firstValue("x-llm-router-candidate").orElse(""));
                }
                assertEquals(403, ClientKeyTest.ask(gateway, ClientKeyTest.CI, "q/m").statusCode());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "models        | \"models\":[\"other\"],\"route\":\"fallback\"", "models | \"models\":\"other\"",
        "fallbacks     | \"fallbacks\":[{\"model\":\"other\"}]",
        "context_window_fallbacks | \"context_window_fallbacks\":[{\"m\":[\"other\"]}]",
        "route.model   | \"route\":{\"model\":\"other\"}",
        "route.steps.model | \"route\":{\"steps\":[{\"model\":\"other\"}]}",
        "plugins.allowed_models | \"plugins\":[{\"id\":\"auto-router\",\"allowed_models\":[\"other/*\"]}]",
        "Model         | \"Model\":\"other\"", "models | \"models\":[],\"models\":[\"other\"]",
        "models | \"\\u006dodels\":[\"other\"]"})
    void aLimitedKeyCannotNameFurtherModelsToTheProvider(String member, String members) throws Exception {
        try (var p = ClientKeyTest.good(); var gateway = ClientKeyTest.gateway(",\"models\":[\"p/m\"]", p)) {
            String body = ClientKeyTest.asking("p/m").replace("{\"model\"", "{" + members + ",\"model\"");
            HttpResponse<String> refused = gateway.post(Samples.CHAT, body, "x-api-key", ClientKeyTest.CI);
            assertEquals(403, refused.statusCode(), refused.body());
            assertTrue(ClientKeyTest.message(refused).contains("'" + member + "' in the request names further ones"),
                refused.body());
            assertFalse(refused.body().contains("other"), refused.body());
            assertEquals(0, p.seen().size());
            for (String free : new String[] {ClientKeyTest.FREE, ClientKeyTest.MASTER}) {
                assertEquals(200, gateway.post(Samples.CHAT, body, "x-api-key", free).statusCode());
            }
            assertTrue(p.seen().getLast().body().contains(members), p.seen().getLast().body());
        }
    }

    @Test
    void membersThatNameNoModelPassWithALimitedKey() throws Exception {
        try (var p = ClientKeyTest.good(); var gateway = ClientKeyTest.gateway(",\"models\":[\"p/m\"]", p)) {
            String body = ClientKeyTest.asking("p/m").replace("{\"model\"", "{\"models\":[],\"fallbacks\":null,"
                + "\"route\":\"fallback\",\"plugins\":[{\"id\":\"web\"}],\"metadata\":{\"model\":\"other\"},\"model\"");
            assertEquals(200, gateway.post(Samples.CHAT, body, "x-api-key", ClientKeyTest.CI).statusCode());
        }
    }
}
