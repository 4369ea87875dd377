package llmrouter.protocol.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.chat.Answer;
import llmrouter.chat.AnswerEvent.Block;
import llmrouter.chat.AnswerEvent;
import llmrouter.chat.Part;
import llmrouter.chat.StopReason;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class InlineThinkingTest {

    /// @param thinking null if no block is expected
    /// @param text     null if no block is expected
    private record Case(ThinkingTags tags, String said, String thinking, String text) {}

    private static Case opened(String said, String thinking, String text) {
        return new Case(ThinkingTags.OPENED, said, thinking, text);
    }

    private static Case unopened(String said, String thinking, String text) {
        return new Case(ThinkingTags.UNOPENED, said, thinking, text);
    }

    static Stream<Case> cases() {
        return Stream.of(
            opened("<think>\nhmm so</think>\n\nHello", "hmm so", "Hello"),
            opened("\n <thinking>a</thinking>b", "a", "b"),
            opened("<Thought>a < b</THOUGHT> c <think>d</think>", "a < b", "c <think>d</think>"),
            opened("<think>a</thinking></think>b", "a</thinking>", "b"),
            opened("<think>a</think>\n<think>b</think>c", "a", "<think>b</think>c"),
            opened("<think>\n\n</think>\n\nHello", null, "Hello"),
            opened("<think></think>", null, null),
            opened("<think>cut in the mid", "cut in the mid", null),
            opened("<think>cut in the tag</thi", "cut in the tag</thi", null),
            opened("<think>only this</think>\n", "only this", null),
            opened("<thi", null, "<thi"),
            opened("  ", null, "  "),
            opened("<thinker> is a word", null, "<thinker> is a word"),
            opened("The tag <think> opens, </think> closes.", null, "The tag <think> opens, </think> closes."),
            opened("hmm</think>Hello", null, "hmm</think>Hello"),
            unopened("hmm < 3 so\n</think>\n\nHello </think>", "hmm < 3 so\n", "Hello </think>"),
            unopened("<think>a</think>b", "a", "b"),
            unopened("</think>\nHello", null, "Hello"),
            unopened("a</thought>b", "a", "b"),
            unopened("An answer without any of them, but with 1 < 2.", null,
                "An answer without any of them, but with 1 < 2."),
            unopened("Use <think> and </think>.", null, "Use <think> and </think>."),
            unopened("Is it <think>, <thought></thought> or not", null, "Is it <think>, <thought></thought> or not"),
            unopened("About <think></think> tags.</think>Yes", "About <think></think> tags.", "Yes"),
            unopened("Write `</think>` at the end.", null, "Write `</think>` at the end."),
            unopened("He said \"no\"</think>No.", "He said \"no\"", "No."),
            unopened("so '</think>\nNo.", "so '", "No."),
            unopened("ends in</thin", null, "ends in</thin"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void wholeAnswersAreTakenApart(Case test) {
        assertEquals(expected(test), whole(test.tags(), new Part.TextPart(test.said())));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void streamsAreTakenApartInTheSameWayWhereverTheyAreCut(Case test) {
        int length = test.said().length();
        for (int i = 0; i <= length; i++) {
            for (int j = i; j <= length; j++) {
                assertEquals(expected(test), streamed(test, i, j), "cut at " + i + " and " + j);
            }
        }
        assertEquals(expected(test), parts(test.tags(), test.said().split("")), "character by character");
    }

    private static List<Part> expected(Case test) {
        var parts = new ArrayList<Part>();
        if (test.thinking() != null) parts.add(new Part.ThinkingPart(test.thinking(), null));
        if (test.text() != null) parts.add(new Part.TextPart(test.text()));
        return parts;
    }

    private static List<Part> whole(ThinkingTags tags, Part... parts) {
        var answer = new Answer("id", "m", List.of(parts), StopReason.END, null, null);
        return new InlineThinking(tags).apply(answer).parts();
    }

    private static List<Part> streamed(Case test, int i, int j) {
        String said = test.said();
        return parts(test.tags(), said.substring(0, i), said.substring(i, j), said.substring(j));
    }

    private static List<Part> parts(ThinkingTags tags, String... deltas) {
        var events = new ArrayList<AnswerEvent>();
        events.add(new AnswerEvent.Opened(new Block.TextBlock()));
        for (String delta : deltas) {
            if (!delta.isEmpty()) events.add(new AnswerEvent.Delta(delta));
        }
        events.add(new AnswerEvent.Closed());
        return parts(filtered(tags, events));
    }

    private static List<AnswerEvent> filtered(ThinkingTags tags, List<AnswerEvent> events) {
        var out = new ArrayList<AnswerEvent>();
        var thinking = new InlineThinking(tags);
        for (AnswerEvent event : events) thinking.apply(event, out::add);
        return out;
    }

    /// The blocks of a stream, which must be opened and closed in turn.
    private static List<Part> parts(List<AnswerEvent> events) {
        var parts = new ArrayList<Part>();
        Block open = null;
        var words = new StringBuilder();
        for (AnswerEvent event : events) {
            if (event instanceof AnswerEvent.Opened(var block)) {
                assertEquals(null, open, "a block in a block");
                open = block;
            } else if (event instanceof AnswerEvent.Delta(var text, _)) {
                words.append(text);
            } else {
                parts.add(open instanceof Block.ThinkingBlock ? new Part.ThinkingPart(words.toString(), null)
                    : new Part.TextPart(words.toString()));
                words.setLength(0);
                open = null;
            }
        }
        return parts;
    }

    @Test
    void ordinaryTextIsNotHeldBack() {
        var thinking = new InlineThinking(ThinkingTags.OPENED);
        var out = new ArrayList<AnswerEvent>();
        thinking.apply(new AnswerEvent.Opened(new Block.TextBlock()), out::add);
        thinking.apply(new AnswerEvent.Delta("H"), out::add);
        assertEquals(List.of(new AnswerEvent.Opened(new Block.TextBlock()), new AnswerEvent.Delta("H")), out);
    }

    @Test
    void textAfterToldThinkingIsNotHeldBackForAClosingTag() {
        var out = filtered(ThinkingTags.UNOPENED, List.of(
            new AnswerEvent.Opened(new Block.ThinkingBlock()), new AnswerEvent.Delta("hmm"), new AnswerEvent.Closed(),
            new AnswerEvent.Opened(new Block.TextBlock()), new AnswerEvent.Delta("Hello </think>")));
        assertEquals(new AnswerEvent.Delta("Hello </think>"), out.getLast());
    }

    @Test
    void textBehindAToolCallIsText() {
        var call = new Part.ToolCallPart("1", "f", "{}");
        var text = new Part.TextPart("<think>a</think>b");
        assertEquals(List.of(call, text), whole(ThinkingTags.UNOPENED, call, text));
        assertEquals(List.of(new Part.ThinkingPart("a", null), new Part.TextPart("b"), call, text),
            whole(ThinkingTags.UNOPENED, text, call, text));
    }

    @Test
    void anEndlessTextIsNotHeldBackForEver() {
        var out = new ArrayList<AnswerEvent>();
        var thinking = new InlineThinking(ThinkingTags.UNOPENED);
        thinking.apply(new AnswerEvent.Opened(new Block.TextBlock()), out::add);
        for (int i = 0; i < 300; i++) thinking.apply(new AnswerEvent.Delta("<".repeat(1024)), out::add);
        assertTrue(out.size() > 2, "the text went out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MiniMax-M3", "minimax/minimax-m2.5", "deepseek-ai/DeepSeek-R1-Distill-Qwen-32B", "QwQ-32B",
        "qwen3-235b-a22b-thinking-2507"})
    void modelsWhoseTemplateOpensTheThinkingAreKnown(String model) {
        assertEquals(ThinkingTags.UNOPENED, ThinkingTags.of(model, null));
        assertEquals(ThinkingTags.NONE, ThinkingTags.of(model, false));
    }

    @ParameterizedTest
    @CsvSource({"zai-org/GLM-4.6,, OPENED", "GLM-4.6, true, OPENED", "qwen3-coder,, OPENED", "gpt-5.6-sol,, NONE",
        "claude-opus-5-5,, NONE", "my-model,, NONE", "my-model, true, UNOPENED", "my-model, false, NONE"})
    void theConfigurationDecidesForOtherModels(String model, Boolean configured, ThinkingTags tags) {
        assertEquals(tags, ThinkingTags.of(model, configured));
    }
}
