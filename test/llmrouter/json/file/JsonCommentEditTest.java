package llmrouter.json.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.json.JsonLevel;
import llmrouter.json.JsonScan;
import llmrouter.json.RandomJson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JsonCommentEditTest {
    private static final String FILE = """
        // head
        {
          // about a
          "a": 1, // beside a
          // about b
          "b": [ // list
            "x", // beside x
            // about y
            "y", /* beside y */
            "z"  // beside z
            // end of the list
          ], // beside b
          /* about c */ "c": { /* inside c */ }
          // end
        }
        // foot
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
    void replacesAScalarAndNoComment() {
        assertEquals(FILE.replace("\"a\": 1,", "\"a\": 2,"), set(FILE, Json.of(2), "a"));
        assertEquals(FILE.replace("\"y\",", "\"w\","), set(FILE, Json.of("w"), "b", 1));
    }

    @Test
    void aRemovedMemberLeavesTheCommentBehindTheMemberBeforeItOnTheSameLine() {
        assertEquals("{\"m\": {\"a\": 1 /* of a */}}", remove("{\"m\": {\"a\": 1, /* of a */ \"b\": 2}}", "m", "b"));
        assertEquals("{\"m\": {\"a\": 1 /* of a */}}", remove("{\"m\": {\"a\": 1 /* of a */, \"b\": 2}}", "m", "b"));
        assertEquals("{\"a\": 1 /* of a */}", remove("{\"a\": 1, /* of a */ \"b\": 2 /* of b */}", "b"));
        assertEquals("{\"a\": 1, /* of a */ \"c\": 3}", remove("{\"a\": 1, /* of a */ \"b\": 2, \"c\": 3}", "b"));
        assertEquals("[1 /* one */]", remove("[1, /* one */ 2]", 1));
        assertEquals("{\n  \"a\": 1, /* of a */\n  \"c\": 3\n}",
            remove("{\n  \"a\": 1, /* of a */ \"b\": 2, // of b\n  \"c\": 3\n}", "b"));
    }

    @Test
    void aNullOnThePathCountsAsMissing() {
        assertEquals("{\"a\": {\"b\": 1}, // c\n\"d\": 2}",
            set("{\"a\": null, // c\n\"d\": 2}", Json.of(1), "a", "b").replace("\n  ", "").replace("\n}", "}"));
        assertEquals("{\"a\":[1]}", append("{\"a\":null}", Json.of(1), "a").replace(" ", ""));
    }

    @Test
    void aRemovedMemberTakesTheCommentsOfItsLineAlong() {
        assertEquals(FILE.replace("  \"a\": 1, // beside a\n", ""), remove(FILE, "a"));
        assertEquals(FILE.replace("    \"y\", /* beside y */\n", ""), remove(FILE, "b", 1));
        assertEquals(FILE.replace("    \"z\"  // beside z\n", "").replace("\"y\",", "\"y\""), remove(FILE, "b", 2));
        assertEquals(FILE.replace("    \"x\", // beside x\n", ""), remove(FILE, "b", 0));
        assertEquals(FILE.replace("  /* about c */ \"c\": { /* inside c */ }\n", "").replace("], //", "] //"),
            remove(FILE, "c"));
    }

    @Test
    void theOnlyMemberLeavesTheCommentsOfOtherLines() {
        assertEquals("{\n  // about a\n  // end\n}", remove("{\n  // about a\n  \"a\": 1 // beside\n  // end\n}", "a"));
        assertEquals("{}", remove("{\"a\": 1 /* x */}", "a"));
    }

    @Test
    void removesFromTextsOnOneLine() {
        String line = "{\"a\": 1, /* about b */ \"b\": 2, \"c\": 3 /* beside c */}";
        assertEquals("{\"a\": 1, /* about b */ \"c\": 3 /* beside c */}", remove(line, "b"), "it may be about a");
        assertEquals("{\"a\": 1, /* about b */ \"b\": 2}", remove(line, "c"));
        assertEquals("{/* about b */ \"b\": 2, \"c\": 3 /* beside c */}", remove(line, "a"));
    }

    @Test
    void anAddedMemberStandsBehindTheCommentBesideItsSibling() {
        assertEquals(FILE.replace("{ /* inside c */ }\n", "{ /* inside c */ },\n  \"d\": 4\n"),
            set(FILE, Json.of(4), "d"));
        assertEquals(FILE.replace("\"z\"  // beside z\n", "\"z\",  // beside z\n    \"w\"\n"),
            append(FILE, Json.of("w"), "b"));
        assertEquals("{ \"a\": 1, // x\n  \"b\": 2\n}", set("{ \"a\": 1 // x\n}", Json.of(2), "b"));
        assertEquals("{ \"a\": 1 /* x */, \"b\": 2 }", set("{ \"a\": 1 /* x */ }", Json.of(2), "b"));
    }

    @Test
    void anEmptyObjectKeepsItsCommentWhenItGetsAMember() {
        assertEquals(FILE.replace("{ /* inside c */ }", "{ /* inside c */\n    \"k\": 1\n  }"),
            set(FILE, Json.of(1), "c", "k"));
        assertEquals("{ // none yet\n  \"a\": 1\n}", set("{ // none yet\n}", Json.of(1), "a"));
        assertEquals("{\n  \"a\": [\n    // none yet\n    1\n  ]\n}",
            append("{\n  \"a\": [\n    // none yet\n  ]\n}", Json.of(1), "a"));
    }

    @Test
    void aReplacedListKeepsTheCommentsOfItemsThatStay() {
        assertEquals(FILE.replace("    \"y\", /* beside y */\n", ""), set(FILE,
            Json.parse("['x','z']".replace('\'', '"')), "b"));
        assertEquals(FILE.replace("    // about y\n", "    \"w\",\n    // about y\n"),
            set(FILE, Json.parse("['x','w','y','z']".replace('\'', '"')), "b"));
        assertEquals(FILE.replace("    \"x\", // beside x\n", "    \"w\",\n    \"x\", // beside x\n"),
            set(FILE, Json.parse("['w','x','y','z']".replace('\'', '"')), "b"));
        assertEquals(FILE.replace("\"z\"  // beside z\n", "\"z\",  // beside z\n    \"w\"\n"),
            set(FILE, Json.parse("['x','y','z','w']".replace('\'', '"')), "b"));
    }

    @Test
    void aReplacedObjectKeepsTheCommentsOfMembersThatStay() {
        String file = """
            {"list": [
              {"ref": "p/m", "weight": 1}, // cheap
              {"ref": "p/n"} // good
            ]}""";
        assertEquals(file.replace("\"weight\": 1", "\"weight\": 2").replace("\"p/n\"}", "\"p/n\", \"weight\": 3}"),
            set(file, Json.parse("[{\"ref\":\"p/m\",\"weight\":2},{\"ref\":\"p/n\",\"weight\":3}]"), "list"));
    }

    @Test
    void keepsAByteOrderMarkAndCrLf() {
        String file = "\uFEFF{\r\n\t\"a\": 1 // x\r\n}\r\n";
        assertEquals("\uFEFF{\r\n\t\"a\": 1, // x\r\n\t\"b\": 2\r\n}\r\n", set(file, Json.of(2), "b"));
        assertEquals("\uFEFF{\r\n}\r\n", remove(file, "a"));
    }

    @Test
    void randomEditsMeanWhatTheySayAndLoseNoOtherComment() {
        var random = new Random(5);
        var json = new RandomJson(random);
        for (int i = 0; i < 3000; i++) {
            Obj tree = json.object(3);
            String text = json.commented(tree);
            var keys = new ArrayList<>(tree.members().keySet());
            boolean removes = !keys.isEmpty() && random.nextBoolean();
            if (removes) {
                String key = keys.get(random.nextInt(keys.size()));
                String edited = remove(text, key);
                tree.members().remove(key);
                assertEquals(tree, JsonSource.of(edited).parse(), text);
                assertOnlyItsOwnCommentsGo(text, key, edited);
            } else {
                String edited = set(text, Json.of(i), "new");
                tree.put("new", i);
                assertEquals(tree, JsonSource.of(edited).parse(), text);
                assertEquals(JsonSource.of(text).comments().size(), JsonSource.of(edited).comments().size(), text);
            }
        }
    }

    @Test
    void randomReplacementsOfCommentedTreesMeanWhatTheySay() {
        var random = new Random(6);
        var json = new RandomJson(random);
        for (int i = 0; i < 3000; i++) {
            Obj tree = json.object(3);
            Obj other = json.object(3);
            tree.members().forEach((key, value) -> {
                if (random.nextBoolean()) other.put(key, value);
            });
            assertEquals(other, JsonSource.of(set(json.commented(tree), other)).parse());
        }
    }

    private static void assertOnlyItsOwnCommentsGo(String text, String key, String edited) {
        JsonSource source = JsonSource.of(text);
        var member = JsonLevel.of(source.tokens(), source.tokens().begin());
        var own = member.members().get(member.find(key));
        for (JsonSource.Comment comment : source.comments()) {
            String words = text.substring(comment.start(), comment.end());
            boolean before = text.substring(0, own.keyStart()).lastIndexOf('\n') >= comment.end();
            int lineEnd = text.indexOf('\n', own.end());
            boolean after = lineEnd >= 0 && comment.start() > lineEnd && commaBefore(source, own, lineEnd);
            if (before || after) assertTrue(edited.contains(words), text + "\n---\n" + edited + "\n---\n" + words);
        }
    }

    /// Whether the member's comma stands on its own last line.
    private static boolean commaBefore(JsonSource source, JsonScan.Member own, int lineEnd) {
        String rest = source.plain().substring(own.end(), lineEnd);
        return rest.indexOf(',') >= 0;
    }
}
