package llmrouter.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;

import org.junit.jupiter.api.Test;

import llmrouter.text.Ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JsonQuotesTest {
    private static final String[] INSIDE = {"a", "word ", " ", "\\n", "\\\\", "\\\"", "\\/", "\\t", "\\u0041",
        "\\u0020", "\\ud83d\\ude00", "é", "\uD83D\uDE00", "int x = 1;\\n", ""};

    private final Random random = new Random(7);

    private String inside(int pieces) {
        var inside = new StringBuilder();
        for (int i = 0; i < pieces; i++) inside.append(INSIDE[random.nextInt(INSIDE.length)]);
        return inside.toString();
    }

    private static Json.Str member(JsonQuotes quotes) {
        return (Json.Str) quotes.tree().get("a");
    }

    /// A string of any length is the same, whichever question is the first.
    @Test
    void aStringThatIsAPlaceInItsTextAnswersAsItsValueDoes() {
        for (int i = 0; i < 5_000; i++) {
            String text = "{\"before\":\"\\\\\",\"a\":\"" + inside(random.nextInt(60)) + "\",\"behind\":1}";
            JsonScan scan = JsonScan.of(text);
            String value = Json.parse(text) instanceof Json.Obj o ? o.text("a") : null;
            assertEquals(value.isEmpty(), member(JsonQuotes.of(scan)).isEmpty(), text);
            assertEquals(Ws.blank(value), member(JsonQuotes.of(scan)).blank(), text);
            for (String prefix : new String[] {"a", "word", "\n", "\"", " ", "é", "int x", ""}) {
                assertEquals(value.startsWith(prefix), member(JsonQuotes.of(scan)).startsWith(prefix), text);
            }
            assertEquals(value, member(JsonQuotes.of(scan)).value(), text);
            assertEquals(Json.of(value), member(JsonQuotes.of(scan)), text);
            assertEquals(Json.of(value).hashCode(), member(JsonQuotes.of(scan)).hashCode(), text);
            assertEquals(Json.parse(text), Json.parse(JsonQuotes.of(scan).tree().toString()), text);
        }
    }

    /// The same with strings that were read, and with those that are made of the values that were read.
    @Test
    void whatIsWrittenWithPlacesMeansTheSame() {
        for (int i = 0; i < 2_000; i++) {
            String text = "{\"a\":\"" + inside(random.nextInt(60)) + "\",\"b\":[\"" + inside(40) + "\"]}";
            JsonQuotes quotes = JsonQuotes.of(JsonScan.of(text));
            Json.Obj tree = quotes.tree();
            if (i % 3 == 0) tree.text("a");
            Json.Str other = i % 2 == 0 ? Json.of(tree.text("a")) : (Json.Str) tree.get("a");
            Json.Obj written = Json.object().put("first", other).put("rest", tree).put("name", "\"q\"");
            assertEquals(written, Json.parse(quotes.pieces(written).text()), text);
        }
    }

    @Test
    void aLongStringKeepsItsSpelling() {
        String words = "\\u0041 word\\/ ".repeat(10);
        JsonQuotes quotes = JsonQuotes.of(JsonScan.of("{\"a\":\"" + words + "\"}"));
        assertTrue(quotes.pieces(quotes.tree()).text().contains(words));
        assertEquals("A word/ ".repeat(10), member(quotes).value());
        assertTrue(quotes.pieces(Json.array(Json.of(member(quotes).value()))).text().contains(words));
    }

    /// A place of one text is not one of another.
    @Test
    void aStringOfAnotherTextIsQuoted() {
        String words = "a word and another one, ".repeat(5);
        JsonQuotes one = JsonQuotes.of(JsonScan.of("{\"a\":\"" + words + "\"}"));
        JsonQuotes other = JsonQuotes.of(JsonScan.of("{\"b\":\"" + "x".repeat(300) + "\"}"));
        assertEquals("[\"" + words + "\"]", other.pieces(Json.array(member(one))).text());
    }

    // ── objects that are read when they are asked for ──

    private static JsonQuotes noted(String text) {
        return JsonQuotes.of(JsonScan.noting(text, null, new JsonCount.Budget(null, null, _ -> {})));
    }

    private String value(int depth, String space) {
        int kind = random.nextInt(depth > 4 ? 3 : 6);
        return space + switch (kind) {
            case 0 -> "\"" + inside(random.nextInt(30)) + "\"";
            case 1 -> "-1.5e3";
            case 2 -> random.nextBoolean() ? "null" : "{" + space + "}";
            case 3 -> "[" + value(depth + 1, space) + "," + value(depth + 1, space) + "]";
            default -> object(depth + 1, space);
        } + space;
    }

    private String object(int depth, String space) {
        var text = new StringBuilder("{");
        int members = random.nextInt(depth == 0 ? 15 : 5);
        for (int i = 0; i < members; i++) {
            String name = "\"" + (i % 4 == 3 ? inside(2) : "") + "k" + i + "\"";
            text.append(i == 0 ? space : "," + space).append(name).append(space).append(":");
            text.append(value(depth, space));
        }
        return text.append(space).append("}").toString();
    }

    /// Reads some of the values, in any order.
    private void readSome(Json value) {
        if (random.nextInt(4) == 0) return;
        switch (value) {
            case Json.Obj o -> {
                var names = new ArrayList<>(o.members().keySet());
                Collections.shuffle(names, random);
                for (String name : names) readSome(o.get(name));
            }
            case Json.Arr a -> a.items().forEach(this::readSome);
            default -> value.hashCode();
        }
    }

    @Test
    void aTreeWhoseObjectsAreReadLateMeansTheSameInAnyOrder() {
        for (int i = 0; i < 5_000; i++) {
            String text = object(0, i % 3 == 0 ? " " : "") + (i % 2 == 0 ? "\n" : "");
            Json expected = Json.parse(text);
            assertEquals(expected, noted(text).tree(), text);
            assertEquals(expected.hashCode(), noted(text).tree().hashCode(), text);
            JsonQuotes quotes = noted(text);
            readSome(quotes.tree());
            assertEquals(expected, Json.parse(quotes.tree().toString()), text);
            assertEquals(expected, Json.parse(quotes.pieces(quotes.tree()).text()), text);
            assertEquals(expected, Json.parse(noted("{}").pieces(quotes.tree()).text()), text);
            assertEquals(expected, Json.parse(JsonWriter.pretty(quotes.tree())), text);
            readSome(quotes.tree());
            assertEquals(expected, quotes.tree(), text);
        }
    }

    @Test
    void anObjectThatWasNotReadIsWrittenAsItStandsButAlwaysCompact() {
        String call = "{\"path\":\"a\\/b\",\"more\":{\"n\":1}}";
        JsonQuotes compact = noted("{\"input\":" + call + "}\n");
        assertEquals(call, compact.tree().get("input").toString());
        assertEquals("[" + call + "]", compact.pieces(Json.array(compact.tree().get("input"))).text());
        String long_ = "{\"words\":\"" + "word ".repeat(1000) + "\",\"n\":1}";
        compact = noted("{\"input\":" + long_ + "}");
        assertEquals("[" + long_ + ",1]", compact.pieces(Json.array(compact.tree().get("input"), Json.of(1))).text());
        JsonQuotes spaced = noted("{\"input\": {\"path\": \"a b\", \"n\" : [ 1,\n2 ] }}");
        assertEquals("{\"path\":\"a b\",\"n\":[1,2]}", spaced.tree().get("input").toString());
        assertEquals("[{\"path\":\"a b\",\"n\":[1,2]}]", spaced.pieces(Json.array(spaced.tree().get("input"))).text());
    }

    @Test
    void anObjectThatIsChangedIsReadBefore() {
        JsonQuotes quotes = noted("{\"a\":{\"x\":{\"y\":1}},\"b\":{\"z\":2}}");
        quotes.tree().object("a").object("x").put("w", 3);
        quotes.tree().object("b").members().remove("z");
        assertEquals("{\"a\":{\"x\":{\"y\":1,\"w\":3}},\"b\":{}}", quotes.tree().toString());
        assertEquals(quotes.tree().toString(), quotes.pieces(quotes.tree()).text());
    }

    /// Also with escapes, as a name, and in a deeper object; the object is not read for it.
    @Test
    void anObjectSaysWhetherItMayMentionAWord() {
        for (String there : new String[] {"{\"type\":\"array\"}", "{\"array\":1}", "{\"a\":{\"b\":[\"array\"]}}",
            "{\"type\":\"arr\\u0061y\"}"}) {
            assertTrue(noted("{\"s\":" + there + "}").tree().object("s").mayMention("array"), there);
        }
        for (String other : new String[] {"{}", "{\"type\":\"object\"}", "{\"a\":\"an array of words\"}"}) {
            Json.Obj tree = noted("{\"before\":\"array\",\"s\":" + other + ",\"behind\":\"array\"}").tree();
            assertFalse(tree.object("s").mayMention("array"), other);
        }
        assertTrue(Json.object().mayMention("array"));
    }
}
