package llmrouter.server;

import java.net.http.HttpResponse;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a provider is asked over a real connection, for base URLs as vendors document them.
class AskedAddressesTest {
    private static final Map<String, String> ENV = Map.of("LLM_ROUTER_ORIGIN_RETRY_ATTEMPTS", "1");

    private static Gateway gateway(ScriptedUpstream upstream, String base) throws Exception {
        String config = Gateway.config("openai", upstream);
        return Gateway.with(config.replace(upstream.url(), root(upstream) + base), ENV);
    }

    private static String root(ScriptedUpstream upstream) {
        return "http://127.0.0.1:" + upstream.port();
    }

    @ParameterizedTest
    @CsvSource({"/v1beta/openai/,/v1beta/openai/chat/completions", "/inference,/inference/chat/completions",
        "/v1/acc/gw/compat,/v1/acc/gw/compat/chat/completions",
        "/v1/projects/p/locations/l/endpoints/openapi,/v1/projects/p/locations/l/endpoints/openapi/chat/completions",
        "/v1alpha,/v1alpha/chat/completions",
        "/openai/deployments/d?api-version=2024-10-21,/openai/deployments/d/chat/completions?api-version=2024-10-21",
        "/openai/deployments/d/chat/completions?api-version=2024-10-21,"
            + "/openai/deployments/d/chat/completions?api-version=2024-10-21"})
    void theVendorsAddressIsAsked(String base, String asked) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai")); var gateway = gateway(upstream, base)) {
            assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode());
            assertEquals("POST " + asked + " HTTP/1.1", upstream.seen().getFirst().requestLine());
        }
    }

    @Test
    void aPageOfAWrongAddressNamesIt() throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> wire.json(404, "<title>404 Not Found</title>"),
                wire -> wire.json(405, "{\"detail\":\"Method Not Allowed\"}"));
                var gateway = gateway(upstream, "/web")) {
            String asked = "The address asked was " + root(upstream) + "/web/v1/chat/completions; check the provider's "
                + "base URL.";
            for (int status : new int[] {404, 405}) {
                HttpResponse<String> answer = gateway.post(Samples.CHAT, Samples.chat(false));
                assertEquals(status, answer.statusCode());
                assertTrue(answer.body().contains(asked), answer.body());
            }
        }
    }
}
