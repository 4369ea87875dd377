package llmrouter.text;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class AlternativesTest {
    @Test
    void onlyTheLastWordStandsBehindOr() {
        assertEquals("", Alternatives.of(List.of()));
        assertEquals("a", Alternatives.of(List.of("a")));
        assertEquals("a or b", Alternatives.of(List.of("a", "b")));
        assertEquals("a, b or c", Alternatives.of(List.of("a", "b", "c")));
    }
}
