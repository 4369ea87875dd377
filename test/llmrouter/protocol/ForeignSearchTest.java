package llmrouter.protocol;

import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.chat.Answer;
import llmrouter.chat.Citation;
import llmrouter.chat.Issuer;
import llmrouter.chat.Losses;
import llmrouter.chat.Part;
import llmrouter.chat.StopReason;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.continuity.Continuity;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// A search that another provider made is told to a client of Messages in blocks that the vendor would refuse.
class ForeignSearchTest {
    private static final Protocol MESSAGES = Protocol.of(Format.CLAUDE);

    @Test
    void isTakenOutOfTheHistoryBeforeTheVendorSeesIt() {
        var search = new Part.SearchPart("ws_1", "ferry", List.of(new Part.SearchPart.Page("https://a", "A")), false);
        var text = new Part.TextPart("At noon.").citing(List.of(new Citation("https://a", "A", 0, 8, null)));
        var answer = new Answer("x", "m", List.of(search, text), StopReason.END, null, null);
        Json.Obj said = MESSAGES.writeAnswer(answer, new AnswerContext("req_1", "m", 7, true));
        Json.Arr messages = Json.array(Json.object().put("role", "user").put("content", "q"),
            Json.object().put("role", "assistant").put("content", said.get("content")),
            Json.object().put("role", "user").put("content", "and back?"));
        var request = JsonScan.of(Json.object().put("model", "m").put("messages", messages).toString());
        var continuity = new Continuity(new Issuer("p", "m"), _ -> false, false, new Losses());
        Json sent = MESSAGES.opened(request, continuity).get("messages");
        assertEquals("[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"text\","
            + "\"text\":\"At noon.\"}]},{\"role\":\"user\",\"content\":\"and back?\"}]", sent.toString());
    }
}
