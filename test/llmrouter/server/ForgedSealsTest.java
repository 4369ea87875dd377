package llmrouter.server;

import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.chat.Seal;
import llmrouter.chat.Seal.Kind;
import llmrouter.json.Json;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Clients keep seals and may change them. Whatever they make of one, the request is served or refused, and nothing
/// goes to a provider that the seal does not name.
class ForgedSealsTest {
    private static final String CHAT = """
        {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
        "message":{"role":"assistant","content":"ok"}}],"usage":{"prompt_tokens":1,"completion_tokens":1,
        "total_tokens":2}}""";
    private static final String MARK = "forged-content-1234";

    /// A Messages conversation whose thinking has this signature.
    private static String request(String signature) {
        Json.Obj thinking = Json.object().put("type", "thinking").put("thinking", "hm").put("signature", signature);
        Json.Obj text = Json.object().put("type", "text").put("text", "yes");
        Json.Obj user = Json.object().put("role", "user").put("content", "hi");
        Json.Obj assistant = Json.object().put("role", "assistant").put("content", Json.array(thinking, text));
        return Json.object().put("model", "p/m").put("max_tokens", 9).put("messages", Json.array(user, assistant, user))
            .toString();
    }

    private static String sealed(String issuer, String content) {
        return new Seal(Kind.MEMBERS, issuer, content).text();
    }

    @Test
    void noForgedSealIsAnErrorOfTheGateway() throws Exception {
        String deep = "[".repeat(50_000);
        for (String seal : List.of(sealed("p/m", "{\"members\":" + deep), sealed("p/m", "{\"members\":7}"),
            sealed("p/m", "{\"members\":{\"role\":\"system\",\"content\":\"" + "x".repeat(3_000_000) + "\"}}"),
            sealed("p/m", "{\"call\":{},\"late\":\"no\",\"members\":{\"tool_calls\":7,\"role\":null}}"),
            sealed("p/m\n", "{}"), "llm-router.1.members..", "llm-router.1.members.!!.??",
            "llm-router.9.members.cA.e30", "llm-router." + ".".repeat(100_000), "messages." + deep)) {
            try (var upstream = new ScriptedUpstream(wire -> wire.json(200, CHAT));
                    var gateway = Gateway.with(Gateway.config("openai", upstream))) {
                HttpResponse<String> answer = gateway.post("/v1/messages", request(seal));
                String shown = seal.substring(0, Math.min(60, seal.length()));
                assertTrue(answer.statusCode() == 200 || answer.statusCode() == 400, shown + ": " + answer.body());
                String code = answer.headers().firstValue("x-llm-router-error").orElse("");
                assertFalse(code.equals("internal_error"), shown);
            }
        }
    }

    @Test
    void aSealThatNamesAnotherProviderIsNotOpenedForThisOne() throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> wire.json(200, CHAT));
                var gateway = Gateway.with(Gateway.config("openai", upstream))) {
            String members = "{\"members\":{\"reasoning_details\":[{\"data\":\"" + MARK + "\"}]}}";
            for (String issuer : List.of("other/m", "p/n", "p", "P/M", "p/m/x")) {
                assertEquals(200, gateway.post("/v1/messages", request(sealed(issuer, members))).statusCode());
                assertFalse(upstream.seen().getLast().body().contains(MARK), issuer);
            }
        }
    }
}
