package llmrouter.server;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.config.Config;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.MissingSecret;
import llmrouter.json.Json;
import llmrouter.metrics.Scrape;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A running gateway with a provider `p` whose key cannot be had and a provider `p2` that answers.
class LeftOutTest {
    private static final String WHY = "the environment variable P_KEY is not set where the gateway was started; set it "
        + "there and restart the gateway";

    private ScriptedUpstream upstream;
    private Gateway gateway;

    @BeforeEach
    void start() throws Exception {
        upstream = new ScriptedUpstream(Samples.good("openai"));
        String text = Gateway.config("openai", upstream, upstream).replace(",\"fallbackModels\":[\"p2/m\"]", "");
        text = text.substring(0, text.length() - 1) + ",\"modelAliases\":{\"work\":{\"targets\":[\"p/m\",\"p2/m\"]},"
            + "\"alone\":{\"targets\":[\"p/m\",\"p/n\"]}}}";
        gateway = Gateway.with(text);
        Config config = Gateway.config(text);
        gateway.server().replace(config.withProviders(List.of(
            config.provider("p").withApiKey(new MissingSecret(new EnvSecret("P_KEY"), WHY)), config.provider("p2"))));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    private Json.Obj get(String path) throws Exception {
        return (Json.Obj) Json.parse(gateway.send(gateway.request(path)).body());
    }

    @ParameterizedTest
    @CsvSource({"/v1/chat/completions,p/m,false", "/v1/chat/completions,alone,true", "/v1/messages,p/m,true",
        "/v1/messages,alone,false", "/v1/responses,p/m,true", "/v1/responses,p/m,false",
        "/v1/messages/count_tokens,p/m,false", "/v1/embeddings,p/m,false"})
    void aRequestThatOnlyItCouldServeNamesTheProviderAndTheVariable(String path, String model, boolean stream)
            throws Exception {
        String body = "{\"model\":\"" + model + "\",\"stream\":" + stream + ",\"max_tokens\":9,\"input\":\"Hi\","
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        HttpResponse<String> answer = gateway.post(path, body);
        assertEquals(400, answer.statusCode(), answer.body());
        assertEquals("false", answer.headers().firstValue("x-should-retry").orElse(null));
        Json.Obj error = ((Json.Obj) Json.parse(answer.body())).object("error");
        assertEquals("Provider \"p\" is left out: " + WHY + ".", error.text("message"));
        assertTrue(Set.of("api_error", "server_error").contains(error.text("type")), answer.body());
    }

    @Test
    void anAliasWithAnotherTargetIsAnsweredByThat() throws Exception {
        HttpResponse<String> answer = gateway.post(Samples.CHAT, Samples.chat(false).replace("p/m", "work"));
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("p2/m", answer.headers().firstValue("x-llm-router-candidate").orElse(null));
    }

    @Test
    void itsModelsAreNotListed() throws Exception {
        List<String> ids = get("/v1/models").objects("data").stream().map(model -> model.text("id")).toList();
        assertEquals(List.of("work", "alone", "p2/m", "p2/n"), ids);
    }

    @Test
    void theStatusSaysWhatCannotBeAnsweredAndWhy() throws Exception {
        Json.Obj status = get("/status");
        assertEquals("{\"ref\":\"p/m\",\"state\":\"left-out\",\"why\":\"" + WHY + "\",\"outlook\":{\"state\":"
            + "\"left-out\",\"why\":\"provider \\\"p\\\" is left out: " + WHY + "\"}}",
            status.objects("candidates").getFirst().toString());
        assertEquals("ok", status.objects("routes").get(0).object("outlook").text("state"));
        assertEquals("left-out", status.objects("routes").get(1).object("outlook").text("state"));
    }

    @Test
    void aProviderThatPassesAllItsModelsThroughIsNamedToo() throws Exception {
        Config config = Gateway.config(Gateway.config("openai", upstream, upstream)
            .replace("{\"id\":\"m\",\"fallbackModels\":[\"p2/m\"]},{\"id\":\"n\"}", "{\"id\":\"*\"}"));
        gateway.server().replace(config.withProviders(List.of(
            config.provider("p").withApiKey(new MissingSecret(new EnvSecret("P_KEY"), WHY)), config.provider("p2"))));
        assertEquals("[{\"provider\":\"p\",\"why\":\"" + WHY + "\"}]", get("/status").get("leftOut").toString());
        HttpResponse<String> answer = gateway.post(Samples.CHAT, Samples.chat(false).replace("p/m", "p/any"));
        assertEquals(400, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("P_KEY"), answer.body());
        String page = gateway.send(gateway.request("/").header("accept", "text/html")).body();
        assertTrue(page.contains("<span class=\"state bad\">Provider p is left out: "), page);
    }

    @Test
    void thePageIsNotGreen() throws Exception {
        HttpRequest.Builder request = gateway.request("/").header("accept", "text/html");
        String page = gateway.send(request).body();
        assertTrue(page.contains("<p class=\"verdict long\"><span class=\"state bad\">alone cannot be answered: "
            + "provider &quot;p&quot; is left out: the environment variable P_KEY"), page);
        assertFalse(page.contains("candidates are healthy"));
    }

    @Test
    void theMetricsHaveAStateForIt() throws Exception {
        Scrape metrics = Scrape.of(gateway.send(gateway.request("/metrics")).body());
        assertEquals(1, metrics.sum("llmrouter_candidate_state", "candidate", "p/m", "state", "left-out"));
        assertEquals(0, metrics.sum("llmrouter_candidate_state", "candidate", "p/m", "state", "ok"));
        assertEquals(1, metrics.sum("llmrouter_candidate_state", "candidate", "p2/m", "state", "ok"));
    }

    @Test
    void theStatusSaysWhenAFullCapLetsAnAliasBeAnsweredAgain() throws Exception {
        String text = Gateway.config("openai", upstream).replace("\"models\":[", "\"rateLimits\":[{\"id\":\"day\","
            + "\"models\":[\"all\"],\"requests\":1,\"window\":{\"unit\":\"month\",\"size\":100000}}],\"models\":[");
        gateway.server().replace(Gateway.config(text.substring(0, text.length() - 1)
            + ",\"modelAliases\":{\"work\":{\"targets\":[\"p/m\"]}}}"));
        assertEquals("{\"state\":\"ok\"}", get("/status").objects("routes").getFirst().object("outlook").toString());
        assertEquals(200, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode());
        Json.Obj outlook = get("/status").objects("routes").getFirst().object("outlook");
        assertEquals("capped", outlook.text("state"));
        assertEquals("a cap of p is full", outlook.text("why"));
        assertTrue(outlook.has("until"));
        assertEquals(429, gateway.post(Samples.CHAT, Samples.chat(false)).statusCode(), "the outlook was right");
        String page = gateway.send(gateway.request("/").header("accept", "text/html")).body();
        assertFalse(page.contains("healthy.") || page.contains("class=\"state ok\">All"), page);
    }
}
