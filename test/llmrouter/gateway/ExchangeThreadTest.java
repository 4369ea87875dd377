package llmrouter.gateway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Message threads (Anthropic, BetaMessageThreadParam): a request that continues one has only the newest messages, so
/// only the provider of the last answer can answer it.
class ExchangeThreadTest {
    private static final String OVERLOADED = "{'type':'error','error':{'type':'overloaded_error','message':'busy'}}";
    private static final String UNKNOWN = "{'type':'error','error':{'type':'not_found_error','message':'no thread',"
        + "'details':{'error_code':'thread_not_found'}}}";

    private static Story continued(String model) {
        return thread(model, "{'type':'continue','previous_message_id':'msg_01'}");
    }

    private static Story thread(String model, String thread) {
        return Story.messages("{'model':'" + model + "','max_tokens':99,'thread':" + thread
            + ",'messages':[{'role':'user','content':'and now?'}]}");
    }

    private static void resends(Story story) {
        assertEquals(400, story.reply().status());
        var error = ((Json.Obj) Json.parse(story.reply().body())).object("error");
        assertEquals("invalid_request_error", error.text("type"));
        assertEquals("{\"error_code\":\"thread_unsupported_request\"}", error.object("details").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/lone", "a/small", "f/lone"})
    void anotherFormatAsksForTheWholeConversationWithoutACall(String model) {
        var story = continued(model);
        assertEquals(0, story.callCount());
        resends(story);
    }

    @Test
    void aKindOfThreadThatNoOneKnowsYetIsTakenForAContinuedOne() {
        resends(thread("a/lone", "{'type':'branch','from':'msg_01'}"));
    }

    @Test
    void theSameFormatGetsTheBytes() {
        String body = continued("c/lone").call().body();
        assertTrue(body.contains("\"thread\":{\"type\":\"continue\",\"previous_message_id\":\"msg_01\"}"), body);
    }

    /// Of the alias `pair` only the last candidate has the client's format.
    @Test
    void candidatesOfOtherFormatsArePassedOver() {
        assertEquals("c", continued("pair").hosts());
    }

    @Test
    void whereAnotherCandidateWouldBeTriedTheClientSendsAllAgain() {
        var story = continued("c/m").answer(529, OVERLOADED);
        story.silence().answer(529, OVERLOADED);
        story.silence().answer(529, OVERLOADED);
        assertEquals("c c c", story.hosts());
        resends(story);
        resends(continued("c/m").answer(404, UNKNOWN));
    }

    @Test
    void whereThereIsNoOtherCandidateTheProvidersErrorCounts() {
        var story = continued("c/lone").answer(404, UNKNOWN);
        assertEquals(404, story.reply().status());
        assertTrue(story.reply().body().contains("thread_not_found"), story.reply().body());
    }

    /// A request that begins a thread has the whole conversation.
    @ParameterizedTest
    @ValueSource(strings = {"a/lone", "f/lone"})
    void aNewThreadIsAnsweredWithoutLoss(String model) {
        var story = thread(model, "{'type':'create'}");
        assertFalse(story.call().body().contains("thread"), story.call().body());
        if (model.equals("f/lone")) return;
        assertNull(story.answer(200, Sent.ANSWER).reply().headers().get("x-llm-router-loss"));
    }
}
