package llmrouter.gateway;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.admission.Endpoint;
import llmrouter.config.Format;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.json.Json;
import llmrouter.routing.RequestEnd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A client asked for a stream, and something else comes: a whole answer, JSON without the fields of events, a page,
/// words.
class WholeForStreamTest {
    private static final String PAGE = "<!doctype html>\n<html><head><title>Sign in</title></head></html>";

    private static Story whole(String model, String body) {
        return Story.streaming(model).answered(200, "content-type", "application/json").body(body);
    }

    @Test
    void aWholeAnswerBecomesAStreamWithAllOfItsMembers() {
        String answer = "{\"id\":\"c1\",\"created\":7,\"model\":\"m\",\"system_fingerprint\":\"fp\",\"object\":"
            + "\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"A\","
            + "\"reasoning_content\":\"Hm.\",\"of_a_vendor\":[1]},\"logprobs\":null,\"finish_reason\":\"stop\"},"
            + "{\"index\":1,\"message\":{\"role\":\"assistant\",\"content\":\"B\"},\"finish_reason\":\"length\"}],"
            + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}";
        var story = whole("a/lone", answer);
        assertTrue(story.closed());
        assertEquals("""
            data: {"id":"c1","created":7,"model":"m","system_fingerprint":"fp","object":"chat.completion.chunk",\
            "choices":[{"index":0,"delta":{"role":"assistant","content":"A","reasoning_content":"Hm.",\
            "of_a_vendor":[1]},"logprobs":null,"finish_reason":null}]}

            data: {"id":"c1","created":7,"model":"m","system_fingerprint":"fp","object":"chat.completion.chunk",\
            "choices":[{"index":1,"delta":{"role":"assistant","content":"B"},"finish_reason":null}]}

            data: {"id":"c1","created":7,"model":"m","system_fingerprint":"fp","object":"chat.completion.chunk",\
            "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: {"id":"c1","created":7,"model":"m","system_fingerprint":"fp","object":"chat.completion.chunk",\
            "choices":[{"index":1,"delta":{},"finish_reason":"length"}],\
            "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}

            data: [DONE]

            """, story.streamText());
        Summary told = story.summary();
        assertEquals(5, told.usage().prompt() + told.usage().output());
        assertEquals(RequestEnd.OK, told.end());
        assertEquals(List.of("the provider sent a whole answer where a stream was asked for"), told.notes().warnings());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    void theResultDoesNotDependOnThePieces(int size) {
        String answer = "\uFEFF \n" + Sent.ANSWER.replace("hello", "hé\\\"l{[}]lo") + "\n";
        String bytes = Story.latin1(answer);
        var story = Story.streaming("a/lone").answered(200);
        for (int at = 0; at < bytes.length(); at += size) {
            story.chunk(bytes.substring(at, Math.min(bytes.length(), at + size)));
        }
        story.ended();
        assertEquals(Story.streaming("a/lone").answered(200).chunk(bytes).ended().streamText(), story.streamText());
        assertTrue(story.streamText().contains(Story.latin1("hé\\\"l{[}]lo")), story.streamText());
    }

    @Test
    void usageComesAsItWasAskedFor() {
        String body = Story.streamBody("a/lone").replace("'stream':true",
            "'stream':true,'stream_options':{'include_usage':true}");
        var story = Story.chat(body).answered(200).body(Sent.ANSWER);
        assertTrue(story.streamText().contains("\"choices\":[],\"usage\":{\"prompt_tokens\":3"), story.streamText());
        story = Story.streamingMessages("a/lone").answered(200).body(Sent.ANSWER);
        assertTrue(story.streamText().contains("\"usage\":{\"input_tokens\":3"), story.streamText());
    }

    @Test
    void aMessagesClientGetsTheModelThatItAskedFor() {
        var story = Story.streamingMessages("c/lone").answered(200).body(Sent.MESSAGE);
        assertTrue(story.streamText().startsWith("event: message_start\ndata: {\"type\":\"message_start\",\"message\":"
            + "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"c/lone\""),
            story.streamText());
        assertTrue(story.streamText().endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"));
    }

    @Test
    void aResponsesClientGetsTheProvidersResponseWithItsIds() {
        String response = "{\"id\":\"resp_7\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"m\","
            + "\"output\":[{\"type\":\"reasoning\",\"id\":\"rs_7\",\"summary\":[{\"type\":\"summary_text\","
            + "\"text\":\"Hm.\"}],\"encrypted_content\":\"SEAL\"},{\"type\":\"file_search_call\",\"id\":\"fs_7\"},"
            + "{\"type\":\"message\",\"id\":\"msg_7\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\"}]}],"
            + "\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}";
        var request = Story.request(Endpoint.RESPONSES, Format.RESPONSES,
            "{\"model\":\"f/lone\",\"stream\":true,\"input\":\"hi\"}");
        var story = Story.of(request).answered(200).body(response);
        String end = "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":" + response
            + ",\"sequence_number\":";
        assertTrue(story.streamText().contains(end), story.streamText());
        for (String id : new String[] {"rs_7", "fs_7", "msg_7"}) {
            assertTrue(story.streamText().contains("\"id\":\"" + id + "\""), story.streamText());
        }
    }

    @Test
    void anErrorInAWholeAnswerIsThatError() {
        var story = Story.streaming("a/m").answer(200, "{'error':{'message':'no','code':'rate_limit_exceeded'}}");
        assertEquals("[a/m:200/rate_limited#1, b/m:-/client_gone#1]", story.abandoned().attempts().toString());
        story = Story.streaming("a/lone").answered(200)
            .body("[{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"Slow down\"}}]");
        assertEquals(429, story.reply().status());
    }

    @Test
    void anAnswerThatIsTornLetsTheNextCandidateAnswer() {
        assertEquals("a b", whole("a/m", Sent.ANSWER.substring(0, 200)).silence().hosts().substring(0, 3)
            .replace("a a", "a b"));
        var cut = Story.streaming("a/lone").answered(200).chunk(Sent.ANSWER.substring(0, 200))
            .broken(CallFailure.Kind.CUT);
        assertInstanceOf(Action.Pause.class, cut.last());
        assertEquals("", cut.streamText());
    }

    @Test
    void aWholeAnswerThatCameBeforeTheCutIsAnAnswer() {
        var story = Story.streaming("a/lone").answered(200).chunk(Sent.ANSWER).broken(CallFailure.Kind.CUT);
        assertTrue(story.streamText().endsWith(Sent.DONE), story.streamText());
    }

    @Test
    void heartbeatsGoOnAndAWholeAnswerHasItsOwnTime() {
        var story = Story.streaming("a/lone").answered(200).chunk("{\"choices\":[");
        long waited = 0;
        while (story.last() instanceof Action.Await || story.last() instanceof Action.Relay) {
            waited += story.waitMs();
            story.silence();
        }
        assertEquals(600_000, waited);
        assertTrue(story.streamText().startsWith(": "), story.streamText());
        assertTrue(story.streamText().contains("did not finish its answer within 600000 ms"), story.streamText());
    }

    @Test
    void chunksOnLinesOfTheirOwnAreToldAsTheyCome() {
        var story = Story.streaming("a/lone").answered(200, "content-type", "application/x-ndjson");
        story.chunk(Sent.ROLE.substring(6).strip() + "\n" + Sent.say("x").substring(6).strip() + "\n");
        assertEquals(Sent.ROLE + Sent.say("x"), story.streamText());
        story.chunk(Sent.STOP.substring(6).strip()).ended();
        assertEquals(Sent.ROLE + Sent.say("x") + Sent.STOP + Sent.DONE, story.streamText());
    }

    @Test
    void aListOfChunksIsAStreamToo() {
        String list = "[" + Sent.ROLE.substring(6).strip() + ",\n" + Sent.say("x").substring(6).strip() + ",\n"
            + Sent.STOP.substring(6).strip() + "]";
        assertEquals(Sent.ROLE + Sent.say("x") + Sent.STOP + Sent.DONE, whole("a/lone", list).streamText());
        assertTrue(Story.streamingMessages("a/lone").answered(200).body(list).streamText().contains("\"x\""));
    }

    @Test
    void anOlderCompletionStaysOne() {
        var request = Story.request(Endpoint.COMPLETIONS, Format.OPENAI,
            "{\"model\":\"a/lone\",\"stream\":true,\"prompt\":\"hi\"}");
        String answer = "{\"object\":\"text_completion\",\"choices\":[{\"index\":0,\"text\":\"there\","
            + "\"finish_reason\":\"stop\"}]}";
        assertEquals("data: " + answer + "\n\n" + Sent.DONE, Story.of(request).answered(200).body(answer).streamText());
    }

    @ParameterizedTest
    @CsvSource({"true,a/lone", "false,a/lone", "true,c/lone", "false,c/lone"})
    void aPageIsQuotedInTheWordsOfAPage(boolean stream, String model) {
        String body = stream ? Story.streamBody(model) : Story.streamBody(model).replace("'stream':true,", "");
        var story = Story.chat(body).answered(200, "content-type", "text/html").body(PAGE);
        assertEquals(502, story.reply().status());
        String told = ((Json.Obj) Json.parse(story.reply().body())).object("error").text("message");
        assertTrue(told.endsWith("returned an invalid answer with status 200: a page instead of JSON: Sign in"), told);
        assertEquals(RequestEnd.BAD_RESPONSE, story.summary().end());
        assertEquals("a b", Story.streaming("a/m").answered(200).body(PAGE).hosts());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void otherWordsAreQuotedShortenedAndWithoutKeys(boolean stream) {
        String body = stream ? Story.streamBody("a/lone") : Story.streamBody("a/lone").replace("'stream':true,", "");
        var story = Story.chat(body).answered(200).body("upstream connect error sk-secret-of-a \u001b[31m"
            + Story.latin1("größe ") + "x".repeat(5_000));
        String told = ((Json.Obj) Json.parse(story.reply().body())).object("error").text("message");
        assertTrue(told.contains("with status 200: neither JSON nor an event stream: upstream connect"), told);
        assertTrue(told.contains("größe xxx") && told.endsWith("…") && told.length() < 500, told);
        assertFalse(told.contains("sk-secret-of-a"), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000\u0000\u0004\u0000", "PK\u0003\u0004words", "\u00FF\u00FEwords"})
    void bytesAreNeverQuoted(String bytes) {
        for (String model : new String[] {"a/lone", "c/lone"}) {
            String sent = model.equals("a/lone") ? bytes : bytes.replace("\u00FF\u00FE", "\uFFFD\uFFFD");
            var story = Story.streaming(model).answered(200).body(sent);
            String told = ((Json.Obj) Json.parse(story.reply().body())).object("error").text("message");
            assertTrue(told.endsWith("with status 200: bytes that are neither JSON nor an event stream."),
                told);
        }
    }

    @Test
    void aStreamMayBeginWithAWordOfItsServer() {
        var story = Story.streaming("a/lone").answered(200, "content-type", "text/html").chunk("ok\n\n");
        assertNull(story.head());
        story.chunk(Sent.ROLE + Sent.say("x") + Sent.STOP + Sent.DONE);
        assertTrue(story.streamText().endsWith(Sent.say("x") + Sent.STOP + Sent.DONE), story.streamText());
    }
}
