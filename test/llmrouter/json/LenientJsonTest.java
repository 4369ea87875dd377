package llmrouter.json;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.json.lenient.LenientJson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LenientJsonTest {

    /// A text that is nearly JSON, and the strict values that it means, one a line.
    record Near(String text, String means) {}

    static List<Near> nearJson() {
        return List.of(
            new Near("{\"p\":NaN}", "{\"p\":null}"),
            new Near("{\"p\":[-Infinity,Infinity,+Infinity,-NaN]}", "{\"p\":[null,null,null,null]}"),
            new Near("[nan,-inf,inf]", "[null,null,null]"),
            new Near("{\"a\": None, \"b\": True, \"c\": False}", "{\"a\":null,\"b\":true,\"c\":false}"),
            new Near("{\"t\":\"NaN Infinity None\",\"n\":NaN}", "{\"t\":\"NaN Infinity None\",\"n\":null}"),
            new Near("{\"t\":\"a\tb\"}", "{\"t\":\"a\\tb\"}"),
            new Near("{\"t\":\"a\nb\r\nc\"}", "{\"t\":\"a\\nb\\r\\nc\"}"),
            new Near("{\"t\":\"\u0000\u001B[1m\u000F\"}", "{\"t\":\"\\u0000\\u001b[1m\\u000f\"}"),
            new Near("{\"t\":\"\\n\tx\"}", "{\"t\":\"\\n\\tx\"}"),
            new Near("{\"t\":\"C:\\users\"}", "{\"t\":\"C:\\\\users\"}"),
            new Near("{\"t\":\"C:\\Users\\me\"}", "{\"t\":\"C:\\\\Users\\\\me\"}"),
            new Near("{\"t\":\"C:\\ubuntu\\\u00C4rger\"}", "{\"t\":\"C:\\\\ubuntu\\\\\u00C4rger\"}"),
            new Near("{\"t\":\"\\d+\\s\\w\",\"n\":\"a\\nb\"}", "{\"t\":\"\\\\d+\\\\s\\\\w\",\"n\":\"a\\nb\"}"),
            new Near("{\"a\":1}{\"b\":2}", "{\"a\":1}\n{\"b\":2}"),
            new Near("{\"a\":1} [2]\n{\"b\":\"}{\"}", "{\"a\":1}\n[2]\n{\"b\":\"}{\"}"),
            new Near("{\"a\":NaN}{\"b\":\"\t\"}", "{\"a\":null}\n{\"b\":\"\\t\"}"),
            new Near("\uFEFF{\"a\":1}", "{\"a\":1}"),
            new Near("\u00EF\u00BB\u00BF{\"a\":1}", "{\"a\":1}"));
    }

    @ParameterizedTest
    @MethodSource("nearJson")
    void readsWhatIsBeyondDoubt(Near near) {
        LenientJson read = LenientJson.read(near.text());
        assertFalse(read.strict());
        assertEquals(near.means(), read.values().stream().map(Json::toString).collect(Collectors.joining("\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"a\":1", "{\"a\":\"torn", "{\"a\":1}}", "{\"a\":1} x", "{\"a\":1},{\"b\":2}", "[1,2", "]", "x", "",
        "{'error': 'single quotes'}", "{a:1}", "{\"a\":1,}", "{\"a\" 1}", "{NaN:1}", "{\"a\":NaNa}", "{\"a\":Nan}",
        "{\"a\":undefined}",
        // a path whose n may be a line end, and backslashes that other languages leave out
        "{\"t\":\"C:\\users\\name\"}", "{\"t\":\"\\Users\\\\me\"}", "{\"t\":\"\\$5\"}", "{\"t\":\"it\\'s\"}",
        "{\"t\":\"\\x41\"}", "{\"t\":\"\\0\"}", "{\"t\":\"\\U0001F600\"}",
        "{\"t\":\"\\u{1F600}\"}", "{\"t\":\"\\u00\"}",
        "{\"t\":\"C:\\Users\\\"}", "{\"t\":\"\\", "\"\\u12", "{\"t\":\"\\d\",\"u\":\"\\d\\n\"}"})
    void whatIsTornOrInDoubtIsTheStrictParsersError(String text) {
        var strict = assertThrows(JsonError.class, () -> Json.parse(text));
        var lenient = assertThrows(JsonError.class, () -> LenientJson.read(text));
        assertEquals(strict.describe(), lenient.describe());
    }

    @Test
    void strictJsonStaysTheVerySameText() {
        String text = " {\"a\":1e400,\"a\":\"\\u00e9\"} ";
        assertTrue(LenientJson.read(text).strict());
        assertSame(text, LenientJson.strictText(text));
    }

    @Test
    void oneRepairedValueCanBePassedOnAndTwoCannot() {
        assertEquals("{\"a\":null}", LenientJson.strictText("{\"a\": NaN}"));
        var error = assertThrows(JsonError.class, () -> LenientJson.strictText("{\"a\":1}{\"b\":2}"));
        assertEquals("the text has more than one value at line 1, column 1", error.describe());
    }

    @Test
    void everyCutOfAValueIsTorn() {
        String text = "{\"a\":[NaN,\"x\ty\"],\"b\":{\"c\":\"C:\\users\"}}";
        LenientJson.read(text);
        for (int end = 0; end < text.length(); end++) {
            String cut = text.substring(0, end);
            assertThrows(JsonError.class, () -> LenientJson.read(cut), cut);
        }
    }

    @Test
    void whatIsRepairedIsReadAsStrictJsonWithTheSameMeaning() {
        var random = new RandomJson(new Random(12));
        for (int round = 0; round < 200; round++) {
            Json value = Json.object().put("v", random.object(4)).put("n", Json.Null.NULL);
            String near = value.toString().replace("\"n\":null}", "\"n\":NaN}");
            LenientJson read = LenientJson.read(near + near);
            assertEquals(List.of(value, value), read.values());
        }
    }

    @Test
    void aMegabyteOfBackslashesIsReadOnce() {
        String text = "{\"t\":\"" + "\\d".repeat(1 << 20) + "\"}";
        assertEquals("\\d".repeat(1 << 20), ((Json.Obj) LenientJson.read(text).values().getFirst()).text("t"));
    }

    @Test
    void manyStringsBeforeABackslashAreReadOnce() {
        String text = "[" + "\"a\",".repeat(300_000) + "\"\\d\"]";
        assertEquals(300_001, ((Json.Arr) LenientJson.read(text).values().getFirst()).size());
    }

    @Test
    void requestsOfClientsAreReadStrictly() {
        assertThrows(JsonError.class, () -> JsonScan.of("{\"temperature\":NaN}"));
        assertThrows(JsonError.class, () -> Json.parse("{\"t\":\"a\tb\"}"));
    }
}
