package llmrouter.json;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JsonCountTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"1|1", "[]|2", "[1,2]|3", "{\"a\":1,\"b\":[true]}|4",
        "\"a,b[{\"|1", "[\"a\\\",[\"]|2", "[\"\\\\\",2]|3", "[\"\\\\\\\"\",2]|3", "[\"open|2"})
    void whatStandsInStringsIsNoValue(String text, int most) {
        assertEquals(most, JsonCount.most(text));
    }

    @Test
    void noTreeHasMoreValues() {
        var random = new Random(5);
        for (int i = 0; i < 500; i++) {
            Json tree = tree(random, 4);
            int values = values(tree);
            int most = JsonCount.most(tree.toString());
            assertTrue(values <= most && most <= 2 * values, tree + " has " + values + ", counted " + most);
        }
    }

    /// The arguments of a call are a text, and become a tree where the provider's format has an object for them.
    @Test
    void aStringThatIsJsonByItselfIsCountedToo() {
        var random = new Random(6);
        for (int i = 0; i < 500; i++) {
            Json inner = tree(random, 4);
            if (inner instanceof Json.Str || inner instanceof Json.Num) continue;
            String text = (i % 3 == 0 ? " \n" : "") + inner;
            String outer = Json.object().put("arguments", text).toString();
            String escaped = i % 2 == 0 ? outer : withNumbers(outer, text);
            int most = JsonCount.most(escaped);
            assertTrue(2 + values(inner) <= most + 1 && most <= 2 + 2 * values(inner),
                escaped + " has " + values(inner) + " inside, counted " + most);
        }
        assertEquals(2, JsonCount.most("{\"a\":\"x, {[, y\"}"));
    }

    /// The string with each of its characters as `\\uXXXX`.
    private static String withNumbers(String outer, String text) {
        var all = new StringBuilder();
        for (char c : text.toCharArray()) all.append("\\u%04x".formatted((int) c));
        return outer.substring(0, outer.indexOf(':') + 1) + '"' + all + "\"}";
    }

    private static Json tree(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 2 : 4)) {
            case 0 -> Json.of(random.nextInt());
            case 1 -> Json.of("x\\\",[{".substring(0, random.nextInt(6)));
            case 2 -> {
                var array = Json.array();
                for (int n = random.nextInt(4); n > 0; n--) array.add(tree(random, depth - 1));
                yield array;
            }
            default -> {
                var object = Json.object();
                for (int n = random.nextInt(4); n > 0; n--) object.put("," + n, tree(random, depth - 1));
                yield object;
            }
        };
    }

    private static int values(Json tree) {
        return 1 + switch (tree) {
            case Json.Arr array -> array.items().stream().mapToInt(JsonCountTest::values).sum();
            case Json.Obj object -> object.members().values().stream().mapToInt(JsonCountTest::values).sum();
            default -> 0;
        };
    }
}
