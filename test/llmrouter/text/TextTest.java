package llmrouter.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TextTest {

    @Test
    void gathersAndCanBeUsedAgain() {
        var text = new Text(1).add("ab").add('c').add("xdefx", 1, 4);
        assertEquals(6, text.length());
        assertEquals("abcdef", text.toString());
        assertEquals("abcdef", text.take());
        assertEquals("", text.take());
        assertEquals("g", text.add("g").take());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', textBlock = """
        ,               ""
        a/b'é€😀,       "a/b'é€😀"
        a"b,            "a\\"b"
        \\,             "\\\\"
        \\n,            "\\\\n"
        """)
    void quotesForJson(String plain, String quoted) {
        assertEquals(quoted, new Text().quote(plain == null ? "" : plain).take());
    }

    @Test
    void escapesControlCharactersAndLoneSurrogates() {
        assertEquals("\"\\b\\t\\n\\f\\r\\u0000\\u001f\u007F\"", new Text().quote("\b\t\n\f\r\0\u001F\u007F").take());
        assertEquals("\"\\ud800\"", new Text().quote("\uD800").take());
        assertEquals("\"\\ud800\uD83D\uDE00\\ude00\"", new Text().quote("\uD800\uD83D\uDE00\uDE00").take());
        assertEquals("\"\\udc00\\ud800a\"", new Text().quote("\uDC00\uD800a").take());
    }

    @Test
    void unescapesWhatItQuoted() {
        String plain = "\"\\\b\t\n\f\r\0/é\uD800😀ab";
        String quoted = new Text().quote(plain).take();
        assertEquals(plain, Text.unescape("x" + quoted + "y", 2, quoted.length()));
        assertEquals("/\u00E9\u20aC", Text.unescape("\\/\\u00E9\\u20aC", 0, 14));
        assertEquals("", Text.unescape("abc", 1, 1));
    }

    @Test
    void knowsTheWhiteSpaceOfEcmaScript() {
        String spaces = "\t\n\u000B\f\r \u00A0\u1680\u2000\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";
        for (char c : spaces.toCharArray()) assertTrue(Ws.is(c), () -> Integer.toHexString(c));
        for (char c : "\0\u001C\u001F\u0085\u180E\u200B\u2060ax".toCharArray()) {
            assertFalse(Ws.is(c), () -> Integer.toHexString(c));
        }
        assertEquals("a b", Ws.trim(spaces + "a b" + spaces));
        assertEquals(spaces + "a", Ws.trimEnd(spaces + "a" + spaces));
        assertEquals("", Ws.trim(spaces));
        assertTrue(Ws.blank(spaces));
        assertTrue(Ws.blank(null));
        assertFalse(Ws.blank(" x "));
    }
}
