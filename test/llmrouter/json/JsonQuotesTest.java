package llmrouter.json;

import java.util.Random;

import org.junit.jupiter.api.Test;

import llmrouter.text.Ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
}
