package llmrouter.gateway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A provider of the OpenAI format that requires a model's reasoning in the history, or refuses it, is learned once.
class ReasoningReplayTest {
    private static final String WANTED = "{'error':{'message':'Missing `reasoning_content` field in the assistant "
        + "message at message index 1','type':'invalid_request_error'}}";
    private static final String UNWANTED = "{'error':{'message':'property messages.1.reasoning_content is "
        + "unsupported','type':'invalid_request_error'}}";
    private static final String REPLAYED = "\"reasoning_content\":\"hm\"";

    private static String history(String model) {
        return "{'model':'" + model
            + "','max_tokens':100,'messages':[{'role':'user','content':'a'},{'role':'assistant',"
            + "'content':[{'type':'thinking','thinking':'hm','signature':''},"
            + "{'type':'tool_use','id':'t1','name':'f','input':{}}]},{'role':'user','content':[{'type':'tool_result',"
            + "'tool_use_id':'t1','content':'r'}]}],"
            + "'tools':[{'name':'f','input_schema':{'type':'object'}}]}";
    }

    @Test
    void requiredReasoningIsSentAtOnceAndFromThenOn() {
        var story = Story.messages(history("a/lone"));
        assertFalse(story.call().body().contains("reasoning_content"));
        story.answer(400, WANTED);
        assertTrue(story.call().body().contains(REPLAYED), story.call().body());
        story.answer(200, Sent.ANSWER).summary();
        assertEquals("a a", story.hosts());
        assertTrue(story.then(history("a/lone")).call().body().contains(REPLAYED));
        assertFalse(story.then(history("b/m")).call().body().contains(REPLAYED), "another model has not asked");
    }

    @Test
    void refusedReasoningIsLeftOutAtOnceAndFromThenOn() {
        var story = Story.messages(history("d/deepseek-r1"));
        assertTrue(story.call().body().contains(REPLAYED), story.call().body());
        story.answer(400, UNWANTED);
        assertFalse(story.call().body().contains("reasoning_content"));
        story.answer(200, Sent.ANSWER).summary();
        assertFalse(story.then(history("d/deepseek-r1")).call().body().contains("reasoning_content"));
    }

    @ParameterizedTest
    @ValueSource(strings = {WANTED, "{'error':{'message':'reasoning_content'}}"})
    void aProviderThatRefusesBothWaysIsTriedTwiceAndItsErrorCounts(String error) {
        var story = Story.messages(history("a/lone")).answer(400, error).answer(400, error);
        assertEquals(400, story.reply().status());
        assertEquals("a a", story.hosts());
    }
}
