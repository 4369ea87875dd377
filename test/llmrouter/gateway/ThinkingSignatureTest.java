package llmrouter.gateway;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// To which providers signed thinking is replayed. The providers c and e both use the Messages format.
class ThinkingSignatureTest {
    private static final String SIGNED = "{'type':'message','id':'msg_1','role':'assistant','model':'m',"
        + "'content':[{'type':'thinking','thinking':'hm','signature':'SIG-OF-C'},"
        + "{'type':'text','text':'b'}],'stop_reason':'end_turn','usage':{'input_tokens':1,'output_tokens':1}}";
    private static final String REFUSAL = "{'type':'error','error':{'type':'invalid_request_error',"
        + "'message':'messages.1.content.0: Invalid `signature` in `thinking` block'}}";

    private static String history(String model, String thinking) {
        return "{'model':'" + model
            + "','max_tokens':100, 'messages':[{'role':'user','content':'a'},{'role':'assistant','content':[" + thinking
            + "{'type':'text','text':'b'}]},{'role':'user','content':'c'}]}";
    }

    private static final String OF_C = "{'type':'thinking','thinking':'hm','signature':'SIG-OF-C'},";

    private static Story signedByC() {
        return Story.messages("{'model':'c/lone','max_tokens':100,'messages':[{'role':'user','content':'a'}]}")
            .answer(200, SIGNED);
    }

    private static Story remembered() {
        var story = signedByC();
        story.summary();
        return story;
    }

    @Test
    void thinkingGoesBackUnchangedToTheProviderThatSignedIt() {
        var story = remembered().then(history("c/lone", OF_C));
        assertEquals(history("lone", OF_C).replace('\'', '"'), story.call().body());
    }

    @Test
    void thinkingOfAnotherIssuerIsLeftOutAndReportedAsALoss() {
        var story = remembered().then(history("e/lone", OF_C));
        assertFalse(story.call().body().contains("SIG-OF-C"));
        assertTrue(story.call().body().contains("\"text\":\"b\""));
        story.answer(200, SIGNED.replace("SIG-OF-C", "SIG-OF-E"));
        assertEquals("dropped=thinking (another model thought that)", story.reply().headers().get("x-llm-router-loss"));
    }

    @Test
    void thinkingIsRestoredWhenTheConversationComesBack() {
        var away = remembered().then(history("e/lone", OF_C)).answer(200, SIGNED.replace("SIG-OF-C", "SIG-OF-E"));
        away.summary();
        assertTrue(away.then(history("c/lone", OF_C)).call().body().contains("SIG-OF-C"));
    }

    @Test
    void aStreamsSignatureIsRememberedAsWell() {
        var story = Story.streamingMessages("c/lone").stream("""
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",\
            "content":[],"model":"m","usage":{"input_tokens":1,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,\
            "content_block":{"type":"thinking","thinking":"","signature":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"SIG-OF-C"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},\
            "usage":{"output_tokens":3}}

            event: message_stop
            data: {"type":"message_stop"}

            """);
        story.summary();
        assertFalse(story.then(history("e/lone", OF_C)).call().body().contains("SIG-OF-C"));
    }

    @Test
    void unsignedThinkingIsNeverReplayed() {
        assertFalse(Story.messages(history("c/lone", "{'type':'thinking','thinking':'hm','signature':''},")).call()
            .body().contains("thinking"));
    }

    @Test
    void thinkingOfAnUnknownIssuerIsTrustedOnce() {
        var story = Story.messages(history("c/lone", OF_C)).answer(400, REFUSAL);
        assertFalse(story.call().body().contains("SIG-OF-C"));
        story.answer(400, REFUSAL);
        assertEquals(400, story.reply().status());
        assertEquals(2, story.callCount());
    }

    @Test
    void enabledThinkingIsSwitchedOffWhereTheToolTurnLosesItsThinking() {
        var story = remembered()
            .then("{'model':'e/lone','max_tokens':4000,'thinking':{'type':'enabled','budget_tokens':2000},"
                + "'messages':[{'role':'user','content':'a'},"
            + "{'role':'assistant','content':[" + OF_C + "{'type':'tool_use','id':'t1','name':'f','input':{}}]},"
            + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':'r'}]}]}");
        assertFalse(story.call().body().contains("thinking"));
    }

    @Test
    void enabledThinkingIsSwitchedOffWhereAnotherProviderBeganTheToolTurnWithoutAny() {
        String turn = "{'model':'c/lone','max_tokens':4000,'thinking':{'type':'enabled','budget_tokens':2000},"
            + "'messages':[{'role':'user','content':'a'},"
            + "{'role':'assistant','content':[{'type':'tool_use','id':'t1','name':'f','input':{}}]},"
            + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':'r'}]}]}";
        String missing = "{'type':'error','error':{'type':'invalid_request_error',"
            + "'message':'messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found "
            + "`tool_use`.'}}";
        var story = Story.messages(turn);
        assertTrue(story.call().body().contains("budget_tokens"));
        story.answer(400, missing);
        assertFalse(story.call().body().contains("thinking"));
        story.answer(400, missing);
        assertEquals(400, story.reply().status());
        assertEquals(2, story.callCount());
    }

    @Test
    void anAnswerOfOnlyForeignThinkingDoesNotBecomeAnEmptyTurn() {
        var story = remembered()
            .then("{'model':'e/lone','max_tokens':100,'messages':[{'role':'user','content':'a'},{'role':'assistant',"
                + "'content':["
            + OF_C.substring(0, OF_C.length() - 1) + "]},{'role':'user','content':'c'}]}");
        assertFalse(story.call().body().contains("assistant"));
    }
}
