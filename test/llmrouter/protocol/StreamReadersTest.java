package llmrouter.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.Seal;
import llmrouter.chat.StopReason;
import llmrouter.protocol.AnswerTranslation.GoldenCase;
import llmrouter.sse.SseDecoder;
import llmrouter.sse.SseEvent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What stream readers guarantee for a stream that is passed on unchanged.
class StreamReadersTest {
    private static final AnswerTranslation CHAT = AnswerTranslation.of("openai-openai");

    static List<GoldenCase> streams() throws IOException {
        return AnswerTranslation.cases("stream", "sse");
    }

    private static final List<String> ONLY_PASSED_ON = List.of("openai-claude/tool-call-without-name",
        "claude-openai/arguments-for-a-text-block-are-an-error");
    private static final List<String> ONLY_TRANSLATED = List.of("claude-openai/whole-message-in-a-stream",
        "responses-openai/whole-response-in-a-stream");

    /// Without what can only be passed on or only be translated.
    static List<GoldenCase> translatable() throws IOException {
        return streams().stream().filter(golden -> !ONLY_PASSED_ON.contains(golden.name())
            && !ONLY_TRANSLATED.contains(golden.name())).toList();
    }

    private static List<AnswerEvent> events(AnswerTranslation way, String stream) {
        var events = new ArrayList<AnswerEvent>();
        way.events(List.of(stream), events::add);
        return events;
    }

    /// What the watcher of a stream sees that is passed on byte by byte.
    private static List<AnswerEvent> watched(AnswerTranslation way, String stream) {
        var events = new ArrayList<AnswerEvent>();
        var watcher = way.from().streamWatcher();
        var decoder = new SseDecoder(1 << 24);
        for (SseEvent event : decoder.feed(new String(stream.getBytes(StandardCharsets.UTF_8),
                StandardCharsets.ISO_8859_1))) {
            watcher.read(event, events::add);
        }
        for (SseEvent event : decoder.end()) watcher.read(event, events::add);
        watcher.end(events::add);
        return events;
    }

    @ParameterizedTest
    @MethodSource("streams")
    void eventsObeyTheirGrammar(GoldenCase golden) {
        boolean started = false;
        boolean open = false;
        boolean over = false;
        for (AnswerEvent event : events(golden.way(), golden.in())) {
            assertFalse(over, "nothing after the end, but " + event);
            switch (event) {
                case AnswerEvent.Started _ -> {
                    assertFalse(started, "started once");
                    started = true;
                }
                case AnswerEvent.Opened _ -> {
                    assertTrue(started && !open, "blocks stand one after the other");
                    open = true;
                }
                case AnswerEvent.Delta delta ->
                    assertTrue(open && !delta.text().isEmpty(), "deltas belong to a block and are not empty");
                case AnswerEvent.Signature _ -> assertTrue(open, "signatures belong to a block");
                case AnswerEvent.Cited _ -> assertTrue(open, "citations belong to a block");
                case AnswerEvent.Closed _ -> {
                    assertTrue(open, "only an open block is closed");
                    open = false;
                }
                case AnswerEvent.Finished _ -> {
                    assertTrue(started && !open, "all is closed at the end");
                    over = true;
                }
                case AnswerEvent.Failed _ -> over = true;
                case AnswerEvent.UsageKnown _, AnswerEvent.Skipped _ -> { }
            }
        }
        assertTrue(over, "there is an end");
    }

    @ParameterizedTest
    @MethodSource("translatable")
    void aWatcherOfRawBytesSeesTheSameBeginUsageAndEnd(GoldenCase golden) {
        var read = events(golden.way(), golden.in());
        var watched = watched(golden.way(), golden.in());
        assertEquals(read.getLast().getClass(), watched.getLast().getClass());
        assertEquals(read.stream().filter(AnswerEvent.UsageKnown.class::isInstance).toList(),
            watched.stream().filter(AnswerEvent.UsageKnown.class::isInstance).toList());
        assertEquals(read.stream().anyMatch(AnswerEvent::meaningful),
            watched.stream().anyMatch(AnswerEvent::meaningful));
    }

    @Test
    void aWatcherNeverFailsForWhatOnlyATranslationCannotDo() {
        var watcher = CHAT.from().streamWatcher();
        var events = new ArrayList<AnswerEvent>();
        watcher.read(delta(0, "a", "{"), events::add);
        for (int i = 0; i < 40; i++) watcher.read(delta(1, "b", "x".repeat(50_000)), events::add);
        watcher.read(event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}"), events::add);
        watcher.end(events::add);
        assertEquals(new AnswerEvent.Finished(StopReason.TOOL_CALLS, null), events.getLast());
    }

    @Test
    void theFirstDeltaIsMeaningfulAndTheRoleIsNot() {
        var events = events(CHAT, """
            data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

            data: {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}

            """);
        assertInstanceOf(AnswerEvent.Started.class, events.getFirst());
        assertEquals(new AnswerEvent.Delta("Hi"),
            events.stream().filter(AnswerEvent::meaningful).findFirst().orElseThrow());
    }

    @Test
    void someEventsAreMeaningful() {
        assertTrue(new AnswerEvent.Opened(new Block.ToolCallBlock("id", "f")).meaningful());
        var seal = new Seal(Seal.Kind.REDACTED, "p", "x");
        assertTrue(new AnswerEvent.Opened(new Block.RedactedThinkingBlock(seal)).meaningful());
        assertTrue(new AnswerEvent.Signature(seal).meaningful());
        assertTrue(new AnswerEvent.Finished(StopReason.END, null).meaningful());
        assertFalse(new AnswerEvent.Opened(new Block.TextBlock()).meaningful());
        assertFalse(new AnswerEvent.Closed().meaningful());
        assertFalse(new AnswerEvent.Started(null, null, null).meaningful());
        assertFalse(new AnswerEvent.Failed(StreamReader.ENDED_EARLY).meaningful());
    }

    @Test
    void moreThanAMegabyteIsNotHeldBack() {
        var reader = CHAT.from().streamReader();
        var events = new ArrayList<AnswerEvent>();
        reader.read(delta(0, "a", "{"), events::add);
        for (int i = 0; i < 40; i++) reader.read(delta(1, "b", "x".repeat(50_000)), events::add);
        assertInstanceOf(AnswerEvent.Failed.class, events.getLast());
    }

    @Test
    void whatFollowsACompleteCallIsSkippedNotLostSilently() {
        var reader = CHAT.from().streamReader();
        var events = new ArrayList<AnswerEvent>();
        reader.read(delta(0, "a", "{}"), events::add);
        reader.read(delta(1, "b", "{}"), events::add);
        reader.read(delta(0, "a", "{}"), events::add);
        assertEquals(new AnswerEvent.Skipped("arguments for the tool call 'a' after it was complete"),
            events.getLast());
    }

    private static SseEvent delta(int index, String name, String arguments) {
        String data = "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":" + index + ",\"id\":\"" + name
            + "\",\"function\":{\"name\":\"" + name + "\",\"arguments\":\"" + arguments + "\"}}]}}]}";
        return event(data);
    }

    private static SseEvent event(String data) {
        return new SseEvent(null, data, data);
    }
}
