package llmrouter.json.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.json.JsonWriter;
import llmrouter.json.RandomJson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class JsonEditTest {
    private static final String FILE = """
        {
            "providers" : [
                { "name":"a", "models": ["x","y"] },
                {
                    "name": "b",   "odd":1.50
                }
            ],

            "port":8080,   "empty": {}, "list": [ ],
            "nested": {
                "k": null
            }
        }
        """;

    private static String set(String text, Json value, Object... path) {
        return JsonEdit.of(text).set(List.of(path), value).text();
    }

    private static String remove(String text, Object... path) {
        return JsonEdit.of(text).remove(List.of(path)).text();
    }

    private static String append(String text, Json value, Object... path) {
        return JsonEdit.of(text).append(List.of(path), value).text();
    }

    @Test
    void replacesAScalarAndNothingElse() {
        assertEquals(FILE.replace("8080", "9090"), set(FILE, Json.of(9090), "port"));
        assertEquals(FILE.replace("\"b\"", "\"c\""), set(FILE, Json.of("c"), "providers", 1, "name"));
        assertEquals(FILE.replace("\"y\"", "\"z\""), set(FILE, Json.of("z"), "providers", 0, "models", 1));
    }

    @Test
    void addsAMemberUnderItsSiblings() {
        assertEquals(FILE.replace("\"k\": null\n",
            "\"k\": null,\n        \"new\": {\n            \"deep\": [\n                1\n            ]\n        }\n"),
            set(FILE, Json.array(Json.of(1)), "nested", "new", "deep"));
        assertEquals(FILE.replace("    }\n}\n", "    },\n    \"top\": true\n}\n"), set(FILE, Json.of(true), "top"));
    }

    @Test
    void addsOnTheSameLineWhereTheSiblingsShareOne() {
        assertEquals(FILE.replace("[\"x\",\"y\"] }", "[\"x\",\"y\"], \"on\": {\"p\": 1, \"q\": [2, 3]} }"),
            set(FILE, Json.parse("{\"p\":1,\"q\":[2,3]}"), "providers", 0, "on"));
        assertEquals(FILE.replace("[\"x\",\"y\"]", "[\"x\",\"y\",\"z\"]"),
            append(FILE, Json.of("z"), "providers", 0, "models"));
    }

    @Test
    void opensEmptyContainersOntoLines() {
        assertEquals(FILE.replace("\"empty\": {}", "\"empty\": {\n        \"a\": 1\n    }"),
            set(FILE, Json.of(1), "empty", "a"));
        assertEquals(FILE.replace("[ ]", "[\n        \"a\"\n    ]"), append(FILE, Json.of("a"), "list"));
        assertEquals("{\n  \"a\": {\n    \"b\": 1\n  }\n}", set("{}", Json.of(1), "a", "b"));
        assertEquals(" {\n   \"a\": 1\n }\n", set(" { }\n", Json.of(1), "a"));
    }

    @Test
    void appendsAnItemOrMakesTheArray() {
        assertEquals(FILE.replace("        }\n    ],",
            "        },\n        {\n            \"name\": \"c\"\n        }\n    ],"),
            append(FILE, Json.object().put("name", "c"), "providers"));
        assertEquals("{\n  \"a\": [\n    1\n  ]\n}", append("{}", Json.of(1), "a"));
        assertEquals("[ 1, 2]", append("[ 1]", Json.of(2)));
        assertEquals("[1,2]", append("[1]", Json.of(2)));
    }

    @Test
    void removesMembersAndItemsWithTheirLines() {
        assertEquals(FILE.replace(",\n\n    \"port\":8080", ""), remove(FILE, "port"));
        assertEquals(FILE.replace("{ \"name\":\"a\", \"models\": [\"x\",\"y\"] },\n        ", ""),
            remove(FILE, "providers", 0));
        assertEquals(FILE.replace("\"x\",", ""), remove(FILE, "providers", 0, "models", 0));
        assertEquals(FILE.replace("{\n        \"k\": null\n    }", "{}"), remove(FILE, "nested", "k"));
        assertEquals(FILE, remove(FILE, "absent"));
        assertEquals(FILE, remove(FILE, "port", "deeper"));
        assertEquals(FILE, remove(FILE, "providers", 2));
    }

    @Test
    void removesAllDuplicatesAndSetsTheLast() {
        assertEquals("{\"b\":2}", remove("{\"a\":1,\"b\":2,\"\\u0061\":3}", "a"));
        assertEquals("{\"a\":1,\"a\":3}", set("{\"a\":1,\"a\":2}", Json.of(3), "a"));
    }

    @Test
    void givesAMemberAnotherNameInItsPlace() {
        String text = "{\n  \"a\" : {\"b\": 1, \"c\": 2},\n  \"d\": [1]\n}\n";
        assertEquals(text.replace("\"b\"", "\"new \\\"name\\\"\""),
            JsonEdit.of(text).rename(List.of("a", "b"), "new \"name\"").text());
        assertEquals(text.replace("\"a\"", "\"z\""), JsonEdit.of(text).rename(List.of("a"), "z").text());
        for (List<Object> none : List.<List<Object>>of(List.of("x"), List.of("x", "y"), List.of("d", 0))) {
            assertEquals(text, JsonEdit.of(text).rename(none, "z").text());
        }
    }

    @Test
    void keepsCrLfAndTabs() {
        String file = "{\r\n\t\"a\": {\r\n\t\t\"b\": 1\r\n\t}\r\n}\r\n";
        assertEquals("{\r\n\t\"a\": {\r\n\t\t\"b\": 1,\r\n\t\t\"c\": {\r\n\t\t\t\"d\": 2\r\n\t\t}\r\n\t}\r\n}\r\n",
            set(file, Json.of(2), "a", "c", "d"));
        assertEquals("{\r\n\t\"a\": {\r\n\t\t\"x\": []\r\n\t}\r\n}\r\n", set(file, Json.parse("{\"x\":[]}"), "a"));
    }

    @Test
    void keepsOneLineTextsOnOneLine() {
        assertEquals("{\"a\":{\"b\":1,\"c\":{\"d\":[]}}}", set("{\"a\":{\"b\":1}}", Json.array(), "a", "c", "d"));
        assertEquals("{\"a\": {\"b\": 1, \"c\": {\"d\": [1, 2]}}}",
            set("{\"a\": {\"b\": 1}}", Json.parse("[1,2]"), "a", "c", "d"));
        assertEquals("{\"a\": {\"b\": 1}}", set("{\"a\": {}}", Json.of(1), "a", "b"));
        assertEquals("{\"a\":{\"b\":1}}", set("{\"a\":{}}", Json.of(1), "a", "b"));
        assertEquals("{ \"a\": 1, \"b\": 2 }", set("{ \"a\": 1 }", Json.of(2), "b"));
    }

    @Test
    void keepsAReplacedListOnItsLine() {
        assertEquals(FILE.replace("[\"x\",\"y\"]", "[\"z\", {\"a\": 1}]"),
            set(FILE, Json.parse("[\"z\",{\"a\":1}]"), "providers", 0, "models"));
        assertEquals(FILE.replace("\"k\": null", "\"k\": [\n            1,\n            2\n        ]"),
            set(FILE, Json.parse("[1,2]"), "nested", "k"));
    }

    @Test
    void replacesTheWholeText() {
        assertEquals("[\n  1\n]\n", set("{}\n", Json.array(Json.of(1))));
    }

    @Test
    void refusesAWayThatLeadsThroughSomethingElse() {
        assertEquals("expected an object at line 9, column 12",
            assertThrows(JsonError.class, () -> set(FILE, Json.of(1), "port", "a")).describe());
        assertEquals("expected an object",
            assertThrows(JsonError.class, () -> set(FILE, Json.of(1), "providers", "a")).getMessage());
        assertEquals("expected an array with more items",
            assertThrows(JsonError.class, () -> set(FILE, Json.of(1), "providers", 3)).getMessage());
        assertEquals("expected an array",
            assertThrows(JsonError.class, () -> append(FILE, Json.of(1), "nested")).getMessage());
        assertThrows(JsonError.class, () -> JsonEdit.of("{} x"));
    }

    @Test
    void anIndexOnePastTheEndAppends() {
        assertEquals("[1,2]", set("[1]", Json.of(2), 1));
    }

    @Test
    void randomEditsMeanWhatTheyMeanOnATree() {
        var random = new Random(3);
        var trees = new RandomJson(random);
        for (int i = 0; i < 3000; i++) {
            Json.Obj tree = trees.object(4);
            String text = random.nextBoolean() ? trees.spaced(tree) : random.nextBoolean() ? tree.toString()
                : JsonWriter.pretty(tree);
            var keys = new ArrayList<>(tree.members().keySet());
            String key = keys.isEmpty() || random.nextInt(3) == 0 ? "new" : keys.get(random.nextInt(keys.size()));
            Json value = trees.value(3);
            String edited;
            if (random.nextInt(3) > 0) {
                edited = set(text, value, key);
                tree.put(key, value);
            } else {
                edited = remove(text, key);
                tree.members().remove(key);
            }
            assertEquals(tree, Json.parse(edited));
            JsonScan before = JsonScan.of(text);
            JsonScan after = JsonScan.of(edited);
            keys.remove(key);
            for (String other : keys) assertEquals(before.raw(other), after.raw(other));
        }
    }
}
