package llmrouter.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

class PrintableTest {
    /// The name of a kind of character, its first and last code unit in hexadecimal.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "C0 controls, 0000, 001f", "DEL and C1 controls, 007f, 009f", "Arabic letter mark, 061c, 061c",
            "joiners and direction marks, 200b, 200f", "soft hyphen, 00ad, 00ad", "byte order mark, feff, feff",
        "line and paragraph separator, 2028, 2029", "embeddings and overrides, 202a, 202e",
            "word joiner to the last control of formats, 2060, 206f",
        "halves of pairs, d800, dfff"})
    void unsafeCharactersBecomeQuestionMarks(String name, String first, String last) {
        for (int c = Integer.parseInt(first, 16); c <= Integer.parseInt(last, 16); c++) {
            assertEquals("a?b", Printable.of("a" + (char) c + "b"), Integer.toHexString(c));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "ASCII, 0020, 007e", "Latin-1, 00ae, 00ff", "Arabic before the letter mark, 061b, 061b", "after it, 061d, 061d",
            "dashes and quotes, 2010, 2027",
        "narrow space, 202f, 202f", "before the word joiner, 205f, 205f", "after, 2070, 2070", "Han, 4e00, 4eff",
        "private use, e000, e0ff", "the last, ffff, ffff"})
    void otherCharactersStay(String name, String first, String last) {
        for (int c = Integer.parseInt(first, 16); c <= Integer.parseInt(last, 16); c++) {
            assertEquals("a" + (char) c + "b", Printable.of("a" + (char) c + "b"), Integer.toHexString(c));
        }
    }

    @Test
    void aTextThatIsSafeIsReturnedUnchanged() {
        String text = "Grüße, 世界 😀";
        assertEquals(text, Printable.of(text));
        String plain = "plain";
        assertSame(plain, Printable.of(plain));
    }

    @Test
    void pairsStayBetweenUnsafeCharacters() {
        assertEquals("?😀?😀?", Printable.of("\n😀\u001b😀\ud83d"));
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, a", "2, a", "3, a😀", "4, a😀b", "9, a😀b"})
    void theLimitNeverDividesAPair(int most, String expected) {
        assertEquals(expected, Printable.of("a😀b", most));
    }

    @Test
    void theLimitCountsUnsafeCharactersToo() {
        assertEquals("??", Printable.of("\n\n\n", 2));
    }

    @Test
    void asciiKeepsSpaceToTildeAlone() {
        for (int c = 0; c <= 0xFFFF; c++) {
            String expected = c >= ' ' && c <= '~' ? "a" + (char) c : "a?";
            assertEquals(expected, Printable.ascii("a" + (char) c, 2), Integer.toHexString(c));
        }
        assertEquals("abc", Printable.ascii("abcdef", 3));
        assertEquals("??", Printable.ascii("😀é", 2));
    }
}
