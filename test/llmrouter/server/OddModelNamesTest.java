package llmrouter.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.json.Json;
import llmrouter.metrics.Scrape;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Models whose ids have spaces, brackets and other characters: the id is the provider's, and is sent as it is.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OddModelNamesTest {
    private static String config(ScriptedUpstream upstream, String id) {
        return Json.object().put("version", 2)
            .put("modelAliases", Json.object().put("work", Json.object().put("targets", Json.array()
                .add(Json.object().put("ref", "p/" + id)))))
            .put("providers", Json.array().add(Json.object().put("id", "p").put("baseUrl", upstream.url())
                .put("apiKey", Gateway.UPSTREAM_KEY).put("format", "openai")
                .put("models", Json.array().add(Json.of("m")).add(Json.object().put("id", id))))).toString();
    }

    private static void ask(Gateway gateway, String model) throws Exception {
        String body = ((Json.Obj) Json.parse(Samples.chat(false))).put("model", model).toString();
        var answer = gateway.post(Samples.CHAT, body);
        assertEquals(200, answer.statusCode(), answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Llama 3 8B Instruct", "gpt-4o (latest)", "a, b; \"c\" {d}", "x=y z\\n", "Modèle à 7 B",
        "qwen 2.5@4", "a b/c d", "100% legal", "new+model name", "two  spaces", "<b>bold</b> name"})
    void areServedListedAndReported(String id) throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(config(upstream, id), Map.of("LLM_ROUTER_DEBUG_ROUTING", "true"))) {
            for (String name : new String[] {"p/" + id, "work"}) ask(gateway, name);
            for (var seen : upstream.seen()) {
                assertEquals(id, ((Json.Obj) Json.parse(seen.body())).text("model"));
            }
            assertEquals(2, upstream.seen().size());
            String encoded = URLEncoder.encode("p/" + id, StandardCharsets.UTF_8).replace("+", "%20");
            var found = gateway.send(gateway.request("/v1/models/" + encoded));
            assertEquals(200, found.statusCode(), found.body());
            assertEquals("p/" + id, ((Json.Obj) Json.parse(found.body())).text("id"));
            String models = gateway.send(gateway.request("/v1/models")).body();
            assertTrue(((Json.Obj) Json.parse(models)).objects("data").stream()
                .anyMatch(model -> model.text("id").equals("p/" + id)), models);
            String status = gateway.send(gateway.request("/status")).body();
            assertTrue(((Json.Obj) Json.parse(status)).objects("candidates").stream()
                .anyMatch(candidate -> candidate.text("ref").equals("p/" + id)), status);
            Scrape.of(gateway.send(gateway.request("/metrics")).body());
            assertEquals(200, gateway.send(gateway.request("/").header("accept", "text/html")).statusCode());
        }
    }

    @Test
    void theCandidateIsNamedInTheHeader() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(config(upstream, "Llama 3 8B (new)"))) {
            var answer = gateway.post(Samples.CHAT, Samples.chat(true).replace("p/m", "work"));
            assertEquals("p/Llama 3 8B (new)", answer.headers().firstValue("x-llm-router-candidate").orElse(null));
        }
    }

    @Test
    void aModelThatCannotBeSentIsLeftOutAndTheOthersAnswer() throws Exception {
        try (var upstream = new ScriptedUpstream(Samples.good("openai"));
                var gateway = Gateway.with(config(upstream, "x").replace("\"work\"", "\"w\"")
                    .replace("[\"m\",", "[\"m\",\"a\\u001b[31m\","))) {
            ask(gateway, "p/m");
            ask(gateway, "w");
            assertEquals(404, gateway.post(Samples.CHAT, Samples.chat(false).replace("p/m", "p/a\\u001b[31m"))
                .statusCode());
        }
    }
}
