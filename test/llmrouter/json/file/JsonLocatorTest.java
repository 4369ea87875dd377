package llmrouter.json.file;

import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.json.JsonError;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class JsonLocatorTest {
    private static final String FILE = """
        {
          "providers": [
            {"name": "a"},
            {"name": "b", "models": [ 1, {"x": "}"} ]}
          ],
          "port": 1, "port": 2
        }
        """;

    private static String place(Object... path) {
        JsonLocator.Place place = JsonLocator.find(FILE, List.of(path));
        return place.line() + ":" + place.column() + " " + place.steps() + " " + FILE.charAt(place.offset());
    }

    @Test
    void findsValues() {
        assertEquals("1:1 0 {", place());
        assertEquals("2:16 1 [", place("providers"));
        assertEquals("4:5 2 {", place("providers", 1));
        assertEquals("4:14 3 \"", place("providers", 1, "name"));
        assertEquals("4:40 5 \"", place("providers", 1, "models", 1, "x"));
    }

    @Test
    void findsTheLastOfDuplicates() {
        assertEquals("6:22 1 2", place("port"));
    }

    @Test
    void findsTheDeepestAncestorOfWhatIsMissing() {
        assertEquals("1:1 0 {", place("absent", "a"));
        assertEquals("3:5 2 {", place("providers", 0, "models", 1));
        assertEquals("2:16 1 [", place("providers", 2, "name"));
        assertEquals("2:16 1 [", place("providers", "name"));
        assertEquals("6:22 1 2", place("port", "a"));
        assertEquals("1:1 0 {", place(0));
    }

    @Test
    void needsJson() {
        assertThrows(JsonError.class, () -> JsonLocator.find("{\"a\":1", List.of("a")));
    }
}
