package llmrouter.gateway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.admission.Endpoint;
import llmrouter.chat.Seal;
import llmrouter.config.Format;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Conversations of Responses clients that were compacted, or are to be.
class ExchangeCompactionTest {
    private static final String INPUT = "'input':[{'role':'user','content':'q'},{'type':'message','role':'assistant',"
        + "'content':[{'type':'output_text','text':'a'}]},{'role':'user','content':[{'type':'input_text','text':'r'}]}";
    private static final String CHAT = "{'choices':[{'message':{'content':'all of it'},'finish_reason':'stop'}],"
        + "'usage':{'prompt_tokens':9,'completion_tokens':3}}";

    private static Story compact(String model) {
        return asked(Endpoint.COMPACT, "{'model':'" + model + "'," + INPUT + "]}");
    }

    private static Story asked(Endpoint endpoint, String body) {
        return Story.of(Story.request(endpoint, Format.RESPONSES, body.replace('\'', '"')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/lone", "c/lone"})
    void theEndpointGivesTheUsersMessagesAndTheSummary(String model) {
        var story = compact(model);
        assertTrue(story.call().body().contains("Write a summary"), story.call().body());
        assertEquals(model.equals("a/lone") ? "https://a.example/v1/chat/completions"
            : "https://c.example/v1/messages", story.call().url());
        story.answer(200, model.equals("a/lone") ? CHAT : "{'type':'message','content':[{'type':'text','text':"
            + "'all of it'}],'stop_reason':'end_turn','usage':{'input_tokens':9,'output_tokens':3}}");
        var answer = (Json.Obj) Json.parse(story.reply().body());
        assertEquals("response.compaction", answer.text("object"));
        assertEquals(12, answer.object("usage").number("total_tokens", 0));
        assertTrue(answer.text("id").startsWith("resp_"));
        assertEquals(1_750_000_000L, answer.number("created_at", 0));
        var output = answer.objects("output");
        assertEquals(3, output.size());
        assertEquals("[{\"type\":\"input_text\",\"text\":\"q\"}]", output.get(0).get("content").toString());
        assertEquals("user", output.get(1).text("role"));
        assertEquals("compaction", output.get(2).text("type"));
        assertEquals(new Seal(Seal.Kind.SUMMARY, null, "all of it"), Seal.of(output.get(2).text("encrypted_content")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/lone", "c/lone"})
    void theEndpointAsksForAWholeAnswerEvenIfTheClientWantsAStream(String model) {
        var story = asked(Endpoint.COMPACT, "{'model':'" + model + "','stream':true," + INPUT + "]}");
        assertFalse(story.call().body().contains("stream"), story.call().body());
    }

    @Test
    void aProviderOfTheFormatGetsTheRequestAsItIs() {
        var story = compact("f/lone");
        assertEquals("https://f.example/v1/responses/compact", story.call().url());
        assertTrue(story.call().body().endsWith(INPUT.replace('\'', '"') + "]}"), story.call().body());
        String answer = "{\"object\":\"response.compaction\",\"output\":[],\"usage\":{\"input_tokens\":1}}";
        assertEquals(answer, story.answered(200).body(answer).reply().body());
    }

    @Test
    void anAnswerThatIsNoSummaryIsTriedAgain() {
        var story = compact("a/lone").answer(200, CHAT.replace("all of it", " ")).silence();
        assertEquals("a a", story.hosts());
        story.answer(200, CHAT);
        assertEquals(200, story.reply().status());
    }

    /// Until the summary is complete nothing of it has been sent, so it can still be asked for again.
    @Test
    void aStreamThatIsNoSummaryIsTriedAgain() {
        String call = "[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]";
        var story = streaming().stream(said("I look.\",\"tool_calls\":" + call + ",\"x\":\""), END).silence();
        assertEquals("a a", story.hosts());
        story.stream(said("all"), said(" of it"), END);
        assertTrue(story.streamText().contains("\"type\":\"compaction\""), story.streamText());
        assertFalse(story.streamText().contains("I look"), story.streamText());
    }

    /// A summary may take its time once the model has begun to write.
    @Test
    void aSlowSummaryIsNotTakenForSilence() {
        var story = streaming().stream();
        long first = story.waitMs();
        story.chunk(said("all"));
        for (long passed = 0; passed < 2 * first; passed += 10_000) {
            story.later(10_000).chunk(said(" of it")).elapsed();
        }
        assertTrue(story.chunk(END).streamText().contains("event: response.completed"), story.streamText());
    }

    private static final String END = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: [DONE]\n\n";

    private static String said(String words) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + words + "\"}}]}\n\n";
    }

    private static Story streaming() {
        return asked(Endpoint.RESPONSES, "{'model':'a/lone','stream':true," + INPUT
            + ",{'type':'compaction_trigger'}]}");
    }

    @Test
    void aSummaryThatOnlyItsMakerCanReadGoesNowhereElse() {
        var story = asked(Endpoint.RESPONSES, "{'model':'a/lone'," + INPUT
            + ",{'type':'compaction','encrypted_content':'gAAAA'}]}");
        assertEquals(0, story.callCount());
        assertEquals(400, story.reply().status());
        assertTrue(story.reply().body().contains("summary"), story.reply().body());
        var same = asked(Endpoint.RESPONSES, "{'model':'f/lone'," + INPUT
            + ",{'type':'compaction','encrypted_content':'gAAAA'}]}");
        assertTrue(same.call().body().contains("gAAAA"));
    }
}
