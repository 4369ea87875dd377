package llmrouter.protocol;

import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.ApiError;
import llmrouter.chat.Part;
import llmrouter.chat.Seal;
import llmrouter.chat.StopReason;
import llmrouter.chat.Usage;
import llmrouter.config.Format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AnswerWritersTest {
    private static final Protocol CHAT = Protocol.of(Format.OPENAI);
    private static final Protocol MESSAGES = Protocol.of(Format.CLAUDE);
    private static final Seal REDACTED = new Seal(Seal.Kind.REDACTED, "p", "d");
    private static final AnswerEvent START = new AnswerEvent.Started("x", "m", null);
    private static final AnswerEvent END = new AnswerEvent.Finished(StopReason.END, null);
    private static final AnswerEvent FAILED = new AnswerEvent.Failed(ApiError.of(502, ApiError.Kind.API, "gone"));

    private static AnswerContext context(boolean streamUsage) {
        return new AnswerContext("req_1", "shown", 7, streamUsage);
    }

    private static String write(StreamWriter writer, AnswerEvent... events) {
        var out = new StringBuilder();
        for (AnswerEvent event : events) out.append(writer.write(event));
        return out.toString();
    }

    @Test
    void chatHidesUsageFromAClientThatDidNotAsk() {
        String out = write(CHAT.streamWriter(context(false)), START,
            new AnswerEvent.UsageKnown(new Usage(1, 2, 3, 4, 5)), END);
        assertFalse(out.contains("usage"), out);
        assertTrue(out.endsWith("\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"), out);
    }

    @Test
    void chatSaysNoUsageThatItDoesNotKnow() {
        String out = write(CHAT.streamWriter(context(true)), START, END);
        assertTrue(out.endsWith("\"finish_reason\":\"stop\"}],\"usage\":null}\n\ndata: [DONE]\n\n"), out);
    }

    @Test
    void nothingFollowsTheEndOfAStream() {
        for (Protocol protocol : List.of(CHAT, MESSAGES)) {
            for (AnswerEvent end : List.of(END, FAILED)) {
                var writer = protocol.streamWriter(context(true));
                write(writer, START, end);
                assertEquals("", write(writer, START, new AnswerEvent.Opened(new Block.TextBlock()), FAILED, END));
            }
        }
    }

    @Test
    void aFailureIsNoSuccess() {
        String chat = write(CHAT.streamWriter(context(true)), START, new AnswerEvent.Opened(new Block.TextBlock()),
            FAILED);
        assertFalse(chat.contains("[DONE]") || chat.contains("\"finish_reason\":\""), chat);
        String messages = write(MESSAGES.streamWriter(context(true)), START,
            new AnswerEvent.Opened(new Block.TextBlock()), FAILED);
        assertFalse(messages.contains("message_stop") || messages.contains("message_delta")
            || messages.contains("content_block_stop"), messages);
        assertTrue(messages.contains("event: error\n"), messages);
    }

    @Test
    void messagesTellsTheInputAtTheStartIfItIsKnown() {
        String out = write(MESSAGES.streamWriter(context(true)),
            new AnswerEvent.Started("x", "m", new Usage(11, 12, 13, 0, 0)));
        assertTrue(out.contains("\"usage\":{\"input_tokens\":11,\"cache_creation_input_tokens\":13,"
            + "\"cache_read_input_tokens\":12,"), out);
    }

    @Test
    void whatChatCannotSayIsInTheLedger() {
        var context = context(true);
        CHAT.writeAnswer(new Answer("x", "m",
            List.of(new Part.ThinkingPart("hm", null), new Part.RedactedThinkingPart(REDACTED)), StopReason.PAUSE, null,
            null, List.of("server_tool_use")), context);
        assertEquals("dropped=server_tool_use; approximated=stop_reason.pause_turn (told as stop)",
            context.losses().line());
        var streamed = context(true);
        write(CHAT.streamWriter(streamed), START, new AnswerEvent.Opened(new Block.RedactedThinkingBlock(REDACTED)),
            new AnswerEvent.Closed(), new AnswerEvent.Finished(StopReason.CONTEXT_FULL, null));
        assertEquals("approximated=stop_reason.model_context_window_exceeded (told as length)",
            streamed.losses().line());
    }

    @Test
    void anOrdinaryAnswerLosesNothing() {
        for (Protocol protocol : List.of(CHAT, MESSAGES)) {
            var context = context(true);
            protocol.writeAnswer(new Answer("x", "m",
                List.of(new Part.TextPart("a"), new Part.ThinkingPart("hm", null),
                new Part.ToolCallPart("1", "f", "{}")), StopReason.TOOL_CALLS, null, new Usage(1, 1, 1, 1, 1)),
                context);
            assertTrue(context.losses().isEmpty(), context.losses().line());
        }
    }
}
