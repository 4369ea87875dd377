package llmrouter.gateway;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.admission.Endpoint;
import llmrouter.config.Format;
import llmrouter.http.Latin1;
import llmrouter.routing.RequestEnd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Data of a stream that is no JSON, nearly JSON, or JSON in an unusual place: nothing of the answer is lost without a
/// word, and what goes to a client of the same format can be read by it.
class StreamDataTest {
    private static final String GOOD = Sent.ROLE + Sent.say("x") + Sent.STOP + Sent.USAGE + Sent.DONE;

    private static String data(String data) {
        return "data: " + data + "\n\n";
    }

    /// A stream to a client of the same format, ended.
    private static String passed(String stream) {
        var story = Story.streaming("a/lone").stream(stream);
        return story.closed() ? story.streamText() : story.ended().streamText();
    }

    @Test
    void whatIsNearlyJsonIsPassedOnAsJson() {
        String odd = Sent.say("y").replace("\"finish_reason\":null", "\"logprobs\":NaN,\"finish_reason\":null");
        String strict = odd.replace("NaN", "null");
        String around = ": c\n\n" + Sent.ROLE.replace("data: ", "data:");
        assertEquals(around + strict + Sent.say("x") + Sent.STOP + Sent.USAGE + Sent.DONE,
            passed(around + odd + Sent.say("x") + Sent.STOP + Sent.USAGE + Sent.DONE));
    }

    @Test
    void lettersBeyondAsciiSurviveTheRepair() {
        String odd = Story.latin1(Sent.say("lö\t漢😀"));
        assertEquals(Story.latin1(Sent.say("lö\\t漢😀")) + GOOD, passed(odd + GOOD));
    }

    @Test
    void twoValuesInALineAreTwoEvents() {
        String one = Sent.say("y").replace("\n\n", "");
        assertEquals(Sent.ROLE + Sent.say("y") + Sent.say("z") + Sent.STOP + Sent.DONE,
            passed(Sent.ROLE + one + Sent.say("z").replace("data: ", "") + Sent.STOP + Sent.DONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping", "keep-alive", ": x", "7", "null", "true", "[heartbeat]", "\"\"", "", "[]"})
    void wordsThatKeepTheStreamOpenAreLeftOutHoweverOften(String word) {
        assertEquals(GOOD, passed(data(word).repeat(5) + Sent.ROLE + Sent.say("x") + data(word).repeat(5) + Sent.STOP
            + Sent.USAGE + Sent.DONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"y", "{'choices': []}", "[{", "\"y",
        "[1]", "<html><title>Bad Gateway</title></html>", "Internal Server Error", "Unauthorized", "upstream_error"})
    void whatIsNoEventLetsTheNextCandidateAnswerBeforeTheFirstContent(String data) {
        var story = Story.streaming("a/m");
        for (int tries = 0; tries < 3; tries++) {
            story.stream(Sent.ROLE, data(data));
            if (tries < 2) story.silence();
        }
        assertEquals("a a a b", story.hosts());
        assertNull(story.head());
        story.stream(GOOD);
        assertEquals(RequestEnd.OK, story.summary().end());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/lone", "c/lone"})
    void aTornEventBehindContentEndsTheStreamWithAnError(String model) {
        boolean same = model.startsWith("a");
        var story = Story.streaming(model);
        story.stream(same ? Sent.ROLE + Sent.say("x") : Sent.START + Sent.delta("x"), data("{\"type\":\"con"));
        assertTrue(story.closed());
        assertTrue(story.streamText().contains("sent an event that cannot be read"), story.streamText());
        assertFalse(story.streamText().contains("[DONE]"), story.streamText());
        assertEquals(RequestEnd.MID_STREAM, story.summary().end());
    }

    @Test
    void theProvidersWordsAreToldWithoutItsKey() {
        var story = Story.streaming("a/lone").stream(Sent.ROLE, Sent.say("x"),
            data("{'error': 'the key sk-secret-of-a has no quota'}"));
        assertTrue(story.streamText().contains("a: {'error': 'the key"), story.streamText());
        assertFalse(story.streamText().contains("sk-secret-of-a"), story.streamText());
        assertFalse(story.summary().toString().contains("no quota"), "the log has no words of the provider");
    }

    @Test
    void anEventNamedErrorIsOneWhateverItSays() {
        for (String words : List.of("slow down please", "timeout", "503", "\"down\"")) {
            String event = "event: error\ndata: " + words + "\n\n";
            var chat = Story.streaming("a/lone").stream(Sent.ROLE, Sent.say("x"), event);
            assertTrue(chat.streamText().contains(words.replace("\"", "")), chat.streamText());
            assertEquals(RequestEnd.MID_STREAM, chat.summary().end());
            var messages = Story.streamingMessages("c/lone").stream(Sent.START, Sent.delta("x"), event);
            String error = "event: error\ndata: {\"type\":\"error\"";
            assertTrue(messages.streamText().contains(error), messages.streamText());
        }
    }

    @Test
    void singleLineEndsBecomeBlankLines() {
        String single = GOOD.replace("\n\n", "\n");
        assertEquals(GOOD, passed(single));
        var story = Story.streaming("a/lone").stream();
        for (int i = 0; i < single.length() && !story.closed(); i++) story.chunk(single.substring(i, i + 1));
        if (!story.closed()) story.ended();
        assertEquals(GOOD, story.streamText());
        String named = Sent.START + Sent.delta("x") + Sent.END + Sent.MESSAGE_STOP;
        var messages = Story.streamingMessages("c/lone").stream(named.replace("\n\n", "\n"));
        assertTrue(messages.closed());
        assertEquals(Sent.named(named, "c/lone"), messages.streamText());
    }

    @Test
    void otherSpellingsOfTheLastWordBecomeTheUsualOne() {
        for (String word : List.of("[done]", "\"[DONE]\"", "[Done] ")) {
            assertEquals(Sent.ROLE + Sent.say("x") + Sent.STOP + Sent.DONE,
                passed(Sent.ROLE + Sent.say("x") + Sent.STOP + data(word)), word);
            assertEquals(GOOD, passed(GOOD.replace(Sent.DONE, data(word))), word);
        }
    }

    @Test
    void aMessageInPlaceOfADeltaIsPassedOnAsADelta() {
        String chunk = data("{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hello\"},"
            + "\"finish_reason\":\"stop\"}]}");
        String passed = passed(chunk + Sent.DONE);
        assertTrue(passed.contains("\"delta\":{\"role\":\"assistant\",\"content\":\"hello\"}"), passed);
        String repeated = Sent.say("hel") + Sent.say("lo") + data("{\"choices\":[{\"index\":0,\"delta\":{\"content\":"
            + "\"\"},\"message\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}") + Sent.DONE;
        assertEquals(repeated, passed(repeated));
    }

    @Test
    void anEmptyStreamIsNoSuccess() {
        for (String stream : List.of(Sent.ROLE + Sent.STOP + Sent.DONE, Sent.ROLE + Sent.say("") + Sent.STOP)) {
            var story = Story.streaming("a/lone").stream(stream);
            if (!stream.endsWith(Sent.DONE)) story.ended();
            assertEquals("a a", story.silence().hosts(), "it is asked once more");
        }
        assertEquals(Sent.ROLE + Sent.STOP + Sent.USAGE + Sent.DONE,
            passed(Sent.ROLE + Sent.STOP + Sent.USAGE + Sent.DONE), "tokens were counted");
        String limit = Sent.STOP.replace("\"stop\"", "\"length\"");
        assertEquals(Sent.ROLE + limit + Sent.DONE, passed(Sent.ROLE + limit + Sent.DONE), "ended by a limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"error\":{\"code\":502,\"message\":\"Upstream went away\"}",
        "\"error\":\"Upstream went away\"", "\"x\":\"Upstream went away\",\"finish_reason\":\"error\""})
    void anErrorInsideAChoiceIsAnError(String member) {
        String choice = "{\"choices\":[{\"index\":0,\"KIND\":{\"role\":\"assistant\",\"content\":\"y\"}," + member
            + "}],\"usage\":{\"prompt_tokens\":5}}";
        for (String model : List.of("a/lone", "c/lone")) {
            boolean same = model.startsWith("a");
            Story whole = same ? Story.asking(model) : Story.messages("{'model':'a/lone','max_tokens':9,'messages':"
                + "[{'role':'user','content':'hi'}]}");
            whole.answered(200).body(choice.replace("KIND", "message"));
            assertTrue(whole.last() instanceof Action.Pause, whole.last().toString());
        }
        var stream = Story.streaming("a/lone").stream(Sent.ROLE, Sent.say("x"), data(choice.replace("KIND", "delta"))
            + Sent.DONE);
        assertEquals(RequestEnd.MID_STREAM, stream.summary().end());
        assertFalse(stream.streamText().contains("[DONE]"), stream.streamText());
    }

    @Test
    void wholeAnswersThatAreNearlyJsonAreRead() {
        String answer = "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
            + "\"lö\ty\"},\"logprobs\":NaN,\"finish_reason\":\"stop\"}]}";
        var passed = Story.asking("a/lone").answered(200).body(Story.latin1(answer));
        assertEquals(answer.replace("\t", "\\t").replace("NaN", "null"), Latin1.text(passed.reply().body()));
        var translated = Story.messages("{'model':'a/lone','max_tokens':9,'messages':[{'role':'user','content':'hi'}]}")
            .answered(200).body(answer);
        assertTrue(translated.reply().body().contains("lö\\ty"), translated.reply().body());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"\"},"
            + "\"finish_reason\":\"stop\"}]}",
        "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0}}"})
    void anEmptyWholeAnswerIsNoSuccess(String answer) {
        var story = Story.asking("a/m").answered(200).body(answer);
        assertEquals("a b", story.hosts());
        var counted = Story.asking("a/m").answered(200).body(answer.replace("}]", "}],\"usage\":{\"prompt_tokens\":5}")
            .replaceFirst(",\"usage\":\\{\"prompt_tokens\":0.*?\\}", ""));
        assertEquals(200, counted.reply().status());
    }

    @Test
    void anEmptyMessageOrResponseIsNoSuccess() {
        String message = "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"stop_reason\":\"end_turn\"}";
        String body = "{\"model\":\"c/m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        assertEquals("c b", Story.messages(body).answered(200).body(message).hosts());
        String limit = message.replace("end_turn", "max_tokens");
        assertEquals(200, Story.messages(body).answered(200).body(limit).reply().status());
        String response = "{\"id\":\"r\",\"object\":\"response\",\"status\":\"completed\",\"output\":[]}";
        var asked = Story.request(Endpoint.RESPONSES, Format.RESPONSES, "{\"model\":\"f/lone\",\"input\":\"hi\"}");
        assertEquals(502, Story.of(asked).answered(200).body(response).reply().status());
        assertEquals(200, Story.of(asked).answered(200).body(response.replace("completed", "in_progress")).reply()
            .status(), "it may still come");
    }
}
