package llmrouter.gateway;

import org.junit.jupiter.api.Test;

import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A client learns in its own vendor's words, and in nothing else, by how much it has asked for too many tokens.
class TokenLimitAnswersTest {
    private static final String TURNS = "'max_tokens':64000,'messages':[{'role':'user','content':'hi'}]}";
    private static final String RANGE = "{'error':{'message':'Range of max_tokens should be [1, 8192]',"
        + "'param':'max_completion_tokens'}}";
    private static final String WORDS = "max_tokens: 64000 > 8192, which is the maximum allowed number of output "
        + "tokens for lone";

    private static String said(String body) {
        return ((Json.Obj) Json.parse(body)).object("error").text("message");
    }

    @Test
    void aMessagesClientCanLowerItsWish() {
        var story = Story.messages("{'model':'a/lone'," + TURNS).answer(400, RANGE);
        assertEquals(400, story.reply().status());
        assertEquals(WORDS, said(story.reply().body()));
        assertEquals("a", story.hosts(), "the field is not refused, only its value");
        assertTrue(story.then("{'model':'a/lone'," + TURNS).call().body().contains("max_completion_tokens"));
    }

    @Test
    void otherStatusesBecome400() {
        assertEquals(400, Story.messages("{'model':'a/lone'," + TURNS).answer(422, RANGE).reply().status());
    }

    @Test
    void anErrorInAStreamSaysTheSame() {
        var story = Story.messages("{'model':'a/lone','stream':true," + TURNS)
            .stream("data: " + RANGE.replace('\'', '"') + "\n\n");
        assertEquals(WORDS, said(story.reply().body()));
        var begun = Story.messages("{'model':'a/lone','stream':true," + TURNS)
            .stream(Sent.ROLE, Sent.say("a"), "data: " + RANGE.replace('\'', '"') + "\n\n");
        assertTrue(begun.streamText().contains("\"message\":\"" + WORDS + "\"}"), begun.streamText());
    }

    @Test
    void anOpenAiClientOfAMessagesProviderGetsItsOwnVendorsWords() {
        var story = Story.chat("{'model':'c/lone'," + TURNS).answer(400, "{'type':'error','error':{"
            + "'type':'invalid_request_error','message':'input length and `max_tokens` exceed context limit: 76000 + "
            + "64000 > 128000, decrease input length or `max_tokens` and try again'}}");
        assertTrue(said(story.reply().body()).startsWith("c: This model's maximum context length is 128000 tokens. "
            + "However, you requested 140000 tokens (76000 in the messages, 64000 in the completion)."));
        assertTrue(story.reply().body().contains("\"code\":\"context_length_exceeded\""));
    }

    @Test
    void theVendorsOwnErrorPassesUnchanged() {
        String own = "{'type':'error','error':{'type':'invalid_request_error','message':'max_tokens: 64000 > 32000'}}";
        var story = Story.messages("{'model':'c/lone'," + TURNS).answer(400, own);
        assertEquals(own.replace('\'', '"'), story.reply().body());
        assertFalse(story.reply().body().contains("request_id"));
    }

    @Test
    void aResponsesStreamThatFailsSaysTheSame() {
        String error = "'error':{'code':'invalid_prompt','message':'Range of max_tokens should be [1, 8192]'}";
        var story = Story.messages("{'model':'f/lone','stream':true," + TURNS).stream(("event: response.failed\ndata: {"
            + "'type':'response.failed','response':{'id':'r','status':'failed'," + error + "}}\n\n").replace('\'', '"'));
        assertEquals(WORDS, said(story.reply().body()));
    }
}
