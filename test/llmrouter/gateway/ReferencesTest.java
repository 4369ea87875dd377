package llmrouter.gateway;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.ManualClock;
import llmrouter.admission.ClientAccess;
import llmrouter.admission.Endpoint;
import llmrouter.chat.GatewayError;
import llmrouter.config.Format;
import llmrouter.config.Settings.AnswerSettings;
import llmrouter.config.secrets.SecretWords;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.json.Json;
import llmrouter.protocol.earlier.EarlierAnswers;
import llmrouter.state.answers.AnswerMemory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Clients of the Responses format that refer to earlier answers of the gateway.
class ReferencesTest {
    private static final String GONE = "[an earlier answer that the gateway no longer has]";
    private static final String THOUGHT = "{'id':'msg_1','type':'message','role':'assistant','model':'m','content':["
        + "{'type':'thinking','thinking':'Hm.','signature':'c2ln'},{'type':'text','text':'Looking.'},"
        + "{'type':'tool_use','id':'toolu_1','name':'f','input':{'a':1}}],"
        + "'stop_reason':'tool_use','stop_sequence':null,'usage':{'input_tokens':3,'output_tokens':2}}";
    private static final String TOOLS = "'tools':[{'type':'function','name':'f','parameters':{'type':'object'}}],";

    private final ManualClock clock = ManualClock.at("2026-11-29T12:00:00Z");
    private AnswerMemory memory = memory(true, 100, 1 << 20);
    private int requests;
    private AnswerMemory.Room room = (_, _, _) -> {};

    private AnswerMemory memory(boolean on, int most, int mostBytes) {
        return new AnswerMemory(new AnswerSettings(on, most, mostBytes, 3_600_000), clock, () -> "");
    }

    private Story ask(String body) {
        return ask(null, body, false);
    }

    private Story askAs(String client, String body) {
        return ask(client, body, false);
    }

    /// @param client name of the client's key
    private Story ask(String client, String body, boolean strict) {
        EarlierAnswers earlier = memory.of(client, room);
        return Story.of(Story.POLICY.withStrict(strict), new ClientRequest("req_" + ++requests, Endpoint.RESPONSES,
            Format.RESPONSES, Story.headers(), body.replace('\'', '"'), 1_750_000_000L, 7, "gw1",
            ClientAccess.UNLIMITED, earlier, SecretWords.NONE));
    }

    private static Json.Obj body(Story story) {
        assertEquals(200, story.reply().status(), story.reply().body());
        return (Json.Obj) Json.parse(story.reply().body());
    }

    /// The answer of a Chat provider to a request.
    private Json.Obj hello(String body) {
        return body(ask(body).answer(200, Sent.ANSWER));
    }

    private static String messages(Story story) {
        var sent = (Json.Obj) Json.parse(story.call().body());
        return sent.get("messages").toString().replace('"', '\'');
    }

    private static void refused(Story story, String... words) {
        assertEquals(400, story.reply().status(), story.reply().body());
        for (String word : words) assertTrue(story.reply().body().contains(word), story.reply().body());
    }

    // ── previous_response_id ──

    @Test
    void theConversationBeforeAnAnswerStandsBeforeTheNewInput() {
        var first = hello("{'model':'a/lone','instructions':'Be brief.','input':'one'}");
        assertEquals("resp_llmr_1", first.text("id"));
        assertTrue(first.isTrue("store"));
        var second = body(ask("{'model':'a/lone','input':[{'role':'user','content':'two'}],"
            + "'previous_response_id':'resp_llmr_1'}").answer(200, Sent.ANSWER));
        assertEquals("resp_llmr_1", second.text("previous_response_id"));
        assertEquals("[{'role':'user','content':'one'},{'role':'assistant','content':'hello'},"
            + "{'role':'user','content':'two'},{'role':'assistant','content':'hello'},"
            + "{'role':'user','content':'three'}]",
            messages(ask("{'model':'a/lone','input':'three','previous_response_id':'resp_llmr_2'}")));
    }

    /// A request of a few bytes can refer to many megabytes.
    @Test
    void memoryForWhatARequestRefersToIsTakenBeforeItIsPutIn() {
        String long50 = "x".repeat(50_000);
        hello("{'model':'a/lone','input':'" + long50 + "'}");
        var grown = new ArrayList<Long>();
        room = (characters, wide, values) -> {
            assertFalse(wide);
            grown.add(characters);
            if (characters > 100_000) throw GatewayError.badRequest("no room", null);
        };
        refused(ask("{'model':'a/lone','previous_response_id':'resp_llmr_1','input':'" + long50 + "'}"), "no room");
        assertEquals(1, grown.stream().filter(n -> n > 100_000).count());
        grown.clear();
        String few = "{'model':'a/lone','previous_response_id':'resp_llmr_1','input':'two'}";
        String sent = ask(few).call().body();
        assertTrue(sent.length() > 50_000 && grown.getLast() >= 50_000, grown.toString());
        room = (characters, wide, values) -> {
            assertTrue(wide && values > 5, characters + " " + values);
            grown.add(characters);
        };
        ask(few.replace("two", "\u4e2d")).call();
    }

    @Test
    void anItemThatARequestRefersToManyTimesIsCountedAsOften() {
        body(ask("{'model':'a/lone','input':'one'}").answer(200, Sent.ANSWER.replace("hello", "y".repeat(50_000))));
        var grown = new ArrayList<Long>();
        room = (characters, _, _) -> {
            grown.add(characters);
            if (characters > 1_000_000) throw GatewayError.badRequest("no room", null);
        };
        String reference = "{'type':'item_reference','id':'msg_llmr_1_0'},";
        refused(ask("{'model':'a/lone','input':[" + reference.repeat(4000) + "{'role':'user','content':'hi'}]}"),
            "no room");
        assertTrue(grown.getLast() > 4000 * 50_000L, grown.toString());
        grown.clear();
        String body = ask("{'model':'a/lone','input':[" + reference.repeat(10) + "{'role':'user','content':'hi'}]}")
            .call().body();
        assertTrue(body.length() > 500_000 && grown.getLast() > 500_000, body.length() + " " + grown);
    }

    @Test
    void aStreamedAnswerIsRememberedToo() {
        var story = ask("{'model':'a/lone','stream':true,'input':'one'}")
            .stream(Sent.ROLE, Sent.say("hello"), Sent.STOP, Sent.DONE);
        assertTrue(story.streamText().contains("\"id\":\"resp_llmr_1\""), story.streamText());
        assertTrue(story.streamText().contains("\"store\":true"), story.streamText());
        assertFalse(story.streamText().contains("\"store\":false"), story.streamText());
        assertEquals("[{'role':'user','content':'one'},{'role':'assistant','content':'hello'},"
            + "{'role':'user','content':'two'}]",
            messages(ask("{'model':'a/lone','input':'two','previous_response_id':'resp_llmr_1'}")));
    }

    @Test
    void anIncompleteAnswerIsRemembered() {
        body(ask("{'model':'a/lone','input':'one'}").answer(200, Sent.ANSWER.replace("\"stop\"", "\"length\"")));
        assertTrue(messages(ask("{'model':'a/lone','input':'two','previous_response_id':'resp_llmr_1'}"))
            .contains("hello"));
    }

    @Test
    void anAnswerThatBrokeIsNotRemembered() {
        ask("{'model':'a/lone','stream':true,'input':'one'}").stream(Sent.ROLE, Sent.say("hel"))
            .broken(CallFailure.Kind.CUT);
        refused(ask("{'model':'a/lone','input':'two','previous_response_id':'resp_llmr_1'}"));
    }

    @Test
    void aRequestForASummaryIsNotRepeated() {
        memory.of(null, room).remember(null, "resp_llmr_9",
            List.of("{\"role\":\"user\",\"content\":\"one\"}"), List.of());
        hello("{'model':'a/lone','previous_response_id':'resp_llmr_9','input':[{'role':'user','content':'two'},"
            + "{'type':'compaction_trigger'}]}");
        assertFalse(ask("{'model':'f/lone','previous_response_id':'resp_llmr_1','input':'x'}").call().body()
            .contains("compaction_trigger"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"resp_llmr_7", "resp_68af4030592c81938ec0", "x"})
    void anUnknownAnswerIsNamedInTheVendorsWay(String id) {
        refused(ask("{'model':'a/lone','input':'two','previous_response_id':'" + id + "'}"),
            "Previous response with id '" + id + "' not found.", "\"code\":\"previous_response_not_found\"",
            "\"param\":\"previous_response_id\"", "Send the whole conversation");
    }

    @Test
    void anAnswerBelongsToTheKeyThatMadeIt() {
        body(askAs("ann", "{'model':'a/lone','input':'one'}").answer(200, Sent.ANSWER));
        String next = "{'model':'a/lone','input':'two','previous_response_id':'resp_llmr_1'}";
        for (String other : new String[] {"bob", null}) refused(askAs(other, next), "previous_response_not_found");
        String item = "{'model':'a/lone','input':[{'type':'item_reference','id':'msg_llmr_1_0'},"
            + "{'role':'user','content':'x'}]}";
        assertTrue(messages(askAs("bob", item)).contains(GONE));
        assertTrue(messages(askAs("ann", item)).contains("hello"));
        assertTrue(messages(askAs("ann", next)).contains("hello"));
    }

    @Test
    void whatShallNotBeStoredIsNotRemembered() {
        assertFalse(hello("{'model':'a/lone','store':false,'input':'one'}").isTrue("store"));
        refused(ask("{'model':'a/lone','input':'two','previous_response_id':'resp_llmr_1'}"));
        assertTrue(hello("{'model':'a/lone','store':true,'input':'one'}").isTrue("store"));
        assertFalse(hello("{'model':'a/lone','store':false,'input':'2','previous_response_id':'resp_llmr_3'}")
            .isTrue("store"), "an answer may continue a stored one and not be stored itself");
    }

    @Test
    void withoutTheMemoryAWishToStoreIsRefusedAndAReferenceUnknown() {
        memory = memory(false, 100, 1 << 20);
        assertFalse(hello("{'model':'a/lone','input':'one'}").isTrue("store"));
        refused(ask("{'model':'a/lone','store':true,'input':'one'}"), "\"param\":\"store\"", "Responses format");
        refused(ask("{'model':'a/lone','input':'x','previous_response_id':'resp_llmr_1'}"), "not found");
    }

    @Test
    void whatWasNotUsedForAnHourIsForgotten() {
        hello("{'model':'a/lone','input':'one'}");
        String next = "{'model':'a/lone','input':'two','previous_response_id':'resp_llmr_1'}";
        clock.passes(3_000_000);
        ask(next).call();
        clock.passes(3_000_000);
        ask(next).call();
        clock.passes(3_600_000);
        refused(ask(next), "previous_response_not_found");
    }

    // ── item_reference, as the AI SDK sends it ──

    /// @param model of the second request
    private Story afterATool(String model, String reasoning, String message) {
        body(ask("{'model':'c/lone'," + TOOLS + "'input':'one'}").answer(200, THOUGHT));
        return ask("{'model':'" + model + "'," + TOOLS + "'input':[{'role':'user','content':'one'}," + reasoning + ","
            + message + ",{'type':'function_call','call_id':'toolu_1','name':'f','arguments':'{\\'a\\':1}'},"
            + "{'type':'function_call_output','call_id':'toolu_1','output':'done'}]}");
    }

    private static String reference(String id) {
        return "{'type':'item_reference','id':'" + id + "'}";
    }

    @Test
    void aReferenceIsReplacedByItsItemInItsPlace() {
        String sent = messages(afterATool("c/lone", reference("rs_llmr_1_0"), reference("msg_llmr_1_1")));
        assertTrue(sent.contains("{'role':'assistant','content':[{'type':'thinking','thinking':'Hm.',"
            + "'signature':'c2ln'},{'type':'text','text':'Looking.'},{'type':'tool_use','id':'toolu_1'"), sent);
    }

    @Test
    void theTypeOfAReferenceMayBeLeftOut() {
        String sent = messages(afterATool("a/lone", "{'id':'rs_llmr_1_0'}", "{ 'id' : 'msg_llmr_1_1' }"));
        assertTrue(sent.contains("Looking."), sent);
    }

    @Test
    void aWholeItemWithAnIdOfTheGatewayIsNoReference() {
        String whole = "{'type':'message','role':'assistant','content':[{'type':'output_text','text':'Whole.'}],"
            + "'id':'msg_llmr_1_1'}";
        String sent = messages(afterATool("a/lone", reference("rs_llmr_1_0"), whole));
        assertTrue(sent.contains("Whole.") && !sent.contains("Looking."), sent);
    }

    @Test
    void anItemThatTheGatewayHasForgottenIsATextAndStandsInTheLedger() {
        var story = afterATool("c/lone", reference("rs_llmr_8_0"), reference("msg_llmr_8_1"));
        String sent = messages(story);
        assertTrue(sent.contains(GONE), sent);
        String losses = story.answer(200, Sent.MESSAGE).reply().headers().get("x-llm-router-loss");
        assertTrue(losses != null && losses.contains("item_reference"), losses);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c/lone", "a/lone", "f/lone"})
    void onlyStrictTranslationRefusesAForgottenItem(String model) {
        String body = "{'model':'" + model + "','input':[" + reference("msg_llmr_8_1") + "]}";
        refused(ask(null, body, true), "item_reference");
        assertTrue(ask(body).call().body().contains(GONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rs_68af4030592c81938ec0", "msg_1", "x"})
    void anItemThatTheGatewayNeverMadeIsNamed(String id) {
        refused(ask("{'model':'a/lone','input':[{'role':'user','content':'x'}," + reference(id) + "]}"),
            "'" + id + "'", "Send the whole conversation");
    }

    @Test
    void referencesAreRememberedAsTheirItems() {
        hello("{'model':'a/lone','input':'one'}");
        hello("{'model':'a/lone','input':[{'role':'user','content':'one'}," + reference("msg_llmr_1_0")
            + ",{'role':'user','content':'two'}]}");
        assertEquals("[{'role':'user','content':'one'},{'role':'assistant','content':'hello'},"
            + "{'role':'user','content':'two'},{'role':'assistant','content':'hello'},"
            + "{'role':'user','content':'three'}]",
            messages(ask("{'model':'a/lone','input':'three','previous_response_id':'resp_llmr_2'}")));
    }

    // ── providers of the Responses format ──

    @Test
    void aProviderOfTheSameFormatGetsTheItemsOfOurAnswers() {
        hello("{'model':'a/lone','input':'one'}");
        String sent = ask("{'model':'f/lone', 'previous_response_id':'resp_llmr_1','input':'two','store':true}").call()
            .body();
        assertFalse(sent.contains("previous_response_id"), sent);
        assertTrue(sent.contains("\"store\":true"), sent);
        assertTrue(sent.contains("[{\"role\":\"user\",\"content\":\"one\"},{\"id\":\"msg_llmr_1_0\""), sent);
        assertTrue(sent.contains("{\"role\":\"user\",\"content\":\"two\"}]"), sent);
        String item = ask("{'model':'f/lone','input':[" + reference("msg_llmr_1_0") + "]}").call().body();
        assertTrue(item.contains("hello") && !item.contains("item_reference"), item);
    }

    @Test
    void reasoningThatNoVendorSealedDoesNotGoToAVendorThatWouldLookForIt() {
        var answer = body(ask("{'model':'a/lone','input':'one'}").answer(200,
            Sent.ANSWER.replace("\"content\":\"hello\"", "\"content\":\"hello\",\"reasoning_content\":\"Hm.\"")));
        assertTrue(answer.toString().contains("\"rs_llmr_1_0\""), answer.toString());
        String next = ",'previous_response_id':'resp_llmr_1','input':'two'}";
        var story = ask("{'model':'f/lone'" + next);
        String sent = story.call().body();
        assertTrue(sent.contains("hello") && !sent.contains("rs_llmr"), sent);
    }

    @Test
    void aSummaryStandsForAllThatWasSaidBefore() {
        body(ask("{'model':'a/lone','input':[{'role':'user','content':'a long story'},"
            + "{'type':'compaction_trigger'}]}").answer(200, Sent.ANSWER));
        String sent = messages(ask("{'model':'a/lone','previous_response_id':'resp_llmr_1','input':'two'}"));
        assertTrue(sent.contains("hello") && !sent.contains("a long story"), sent);
    }

    @Test
    void whatOnlyAVendorKnowsGoesOnlyToCandidatesOfItsFormat() {
        for (String reference : List.of("'previous_response_id':'resp_68af','input':'x'", "'input':["
            + reference("rs_68af") + "]", "'conversation':'conv_1','input':'x'", "'prompt':{'id':'p'}")) {
            var story = ask("{'model':'mixed'," + reference + "}");
            assertEquals("f", story.hosts(), reference);
            story.answer(503, "{}");
            while (story.last() instanceof Action.Pause) story.silence().answer(503, "{}");
            assertEquals(503, story.reply().status(), "the translated candidate is not asked: " + reference);
        }
        hello("{'model':'a/lone','input':'one'}");
        assertEquals("a", ask("{'model':'mixed','previous_response_id':'resp_llmr_5','input':'x'}").hosts());
    }

    @Test
    void aProviderOfTheSameFormatGetsTheVendorsIdsUnchanged() {
        String body = "{'model':'f/lone','previous_response_id':'resp_68af','input':[ " + reference("rs_68af")
            + " ]}";
        assertEquals(body.replace('\'', '"').replace("f/lone", "lone"), ask(body).call().body());
    }
}
