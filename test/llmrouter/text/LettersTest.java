package llmrouter.text;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LettersTest {
    @Test
    void onlyLettersOfAsciiGetSmall() {
        assertEquals("abc-xyz_09[é", Letters.lower("ABC-XYZ_09[é"));
        assertEquals("ÄİΣ\u212A\uD801\uDC00", Letters.lower("ÄİΣ\u212A\uD801\uDC00"));
    }

    @Test
    void aTextWithoutCapitalsIsNotCopied() {
        String small = "content-type é";
        assertSame(small, Letters.lower(small));
    }

    /// The JDK makes two characters of `İ`.
    @Test
    void aTextKeepsItsLength() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            assertEquals(1, Letters.lower(String.valueOf((char) c)).length());
        }
    }

    @Test
    void textsAreTheSameInEitherCase() {
        assertTrue(Letters.same("WebSocket", "websocKET"));
        assertFalse(Letters.same("key", "\u212Aey"), "the Kelvin sign is no k");
        assertFalse(Letters.same("all", "al"));
        assertFalse(Letters.same("all", null));
    }

    @Test
    void digitsAreThoseOfAscii() {
        assertEquals(9, Letters.digit('9', 10));
        assertEquals(-1, Letters.digit('a', 10));
        assertEquals(10, Letters.digit('A', 16));
        assertEquals(15, Letters.digit('f', 16));
        assertEquals(-1, Letters.digit('g', 16));
        for (char c : "\uFF13\u0663 +-:@[`{".toCharArray()) assertEquals(-1, Letters.digit(c, 16), "digit " + c);
    }

    @Test
    void lettersOfAnyScriptAreLetters() {
        for (char c : "azAZéßŁжΩא中かー한".toCharArray()) assertTrue(Letters.isLetter(c), "letter " + c);
        for (char c : "09 _-:[{\"<\u00A0\u2026\u20AC\u2192\uFEFF\uD83D\uDE00".toCharArray()) {
            assertFalse(Letters.isLetter(c), "no letter " + c);
        }
    }
}
