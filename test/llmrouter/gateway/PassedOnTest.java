package llmrouter.gateway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.admission.Endpoint;
import llmrouter.config.Format;
import llmrouter.json.JsonScan;
import llmrouter.routing.RequestEnd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Embeddings and the older completions, which only providers of OpenAI's format (a, b) can serve.
class PassedOnTest {
    private static final String VECTORS = """
        {'object':'list','data':[{'object':'embedding','index':0,'embedding':[0.10,-2e-3]}],'model':'m',\
        'usage':{'prompt_tokens':8,'total_tokens':8}}""".replace('\'', '"');
    private static final String TEXT = "{'id':'cmpl-1','object':'text_completion','choices':[{'text':'hello',"
        + "'index':0,'finish_reason':'stop'}],"
        + "'usage':{'prompt_tokens':3,'completion_tokens':2,'total_tokens':5}}";

    private static Story embeddings(String body, String... headers) {
        return Story.of(Story.request(Endpoint.EMBEDDINGS, Format.OPENAI, body.replace('\'', '"'), headers));
    }

    private static Story completions(String body) {
        return Story.of(Story.request(Endpoint.COMPLETIONS, Format.OPENAI, body.replace('\'', '"')));
    }

    private static String piece(int index, String text, String finish) {
        return "data: {\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"choices\":[{\"text\":\"" + text
            + "\",\"index\":" + index + ",\"finish_reason\":" + finish + "}]}\n\n";
    }

    private static Story streaming() {
        return completions("{'model':'a/lone','prompt':['once','twice'],'stream':true}");
    }

    @Test
    void onlyTheModelChangesAndTheAnswerIsUnchanged() {
        var story = embeddings("{'input' : ['a', [1, 2]],  'model':'a/lone', 'dimensions':256, "
            + "'encoding_format':'float','user':'u' }", "x-reasoning-effort", "high");
        assertEquals("https://a.example/v1/embeddings", story.call().url());
        String sent = "{'input' : ['a', [1, 2]],  'model':'lone', 'dimensions':256, "
            + "'encoding_format':'float','user':'u' }";
        assertEquals(sent.replace('\'', '"'), story.call().body());
        assertEquals(VECTORS, story.answered(200).body(VECTORS).reply().body());
        assertEquals("a/lone", story.reply().headers().get("x-llm-router-candidate"));
        var summary = story.summary();
        assertEquals(8, summary.usage().prompt());
        assertEquals(0, summary.usage().output());
    }

    @Test
    void anOlderCompletionGoesToItsOwnEndpoint() {
        var story = completions("{'model':'a/lone','prompt':'once','echo':true}");
        assertEquals("https://a.example/v1/completions", story.call().url());
        assertEquals("{\"model\":\"lone\",\"prompt\":\"once\",\"echo\":true}", story.call().body());
        story.answer(200, TEXT);
        assertEquals(TEXT.replace('\'', '"'), story.reply().body());
        assertEquals(2, story.summary().usage().output());
    }

    @Test
    void candidatesOfOtherFormatsAreNeverTriedAndTheRecordSaysWhy() {
        var story = embeddings("{'model':'pair','input':'x'}").answer(404, "{}").answer(404, "{}");
        assertEquals("b a", story.hosts());
        assertEquals("[Skip[ref=c/lone, reasons=[other-format]]]", story.summary().skipped().toString());
    }

    @Test
    void aFallbackReplacesAModelOfAnotherFormat() {
        assertEquals("https://b.example/v1/embeddings", embeddings("{'model':'c/m','input':'x'}").call().url());
    }

    @ParameterizedTest
    @ValueSource(strings = {"c/lone", "f/lone"})
    void withoutACandidateOfTheFormatTheErrorSaysWhatToDo(String model) {
        for (Story story : new Story[] {embeddings("{'model':'" + model + "','input':'x'}"),
            completions("{'model':'" + model + "','prompt':'x'}")}) {
            assertEquals(400, story.reply().status());
            assertTrue(story.reply().body()
                .startsWith("{\"error\":{\"message\":\"Embeddings and the older completions are passed on only to "
                    + "models of the format 'openai', and '"
                + model + "' is not served in it. "), story.reply().body());
            assertTrue(story.reply().body().contains("\"param\":\"model\""), story.reply().body());
        }
    }

    @Test
    void failuresAreRetriedAndFallBackAsElsewhere() {
        var story = embeddings("{'model':'a/m','input':'x'}").answer(401, "{'error':{'message':'no'}}").answered(200)
            .body(VECTORS);
        assertEquals("a b", story.hosts());
        assertEquals(VECTORS, story.reply().body());
        assertEquals("[a/m:401/auth_failed#1, b/m:200/ok#1]", story.summary().attempts().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"data\":[]}", "{\"choices\":[{}]}", "{}", "", "[1]",
        "{\"error\":{\"message\":\"down\",\"type\":\"server_error\"}}"})
    void anInvalidEmbeddingIsAFailureAndNotPassedOn(String body) {
        var story = embeddings("{'model':'pair','input':'x'}").answered(200).body(body);
        assertTrue(story.last() instanceof Action.Call || story.last() instanceof Action.Pause,
            story.last().toString());
    }

    @Test
    void vectorsAreAnInvalidAnswerToACompletion() {
        assertEquals(RequestEnd.BAD_RESPONSE,
            completions("{'model':'c/m','prompt':'x'}").answered(200).body(VECTORS).summary().end());
    }

    @Test
    void aStreamPassesToTheByteAndEndsAsTheProviderEndedIt() {
        String whole = piece(0, "on", "null") + piece(1, "tw", "null") + piece(0, "", "\"stop\"")
            + piece(1, "", "\"length\"") + Sent.USAGE + Sent.DONE;
        var story = streaming().stream(whole);
        assertEquals(whole, story.streamText());
        assertTrue(story.closed());
        var summary = story.summary();
        assertEquals(RequestEnd.OK, summary.end());
        assertEquals(3, summary.usage().prompt());
        assertEquals(2, summary.usage().output());
    }

    @ParameterizedTest
    @CsvSource({"true,false", "false,false", "true,true"})
    void aStreamThatIsCutLooksCut(boolean secondChoice, boolean done) {
        var story = streaming().stream(piece(0, "on", "null"));
        if (secondChoice) story.chunk(piece(1, "tw", "null")).chunk(piece(0, "", "\"stop\""));
        if (done) story.chunk(Sent.DONE);
        else story.ended();
        String message = "Provider \\\"a\\\" (a.example) ended its stream before the answer was complete.";
        assertTrue(story.streamText().contains("data: {\"error\":{\"message\":\"" + message + "\""),
            story.streamText());
        assertFalse(story.streamText().contains("[DONE]"), story.streamText());
        assertEquals(RequestEnd.MID_STREAM, story.summary().end());
    }

    @Test
    void aMissingLastEventIsAddedToACompleteStream() {
        String whole = piece(0, "on", "null") + piece(0, "", "\"stop\"");
        assertEquals(whole + Sent.DONE, streaming().stream(whole).ended().streamText());
    }

    @Test
    void embeddingsAreNoStreamWhateverTheRequestSays() {
        var story = embeddings("{'model':'a/lone','input':'x','stream':true}")
            .answered(200, "content-type", "application/json").body(VECTORS);
        assertEquals(VECTORS, story.reply().body());
        assertFalse(story.summary().streamed());
    }

    @Test
    void requestsWithoutAConversationHaveNoAffinity() {
        var scan = JsonScan.of("{\"model\":\"m\",\"input\":\"x\"}");
        assertNull(Affinity.of(Story.request(Endpoint.EMBEDDINGS, Format.OPENAI, scan.source()), scan));
        assertTrue(Affinity.of(Story.request(Endpoint.EMBEDDINGS, Format.OPENAI, scan.source(), "x-session-id", "s"),
            scan).startsWith("h"));
    }
}
