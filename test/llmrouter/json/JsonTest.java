package llmrouter.json;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JsonTest {
    /// Far more than linear work needs, far less than quadratic work would.
    private static final Duration QUICK = Duration.ofSeconds(60);

    @ParameterizedTest
    @MethodSource("llmrouter.json.JsonTexts#valid")
    void acceptsJsonAndGivesItBackWithTheSameMeaning(String text) {
        Json value = Json.parse(text);
        assertEquals(value, Json.parse(value.toString()));
        assertEquals(value, Json.parse(JsonWriter.pretty(value)));
    }

    @ParameterizedTest
    @MethodSource("llmrouter.json.JsonTexts#invalid")
    void refusesWhatIsNotJson(String text) {
        JsonError error = assertThrows(JsonError.class, () -> Json.parse(text));
        assertTrue(error.offset() >= 0 && error.offset() <= text.length(), error::describe);
        assertTrue(error.line() >= 1 && error.column() >= 1, error::describe);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        []]             | unexpected text after the JSON value: ']'                          | 1 | 3
        [1,~2]          | expected a value, found '~'                                        | 1 | 4
        [1,2,]          | a comma before ']' is not allowed                                  | 1 | 5
        {"a":1,}        | a comma before '}' is not allowed                                  | 1 | 7
        {"a":NaN}       | expected a value, found 'N'                                        | 1 | 6
        {a:1}           | expected a member name in double quotes, found 'a'                 | 1 | 2
        {"a" 1}         | expected ':' after a member name, found '1'                        | 1 | 6
        [1 // one       | expected ',' or ']', found '/' (comments are not JSON)             | 1 | 4
        [1              | expected ',' or ']', found the end of the text                     | 1 | 3
        {"a":           | expected a value, found the end of the text                        | 1 | 6
        ["abc           | this string has no closing quote                                   | 1 | 2
        "a\\x"          | unknown escape in a string: \\ and 'x'                             | 1 | 3
        "ab\\u12"       | expected four hexadecimal digits after \\u                         | 1 | 4
        [0123]          | a number must not begin with 0                                     | 1 | 2
        [1.]            | expected a digit, found ']'                                        | 1 | 4
        [-]             | expected a digit, found ']'                                        | 1 | 3
        [1\u00A0]       | expected ',' or ']', found the character U+00A0                    | 1 | 3
        """)
    void saysWhatIsWrongAndWhere(String text, String message, int line, int column) {
        JsonError error = assertThrows(JsonError.class, () -> Json.parse(text));
        assertEquals(message + " at line " + line + ", column " + column, error.describe());
    }

    @Test
    void countsLinesAndColumnsFromOne() {
        JsonError error = assertThrows(JsonError.class, () -> Json.parse("{\r\n  \"a\": [\r\n    1,\r\n    x]}"));
        assertEquals("expected a value, found 'x' at line 4, column 5", error.describe());
        assertEquals(25, error.offset());
        assertEquals("a control character in a string must be escaped: the character U+000A at line 1, column 4",
            assertThrows(JsonError.class, () -> Json.parse("[\"a\n\"]")).describe());
    }

    @Test
    void namesAByteOrderMark() {
        JsonError error = assertThrows(JsonError.class, () -> Json.parse("\uFEFF{}"));
        assertEquals("the text begins with a byte-order mark; save it without one at line 1, column 1",
            error.describe());
    }

    @ParameterizedTest
    @CsvSource({"-0", "1e400", "9223372036854775808", "1.0", "1E+2", "0.10", "-1e-7"})
    void keepsTheSpellingOfNumbers(String number) {
        assertEquals(number, Json.parse(number).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "12, 12", "12.0, 12", "1.2e1, 12", "120e-1, 12", "1E+2, 100", "-0, 0", "-0.0e99, 0", "0e999999999, 0",
            "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808", "9223372036854775808, -1", "1e400, -1", "1e-400, -1", "1.5, -1",
        "1e99999999999999999999, -1",
        "100000000000000000000e-20, 1"})
    void readsIntegersThatFitALong(String number, long expected) {
        assertEquals(expected, ((Json.Num) Json.parse(number)).asLong(-1));
    }

    @Test
    void keepsTheOrderOfMembersAndTheLastOfDuplicates() {
        assertEquals("{\"b\":3,\"a\":2}", Json.parse("{\"b\":1,\"a\":2,\"\\u0062\":3}").toString());
    }

    @Test
    void carriesLoneSurrogatesThroughUtf8() {
        String text = "[\"\\ud800\",\"x\\udfffy\",\"\\ud83d\\ude00\",\"\\ude00\\ud83d\"]";
        String written = Json.parse(text).toString();
        assertEquals("[\"\\ud800\",\"x\\udfffy\",\"😀\",\"\\ude00\\ud83d\"]", written);
        String travelled = new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertEquals(Json.parse(text), Json.parse(travelled));
    }

    @Test
    void readsEveryEscapeAndEveryCharacter() {
        assertEquals(Json.of("\"\\/\b\f\n\r\té€\0"), Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\\u0000\""));
        for (int c = 0; c <= 0xFFFF; c++) {
            Json value = Json.of("a" + (char) c + "b");
            assertEquals(value, Json.parse(value.toString()));
        }
    }

    @Test
    void writesFilesForPeople() {
        assertEquals("""
            {
              "a": [
                1,
                {}
              ],
              "b": {
                "c": []
              }
            }""", JsonWriter.pretty(Json.parse("{\"a\":[1,{}],\"b\":{\"c\":[]}}")));
    }

    @Test
    void makesAnArrayOfStrings() {
        assertEquals("[\"a\",\"\\n\",\"\"]", Json.strings(List.of("a", "\n", "")).toString());
        assertEquals("[]", Json.strings(List.of()).toString());
    }

    @Test
    void allowsThe256thLevelAndRefusesThe257th() {
        String deepest = "[".repeat(256) + "]".repeat(256);
        assertEquals(deepest, Json.parse(deepest).toString());
        assertEquals("nested deeper than 256 levels at line 1, column 257",
            assertThrows(JsonError.class, () -> Json.parse("[" + deepest + "]")).describe());
        assertEquals("nested deeper than 256 levels at line 1, column 1281",
            assertThrows(JsonError.class, () -> JsonScan.of("{\"a\":".repeat(257) + "0" + "}".repeat(257))).describe());
    }

    @Test
    void refusesBombsQuicklyAndReadsWhatIsOnlyBig() {
        assertTimeoutPreemptively(QUICK, () -> {
            for (String bomb : List.of("[".repeat(100_000), "{\"a\":".repeat(100_000), "[{\"a\":".repeat(100_000))) {
                assertTrue(assertThrows(JsonError.class, () -> Json.parse(bomb)).getMessage()
                    .startsWith("nested deeper"));
                assertTrue(assertThrows(JsonError.class, () -> JsonScan.of(bomb)).getMessage()
                    .startsWith("nested deeper"));
            }
            String string = "\"" + "x\\n".repeat(3_500_000) + "\"";
            assertEquals(7_000_000, ((Json.Str) Json.parse(string)).value().length());
            String array = "[0" + ",1".repeat(1_000_000) + "]";
            assertEquals(1_000_001, ((Json.Arr) Json.parse(array)).size());
            assertThrows(JsonError.class, () -> Json.parse("\"" + "\\u000".repeat(1_000_000)));
            assertEquals(-1, new Json.Num("1" + "0".repeat(1_000_000)).asLong(-1));
        });
    }

    @Test
    void readsAMillionKeysDifferentOrEqual() {
        var text = new StringBuilder("{\"k\":0");
        for (int i = 0; i < 500_000; i++) {
            text.append(",\"k").append(i).append("\":").append(i).append(",\"dup\":").append(i);
        }
        String keys = text.append('}').toString();
        assertTimeoutPreemptively(QUICK, () -> {
            var tree = (Json.Obj) Json.parse(keys);
            assertEquals(500_002, tree.members().size());
            assertEquals(499_999, tree.number("dup", -1));
            JsonScan scan = JsonScan.of(keys);
            assertEquals(1_000_001, scan.members().size());
            assertEquals(tree, Json.parse(scan.splice().dedupeAll().apply()));
            assertEquals(500_002, JsonScan.of(scan.splice().set("dup", "1").apply()).members().size());
        });
    }

    @Test
    void obeysALengthLimit() {
        var limits = new JsonLimits(256, 5, 100);
        assertEquals("the text is longer than 5 characters",
            assertThrows(JsonError.class, () -> JsonScan.of("{    }", limits)).getMessage());
        assertTrue(JsonScan.of("{   }", limits).members().isEmpty());
    }

    @Test
    void obeysALimitOfValues() {
        var limits = new JsonLimits(256, 100, 3);
        assertEquals("[1,{}]", JsonParser.parse("[1,{}]", limits).toString());
        assertEquals("there are more than 3 values",
            assertThrows(JsonError.class, () -> JsonParser.parse("[1,{\"a\":2}]", limits)).getMessage());
        String most = "[" + "1,".repeat(99_998) + "1]";
        assertEquals(most, Json.parseNested(most).toString());
        assertThrows(JsonError.class, () -> Json.parseNested("[1," + most.substring(1)));
        assertEquals(100_001, ((Json.Arr) Json.parse("[1," + most.substring(1) + "")).items().size() + 1);
    }

    @Test
    void givesRandomTreesBack() {
        var random = new RandomJson(new Random(20));
        for (int i = 0; i < 3000; i++) {
            Json value = random.value(5);
            assertEquals(value, Json.parse(value.toString()));
            assertEquals(value, Json.parse(JsonWriter.pretty(value)));
            assertEquals(value.toString(), Json.parse(random.spaced(value)).toString());
        }
    }

    @Test
    void neverFailsOtherwiseThanByJsonErrorOnDamagedText() {
        var random = new Random(21);
        var trees = new RandomJson(random);
        for (int i = 0; i < 3000; i++) {
            var text = new StringBuilder(trees.spaced(trees.value(4)));
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.setLength(at);
                default -> text.insert(at, "{}[],:\"\\0-.eu\u0001é".charAt(random.nextInt(15)));
            }
            assertEquals(outcome(text.toString(), false), outcome(text.toString(), true));
        }
    }

    /// What the parser or the scanner says about a text: its error, or nothing.
    private static String outcome(String text, boolean scanner) {
        try {
            if (scanner) JsonScan.of("{\"a\":" + text + "}");
            else Json.parse("{\"a\":" + text + "}");
            return "";
        } catch (JsonError e) {
            return e.describe();
        }
    }
}
