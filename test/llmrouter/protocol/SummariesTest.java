package llmrouter.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Issuer;
import llmrouter.chat.Losses;
import llmrouter.chat.Part;
import llmrouter.chat.Seal;
import llmrouter.chat.StopReason;
import llmrouter.chat.Usage;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.answer.AnswerFilter;
import llmrouter.protocol.continuity.Continuity;
import llmrouter.sse.SseDecoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A client that asks for a summary gets one and nothing else, or an error; its later requests hold the words.
class SummariesTest {
    private static final String WORDS = "The key lies in src/a.c.\n\"Next\": the tests.";
    private static final String SEALED = new Seal(Seal.Kind.SUMMARY, null, WORDS).text();
    private static final AnswerContext CONTEXT = new AnswerContext("req_1", "m", 1, true);
    private static final Usage USAGE = new Usage(10, 0, 0, 5, 2);

    private static AnswerFilter filter(Format client, Format model) {
        String request = client == Format.CLAUDE ? """
            {"model":"m","max_tokens":99,"compaction":{"type":"summarize"},
            "messages":[{"role":"user","content":"q"}]}"""
            : """
            {"model":"m","input":[{"type":"message","role":"user","content":"q"},{"type":"compaction_trigger"}]}""";
        var conversation = Protocol.of(client).readRequest((Json.Obj) Json.parse(request), new Losses());
        return new AnswerFilter(Protocol.of(model).writeRequest(conversation, new Target("m", null, null, Set.of()),
            new Losses()));
    }

    private static Json.Obj whole(Format client, AnswerFilter filter, StopReason stop, Part... parts) {
        var answer = new Answer("id", "m", List.of(parts), stop, null, USAGE);
        return Protocol.of(client).writeAnswer(filter.apply(answer), CONTEXT);
    }

    private static List<Json.Obj> streamed(Format client, AnswerFilter filter, StopReason stop, Block... blocks) {
        var events = new ArrayList<AnswerEvent>(List.of(new AnswerEvent.Started("id", "m", null)));
        for (Block block : blocks) {
            events.add(new AnswerEvent.Opened(block));
            String words = block instanceof Block.TextBlock ? WORDS : "{}";
            for (int i = 0; i < words.length(); i++) events.add(new AnswerEvent.Delta(words.substring(i, i + 1)));
            events.add(new AnswerEvent.Closed());
        }
        events.add(new AnswerEvent.UsageKnown(USAGE));
        events.add(new AnswerEvent.Finished(stop, null));
        var writer = Protocol.of(client).streamWriter(CONTEXT);
        var text = new StringBuilder();
        for (var event : events) filter.apply(event, e -> text.append(writer.write(e)));
        var data = new ArrayList<Json.Obj>();
        for (var event : new SseDecoder(1 << 20).feed(text.toString())) {
            data.add((Json.Obj) Json.parse(event.data()));
        }
        return data;
    }

    private static List<Json.Obj> ofType(List<Json.Obj> events, String type) {
        return events.stream().filter(event -> type.equals(event.text("type"))).toList();
    }

    @ParameterizedTest
    @EnumSource(value = Format.class, names = "RESPONSES", mode = EnumSource.Mode.EXCLUDE)
    void codexGetsOneSealedItem(Format model) {
        var answer = whole(Format.RESPONSES, filter(Format.RESPONSES, model), StopReason.END,
            new Part.ThinkingPart("hm", null), new Part.TextPart(WORDS));
        assertEquals("completed", answer.text("status"));
        assertEquals(15, answer.object("usage").number("total_tokens", 0));
        assertItem(answer.items("output"));

        var events = streamed(Format.RESPONSES, filter(Format.RESPONSES, model), StopReason.END,
            new Block.ThinkingBlock(), new Block.TextBlock());
        assertItem(ofType(events, "response.output_item.done").stream().map(event -> event.get("item")).toList());
        assertEquals("response.completed", events.getLast().text("type"));
        assertEquals(15, events.getLast().object("response").object("usage").number("total_tokens", 0));
        assertItem(events.getLast().object("response").items("output"));
    }

    private static void assertItem(List<Json> items) {
        assertEquals(1, items.size());
        var item = (Json.Obj) items.getFirst();
        assertEquals("compaction", item.text("type"));
        assertTrue(item.text("id").startsWith("cmp_"), item.text("id"));
        assertEquals(SEALED, item.text("encrypted_content"));
    }

    @ParameterizedTest
    @EnumSource(value = Format.class, names = "CLAUDE", mode = EnumSource.Mode.EXCLUDE)
    void claudeClientsGetOneBlock(Format model) {
        var answer = whole(Format.CLAUDE, filter(Format.CLAUDE, model), StopReason.LENGTH, new Part.TextPart(WORDS));
        var block = Json.object().put("type", "compaction").put("content", WORDS).put("encrypted_content", SEALED);
        assertEquals(Json.array(block).toString(), answer.get("content").toString());
        assertEquals("compaction", answer.text("stop_reason"));

        var events = streamed(Format.CLAUDE, filter(Format.CLAUDE, model), StopReason.END, new Block.ThinkingBlock(),
            new Block.TextBlock());
        assertEquals(1, ofType(events, "content_block_start").size());
        assertEquals("{\"type\":\"compaction\",\"content\":null,\"encrypted_content\":null}",
            ofType(events, "content_block_start").getFirst().get("content_block").toString());
        var deltas = ofType(events, "content_block_delta");
        assertEquals(1, deltas.size());
        assertEquals(block.put("type", "compaction_delta").toString(), deltas.getFirst().get("delta").toString());
        assertEquals("compaction", ofType(events, "message_delta").getFirst().object("delta").text("stop_reason"));
    }

    static List<Part> noSummaries() {
        return List.of(new Part.TextPart(" \n"), new Part.ThinkingPart("hm", null), new Part.RefusalPart("no"),
            new Part.ToolCallPart("c", "f", "{}"));
    }

    /// A client that replaced its conversation with nothing would have lost it.
    @ParameterizedTest
    @MethodSource("noSummaries")
    void whatIsNoSummaryIsAnError(Part part) {
        for (Format client : List.of(Format.RESPONSES, Format.CLAUDE)) {
            var bad = assertThrows(BadAnswer.class, () -> whole(client, filter(client, Format.OPENAI), StopReason.END,
                part));
            assertEquals(502, bad.error().status());
        }
    }

    @Test
    void aStreamThatIsNoSummaryFails() {
        for (Block block : List.of(new Block.ToolCallBlock("c", "f"), new Block.RefusalBlock(),
            new Block.ThinkingBlock())) {
            var events = streamed(Format.RESPONSES, filter(Format.RESPONSES, Format.OPENAI), StopReason.END, block);
            assertEquals("response.failed", events.getLast().text("type"));
            assertTrue(ofType(events, "response.output_item.done").isEmpty());
        }
        var called = streamed(Format.RESPONSES, filter(Format.RESPONSES, Format.OPENAI), StopReason.TOOL_CALLS,
            new Block.TextBlock(), new Block.ToolCallBlock("c", "f"));
        assertEquals("response.failed", called.getLast().text("type"));
    }

    private static final Continuity ANYONE = new Continuity(new Issuer("p", "m"), _ -> false, false, new Losses());

    @Test
    void aProviderOfResponsesGetsTheWords() {
        var request = JsonScan.of("{\"input\":[{\"role\":\"user\",\"content\":\"q\"},{\"type\":\"compaction\","
            + "\"encrypted_content\":\"" + SEALED + "\"},{\"role\":\"user\",\"content\":\"r\"}]}");
        assertEquals(List.of(), Protocol.of(Format.RESPONSES).closedSummaries(request));
        var input = (Json.Arr) Protocol.of(Format.RESPONSES).opened(request, ANYONE).get("input");
        assertEquals(3, input.size());
        var message = (Json.Obj) input.items().get(1);
        assertEquals("user", message.text("role"));
        assertTrue(message.get("content").toString().contains("src/a.c"), message.toString());
    }

    @Test
    void aProviderOfMessagesGetsTheWords() {
        var request = JsonScan.of("{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"compaction\","
            + "\"content\":\"x\",\"encrypted_content\":\"" + SEALED + "\"}]},{\"role\":\"user\",\"content\":[{\"type\":"
            + "\"compaction\",\"content\":\"x\",\"encrypted_content\":\"" + SEALED + "\"},{\"type\":\"text\",\"text\":"
            + "\"go on\"}]}]}");
        var messages = (Json.Arr) Protocol.of(Format.CLAUDE).opened(request, ANYONE).get("messages");
        assertEquals(3, messages.size());
        for (Json message : messages.items()) assertEquals("user", ((Json.Obj) message).text("role"));
        assertTrue(messages.items().getFirst().toString().contains("src/a.c"));
        assertEquals("[{\"type\":\"text\",\"text\":\"go on\"}]",
            ((Json.Obj) messages.items().getLast()).get("content").toString());
    }

    @Test
    void theVendorsOwnBlocksStayAsTheyAre() {
        var request = JsonScan.of("{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"compaction\","
            + "\"content\":\"x\",\"encrypted_content\":\"AAAA\",\"signature\":\"S\"}]}]}");
        assertTrue(Protocol.of(Format.CLAUDE).opened(request, ANYONE).isEmpty());
    }

    /// Leaving it out would leave out nearly the whole conversation.
    @ParameterizedTest
    @ValueSource(strings = {"compaction", "compaction_summary", "context_compaction"})
    void aSummaryThatOnlyItsMakerCanReadIsRefused(String type) {
        String request = "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"q\"},{\"type\":\"" + type
            + "\",\"encrypted_content\":\"gAAAA\"}]}";
        var responses = Protocol.of(Format.RESPONSES);
        assertEquals(List.of("gAAAA"), responses.closedSummaries(JsonScan.of(request)));
        assertTrue(responses.opened(JsonScan.of(request), ANYONE).isEmpty());
        var error = assertThrows(GatewayError.class,
            () -> responses.readRequest((Json.Obj) Json.parse(request), new Losses()));
        assertTrue(error.getMessage().contains("'input[1].encrypted_content'"), error.getMessage());
    }
}
