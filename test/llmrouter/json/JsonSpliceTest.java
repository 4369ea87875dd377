package llmrouter.json;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

class JsonSpliceTest {
    private static JsonSplice splice(String text) {
        return JsonScan.of(text).splice();
    }

    @Test
    void changesOneValueAndNothingElse() {
        String text =
            " { \"max\" : 1.50e0,\n\t\"model\":\"a\" , \"x\":\"\\u0041\\/\" , \"big\":12345678901234567890 }\n";
        assertEquals(text.replace("\"a\"", "\"provider/b\""), splice(text).set("model", Json.of("provider/b")).apply());
    }

    @Test
    void givesTheSameTextBackIfNothingChanges() {
        String text = "{\"a\":1,\"b\":2}";
        assertSame(text, splice(text).apply());
        assertEquals(text, splice(text).remove("c").dedupe("a", "z").dedupeAll().apply());
    }

    @Test
    void addsAMissingMemberAtTheEnd() {
        assertEquals("{ \"a\" : 1,\"b\":2 }", splice("{ \"a\" : 1 }").set("b", "2").apply());
        assertEquals("{\"b\":2,\"c\\\"\":{}}", splice("{}").set("b", "2").set("c\"", "{}").apply());
        assertEquals("{\"b\":2 }", splice("{ }").set("b", "2").apply());
    }

    @Test
    void setsTheLastDuplicateAndTakesOutTheOthers() {
        assertEquals(
            "{\"x\":0, \"b\":1, \"model\":\"new\" }",
            splice("{\"model\":\"a\",\"x\":0,\"mod\\u0065l\":\"b\", \"b\":1, \"model\":\"c\" }").set("model", "\"new\"")
            .apply());
    }

    @Test
    void keepsOnlyTheLastOfDuplicates() {
        assertEquals("{ \"a\":2 , \"b\":4, \"b\":5}",
            splice("{ \"a\":1 , \"a\":2 , \"b\":4, \"b\":5}").dedupe("a").apply());
        assertEquals("{ \"a\":2, \"b\":5}", splice("{ \"a\":1 , \"a\":2 , \"b\":4, \"b\":5}").dedupeAll().apply());
    }

    @Test
    void removesMembersWherever() {
        assertEquals("{ \"b\":2, \"c\":3 }", splice("{ \"a\":1 , \"b\":2, \"c\":3 }").remove("a").apply());
        assertEquals("{ \"a\":1, \"c\":3 }", splice("{ \"a\":1 , \"b\":2, \"c\":3 }").remove("b").apply());
        assertEquals("{ \"a\":1 , \"b\":2 }", splice("{ \"a\":1 , \"b\":2, \"c\":3 }").remove("c").apply());
        assertEquals("{  }", splice("{ \"a\":1, \"a\":2 }").remove("a").apply());
        assertEquals("{ \"z\":9 }", splice("{ \"a\":1, \"a\":2 }").remove("a").set("z", "9").apply());
    }

    @Test
    void aLaterChangeOfTheSameMemberReplacesTheEarlier() {
        assertEquals("{\"a\":3}", splice("{\"a\":1}").remove("a").set("a", "2").set("a", "3").dedupe("a").apply());
        assertEquals("{}", splice("{\"a\":1}").set("a", "2").remove("a").apply());
    }
}
