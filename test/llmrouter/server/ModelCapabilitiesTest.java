package llmrouter.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What the configuration says of a model's capabilities changes what a translated request asks for.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ModelCapabilitiesTest {
    private static final String MESSAGE = """
        {"id":"m","type":"message","role":"assistant","model":"m","stop_reason":"end_turn",
         "content":[{"type":"text","text":"pong"}],"usage":{"input_tokens":9,"output_tokens":1}}""";
    private static final String CHAT = """
        {"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",
         "message":{"role":"assistant","content":"pong"}}],"usage":{"prompt_tokens":9,"completion_tokens":1}}""";

    private static String config(ScriptedUpstream upstream, String format, String capabilities) {
        return ("{'version':2,'providers':[{'id':'p','baseUrl':'" + upstream.url() + "','apiKey':'"
            + Gateway.UPSTREAM_KEY + "','format':'" + format + "','models':[{'id':'m','capabilities':" + capabilities
            + "}]}]}").replace('\'', '"');
    }

    @Test
    void aModelWithoutALevelOfThinkingIsNotAskedForOne() throws Exception {
        String asked = """
            {"model":"p/m","max_tokens":64,"thinking":{"type":"enabled","budget_tokens":2000},
             "messages":[{"role":"user","content":"hi"}]}""";
        for (boolean able : new boolean[] {true, false}) {
            try (var upstream = new ScriptedUpstream(wire -> wire.json(200, CHAT));
                    var gateway = Gateway.with(config(upstream, "openai", "{'reasoning':" + able + "}"))) {
                var answer = gateway.post("/v1/messages", asked, "anthropic-version", "2023-06-01");
                assertEquals(200, answer.statusCode(), answer.body());
                assertEquals(able, upstream.seen().getFirst().body().contains("\"reasoning_effort\""));
            }
        }
    }

    @Test
    void aModelWithoutSchemasIsNotAskedForOne() throws Exception {
        String asked = """
            {"model":"p/m","messages":[{"role":"user","content":"hi"}],"response_format":{"type":"json_schema",
             "json_schema":{"name":"n","strict":true,"schema":{"type":"object","properties":{"a":{"type":"string"}},
             "required":["a"],"additionalProperties":false}}}}""";
        try (var upstream = new ScriptedUpstream(wire -> wire.json(200, MESSAGE));
                var gateway = Gateway.with(config(upstream, "claude", "{'jsonSchema':false}"))) {
            var answer = gateway.post("/v1/chat/completions", asked);
            assertEquals(200, answer.statusCode(), answer.body());
            assertFalse(upstream.seen().getFirst().body().contains("\"output_config\""));
        }
    }

    @Test
    void theListOfModelsSaysThem() throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> wire.json(200, CHAT));
                var gateway = Gateway.with(config(upstream, "openai", "{'tools':true,'images':false}"))) {
            var list = (Obj) Json.parse(gateway.send(gateway.request("/v1/models")).body());
            assertEquals("{\"tools\":true,\"images\":false}",
                list.objects("data").getFirst().get("capabilities").toString());
            String anthropic = gateway.send(gateway.request("/v1/models").header("anthropic-version", "2023-06-01"))
                .body();
            assertFalse(anthropic.contains("capabilities"), "that vendor has a member of this name for something else");
            assertTrue(anthropic.contains("p/m"), anthropic);
        }
    }
}
