package llmrouter.protocol;

import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Reasoning that only its issuer can read, in Responses and in Messages.
class EncryptedReasoningTest {
    private static final Protocol RESPONSES = Protocol.of(Format.RESPONSES);
    private static final Protocol MESSAGES = Protocol.of(Format.CLAUDE);
    private static final String HISTORY =
        "{'model':'m','input':[{'role':'user','content':'a'},{'type':'reasoning','summary':[],"
        + "'encrypted_content':'gA'}," + "{'type':'reasoning','summary':[],'encrypted_content':'messages.c2ln'},"
        + "{'type':'reasoning','summary':[],'encrypted_content':'messages-redacted.ZA=='},"
        + "{'type':'reasoning','summary':[]},{'type':'message','role':'user','content':'b'}]}";

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static int items(String history, String foreign) {
        var members = RESPONSES.withoutThinking(JsonScan.of(json(history)), foreign::equals);
        return members.get("input") instanceof Json.Arr input ? input.size() : -1;
    }

    @Test
    void signaturesAreToldAsTheNeutralFormSpellsThem() {
        assertEquals(List.of("responses.gA", "c2ln", "ZA=="), RESPONSES.signatures(json(HISTORY)));
        assertEquals(List.of("responses.gA"),
            RESPONSES.signatures(json("{'output':[{'type':'reasoning','encrypted_content':'gA'}]}")));
        assertEquals(List.of(), RESPONSES.signatures(json("{'input':'encrypted_content'}")));
    }

    @Test
    void whatAnotherFormatSignedNeverReachesAProviderOfThisOne() {
        assertEquals(4, items(HISTORY, "nobody's"));
        assertEquals(3, items(HISTORY, "responses.gA"));
        var members = MESSAGES.withoutThinking(JsonScan.of(json("{'messages':[{'role':'user','content':'a'},"
            + "{'role':'assistant','content':[{'type':'thinking','thinking':'t',"
            + "'signature':'responses.gA'},{'type':'text','text':'b'}]}]}")), _ -> false);
        assertEquals(json("[{'role':'user','content':'a'},{'role':'assistant','content':[{'type':'text',"
            + "'text':'b'}]}]"), members.get("messages").toString());
    }

    @Test
    void aRequestWithNothingToTakeOutStaysAsItIs() {
        assertTrue(RESPONSES.withoutThinking(JsonScan.of(json("{'input':[{'type':'reasoning','summary':[],"
            + "'encrypted_content':'gA'}]}")), _ -> false).isEmpty());
        assertTrue(RESPONSES.withoutThinking(JsonScan.of(json("{'input':'a'}")), _ -> true).isEmpty());
    }
}
