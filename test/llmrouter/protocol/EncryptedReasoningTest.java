package llmrouter.protocol;

import java.util.List;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;

import llmrouter.chat.Issuer;
import llmrouter.chat.Losses;
import llmrouter.chat.Seal;
import llmrouter.chat.Seal.Kind;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.continuity.Continuity;
import llmrouter.text.Fnv1a;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What only its issuer can read, in requests that are passed on in their own format.
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

    private static String opened(Protocol protocol, String request, Predicate<String> foreign, Losses losses) {
        var continuity = new Continuity(new Issuer("p", "m"), foreign, false, losses);
        var members = protocol.opened(JsonScan.of(json(request)), continuity);
        return members.isEmpty() ? null : members.values().iterator().next().toString();
    }

    private static int items(String foreign) {
        String input = opened(RESPONSES, HISTORY, Fnv1a.hex(foreign)::equals, new Losses());
        return input == null ? -1 : ((Json.Arr) Json.parse(input)).size();
    }

    private static String item(String encrypted) {
        return "{'type':'reasoning','summary':[],'encrypted_content':'" + encrypted + "'}";
    }

    private static String block(String type, String member, String value) {
        return "{'type':'" + type + "','" + member + "':'" + value + "'}";
    }

    private static String answered(String block) {
        return "{'messages':[{'role':'assistant','content':[" + block + ",{'type':'text','text':'b'}]}]}";
    }

    @Test
    void sealsAreToldWithTheVendorsOwnData() {
        assertEquals(List.of(new Seal(Kind.REASONING, "", "gA"), new Seal(Kind.SIGNATURE, "", "c2ln"),
            new Seal(Kind.REDACTED, "", "ZA==")), RESPONSES.seals(json(HISTORY)));
        assertEquals(List.of(new Seal(Kind.REASONING, "", "gA")),
            RESPONSES.seals(json("{'output':[{'type':'reasoning','encrypted_content':'gA'}]}")));
        assertEquals(List.of(), RESPONSES.seals(json("{'input':'encrypted_content'}")));
    }

    @Test
    void whatAnotherFormatSignedNeverReachesAProviderOfThisOne() {
        assertEquals(4, items("of no one"));
        assertEquals(3, items("gA"));
        String early = "{'messages':[{'role':'user','content':'a'},{'role':'assistant','content':[{'type':'thinking',"
            + "'thinking':'t','signature':'responses.gA'},{'type':'text','text':'b'}]}]}";
        assertEquals(json("[{'role':'user','content':'a'},{'role':'assistant','content':[{'type':'text',"
            + "'text':'b'}]}]"), opened(MESSAGES, early, _ -> false, new Losses()));
    }

    @Test
    void aRequestWithNothingToTakeOutStaysAsItIs() {
        var losses = new Losses();
        assertEquals(null, opened(RESPONSES, "{'input':[" + item("gA") + "]}", _ -> false, losses));
        assertEquals(null, opened(RESPONSES, "{'input':'a'}", _ -> true, losses));
        assertEquals(null, opened(MESSAGES, answered(block("redacted_thinking", "data", "ZA==")), _ -> false, losses));
        assertTrue(losses.isEmpty(), losses.line());
    }

    @Test
    void whatTheCandidateIssuedGoesBackAsItMadeIt() {
        var losses = new Losses();
        String reasoning = new Seal(Kind.REASONING, "p", "gA").text();
        assertEquals(json("[" + item("gA") + "]"),
            opened(RESPONSES, "{'input':[" + item(reasoning) + "]}", _ -> false, losses));
        String signature = new Seal(Kind.SIGNATURE, "p", "c2ln").text();
        assertEquals(((Json.Obj) Json.parse(json(answered(block("thinking", "signature", "c2ln"))))).get("messages"),
            Json.parse(opened(MESSAGES, answered(block("thinking", "signature", signature)), _ -> false, losses)));
        String redacted = new Seal(Kind.REDACTED, "p", "ZA==").text();
        assertTrue(opened(MESSAGES, answered(block("redacted_thinking", "data", redacted)), _ -> false, losses)
            .contains("\"ZA==\""));
        assertTrue(losses.isEmpty(), losses.line());
    }

    @Test
    void whatAnotherProviderIssuedIsLeftOutAndNamed() {
        for (var kind : Kind.values()) {
            for (var issuer : List.of("q", "p/m/x", "p/other")) {
                if (kind == Kind.SUMMARY) continue;
                var losses = new Losses();
                String seal = new Seal(kind, issuer, kind == Kind.UNREADABLE ? "llm-router.2.x" : "gA").text();
                assertEquals("[]", opened(RESPONSES, "{'input':[" + item(seal) + "]}", _ -> false, losses));
                String thinking = opened(MESSAGES, answered(block("thinking", "signature", seal)), _ -> false, losses);
                assertTrue(!thinking.contains("thinking") && thinking.contains("\"b\""), thinking);
                assertEquals(List.of("thinking"), losses.dropped());
            }
        }
    }

    @Test
    void dataOfAnotherKindNeverStandsInAField() {
        for (var kind : List.of(Kind.SIGNATURE, Kind.REDACTED, Kind.MEMBERS)) {
            String seal = new Seal(kind, new Issuer("p", "m").of(kind), "gA").text();
            assertEquals("[]", opened(RESPONSES, "{'input':[" + item(seal) + "]}", _ -> false, new Losses()));
        }
        for (var kind : List.of(Kind.REASONING, Kind.REDACTED, Kind.MEMBERS)) {
            String seal = new Seal(kind, new Issuer("p", "m").of(kind), "gA").text();
            String left = opened(MESSAGES, answered(block("thinking", "signature", seal)), _ -> false, new Losses());
            assertTrue(!left.contains("thinking"), left);
        }
    }
}
