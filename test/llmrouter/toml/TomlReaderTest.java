package llmrouter.toml;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.json.Json;
import llmrouter.toml.TomlCases.Case;
import llmrouter.toml.TomlDocument.TomlPlace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TomlReaderTest {
    private static List<Case> valid() throws IOException {
        return TomlCases.valid();
    }

    private static List<Case> invalid() throws IOException {
        return TomlCases.invalid();
    }

    private static TomlError refused(String text) {
        return assertThrows(TomlError.class, () -> TomlDocument.of(text), text);
    }

    @ParameterizedTest
    @MethodSource("valid")
    void readsWhatADocumentSays(Case valid) {
        assertEquals(Json.parse(valid.expected()), TomlCases.json(TomlDocument.of(valid.document()).table()));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void readsTheSameWithAMarkAndWithOtherLineEnds(Case valid) {
        var tree = TomlDocument.of(valid.document()).table();
        assertEquals(tree, TomlDocument.of("\uFEFF" + valid.document()).table());
        String lf = valid.document().replace("\r\n", "\n");
        assertEquals(tree, TomlDocument.of(lf).table());
        assertEquals(tree, TomlDocument.of(lf.replace("\n", "\r\n")).table());
    }

    @ParameterizedTest
    @MethodSource("valid")
    void whatIsWrittenIsReadAgainAsTheSame(Case valid) {
        var tree = TomlDocument.of(valid.document()).table();
        assertEquals(tree, TomlDocument.of("x = " + TomlWriter.of(tree)).table().get("x"));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void saysWhereAMistakeIs(Case invalid) {
        TomlError error = refused(invalid.document());
        String place = error.line() + ":" + error.column() + " ";
        String words = invalid.expected().substring(invalid.expected().indexOf(' ') + 1);
        assertTrue(invalid.expected().startsWith(place), place + error.describe());
        assertTrue(error.getMessage().contains(words), error.describe());
        assertFalse(error.fix().isEmpty(), "an error has a fix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"key = sk-secret", "key = \"sk-secret", "key = 'sk-secret", "key = sk-secret\nkey = 1",
        "a = [sk-secret]", "key = \"sk-secret\\q\"", "key = \"\"\"sk-secret", "key = \"x\" sk-secret",
        "key = 1sk-secret", "a = { key = sk-secret }"})
    void aMessageNeverQuotesAValue(String text) {
        TomlError error = refused(text);
        assertFalse(error.describe().contains("secret"), error.describe());
    }

    @Test
    void aMarkIsNotCountedInAColumn() {
        TomlError error = refused("\uFEFFa = x");
        assertEquals("1:5", error.line() + ":" + error.column());
    }

    @Test
    void aMessageSaysWhatWhereAndTheFix() {
        assertEquals("a text stands without quotes at line 2, column 5: put it in double quotes",
            refused("a = 1\nb = x").describe());
    }

    @Test
    void halfACharacterIsRefused() {
        assertTrue(refused("a = \"\uD83D\"").getMessage().contains("half of a character"));
    }

    @Test
    void knowsThePlaceOfEveryKeyAndValue() {
        String text = "a = 1\n[b.c]\n  \"d\" = [1, { e = 'x' }]\n[[f]]\n[[f]]\ng = 2\n";
        var document = TomlDocument.of(text);
        assertEquals("1", at(document, "a"));
        assertEquals("[b.c]", at(document, "b", "c"));
        assertEquals("{ e = 'x' }", at(document, "b", "c", "d", 1));
        assertEquals("'x'", at(document, "b", "c", "d", 1, "e"));
        assertEquals("2", at(document, "f", 1, "g"));
        TomlPlace place = document.place(List.of("b", "c", "d"));
        assertEquals("3:3", place.line() + ":" + place.column());
        assertNull(document.place(List.of("b", "x")));
        assertNull(document.place(List.of("a", "x")));
        assertNull(document.place(List.of("f", 2)));
    }

    private static String at(TomlDocument document, Object... path) {
        TomlPlace place = document.place(List.of(path));
        return document.text().substring(place.start(), place.end());
    }

    @Test
    void depthAndLengthAreLimited() {
        String deep = "a = " + "[".repeat(101) + "]".repeat(101);
        assertTrue(refused(deep).getMessage().contains("more than 100 deep"));
        assertEquals(1, TomlDocument.of("a = " + "[".repeat(100) + "]".repeat(100)).table().members().size());
        assertTrue(refused("a = " + "{a=".repeat(101)).getMessage().contains("more than 100 deep"));
        assertTrue(refused("a" + ".a".repeat(100) + " = 1").getMessage().contains("more than 100 deep"));
        assertTrue(refused("[a" + ".a".repeat(100) + "]").getMessage().contains("more than 100 deep"));
        TomlError error = assertThrows(TomlError.class, () -> TomlDocument.of("a = 1", new TomlLimits(9, 4)));
        assertTrue(error.describe().contains("longer than 4 characters"), error.describe());
    }

    @Test
    void aTextThatIsCutOrChangedAnywhereIsReadOrRefused() throws IOException {
        var random = new Random(20261130);
        for (Case valid : TomlCases.valid()) {
            String text = valid.document();
            for (int i = 0; i <= text.length(); i++) readOrRefuse(text.substring(0, i));
            for (int i = 0; i < 200 && !text.isEmpty(); i++) readOrRefuse(changed(text, random));
        }
    }

    private static String changed(String text, Random random) {
        int at = random.nextInt(text.length());
        int to = Math.min(text.length(), at + random.nextInt(3));
        String characters = "[]{}=.,\"'#\\\n\r\t_-+:eTZx01 \uFEFF\uD83D\u0000";
        var put = new StringBuilder();
        for (int n = random.nextInt(4); n > 0; n--) put.append(characters.charAt(random.nextInt(characters.length())));
        return text.substring(0, at) + put + text.substring(to);
    }

    private static void readOrRefuse(String text) {
        try {
            TomlDocument.of(text).table().hashCode();
        } catch (TomlError refused) {
            assertTrue(refused.offset() >= 0 && refused.offset() <= text.length(), refused.describe());
        }
    }

    @Test
    void timeGrowsWithTheLengthOnly() {
        int n = 30_000;
        var texts = List.of("a = \"" + "x".repeat(20 * n), "#".repeat(20 * n), "\n".repeat(20 * n),
            "a = " + "[".repeat(20 * n), "a = [" + "1,".repeat(10 * n) + "]", "a = \"\"\"" + "\"\" ".repeat(6 * n),
            "a = \"\"\"\\\n" + " \n".repeat(10 * n), " ".repeat(20 * n), "a = " + "1_".repeat(10 * n),
            "[[a]]\n".repeat(3 * n), "[[a]]\n[a.b]\n".repeat(n), "a = {" + "b={},".repeat(n) + "}",
            keys(n, "", " = 1\n"), keys(n, "[", "]\n"), keys(n, "a.b.", " = 1\n"),
            "a = \"" + "\\u0041".repeat(3 * n) + "\"", "a".repeat(20 * n) + " = 1");
        for (String text : texts) {
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> readOrRefuse(text),
                () -> text.substring(0, 20) + " takes long");
        }
    }

    private static String keys(int n, String before, String behind) {
        var text = new StringBuilder();
        for (int i = 0; i < n; i++) text.append(before).append('k').append(i).append(behind);
        return text.toString();
    }
}
