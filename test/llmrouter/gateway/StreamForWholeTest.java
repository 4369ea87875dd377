package llmrouter.gateway;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.admission.Endpoint;
import llmrouter.config.Format;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.FaultOwner;
import llmrouter.json.Json;
import llmrouter.routing.RequestEnd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A client asked for a whole answer, and a stream comes.
class StreamForWholeTest {
    private static final String STREAM = Sent.ROLE + Sent.say("hel") + Sent.say("lo") + Sent.STOP + Sent.USAGE
        + Sent.DONE;

    private static Story asking(String model, String stream) {
        return Story.asking(model).answered(200, "content-type", "text/event-stream").body(stream);
    }

    private static Json.Obj answer(Story story) {
        assertEquals(200, story.reply().status(), story.reply().body());
        assertEquals("application/json", story.reply().headers().get("content-type"));
        return (Json.Obj) Json.parse(story.reply().body());
    }

    private static String content(Json.Obj completion) {
        return completion.objects("choices").getFirst().object("message").text("content");
    }

    @Test
    void theEventsArePutTogether() {
        var story = asking("a/lone", STREAM);
        Json.Obj completion = answer(story);
        assertEquals("hello", content(completion));
        assertEquals("chat.completion", completion.text("object"));
        assertEquals("chatcmpl-1", completion.text("id"));
        assertEquals(1, completion.number("created", 0));
        Summary told = story.summary();
        assertEquals(5, told.usage().prompt() + told.usage().output());
        assertEquals(RequestEnd.OK, told.end());
        assertEquals(List.of("the provider sent a stream where a whole answer was asked for"), told.notes().warnings());
    }

    @Test
    void membersThatOnlyTheVendorKnowsStay() {
        String stream = STREAM.replace("\"created\":1,", "\"created\":1,\"system_fingerprint\":\"fp\",")
            .replace("{\"content\":\"hel\"}", "{\"content\":\"hel\",\"reasoning\":\"Hm.\",\"reasoning_details\":"
                + "[{\"type\":\"reasoning.text\",\"text\":\"Hm.\",\"signature\":\"SIG\"}]}");
        Json.Obj completion = answer(asking("a/lone", stream));
        assertEquals("fp", completion.text("system_fingerprint"));
        Json.Obj message = completion.objects("choices").getFirst().object("message");
        assertEquals("Hm.", message.text("reasoning"));
        assertEquals("[{\"type\":\"reasoning.text\",\"text\":\"Hm.\",\"signature\":\"SIG\"}]",
            message.get("reasoning_details").toString());
    }

    @Test
    void aFurtherChoiceIsInTheLedger() {
        String other = Sent.say("B").replace("\"index\":0", "\"index\":1");
        var story = asking("a/lone", Sent.ROLE + Sent.say("A") + other + other.replace("null}]", "\"stop\"}]")
            + Sent.STOP + Sent.DONE);
        assertEquals("A", content(answer(story)));
        assertTrue(story.reply().headers().get("x-llm-router-loss").startsWith("dropped=n ("));
    }

    @Test
    void aMessagesStreamKeepsItsBlocksAndTheAskedName() {
        String block = "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":1,"
            + "\"content_block\":{\"type\":\"server_tool_use\",\"id\":\"srv_1\",\"name\":\"x\",\"input\":{}}}\n\n"
            + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":1,\"delta\":"
            + "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"q\\\":1}\"}}\n\n";
        var story = Story.messages("{'model':'c/lone','max_tokens':9,'messages':[{'role':'user','content':'hi'}]}")
            .answered(200).body(Sent.START + Sent.delta("hi") + block + Sent.END + Sent.MESSAGE_STOP);
        Json.Obj message = answer(story);
        assertEquals("c/lone", message.text("model"));
        assertEquals("[{\"type\":\"text\",\"text\":\"hi\"},{\"type\":\"server_tool_use\",\"id\":\"srv_1\","
            + "\"name\":\"x\",\"input\":{\"q\":1}}]", message.get("content").toString());
        assertEquals(3, message.object("usage").number("input_tokens", 0));
        assertEquals(2, message.object("usage").number("output_tokens", 0));
    }

    @Test
    void aResponsesStreamGivesTheProvidersOwnResponse() {
        String response = "{\"id\":\"resp_7\",\"object\":\"response\",\"status\":\"completed\",\"output\":[],"
            + "\"store\":true,\"metadata\":{\"a\":\"b\"},\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}";
        String item = "{\"type\":\"message\",\"id\":\"msg_7\",\"status\":\"completed\",\"role\":\"assistant\","
            + "\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\",\"annotations\":[]}]}";
        var request = Story.request(Endpoint.RESPONSES, Format.RESPONSES, "{\"model\":\"f/lone\",\"input\":\"hi\"}");
        var story = Story.of(request).answered(200).body("data: {\"type\":\"response.output_item.done\","
            + "\"output_index\":0,\"item\":" + item + "}\n\ndata: {\"type\":\"response.completed\",\"response\":"
            + response + "}\n\n");
        Json.Obj answer = answer(story);
        assertEquals("resp_7", answer.text("id"));
        assertEquals("[" + item + "]", answer.get("output").toString());
        assertEquals("{\"a\":\"b\"}", answer.get("metadata").toString());
    }

    @Test
    void aTranslatedClientGetsItsOwnFormat() {
        var story = Story.messages("{'model':'a/lone','max_tokens':9,'messages':[{'role':'user','content':'hi'}]}")
            .answered(200).body(STREAM);
        Json.Obj message = answer(story);
        assertEquals("[{\"type\":\"text\",\"text\":\"hello\"}]", message.get("content").toString());
        assertEquals("end_turn", message.text("stop_reason"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data: [DONE]\n\n", "data: {\"choices\":[{\"index\":0,\"del"})
    void aStreamThatBreaksOffLetsTheNextCandidateAnswer(String rest) {
        var story = Story.asking("pair").answered(200).body(Sent.ROLE + Sent.say("x") + rest);
        while (story.last() instanceof Action.Pause) {
            story.silence();
            if (story.last() instanceof Action.Call && story.hosts().endsWith("b")) {
                story.answered(200).body(Sent.ROLE + Sent.say("x") + rest);
            }
        }
        assertTrue(story.hosts().endsWith("b a"), story.hosts());
    }

    @Test
    void anErrorInTheStreamIsThatError() {
        var story = asking("a/lone", Sent.ROLE + Sent.say("x") + Sent.FAILURE.replace("\"code\":null",
            "\"code\":\"context_length_exceeded\""));
        assertEquals(400, story.reply().status());
        assertTrue(story.reply().body().contains("boom"), story.reply().body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EMBEDDINGS", "COMPLETIONS"})
    void anEndpointWithoutTheLikeGetsAnError(Endpoint endpoint) {
        String body = "{\"model\":\"a/lone\",\"input\":\"hi\",\"prompt\":\"hi\"}";
        var story = Story.of(Story.request(endpoint, Format.OPENAI, body)).answered(200).body(STREAM);
        assertEquals(502, story.reply().status());
        assertTrue(story.reply().body().contains("an event stream came where a whole answer was asked for"));
    }

    @Test
    void aCutByTheNetworkIsNoStrikeAgainstTheCandidate() {
        for (FaultOwner owner : new FaultOwner[] {FaultOwner.NETWORK, FaultOwner.PROVIDER}) {
            var story = Story.streaming("a/lone");
            for (int i = 0; i < 2; i++) {
                story.stream(Sent.ROLE, Sent.say("x"))
                    .broken(new CallFailure(CallFailure.Kind.CUT, owner, "as the test says"));
                assertTrue(story.streamText().contains("as the test says"), story.streamText());
                story.summary();
                story = story.then(Story.POLICY, Story.request(Endpoint.CHAT, Format.OPENAI,
                    Story.streamBody("mixed").replace('\'', '"')));
            }
            assertEquals(owner.rests() ? "f" : "a", story.hosts(), owner.toString());
        }
    }
}
