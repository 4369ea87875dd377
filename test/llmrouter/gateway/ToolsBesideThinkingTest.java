package llmrouter.gateway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Models that take tools in Chat Completions only without thinking are learned once.
class ToolsBesideThinkingTest {
    private static final String REFUSED = "{'error':{'message':'Function tools with reasoning_effort are not supported "
        + "for m in /v1/chat/completions. To use function tools, use /v1/responses or set reasoning_effort to "
        + "`none`.','type':'invalid_request_error','param':'reasoning_effort'}}";
    private static final String NONE = "\"reasoning_effort\":\"none\"";
    private static final String TURNS = "'max_tokens':100,'messages':[{'role':'user','content':'hi'}]";

    private static String messages(String more) {
        return "{'model':'a/lone'," + TURNS + more + "}";
    }

    private static String chat(String more) {
        return messages(more + ",'tools':[{'type':'function','function':{'name':'f'}}]");
    }

    private static final String TOOLS = ",'tools':[{'name':'f','input_schema':{'type':'object'}}]";

    @ParameterizedTest
    @ValueSource(strings = {"", ",'thinking':{'type':'adaptive'},'output_config':{'effort':'high'}"})
    void theModelIsAskedAgainAtOnceAndRightFromThenOn(String thinking) {
        var story = Story.messages(messages(TOOLS + thinking));
        assertFalse(story.call().body().contains(NONE));
        story.answer(400, REFUSED);
        assertTrue(story.call().body().contains(NONE), story.call().body());
        story.answer(200, Sent.ANSWER);
        assertTrue(story.reply().headers().get("x-llm-router-loss").contains("approximated=thinking"));
        story.summary();
        var next = story.then(messages(TOOLS));
        assertTrue(next.call().body().contains(NONE));
        assertFalse(story.then(messages(thinking)).call().body().contains(NONE), "without tools nothing changes");
    }

    @Test
    void aRequestThatIsPassedOnGetsTheFieldToo() {
        var story = Story.chat(chat("")).answer(400, REFUSED);
        assertTrue(story.call().body().contains(NONE), story.call().body());
        story.answer(200, Sent.ANSWER).summary();
        var next = story.thenChat(chat(",'reasoning_effort':'high'"));
        assertTrue(next.call().body().contains(NONE), next.call().body());
        assertFalse(next.call().body().contains("high"));
        assertTrue(next.answer(200, Sent.ANSWER).reply().headers().get("x-llm-router-loss")
            .contains("approximated=reasoning_effort"));
        var asked = story.thenChat(chat(",'reasoning_effort':'none'")).answer(200, Sent.ANSWER);
        assertEquals(null, asked.reply().headers().get("x-llm-router-loss"), "it is what the client asked for");
        String plain = messages(",'reasoning_effort':'high'");
        assertTrue(story.thenChat(plain).call().body().contains("\"reasoning_effort\":\"high\""));
        assertFalse(story.thenChat(messages(",'tools':[]")).call().body().contains(NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Function tools with reasoning_effort are not supported for gpt-5.4 in /v1/chat/completions. Please use "
            + "/v1/responses instead.",
        "Tool calls need reasoning_effort set to `none`",
        "reasoning effort cannot be combined with function calling: use the Responses API"})
    void otherWordsMeanTheSame(String words) {
        var story = Story.messages(messages(TOOLS)).answer(400, "{'error':{'message':'" + words + "'}}");
        assertTrue(story.call().body().contains(NONE), story.call().body());
    }

    @Test
    void aModelThatRefusesNoneTooIsTriedTwice() {
        var story = Story.messages(messages(TOOLS)).answer(400, REFUSED)
            .answer(400, "{'error':{'message':'Unsupported value: none','param':'reasoning_effort'}}");
        assertEquals(400, story.reply().status());
        assertEquals("a a", story.hosts());
    }

    @Test
    void anAccountThatMaySeeNoSummariesThinksWithoutThem() {
        String body = messages(",'thinking':{'type':'adaptive'}").replace("a/lone", "f/lone");
        var story = Story.messages(body);
        assertTrue(story.call().body().contains("\"summary\""), story.call().body());
        story.answer(400, "{'error':{'message':'Your organization must be verified to generate reasoning summaries',"
            + "'param':'reasoning.summary','code':'unsupported_value'}}");
        assertFalse(story.call().body().contains("\"summary\""), story.call().body());
        assertTrue(story.call().body().contains("\"effort\":\"medium\""), story.call().body());
    }
}
