package llmrouter.clients.patch;

import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

class TomlSettingsTest {
    private static final SettingsSyntax TOML = TomlSettings.SYNTAX;

    private static String set(String text, String json, Object... path) {
        return TOML.set(text, List.of(path), Json.parse(json));
    }

    @Test
    void aFileIsATreeOfJson() {
        assertEquals(Json.parse("""
            {"a": 16, "b": 1.5, "c": [true, "x"], "d": {"e": "2026-11-30"}, "f": [{"g": "-inf"}, {}]}"""),
            TOML.tree("a = 0x10\nb = +1.5\nc = [true, 'x']\nd.e = 2026-11-30\n[[f]]\ng = -inf\n[[f]]\n"));
        assertEquals(Json.object(), TOML.tree("\n"));
    }

    @Test
    void valuesOfAllKindsAreSet() {
        String text = "a = 1\n";
        assertEquals("a = 1\nb = 2\n", set(text, "2", "b"));
        assertEquals("a = -1.5e3\n", set(text, "-1.5e3", "a"));
        assertEquals("a = [1, { b = \"x\" }]\n", set(text, "[1, {\"b\": \"x\", \"gone\": null}]", "a"));
        assertEquals("a = 1\n\n[t]\nb = false\n\n[t.u]\nc = []\n", set(text, "{\"b\": false, \"u\": {\"c\": []}}", "t"));
        assertSame(text, set(text, "1", "a"));
        assertSame(text, TOML.remove(text, List.of("b")));
        assertEquals("", TOML.remove(text, List.of("a")));
    }

    @Test
    void aValueThatTomlDoesNotHaveIsRefused() {
        assertThrows(PatchError.class, () -> set("", "null", "a"));
        assertThrows(PatchError.class, () -> set("", "9223372036854775808", "a"));
        assertThrows(PatchError.class, () -> set("a = [1]", "1", "a", "b"));
    }
}
