package llmrouter.gateway;

import org.junit.jupiter.api.Test;

import llmrouter.json.Json;
import llmrouter.routing.TokenEstimate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a client of another format gets of an answer that only its model, or only the end of the stream, can explain.
class TranslatedAnswerTest {
    private static final String THINKER = "d/deepseek-r1";
    private static final String BODY = "{'model':'MODEL','max_tokens':9,'messages':[{'role':'user','content':'"
        + "four ".repeat(800) + "'}]}";
    private static final String CUT = "{'id':'c','choices':[{'index':0,'message':{'role':'assistant','content':'So.',"
        + "'tool_calls':[{'id':'call_1','type':'function','function':{'name':'f','arguments':'{'}}]},"
        + "'finish_reason':'length'}]}";

    private static String streaming(String model) {
        return BODY.replace("MODEL", model).replace("'max_tokens'", "'stream':true,'max_tokens'");
    }

    private static long inputAt(String event, String stream) {
        int at = stream.indexOf("\"input_tokens\":", stream.indexOf("event: " + event)) + "\"input_tokens\":".length();
        return Long.parseLong(stream.substring(at, stream.indexOf(',', at)));
    }

    @Test
    void thinkingInTheTextBecomesThinking() {
        String out = Story.streamingMessages(THINKER)
            .stream(Sent.ROLE, Sent.say("<thi"), Sent.say("nk>hmm</thin"), Sent.say("k>Hello"), Sent.STOP, Sent.DONE)
            .streamText();
        assertTrue(out.contains("{\"type\":\"thinking_delta\",\"thinking\":\"hmm\"}"), out);
        assertTrue(out.contains("{\"type\":\"text_delta\",\"text\":\"Hello\"}"), out);
        assertFalse(out.contains("think>"), out);
        String whole = Story.messages(BODY.replace("MODEL", THINKER))
            .answer(200, Sent.ANSWER.replace("hello", "hmm</think>hello")).reply().body();
        assertTrue(whole.contains("\"thinking\":\"hmm\""), whole);
        assertTrue(whole.contains("\"text\":\"hello\""), whole);
    }

    @Test
    void theSameFormatGetsTheTextAsItIs() {
        String[] chunks = {Sent.ROLE, Sent.say("<think>hmm</think>Hello"), Sent.STOP, Sent.DONE};
        assertEquals(String.join("", chunks), Story.streaming(THINKER).stream(chunks).streamText());
    }

    @Test
    void anotherModelsTagsAreText() {
        String out = Story.streamingMessages("a/lone")
            .stream(Sent.ROLE, Sent.say("<think>hmm</think>Hello"), Sent.STOP, Sent.DONE).streamText();
        assertTrue(out.contains("\"text\":\"<think>hmm</think>Hello\""), out);
    }

    @Test
    void textThatIsHeldBackIsContent() {
        var story = Story.streamingMessages(THINKER).stream(Sent.ROLE, Sent.say("hmm"));
        story.later(400).chunk(Sent.say(" so")).later(400).chunk(Sent.say("</think>")).later(400);
        story.chunk(Sent.say("Hello")).chunk(Sent.STOP + Sent.DONE);
        assertEquals("d", story.hosts());
        assertTrue(story.streamText().contains("\"thinking\":\"hmm so\""), story.streamText());
        assertTrue(story.streamText().endsWith(Sent.MESSAGE_STOP), story.streamText());
    }

    @Test
    void aStreamBeginsWithAnEstimateAndEndsWithTheCount() {
        long plain = TokenEstimate.of((Json.Obj) Json.parse(streaming("a/lone").replace('\'', '"')));
        String usage = Sent.USAGE.replace("\"prompt_tokens\":3", "\"prompt_tokens\":" + plain * 2);
        var first = Story.messages(streaming("a/lone")).stream(Sent.ROLE, Sent.say("x"), Sent.STOP, usage + Sent.DONE);
        assertEquals(plain, inputAt("message_start", first.streamText()));
        assertEquals(plain * 2, inputAt("message_delta", first.streamText()));
        first.summary();
        var second = first.then(streaming("a/lone")).stream(Sent.ROLE, Sent.say("x"), Sent.STOP, Sent.DONE);
        assertEquals(plain * 2, inputAt("message_start", second.streamText()), 2, "corrected by the first answer");
        assertEquals(inputAt("message_start", second.streamText()), inputAt("message_delta", second.streamText()),
            "the provider never said");
    }

    @Test
    void aCutCallInAWholeAnswerIsLeftOutAndNamed() {
        var reply = Story.messages(BODY.replace("MODEL", "a/lone"))
            .answer(200, CUT).reply();
        assertEquals(200, reply.status(), reply.body());
        assertTrue(reply.body().contains("\"stop_reason\":\"max_tokens\""), reply.body());
        assertTrue(reply.body().contains("\"text\":\"So.\""), reply.body());
        assertFalse(reply.body().contains("\"type\":\"tool_use\""), reply.body());
        assertTrue(reply.headers().get("x-llm-router-loss").contains("tool_use"), reply.headers().toString());
    }

    @Test
    void aClientIsToldOfLifeWhileTheProviderSaysNothing() {
        var story = Story.streamingMessages("a/lone");
        for (int i = 0; i < 3; i++) story.silence();
        assertEquals(3, story.streamText().split("\n\n", -1).length - 1, "in 45 seconds");
        story.stream(Sent.ROLE, Sent.say("x"), Sent.STOP, Sent.DONE);
        assertTrue(story.streamText().endsWith(Sent.MESSAGE_STOP), story.streamText());
    }
}
