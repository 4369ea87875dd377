package llmrouter.gateway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.gateway.failure.CallFailure;
import llmrouter.admission.Endpoint;
import llmrouter.config.Format;
import llmrouter.routing.RequestEnd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A Responses client of a provider of its own format (f) and of others.
class ExchangeResponsesTest {
    private static final String ANSWER = "{'id':'resp_1','object':'response','status':'completed',"
        + "'output':[{'type':'message','role':'assistant',"
        + "'content':[{'type':'output_text','text':'hi'}]}],'usage':{'input_tokens':1,'output_tokens':1}}";

    private static Story story(String body, String... headers) {
        return Story.of(Story.request(Endpoint.RESPONSES, Format.RESPONSES, body.replace('\'', '"'), headers));
    }

    private static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + members.replace('\'', '"') + "}\n\n";
    }

    private static final String CREATED = event("response.created",
        ",'sequence_number':0,'response':{'id':'resp_1','model':'m'}");
    private static final String ADDED = event("response.output_item.added",
        ",'sequence_number':1,'output_index':0,'item':{'type':'message','id':'msg_1'}");
    private static final String DELTA = event("response.output_text.delta",
        ",'sequence_number':2,'output_index':0,'item_id':'msg_1','delta':'hi'");
    private static final String COMPLETED = event("response.completed", ",'sequence_number':3,'response':" + ANSWER);
    private static final String STREAMING = "{'model':'f/lone','stream':true,'input':'x'}";

    @ParameterizedTest
    @ValueSource(strings = {"'store':true", "'previous_response_id':'resp_0'", "'conversation':'c'",
        "'background':true", "'prompt':{'id':'p'}"})
    void aRequestThatUsesStoredResponsesGoesOnlyToTheSameFormat(String member) {
        String request = "{'model':'M','input':'x', " + member + "}";
        assertEquals(request.replace('\'', '"').replace("\"M\"", "\"lone\""),
            story(request.replace("M", "f/lone")).call().body());
        for (String model : new String[] {"a/lone", "c/lone"}) {
            var reply = story(request.replace("M", model)).reply();
            assertEquals(400, reply.status());
            assertTrue(reply.body().contains("\"param\":\"" + member.substring(1, member.indexOf('\'', 1)) + "\""),
                reply.body());
            assertTrue(reply.body().contains("Responses format"), reply.body());
        }
    }

    @Test
    void anAnswerOfTheSameFormatPassesToTheByte() {
        assertEquals("https://f.example/v1/responses", story("{'model':'f/lone','input':'x'}").call().url());
        assertEquals(ANSWER.replace('\'', '"'),
            story("{'model':'f/lone','input':'x'}").answer(200, ANSWER).reply().body());
    }

    @Test
    void aStreamOfTheSameFormatPassesToTheByteAndEndsWithItsLastEvent() {
        var story = story(STREAMING).stream(CREATED, ADDED, DELTA, COMPLETED);
        assertEquals(CREATED + ADDED + DELTA + COMPLETED, story.streamText());
        assertEquals(RequestEnd.OK, story.summary().end());
    }

    @Test
    void aCutStreamGetsBothErrorEventsWithTheNextNumbers() {
        var story = story(STREAMING).stream(CREATED, ADDED, DELTA).broken(CallFailure.Kind.CUT);
        assertTrue(story.streamText()
            .startsWith(CREATED + ADDED + DELTA + "event: error\ndata: {\"type\":\"error\",\"sequence_number\":3,"),
            story.streamText());
        assertTrue(story.streamText()
            .contains("event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":4,"),
            story.streamText());
        assertFalse(story.streamText().contains("response.completed"));
    }

    @Test
    void aProvidersErrorInTheStreamIsSentOnce() {
        String error = "'code':'server_error','message':'Sorry.'";
        var story = story(STREAMING).stream(CREATED, ADDED, DELTA, event("error", ",'sequence_number':3," + error)
            + event("response.failed", ",'sequence_number':4,'response':{'status':'failed','error':{" + error + "}}"));
        assertEquals(story.streamText().indexOf("event: response.failed"),
            story.streamText().lastIndexOf("event: response.failed"));
        assertTrue(story.streamText()
            .contains("\"sequence_number\":3,\"code\":\"server_error\",\"message\":\"f: Sorry.\""), story.streamText());
    }

    @Test
    void aStreamOfAnotherFormatIsTranslatedWithoutADone() {
        var story = story("{'model':'a/lone','stream':true,'input':'x'}")
            .stream(Sent.ROLE, Sent.say("hel"), Sent.STOP, Sent.DONE);
        assertTrue(story.streamText().startsWith("event: response.created\n"), story.streamText());
        assertTrue(story.streamText().contains("\"delta\":\"hel\""), story.streamText());
        assertFalse(story.streamText().contains("[DONE]"));
        assertEquals(RequestEnd.OK, story.summary().end());
    }

    @Test
    void errorsAreInOpenAisShape() {
        var reply = story("{'model':'nobody','input':'x'}").reply();
        assertEquals(404, reply.status());
        assertTrue(reply.body().startsWith("{\"error\":{\"message\":"), reply.body());
        assertTrue(story("{'model':'f/lone'}").reply().body().contains("\"param\":\"input\""));
    }

    @Test
    void reasoningOfAnotherVendorIsLeftOutForTheSameFormatToo() {
        String foreign = "{'type':'reasoning','summary':[],'encrypted_content':'messages.c2ln'},";
        var story = story("{'model':'f/lone','input':[{'role':'user','content':'a'}," + foreign
            + "{'role':'user','content':'b'}]}");
        assertFalse(story.call().body().contains("encrypted_content"), story.call().body());
    }
}
