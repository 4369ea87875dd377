package llmrouter.gateway;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Stop sequences for a provider of the Responses format (f), which has no such field: the gateway ends the answer.
class StoppedAnswerTest {
    private static final String BODY = "{'model':'f/lone','max_tokens':99,STOP'messages':[{'role':'user',"
        + "'content':'count'}]}";
    private static final String MESSAGES = BODY.replace("STOP", "'stop_sequences':['\\n4','!'],");
    private static final String CHAT = BODY.replace("STOP", "'stop':'\\n4',");
    private static final String ANSWER = "{'id':'resp_1','object':'response','status':'completed',"
        + "'output':[{'type':'message','role':'assistant',"
        + "'content':[{'type':'output_text','text':'1\\n2\\n3\\n4\\n5'}]}],'usage':{'input_tokens':7,"
        + "'output_tokens':10}}";

    private static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members.replace('\'', '"') + "}\n\n";
    }

    private static String delta(String text) {
        return event("response.output_text.delta",
            "'output_index':0,'content_index':0,'item_id':'msg_1','delta':'" + text + "'");
    }

    private static final String[] STREAM = {event("response.created", "'response':{'id':'resp_1','model':'m'}"),
        event("response.output_item.added", "'output_index':0,'item':{'type':'message','id':'msg_1'}"), delta("1\\n"),
            delta("2\\n3\\n"), delta("4\\n"), delta("5")};
    private static final String COMPLETED = event("response.completed", "'response':" + ANSWER);

    private static String streaming(String body) {
        return body.replace("'max_tokens'", "'stream':true,'max_tokens'");
    }

    @Test
    void aMessagesClientLearnsWhichSequenceEndedTheAnswer() {
        var reply = Story.messages(MESSAGES).answer(200, ANSWER).reply();
        assertTrue(reply.body().contains("\"content\":[{\"type\":\"text\",\"text\":\"1\\n2\\n3\"}]"), reply.body());
        assertTrue(reply.body().contains("\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"\\n4\""), reply.body());
        assertTrue(reply.body().contains("\"output_tokens\":10"), reply.body());
        assertNull(reply.headers().get("x-llm-router-loss"));
    }

    @Test
    void aChatClientSeesAStop() {
        var reply = Story.chat(CHAT).answer(200, ANSWER).reply();
        assertTrue(reply.body().contains("\"content\":\"1\\n2\\n3\""), reply.body());
        assertTrue(reply.body().contains("\"finish_reason\":\"stop\""), reply.body());
    }

    @Test
    void aStreamEndsAtTheSequenceWithTheWholeUsage() {
        var story = Story.messages(streaming(MESSAGES)).stream(STREAM).chunk(COMPLETED);
        assertTrue(story.streamText().contains("\"text\":\"\\n2\\n3\""), story.streamText());
        assertFalse(story.streamText().contains("\"text\":\"5"), story.streamText());
        assertTrue(story.streamText().contains("\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"\\n4\""),
            story.streamText());
        assertTrue(story.streamText().contains("\"output_tokens\":10"), story.streamText());
        assertTrue(story.streamText().endsWith(Sent.MESSAGE_STOP), story.streamText());
        assertEquals(10, story.summary().usage().output());
    }

    @Test
    void aChatStreamEndsAtTheSequenceToo() {
        var story = Story.chat(streaming(CHAT)).stream(STREAM).chunk(COMPLETED);
        assertFalse(story.streamText().contains("4"), story.streamText());
        assertTrue(story.streamText().contains("\"finish_reason\":\"stop\""), story.streamText());
        assertTrue(story.streamText().endsWith(Sent.DONE), story.streamText());
    }

    /// Anthropic refuses a sequence of white space, and takes the others.
    @Test
    void aSequenceOfWhiteSpaceEndsAnAnswerOfAMessagesProvider() {
        String body = "{'model':'c/lone','max_tokens':99,'stop':['\\n\\n','','END'],'messages':[{'role':'user',"
            + "'content':'q'}]}";
        var whole = Story.chat(body);
        assertTrue(whole.call().body().contains("\"stop_sequences\":[\"END\"]"), whole.call().body());
        whole.answer(200, "{'id':'msg_1','type':'message','role':'assistant','model':'m','content':[{'type':'text',"
            + "'text':'one\\n\\ntwo'}],'stop_reason':'end_turn','usage':{'input_tokens':7,'output_tokens':10}}");
        assertTrue(whole.reply().body().contains("\"content\":\"one\""), whole.reply().body());
        assertTrue(whole.reply().body().contains("\"finish_reason\":\"stop\""), whole.reply().body());
        assertNull(whole.reply().headers().get("x-llm-router-loss"));
        var stream = Story.chat(streaming(body)).stream(Sent.START, Sent.delta("one\\n"), Sent.delta("\\ntwo"),
            Sent.END, Sent.MESSAGE_STOP);
        assertFalse(stream.streamText().contains("two"), stream.streamText());
        assertTrue(stream.streamText().contains("\"finish_reason\":\"stop\""), stream.streamText());
    }

    /// Chat Completions takes four sequences.
    @Test
    void theFifthSequenceEndsAnAnswerOfAChatProvider() {
        String body = "{'model':'a/lone','max_tokens':99,'stop_sequences':['1','2','3','4','k'],'messages':[{"
            + "'role':'user','content':'q'}]}";
        var story = Story.messages(body);
        assertTrue(story.call().body().contains("\"stop\":[\"1\",\"2\",\"3\",\"4\"]"), story.call().body());
        story.answer(200, "{'id':'c','object':'chat.completion','created':1,'model':'m','choices':[{'index':0,"
            + "'message':{'role':'assistant','content':'a key'},'finish_reason':'stop'}]}");
        assertTrue(story.reply().body().contains("\"text\":\"a \""), story.reply().body());
        assertTrue(story.reply().body().contains("\"stop_sequence\":\"k\""), story.reply().body());
    }

    @Test
    void aModelThatTakesNoSequencesIsStoppedAtAllOfThem() {
        var story = Story.messages(MESSAGES.replace("f/lone", "a/lone"))
            .answer(400, "{'error':{'message':'Unsupported parameter','param':'stop'}}");
        assertFalse(story.call().body().contains("\"stop\""), story.call().body());
        story.answer(200, "{'id':'c','object':'chat.completion','created':1,'model':'m','choices':[{'index':0,"
            + "'message':{'role':'assistant','content':'a! b'},'finish_reason':'stop'}]}");
        assertTrue(story.reply().body().contains("\"stop_sequence\":\"!\""), story.reply().body());
    }
}
