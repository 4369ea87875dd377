package llmrouter.json;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JsonScanTest {
    private static final String REQUEST = """
        { "model" : "a\\"b", "max_tokens": 1e2,
          "messages":[ {"role":"user","content":"hé, \\u00e9 {[\\"}"} ], "tools": [ ], "stream":true,
          "metadata":{},"stop":null, "note":"", "top_p": 0.50 }
        """;

    private final JsonScan scan = JsonScan.of(REQUEST);

    @Test
    void namesTheMembersInOrderWithTheirPlaces() {
        assertEquals(
            List.of("model", "max_tokens", "messages", "tools", "stream", "metadata", "stop", "note", "top_p"),
            scan.members().stream().map(JsonScan.Member::key).toList());
        JsonScan.Member model = scan.member("model");
        assertEquals("\"model\" : \"a\\\"b\"", REQUEST.substring(model.keyStart(), model.end()));
        assertEquals("\"a\\\"b\"", REQUEST.substring(model.start(), model.end()));
    }

    @Test
    void answersForSingleMembers() {
        assertEquals("a\"b", scan.text("model"));
        assertNull(scan.text("max_tokens"));
        assertEquals(100, scan.number("max_tokens", -1));
        assertEquals("0.50", scan.number("top_p").text());
        assertEquals(-1, scan.number("model", -1));
        assertTrue(scan.isTrue("stream"));
        assertFalse(scan.isTrue("model"));
        assertEquals("{}", scan.raw("metadata"));
        assertEquals("[{\"role\":\"user\",\"content\":\"hé, é {[\\\"}\"}]", scan.get("messages").toString());
        assertNull(scan.get("absent"));
        assertFalse(scan.has("absent"));
    }

    @Test
    void tellsKindsAndEmptiness() {
        assertEquals(JsonKind.STRING, scan.kind("model"));
        assertEquals(JsonKind.NUMBER, scan.kind("max_tokens"));
        assertEquals(JsonKind.ARRAY, scan.kind("messages"));
        assertEquals(JsonKind.BOOLEAN, scan.kind("stream"));
        assertEquals(JsonKind.OBJECT, scan.kind("metadata"));
        assertEquals(JsonKind.NULL, scan.kind("stop"));
        assertNull(scan.kind("absent"));
        assertTrue(scan.isEmpty("tools"));
        assertTrue(scan.isEmpty("metadata"));
        assertTrue(scan.isEmpty("note"));
        assertFalse(scan.isEmpty("messages"));
        assertFalse(scan.isEmpty("model"));
        assertFalse(scan.isEmpty("absent"));
        assertTrue(scan.isNull("stop"));
        assertTrue(scan.isNull("absent"));
        assertFalse(scan.isNull("tools"));
    }

    @Test
    void kindsSpeakLikeTrees() {
        for (String value : List.of("{}", "[]", "\"\"", "-1", "true", "false", "null")) {
            assertEquals(Json.parse(value).kind(), JsonScan.of("{\"a\":" + value + "}").kind("a").words());
        }
    }

    @Test
    void letsTheLastDuplicateCountEvenIfSpeltWithEscapes() {
        JsonScan twice = JsonScan.of("{\"model\":\"a\",\"mod\\u0065l\":\"b\"}");
        assertEquals(2, twice.members().size());
        assertEquals("b", twice.text("model"));
    }

    @Test
    void readsTextThatHasOneCharacterPerByte() {
        String bytes = new String(REQUEST.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        JsonScan latin = JsonScan.of(bytes);
        assertEquals("a\"b", latin.text("model"));
        String spliced = latin.splice().set("model", "\"x\"").apply();
        assertEquals(
            scan.splice().set("model", "\"x\"").apply(),
            new String(spliced.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("llmrouter.json.JsonTexts#valid")
    void acceptsWhatTheParserAccepts(String text) {
        assertEquals(1, JsonScan.of("{\"a\":" + text + "}").members().size());
        if (Json.parse(text) instanceof Json.Obj tree) {
            JsonScan top = JsonScan.of(text);
            for (String key : tree.members().keySet()) assertEquals(tree.get(key), top.get(key));
        } else {
            assertEquals("expected an object at the top level",
                assertThrows(JsonError.class, () -> JsonScan.of(text)).getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("llmrouter.json.JsonTexts#invalid")
    void complainsAsTheParserDoes(String text) {
        JsonError expected = assertThrows(JsonError.class, () -> Json.parse(text));
        JsonError actual = assertThrows(JsonError.class, () -> JsonScan.of(text));
        assertEquals(expected.describe(), actual.describe());
    }

    @Test
    void aScannedTextMakesTheSameTreeAsAParsedOne() {
        for (String text : List.of("{}", " {\"a\" : [ 1.5e3 , true, null, \"\" ] }\n",
            "{\"\\\"\":\"\\\\\",\"b\":\"x\\u0041\\n\",\"c\":{\"d\":\"größe 漢字 😀\"},\"e\":\"\\\"\"}",
            "{\"a\":\"one\",\"a\":{\"b\":[\"\\\\\\\"\",[[]],{}]},\"plain\":\"no more escapes\"}")) {
            var scan = JsonScan.of(text);
            assertEquals(Json.parse(text), scan.tree());
            for (JsonScan.Member m : scan.members()) assertEquals(scan.tree().get(m.key()), scan.get(m.key()));
        }
    }

    /// Searched for its end from each escape, this string would take minutes.
    @Test
    @Timeout(20)
    void aLongStringOfEscapesIsGoneThroughOnce() {
        var scan = JsonScan.of("{\"a\":\"" + "\\n".repeat(1 << 21) + "\"}");
        assertEquals("\n".repeat(1 << 21), scan.tree().text("a"));
    }
}
