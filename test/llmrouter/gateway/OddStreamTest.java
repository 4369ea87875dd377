package llmrouter.gateway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.admission.Endpoint;
import llmrouter.config.Format;
import llmrouter.routing.RequestEnd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Streams that are not quite streams: a whole answer as an event, lines without a field, white space and comments
/// without end. What they say reaches the client, and what ends them is told.
class OddStreamTest {
    private static final String RESPONSE = "{\"id\":\"resp_7\",\"object\":\"response\",\"status\":\"completed\","
        + "\"model\":\"m\",\"output\":[{\"type\":\"message\",\"id\":\"msg_7\",\"content\":[{\"type\":\"output_text\","
        + "\"text\":\"Hi\"}]}],\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}";
    private static final String CREATED = "data: {\"type\":\"response.created\",\"response\":{\"id\":\"resp_7\","
        + "\"object\":\"response\",\"status\":\"in_progress\",\"output\":[]}}\n\n";

    private static Story responses() {
        return Story.of(Story.request(Endpoint.RESPONSES, Format.RESPONSES,
            "{\"model\":\"f/lone\",\"stream\":true,\"input\":\"hi\"}"));
    }

    private static String data(String data) {
        return "data: " + data + "\n\n";
    }

    /// What the client has, a stream or a whole answer.
    private static String text(Story story) {
        return story.head() == null ? story.reply().body() : story.streamText();
    }

    private static Story ended(Story story) {
        boolean over = story.closed() || story.last() instanceof Action.Pause || story.last() instanceof Action.Reply;
        if (!over) story.ended();
        return story;
    }

    /// The same stream at every attempt.
    private static Story thrice(Story story, String stream) {
        for (int tries = 0; tries < 3; tries++) {
            ended(story.stream(stream));
            if (tries < 2) story.silence();
        }
        return story;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "event: message\n"})
    void aWholeMessageAsAnEventIsToldAsItsStream(String name) {
        String whole = Story.streamingMessages("c/lone").answered(200).body(Sent.MESSAGE).streamText();
        var story = ended(Story.streamingMessages("c/lone").stream(name + data(Sent.MESSAGE)));
        assertEquals(whole, story.streamText());
        assertEquals(RequestEnd.OK, story.summary().end());
    }

    @Test
    void aWholeMessageBehindItsBeginningTellsTheRest() {
        var story = ended(Story.streamingMessages("c/lone").stream(Sent.START, Sent.delta("x"), data(Sent.MESSAGE)));
        String told = story.streamText();
        assertFalse(told.contains("data: {\"type\":\"message\""), told);
        assertTrue(told.contains("message_delta") && told.endsWith("data: {\"type\":\"message_stop\"}\n\n"), told);
        assertEquals(told.indexOf("message_start\""), told.lastIndexOf("message_start\""), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data: [DONE]\n\n"})
    void aWholeResponseAsAnEventIsToldAsItsStream(String behind) {
        String whole = responses().answered(200).body(RESPONSE).streamText();
        var story = ended(responses().stream(data(RESPONSE) + behind));
        assertEquals(whole, story.streamText());
        assertEquals(RequestEnd.OK, story.summary().end());
        String told = ended(responses().stream(CREATED + data(RESPONSE))).streamText();
        assertTrue(told.contains("event: response.output_text.delta") && told.contains("event: response.completed"),
            told);
    }

    @Test
    void aWholeResponseThatFailedIsItsError() {
        String failed = RESPONSE.replace("\"completed\"", "\"failed\",\"error\":{\"code\":\"server_error\","
            + "\"message\":\"the model fell over\"}");
        var story = thrice(responses(), data(failed));
        assertTrue(text(story).contains("the model fell over"), text(story));
    }

    @ParameterizedTest
    @CsvSource({"a/lone,1", "a/lone,5000", "a/lone,400000", "c/lone,5000"})
    void whiteSpaceBeforeABodyMayBeAsLongAsItLikes(String model, int size) {
        String blank = " \r\n".repeat(size == 1 ? 100 : 100_000);
        for (String body : new String[] {Sent.ANSWER, Sent.ROLE + Sent.say("hello") + Sent.STOP + Sent.DONE}) {
            boolean claude = model.startsWith("c");
            String sent = blank + (claude ? Sent.MESSAGE : body);
            var story = (claude ? Story.streamingMessages(model) : Story.streaming(model)).answered(200);
            for (int at = 0; at < sent.length(); at += size) {
                story.chunk(sent.substring(at, Math.min(sent.length(), at + size)));
            }
            assertEquals(RequestEnd.OK, ended(story).summary().end());
        }
    }

    @Test
    void aBodyOfWhiteSpaceIsEmpty() {
        var story = Story.asking("a/lone").answered(200).body(" \n\n ");
        assertTrue(text(story).contains("its body is empty"), text(story));
    }

    @Test
    void megabytesOfCommentsAreNoReasonToGiveUp() {
        var story = Story.streaming("a/lone").answered(200);
        for (int i = 0; i < 50; i++) story.chunk(": keep-alive\n\n".repeat(10_000));
        story.chunk(Sent.ROLE + Sent.say("x") + Sent.STOP + Sent.DONE);
        assertEquals(RequestEnd.OK, ended(story).summary().end());
        assertTrue(story.streamText().length() < 100_000, "comments are not kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n\n", "\n", ""})
    void aPieceWithoutItsFieldIsStillAPiece(String end) {
        String bare = Sent.say("y").replace("data: ", "");
        String told = ended(Story.streaming("a/lone").stream(Sent.ROLE + Sent.say("x") + bare + Sent.STOP + Sent.DONE))
            .streamText();
        assertEquals(Sent.ROLE + Sent.say("x") + Sent.say("y") + Sent.STOP + Sent.DONE, told);
        String error = "{\"error\":{\"message\":\"it exploded\"}}";
        var story = ended(Story.streaming("a/lone").stream(Sent.ROLE + Sent.say("x") + error + end));
        assertTrue(story.streamText().contains("it exploded"), story.streamText());
        assertEquals(RequestEnd.MID_STREAM, story.summary().end());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/lone", "c/lone"})
    void aPageBehindPiecesIsQuoted(String model) {
        String page = "<html>\n<head>\n<title>502 Bad Gateway</title>\n</head>\n<body>nginx</body>\n</html>";
        String front = model.startsWith("a") ? Sent.ROLE + Sent.say("x") : Sent.START + Sent.delta("x");
        for (String end : new String[] {"\n\n", "\n", ""}) {
            var story = ended(Story.streaming(model).stream(front + page + end));
            assertTrue(story.streamText().contains("502 Bad Gateway"), story.streamText());
            assertEquals(RequestEnd.MID_STREAM, story.summary().end());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Internal Server Error", "Internal Server Error\n", "error code: 524", "error: it broke"})
    void theLastWordsOfAServerAreQuoted(String words) {
        var story = ended(Story.streaming("a/lone").stream(Sent.ROLE + Sent.say("x") + words));
        assertTrue(story.streamText().contains("a: " + words.replace("\n", "")), story.streamText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dat", "event: mess", "id: 5", "retry", ": c", "d"})
    void aFieldThatIsCutOffIsNotQuoted(String cut) {
        var story = ended(Story.streaming("a/lone").stream(Sent.ROLE + Sent.say("x") + cut));
        assertTrue(story.streamText().contains("ended its stream before the answer was complete"), story.streamText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"text\":\"hello\"", "\"delta\":\"hello\""})
    void aTextInPlaceOfADeltaReachesAClientOfTheSameFormat(String member) {
        String chunk = data("{\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,"
            + member + ",\"finish_reason\":null}]}");
        String told = ended(Story.streaming("a/lone").stream(chunk + Sent.STOP + Sent.DONE)).streamText();
        assertTrue(told.contains("\"delta\":{\"content\":\"hello\"}"), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/lone", "a/m"})
    void theOnlyChoiceIsReadWhateverItsNumber(String model) {
        String stream = (Sent.ROLE + Sent.say("hello") + Sent.STOP).replace("\"index\":0", "\"index\":1") + Sent.DONE;
        assertEquals(RequestEnd.OK, ended(Story.streaming("a/lone").stream(stream)).summary().end());
        var translated = ended(Story.streamingMessages("a/lone").stream(stream));
        assertTrue(translated.streamText().contains("hello"), translated.streamText());
        String whole = Sent.ANSWER.replace("\"index\":0", "\"index\":1");
        assertEquals(RequestEnd.OK, Story.streaming("a/lone").answered(200).body(whole).summary().end());
    }

    @ParameterizedTest
    @ValueSource(strings = {"event: message_start\n\n", "event: message_start\nid: 1\n\n", "event: error\n\n",
        "event: message_start\ndata:\n\n"})
    void anEventThatIsOnlyANameHarmsNoStream(String event) {
        var story = Story.streamingMessages("c/lone").stream(event + Sent.START + Sent.delta("x") + event + Sent.END
            + Sent.MESSAGE_STOP);
        assertEquals(RequestEnd.OK, ended(story).summary().end());
    }

    @Test
    void aTurnOfAChatIsNoErrorMessage() {
        String other = "{\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},\"done\":false}\n";
        var story = thrice(Story.streaming("a/lone"), other + other);
        assertFalse(text(story).contains("role"), text(story));
    }

    /// Work that grew with the square of the length would take hours here.
    @Test
    void aHundredThousandTextsInOneBodyAreReadInOneGo() {
        String texts = (Sent.say("x").replace("data: ", "").replace("\n\n", "\n")).repeat(100_000);
        String end = Sent.STOP.replace("data: ", "");
        assertEquals(RequestEnd.OK, ended(Story.streaming("a/lone").answered(200).chunk(texts + end)).summary().end());
        var whole = Story.asking("a/lone").answered(200).body(texts + end);
        assertEquals(RequestEnd.OK, whole.summary().end());
    }
}
