package llmrouter.json.file;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.json.RandomJson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JsonSourceTest {
    private static String plain(String text) {
        return JsonSource.of(text).plain();
    }

    private static JsonError wrong(String text) {
        return assertThrows(JsonError.class, () -> JsonSource.of(text).parse());
    }

    @Test
    void putsBlanksInThePlaceOfCommentsAndKeepsLineEnds() {
        assertEquals("{     \n  1}", plain("{ // x\n  1}"));
        assertEquals("[1,        2]", plain("[1,/* , */ 2]"));
        assertEquals("[     \r\n       1]", plain("[ /* a\r\n * b */1]"));
        assertEquals("   ", plain("// "));
        assertEquals("1     ", plain("1 // ]"));
    }

    @Test
    void leavesStringsThatHoldSlashesAlone() {
        for (String text : List.of("[\"http://a\"]", "{\"//\": \"/* x */\"}", "[\"a\\\"//b\"]", "[\"\\\\\", \"//\"]")) {
            assertEquals(text, plain(text));
            assertEquals(Json.parse(text), JsonSource.of(text).parse());
        }
    }

    @Test
    void readsATextThatBeginsWithAByteOrderMark() {
        assertEquals(Json.array(Json.of(1)), JsonSource.of("\uFEFF[1]").parse());
        assertEquals(Json.array(Json.of(1)), JsonSource.of("\uFEFF// x\n[1]").parse());
        assertThrows(JsonError.class, () -> JsonSource.of("[\uFEFF1]").parse(), "the mark counts at the start only");
    }

    @Test
    void countsColumnsAsAnEditorDoesThatHidesTheMark() {
        assertEquals("expected a value, found 'x' at line 1, column 2", wrong("\uFEFF[x]").describe());
        assertEquals("expected a value, found 'x' at line 2, column 1", wrong("\uFEFF[\nx]").describe());
        assertEquals(1, JsonLocator.find("\uFEFF{}", List.of()).column());
    }

    @Test
    void reportsErrorsAtTheirPlaceBehindComments() {
        assertEquals("expected a value, found 'x' at line 3, column 4", wrong("// one\n[ /* two */\n   x]").describe());
        assertEquals("this comment has no end; close it with */ at line 2, column 2", wrong("[\n /* x ]").describe());
        assertEquals("expected a value, found '/' (a comment begins with // or /*) at line 1, column 2",
            wrong("[/ 1]").describe());
        assertEquals("this comment has no end; close it with */ at line 1, column 2", wrong("[/*/ 1]").describe());
    }

    @Test
    void aStringWithoutItsQuoteDoesNotSwallowTheNextLines() {
        assertEquals(1, wrong("[\"a,\n \"b // c\"]").line());
        assertEquals("[\"a,\n     \n]", plain("[\"a,\n // c\n]"));
    }

    @Test
    void textsOfTheNetworkStayStrict() {
        assertThrows(JsonError.class, () -> Json.parse("[1] // x"));
        assertThrows(JsonError.class, () -> Json.parse("/* x */ [1]"));
        assertThrows(JsonError.class, () -> Json.parse("\uFEFF[1]"));
        assertThrows(JsonError.class, () -> JsonScan.of("{} // x"));
    }

    @Test
    void randomTextsWithCommentsMeanTheSameAsWithoutThem() {
        var random = new Random(11);
        var json = new RandomJson(random);
        for (int i = 0; i < 2000; i++) {
            Json value = json.value(4);
            String text = (random.nextInt(4) == 0 ? "\uFEFF" : "") + json.commented(value);
            JsonSource source = JsonSource.of(text);
            assertEquals(value, source.parse(), text);
            assertEquals(text.length(), source.plain().length());
            for (int at = 0; at < text.length(); at++) {
                assertEquals(text.charAt(at) == '\n', source.plain().charAt(at) == '\n', text);
            }
        }
    }

    @Test
    void everyBeginningOfATextIsReadOrRefused() {
        String text = "\uFEFF// a\n{ /* b */ \"k\\\"//\": [1, // c\n 2 /* d\n */ ], \"l\": \"/*\" } // e";
        int read = 0;
        for (int end = 0; end <= text.length(); end++) {
            try {
                JsonSource.of(text.substring(0, end)).parse();
                read++;
            } catch (JsonError e) {
                assertTrue(e.line() > 0 && e.column() > 0, e.describe());
            }
        }
        assertEquals("} // e".length() - 1, read, "whole from the last brace on, but not at the lone slash");
    }

    @Test
    void knowsATextOfCommentsOnly() {
        assertTrue(JsonSource.of("\uFEFF // x\n /* y */ ").hasNoValue());
        assertFalse(JsonSource.of("// x\n{}").hasNoValue());
    }

    @Test
    void findsEveryMemberThatAnObjectHasTwice() {
        var twice = JsonDuplicates.in(JsonSource.of("""
            { "a": 1, // "a": 0
              "b": [ {"x": 1, "y": 2,
                      "x": 3} ],
              "\\u0061": 2,
              "c": {"a": 1}, "a": 3 }"""));
        assertEquals(List.of(
            new JsonDuplicates.Duplicate(List.of("b", 0, "x"), 2, 3, 11),
            new JsonDuplicates.Duplicate(List.of("a"), 1, 4, 3),
            new JsonDuplicates.Duplicate(List.of("a"), 1, 5, 18)), twice);
    }
}
