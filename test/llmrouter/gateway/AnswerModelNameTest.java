package llmrouter.gateway;

import org.junit.jupiter.api.Test;

import llmrouter.config.Format;
import llmrouter.gateway.passing.AnswerModelName;
import llmrouter.json.JsonScan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The name under which a client knows the model is the one in its answer. Claude Code sends signed thinking back only
/// to the model that the answer named.
class AnswerModelNameTest {
    private static final String WHOLE = "{'type':'message', 'id':'msg_1','role':'assistant',"
        + "'model':'claude-x-20260101','content':[{'type':'text','text':'hi'}],"
        + "'stop_reason':'end_turn','usage':{'input_tokens':1.0,'output_tokens':1}}";
    private static final String START = """
        event: message_start
        data: {"type":"message_start", "message":{"id":"msg_1","type":"message","role":"assistant",\
        "model":"claude-x-20260101","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}

        """;
    private static final String REST = """
        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,\
        "delta":{"type":"text_delta","text":"\\"model\\":\\"claude-x-20260101\\" — ä"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},\
        "usage":{"output_tokens":3}}

        event: message_stop
        data: {"type":"message_stop"}

        """;

    private static String asking(String model, boolean stream) {
        return "{'model':" + model + ",'stream':" + stream
            + ",'max_tokens':100,'messages':[{'role':'user','content':'a'}]}";
    }

    @Test
    void aWholeAnswerOfTheSameFormatCarriesTheAliasAndIsOtherwiseUnchanged() {
        var story = Story.messages(asking("'pair'", false)).answer(500, "{}").silence().answer(500, "{}").silence()
            .answer(500, "{}").answer(500, "{}").answer(200, WHOLE);
        assertEquals(WHOLE.replace('\'', '"').replace("claude-x-20260101", "pair"), story.reply().body());
        assertEquals("c/lone", story.reply().headers().get("x-llm-router-candidate"));
    }

    @Test
    void aStreamOfTheSameFormatCarriesTheAliasInItsFirstEvent() {
        String piece = Story.latin1(START + REST);
        var story = Story.messages(asking("'c/lone'", true)).stream(piece);
        assertEquals(piece.replace("\"model\":\"claude-x-20260101\",\"content\"", "\"model\":\"c/lone\",\"content\""),
            story.streamText());
    }

    @Test
    void anAnswerUnderTheProvidersOwnNameIsUnchangedToTheByte() {
        assertNull(AnswerModelName.of(Format.CLAUDE, JsonScan.of("{\"model\":\"m\"}"), "m"));
        assertEquals("c/m", AnswerModelName.of(Format.CLAUDE, JsonScan.of("{\"model\":\"c/m\"}"), "m"));
        assertNull(AnswerModelName.of(Format.OPENAI, JsonScan.of("{\"model\":\"c/m\"}"), "m"));
    }

    @Test
    void aNameBeyondAsciiArrivesUnchanged() {
        assertEquals("{\"model\":\"" + Story.latin1("größe") + "\"}",
            AnswerModelName.in(JsonScan.of("{\"model\":\"m\"}"), "größe"));
    }

    @Test
    void aTranslatedAnswerCarriesTheAlias() {
        var story = Story.messages(asking("'a/lone'", false))
            .answer(200,
                "{'id':'x','model':'gpt-x','choices':[{'message':{'role':'assistant','content':'hi'},"
                + "'finish_reason':'stop'}]}");
        assertTrue(story.reply().body().contains("\"model\":\"a/lone\""), story.reply().body());
    }

    @Test
    void aTranslatedStreamCarriesTheAlias() {
        var story = Story.messages(asking("'a/lone'", true))
            .stream("data: {\"id\":\"x\",\"model\":\"gpt-x\",\"choices\":[{\"index\":0,"
                + "\"delta\":{\"content\":\"hi\"}}]}\n\n");
        assertTrue(story.streamText().contains("\"model\":\"a/lone\""), story.streamText());
    }

    @Test
    void aRequestWithoutAModelGetsTheProvidersName() {
        var story = Story.messages("{'max_tokens':100,'messages':[{'role':'user','content':'a'}]}")
            .answer(200,
            "{'id':'x','model':'gpt-x','choices':[{'message':{'role':'assistant','content':'hi'},"
                + "'finish_reason':'stop'}]}");
        assertTrue(story.reply().body().contains("\"model\":\"gpt-x\""), story.reply().body());
    }

    @Test
    void otherFormatsGetTheProvidersName() {
        var story = Story.asking("a/lone")
            .answer(200,
                "{'id':'x','model':'gpt-x','choices':[{'message':{'role':'assistant','content':'hi'},"
                + "'finish_reason':'stop'}]}");
        assertTrue(story.reply().body().contains("\"model\":\"gpt-x\""), story.reply().body());
    }
}
