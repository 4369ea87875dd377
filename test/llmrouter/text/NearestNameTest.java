package llmrouter.text;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class NearestNameTest {
    private static final List<String> MODELS = List.of("openai/gpt-4o", "openai/gpt-4o-mini", "anthropic/claude-sonnet",
        "smart-coder");

    @ParameterizedTest
    @CsvSource({"a,a,0", "ab,ba,1", "kitten,sitting,3", "'',abc,3", "abcd,acbd,1", "model,modle,1"})
    void distanceCountsEditsAndSwaps(String a, String b, int distance) {
        assertEquals(distance, NearestName.distance(a, b));
        assertEquals(distance, NearestName.distance(b, a));
    }

    @Test
    void theNearestComesFirst() {
        assertEquals(List.of("openai/gpt-4o-mini", "openai/gpt-4o"), NearestName.of("openai/gpt-4o-min", MODELS, 2));
        assertEquals(List.of("smart-coder"), NearestName.of("SMART-CODR", MODELS, 3));
    }

    @Test
    void aPartOfANameIsNear() {
        assertEquals(List.of("anthropic/claude-sonnet"), NearestName.of("claude-sonnet", MODELS, 3));
    }

    @Test
    void nothingIsSuggestedForSomethingElse() {
        assertEquals(List.of(), NearestName.of("zzz", MODELS, 3));
        assertEquals(List.of(), NearestName.of("", MODELS, 3));
        assertEquals(List.of(), NearestName.of("x".repeat(10_000), MODELS, 3));
        assertEquals("", NearestName.hint("zzz", MODELS));
    }

    @Test
    void hintsReadAsAQuestion() {
        assertEquals(" (did you mean \"smart-coder\"?)", NearestName.hint("smart-code", MODELS));
        assertEquals(" (did you mean \"ab\" or \"ac\"?)", NearestName.hint("aa", List.of("ab", "ac")));
    }
}
