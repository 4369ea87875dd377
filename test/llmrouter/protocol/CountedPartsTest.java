package llmrouter.protocol;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.Citation;
import llmrouter.chat.Losses;
import llmrouter.chat.Part.SearchPart;
import llmrouter.chat.Seal;
import llmrouter.chat.Source;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.sse.SseEvent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What readers and writers keep of a stream is counted with its objects, not by its characters alone, and a stream of
/// more blocks than any answer has is an error of the provider in words.
class CountedPartsTest {
    /// characters that each block counts at least beside its text
    private static final int PART = 256;
    private static final String CALL = """
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":%1$d,"id":"c%1$d","type":"function",\
        "function":{"name":"f","arguments":"{}"}}]}}]}""";
    private static final String BLOCK = """
        {"type":"content_block_start","index":%1$d,"content_block":{"type":"tool_use","id":"c%1$d","name":"f",\
        "input":{}}}""";
    private static final String UNKNOWN_BLOCK = """
        {"type":"content_block_start","index":%d,"content_block":{"type":"strange"}}""";
    private static final String ITEM = """
        {"type":"response.output_item.added","output_index":%1$d,"item":{"type":"function_call","id":"i%1$d",\
        "call_id":"c%1$d","name":"f","arguments":""}}""";
    private static final String UNKNOWN_ITEM = """
        {"type":"response.output_item.added","output_index":%1$d,"item":{"type":"strange","id":"i%1$d"}}""";
    private static final String PARAGRAPH = """
        {"type":"response.reasoning_summary_text.delta","item_id":"r","output_index":0,"summary_index":%d,\
        "delta":"a"}""";

    private final StreamWriter responses = Protocol.of(Format.RESPONSES)
        .streamWriter(new AnswerContext("req_1", "m", 1, true, new Losses()));

    private static String data(String kind) {
        return switch (kind) {
            case "CALL" -> CALL;
            case "BLOCK" -> BLOCK;
            case "UNKNOWN_BLOCK" -> UNKNOWN_BLOCK;
            case "ITEM" -> ITEM;
            case "UNKNOWN_ITEM" -> UNKNOWN_ITEM;
            default -> PARAGRAPH;
        };
    }

    private static SseEvent event(String data) {
        return new SseEvent(null, data, data);
    }

    @ParameterizedTest
    @CsvSource({"OPENAI,CALL", "CLAUDE,BLOCK", "CLAUDE,UNKNOWN_BLOCK", "RESPONSES,ITEM", "RESPONSES,UNKNOWN_ITEM",
        "RESPONSES,PARAGRAPH"})
    void eachPartOfAStreamIsCountedAndTooManyAreAnError(Format format, String kind) {
        var reader = Protocol.of(format).streamReader();
        var events = new ArrayList<AnswerEvent>();
        for (int i = 0; i < 1000; i++) reader.read(event(data(kind).formatted(i)), events::add);
        assertTrue(reader.held() >= 1000 * PART, "held " + reader.held());
        for (var each : events) assertFalse(each instanceof AnswerEvent.Failed, each.toString());
        for (int i = 1000; i < 5000; i++) reader.read(event(data(kind).formatted(i)), events::add);
        var failed = assertInstanceOf(AnswerEvent.Failed.class, events.getLast());
        assertEquals(502, failed.error().status());
        assertTrue(failed.error().message().contains("more than 4096 content blocks"), failed.error().message());
    }

    @Test
    void thousandsOfCallsInOneEventAreNotTranslatedBeforeTheyAreRefused() {
        var calls = Json.array();
        var call = (Json.Obj) Json.parse("{\"id\":\"x\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}");
        for (int i = 0; i < 20_000; i++) {
            calls.add(Json.object().put("id", "c" + i).put("function", call.get("function")));
        }
        var delta = Json.object().put("delta", Json.object().put("tool_calls", calls));
        var events = new ArrayList<AnswerEvent>();
        Protocol.of(Format.OPENAI).streamReader()
            .read(event(Json.object().put("choices", Json.array(delta)).toString()), events::add);
        assertInstanceOf(AnswerEvent.Failed.class, events.getLast());
        assertTrue(events.size() < 20_000, events.size() + " events");
    }

    @Test
    void thoughtsThatComeAsDetailsAreCounted() {
        var reader = Protocol.of(Format.OPENAI).streamReader();
        String data = "{\"choices\":[{\"index\":0,\"delta\":{\"reasoning_details\":[{\"type\":\"reasoning.encrypted\","
            + "\"id\":\"%d\",\"data\":\"" + "x".repeat(1000) + "\"}]}}]}";
        for (int i = 0; i < 100; i++) reader.read(event(data.formatted(i)), _ -> { });
        assertTrue(reader.held() >= 100_000 + 100 * PART, "held " + reader.held());
    }

    @Test
    void citationsAndSearchesThatWaitForTheirEndAreCounted() {
        var reader = Protocol.of(Format.CLAUDE).streamReader();
        reader.read(event("{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\","
            + "\"text\":\"a\"}}"), _ -> { });
        for (int i = 0; i < 100; i++) {
            reader.read(event("{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"citations_delta\","
                + "\"citation\":{\"type\":\"web_search_result_location\",\"url\":\"http://a/\",\"title\":\""
                + "t".repeat(1000) + "\",\"cited_text\":\"a\"}}}"), _ -> { });
        }
        assertTrue(reader.held() >= 100_000 + 100 * PART, "held " + reader.held());
        reader.read(event("{\"type\":\"content_block_stop\",\"index\":0}"), _ -> { });
        assertTrue(reader.held() < 1000, "held " + reader.held());
    }

    @Test
    void theWriterOfResponsesCountsAllThatTheLastEventRepeats() {
        responses.write(new AnswerEvent.Started("x", "m", null));
        String text = "t".repeat(1000);
        List<AnswerEvent> told = List.of(
            new AnswerEvent.Opened(new Block.ToolCallBlock(text, "f")),
            new AnswerEvent.Opened(new Block.ThinkingBlock()),
            new AnswerEvent.Signature(new Seal(Seal.Kind.SIGNATURE, "p", text)),
            new AnswerEvent.Opened(new Block.RedactedThinkingBlock(new Seal(Seal.Kind.REDACTED, "p", text))),
            new AnswerEvent.Opened(new Block.ImageBlock(new Source.Base64Source("image/png", text))),
            new AnswerEvent.Opened(new Block.SearchBlock(new SearchPart("s", "q",
                List.of(new SearchPart.Page("http://a/", text)), false))),
            new AnswerEvent.Opened(new Block.TextBlock()),
            new AnswerEvent.Delta("a", Json.array(Json.object().put("token", text))),
            new AnswerEvent.Cited(new Citation("http://a/", text, 0, 1, null)),
            new AnswerEvent.Delta(text));
        for (AnswerEvent event : told) {
            long before = responses.held();
            responses.write(event);
            boolean bare = event instanceof AnswerEvent.Opened(Block.TextBlock _)
                || event instanceof AnswerEvent.Opened(Block.ThinkingBlock _);
            assertTrue(responses.held() >= before + (bare ? PART : 1000), event.toString());
            boolean closes = event instanceof AnswerEvent.Opened && !bare || event instanceof AnswerEvent.Signature;
            if (closes) responses.write(new AnswerEvent.Closed());
        }
    }

    @Test
    void whatWasGivenOutIsCountedNoMore() {
        var reader = Protocol.of(Format.OPENAI).streamReader();
        reader.read(event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\",\"images\":[{\"type\":\"image_url\","
            + "\"image_url\":{\"url\":\"data:image/png;base64," + "A".repeat(100_000) + "\"}}]}}]}"), _ -> { });
        assertTrue(reader.held() < 10_000, "held " + reader.held());
    }
}
