package llmrouter.protocol;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.Part;
import llmrouter.chat.Seal;
import llmrouter.chat.StopReason;
import llmrouter.chat.Usage;
import llmrouter.config.Format;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// What a format's writer writes, its reader reads back the same.
class RandomAnswersTest {
    private static final int TIMES = 300;
    private static final String[] PIECES = {"a", " ", "\n\n", "data: [DONE]\n", "\"\\", "é😀", "\u2028", "\ud800",
        "{\"x\":", "\u0000", "</s>"};

    private Random random;

    @ParameterizedTest
    @EnumSource
    void streamsComeBackTheSame(Format format) {
        var way = new AnswerTranslation(Protocol.of(format), Protocol.of(format));
        for (int seed = 0; seed < TIMES; seed++) {
            random = new Random(seed);
            List<AnswerEvent> events = stream(format);
            var writer = way.to().streamWriter(AnswerTranslation.context());
            var out = new StringBuilder();
            for (AnswerEvent event : events) out.append(writer.write(event));
            var back = new ArrayList<AnswerEvent>();
            way.events(List.of(out.toString()), back::add);
            assertEquals(told(events), told(back), "seed " + seed + ", written as\n" + out);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersComeBackTheSame(Format format) {
        var protocol = Protocol.of(format);
        for (int seed = 0; seed < TIMES; seed++) {
            random = new Random(seed);
            var parts = new ArrayList<Part>();
            if (random.nextBoolean()) {
                parts.add(new Part.ThinkingPart(words(), seal(format)));
            }
            if (random.nextBoolean()) parts.add(new Part.TextPart(words(), null, format == Format.RESPONSES));
            int calls = random.nextInt(3);
            for (int i = 0; i < calls; i++) {
                parts.add(new Part.ToolCallPart("call_" + i, "f" + i, "{\"n\":" + random.nextInt() + "}"));
            }
            var answer = new Answer(id(format), "m", parts, stop(calls > 0), null, usage());
            assertEquals(answer, protocol.readAnswer(protocol.writeAnswer(answer, AnswerTranslation.context())),
                "seed " + seed);
        }
    }

    /// The events with a block's deltas put together, and only the last usage: how an answer is cut is not part of it.
    private static List<AnswerEvent> told(List<AnswerEvent> events) {
        var told = new ArrayList<AnswerEvent>();
        AnswerEvent usage = null;
        var text = new StringBuilder();
        for (AnswerEvent event : events) {
            if (event instanceof AnswerEvent.Delta delta) {
                text.append(delta.text());
                continue;
            }
            if (!text.isEmpty()) told.add(new AnswerEvent.Delta(text.toString()));
            text.setLength(0);
            if (event instanceof AnswerEvent.UsageKnown) usage = event;
            else if (event instanceof AnswerEvent.Started start) told.add(new AnswerEvent.Started(start.id(), start.model(), null));
            else told.add(event);
        }
        told.add(usage);
        return told;
    }

    private static String id(Format format) {
        return switch (format) {
            case OPENAI -> "chatcmpl-1";
            case CLAUDE -> "msg_1";
            case RESPONSES -> "resp_llmr_test1"; // made from the request
        };
    }

    private List<AnswerEvent> stream(Format format) {
        boolean chat = format == Format.OPENAI;
        var events = new ArrayList<AnswerEvent>();
        events.add(new AnswerEvent.Started(id(format), "m", null));
        boolean called = false;
        var seen = new HashSet<Class<?>>();
        for (int i = random.nextInt(6); i > 0; i--) {
            Block block = block(format, i);
            // in Chat there is one text and one thinking
            if (chat && !seen.add(block.getClass()) && !(block instanceof Block.ToolCallBlock)) continue;
            called |= block instanceof Block.ToolCallBlock;
            events.add(new AnswerEvent.Opened(block));
            if (block instanceof Block.ToolCallBlock) arguments(events);
            int deltas = called(block) || block instanceof Block.RedactedThinkingBlock ? 0 : 1 + random.nextInt(4);
            for (int n = deltas; n > 0; n--) events.add(new AnswerEvent.Delta(words()));
            if (!chat && block instanceof Block.ThinkingBlock) events.add(new AnswerEvent.Signature(seal(format)));
            events.add(new AnswerEvent.Closed());
        }
        events.add(new AnswerEvent.UsageKnown(usage()));
        events.add(new AnswerEvent.Finished(stop(called), null));
        return events;
    }

    private static Seal seal(Format format) {
        return switch (format) {
            case OPENAI -> null;
            case CLAUDE -> new Seal(Seal.Kind.SIGNATURE, "", "c2ln");
            case RESPONSES -> new Seal(Seal.Kind.REASONING, "", "c2ln");
        };
    }

    private static boolean called(Block block) {
        return block instanceof Block.ToolCallBlock;
    }

    private Block block(Format format, int i) {
        return switch (random.nextInt(format == Format.CLAUDE ? 4 : 3)) {
            case 0 -> new Block.TextBlock(format == Format.RESPONSES);
            case 1 -> new Block.ThinkingBlock();
            case 2 -> new Block.ToolCallBlock("call_" + i, "f" + random.nextInt(3));
            default -> new Block.RedactedThinkingBlock(new Seal(Seal.Kind.REDACTED, "", "ZGF0YQ=="));
        };
    }

    private void arguments(List<AnswerEvent> events) {
        events.add(new AnswerEvent.Delta("{\"text\": \"}]"));
        for (int n = random.nextInt(3); n > 0; n--) events.add(new AnswerEvent.Delta("\\\"é" + random.nextInt(100)));
        events.add(new AnswerEvent.Delta("\"}"));
    }

    private String words() {
        var out = new StringBuilder();
        for (int n = 1 + random.nextInt(3); n > 0; n--) out.append(PIECES[random.nextInt(PIECES.length)]);
        return out.toString();
    }

    private StopReason stop(boolean called) {
        return random.nextInt(4) == 0 ? StopReason.LENGTH : called ? StopReason.TOOL_CALLS : StopReason.END;
    }

    private Usage usage() {
        int output = random.nextInt(1000);
        return new Usage(1 + random.nextInt(1000), random.nextInt(1000), random.nextInt(1000), output,
            random.nextInt(output + 1));
    }
}
