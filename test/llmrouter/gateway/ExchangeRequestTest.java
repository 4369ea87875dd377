package llmrouter.gateway;

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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What is sent to providers, and which requests are refused before.
class ExchangeRequestTest {
    private static final String COUNT = "{\"model\":\"c/lone\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static Story exactly(String body) {
        return Story.of(Story.request(Endpoint.CHAT, Format.OPENAI, body));
    }

    @Test
    void aSameFormatRequestIsSentUnchangedButForTheModel() {
        String body = " {\"z\" : 1e2,\n\"messages\":[ {\"role\":\"user\",\"content\":\"\\u0061 größe\"} ],"
            + "\t\"model\":\"a/lone\" , \"seed\":-0,\"x\":{\"model\":\"a\"}}\n";
        assertEquals(body.replace("\"a/lone\"", "\"lone\""), exactly(body).call().body());
    }

    @Test
    void providersSeeTheModelThatRoutingRead() {
        var story = exactly("{\"model\":\"evil\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
            + "\"stream\":true,\"mod\\u0065l\":\"a/lone\",\"stream\":false}");
        assertEquals("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"mod\\u0065l\":\"lone\","
            + "\"stream\":false}", story.call().body());
        assertEquals(600_000, story.waitMs(), "no stream was asked for");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'messages':[{'role':'user','content':'x'}]}",
        "{'model':null,'messages':[{'role':'user','content':'x'}]}",
        "{'model':' ','messages':[{'role':'user','content':'x'}]}",
        "{'model':'smart','messages':[{'role':'user','content':'x'}]}"})
    void noModelMeansTheDefault(String body) {
        Json.Obj sent = (Json.Obj) Json.parse(Story.chat(body).call().body());
        assertEquals("lone", sent.text("model"));
    }

    @Test
    void eachProviderGetsItsOwnAddressAndKey() {
        var call = Story.asking("a/lone").call();
        assertEquals("https://a.example/v1/chat/completions", call.url());
        assertEquals("Bearer sk-secret-of-a", call.headers().get("authorization"));
        call = Story.streamingMessages("c/lone").call();
        assertEquals("https://c.example/v1/messages", call.url());
        assertEquals("sk-secret-of-c", call.headers().get("x-api-key"));
        assertFalse(call.toString().contains("secret"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'' | not valid JSON", "{ | not valid JSON", "[] | not valid JSON",
        "{} x | not valid JSON", "{'model':5} | must be a string", "{'model':'a/lone'} | messages",
        "{'model':'a/nothing','messages':[]} | does not exist", "{'model':'x','messages':[]} | does not exist"})
    void whatCannotBeServedIsRefusedBeforeAnyCall(String body, String why) {
        var story = Story.chat(body);
        assertTrue(story.reply().status() == 400 || story.reply().status() == 404, story.reply().toString());
        assertTrue(story.reply().body().contains(why), story.reply().body());
        assertEquals("false", story.reply().headers().get("x-should-retry"));
        assertEquals(0, story.callCount());
        assertEquals(RequestEnd.INVALID_REQUEST, story.summary().end());
    }

    @Test
    void strictTranslationRefusesALossByName() {
        var request = Story.request(Endpoint.CHAT, Format.OPENAI,
            "{\"model\":\"c/lone\",\"logit_bias\":{\"1\":2},\"n\":2,\"messages\":[{\"role\":\"user\","
                + "\"content\":\"hi\"}]}");
        var reply = Story.of(Story.POLICY.withStrict(true), request).reply();
        assertEquals(400, reply.status());
        assertTrue(reply.body().contains("logit_bias"), reply.body());
        var lenient = Story.of(request).answered(200).body(Sent.MESSAGE);
        assertEquals(200, lenient.reply().status());
        assertTrue(lenient.reply().headers().get("x-llm-router-loss").contains("logit_bias"));
    }

    @Test
    void strictTranslationForALaterCandidateDoesNotHideTheErrorOfTheFirst() {
        var request = Story.request(Endpoint.CHAT, Format.OPENAI,
            "{\"model\":\"a/m\",\"logit_bias\":{\"1\":2},\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        var story = Story.of(Story.POLICY.withStrict(true), request).answer(404, "{'error':{'message':'gone'}}")
            .answer(429, "{'error':{'message':'slow'}}");
        assertEquals("a b", story.hosts());
        assertEquals(429, story.reply().status());
    }

    @Test
    void whatTheOtherFormatRequiresIsNoLossForStrictTranslation() {
        var request = Story.request(Endpoint.CHAT, Format.OPENAI,
            "{\"model\":\"c/lone\",\"metadata\":{\"run\":\"7\"},\"messages\":[{\"role\":\"assistant\","
                + "\"content\":\"hi\"},{\"role\":\"user\",\"content\":\"hi\"}]}");
        var story = Story.of(Story.POLICY.withStrict(true), request);
        assertTrue(story.call().body().contains("\"max_tokens\":8192"), story.call().body());
    }

    @Test
    void anAnswerThatEndsAtALimitOfTheGatewaySaysSo() {
        String limited = "{'id':'msg_1','type':'message','role':'assistant','model':'m','content':[{'type':'text',"
            + "'text':'x'}],'stop_reason':'STOP','usage':{'input_tokens':1,'output_tokens':1}}";
        String told = "approximated=max_tokens (the request has none so the answer ended at 8192)";
        assertEquals(told, Story.asking("c/lone").answer(200, limited.replace("STOP", "max_tokens")).reply().headers()
            .get("x-llm-router-loss"));
        assertNull(Story.asking("c/lone").answer(200, limited.replace("STOP", "end_turn")).reply().headers()
            .get("x-llm-router-loss"));
        assertNull(Story.chat("{'model':'c/lone','max_tokens':8192,'messages':[{'role':'user','content':'hi'}]}")
            .answer(200, limited.replace("STOP", "max_tokens")).reply().headers().get("x-llm-router-loss"));
        var streamed = Story.streaming("c/lone").stream(Sent.START, Sent.delta("x"),
            Sent.END.replace("end_turn", "max_tokens"), Sent.MESSAGE_STOP);
        assertTrue(streamed.closed(), streamed.streamText());
        assertEquals(told, streamed.summary().losses());
    }

    @Test
    void strictTranslationDoesNotConcernSameFormatRequests() {
        var request = Story.request(Endpoint.CHAT, Format.OPENAI,
            "{\"model\":\"a/lone\",\"logit_bias\":{},\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        Story.of(Story.POLICY.withStrict(true), request).call();
    }

    @Test
    void translatedAnswersComeInTheClientsFormat() {
        var story = Story.messages("{'model':'a/lone','max_tokens':9,'messages':[{'role':'user','content':'hi'}]}")
            .answered(200).body(Sent.ANSWER.replace("hello", "größe"));
        Json.Obj answer = (Json.Obj) Json.parse(story.reply().body());
        assertEquals("message", answer.text("type"));
        assertTrue(story.reply().body().contains("größe"));
        assertFalse(story.reply().verbatim());
    }

    @Test
    void tokenCountsAreTheProvidersWhereItHasThem() {
        var story = Story.of(Story.request(Endpoint.COUNT_TOKENS, Format.CLAUDE, COUNT));
        assertEquals("https://c.example/v1/messages/count_tokens", story.call().url());
        story.answered(200).body("{\"input_tokens\":12}");
        assertEquals("{\"input_tokens\":12}", story.reply().body());
        assertNull(story.reply().headers().get("x-llm-router-estimated"));
        var failed = Story.of(Story.request(Endpoint.COUNT_TOKENS, Format.CLAUDE, COUNT)).answer(404, "{}").summary();
        assertEquals("[c/lone:404/not_found#1] ok", failed.attempts() + " " + failed.end());
    }

    @Test
    void otherTokenCountsAreEstimatesAndSaySo() {
        for (Story story : new Story[] {
            Story.of(Story.request(Endpoint.COUNT_TOKENS, Format.CLAUDE, COUNT)).answer(404, "{}"),
            Story.of(Story.request(Endpoint.COUNT_TOKENS, Format.CLAUDE, COUNT)).answered(200).body("<html>"),
            Story.of(Story.request(Endpoint.COUNT_TOKENS, Format.CLAUDE, COUNT)).broken(CallFailure.Kind.CONNECT),
            Story.of(Story.request(Endpoint.COUNT_TOKENS, Format.CLAUDE, COUNT.replace("c/lone", "a/lone")))}) {
            assertEquals(200, story.reply().status());
            assertEquals("true", story.reply().headers().get("x-llm-router-estimated"));
            assertTrue(((Json.Obj) Json.parse(story.reply().body())).number("input_tokens", 0) > 0);
            assertEquals(RequestEnd.OK, story.summary().end());
        }
    }

    @Test
    void theBodyDecidesTheFormatOnUnifiedPaths() {
        var story = Story.of(Story.request(Endpoint.UNIFIED, null,
            "{\"model\":\"a/lone\",\"n\":1,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
        assertEquals(Sent.ANSWER, story.answered(200).body(Sent.ANSWER).reply().body());
        story = Story.of(Story.request(Endpoint.UNIFIED, null,
            "{\"model\":\"c/lone\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
        assertEquals(Sent.named(Sent.MESSAGE, "c/lone"), story.answered(200).body(Sent.MESSAGE).reply().body());
        story = Story.of(Story.request(Endpoint.UNIFIED, null, "{\"model\":\"c/lone\",\"input\":\"hi\"}"));
        assertTrue(story.answered(200).body(Sent.MESSAGE).reply().body().contains("\"object\":\"response\""));
    }

    @Test
    void aRequestThatComesBackToItsGatewayIsRefused() {
        String body = "{'model':'a/lone','messages':[{'role':'user','content':'hi'}]}";
        assertEquals("gw0,gw1", Story.chat(body, "x-llm-router-via", "gw0").call().headers().get("x-llm-router-via"));
        assertEquals(508, Story.chat(body, "x-llm-router-via", "gw0,gw1").reply().status());
    }

    @Test
    void aHostileModelNameIsHarmless() {
        for (String name : new String[] {"a/\\r\\nx: y", "/../../etc/passwd", "__proto__", "constructor", "a/__proto__",
            "a//", "/", "alias:", "x".repeat(10_000)}) {
            var story = exactly("{\"model\":\"" + name + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
            assertEquals(404, story.reply().status(), name);
            assertTrue(story.reply().body().length() < 1_000);
            for (var h : story.reply().headers().all()) assertFalse(h.value().contains("\n"), h.toString());
        }
    }
}
