package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import llmrouter.chat.Seal;
import llmrouter.json.Json;
import llmrouter.json.JsonCount;
import llmrouter.json.JsonError;
import llmrouter.json.JsonPieces;
import llmrouter.json.JsonQuotes;
import llmrouter.json.JsonScan;
import llmrouter.text.Chars;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What the bytes say of a text is what the text itself says.
class SourceBytesTest {
    private static final String[] PLAIN = {"a", "word ", "/", " ", "\u007f", "~", "{", "[", "0",
        "long enough for eight"};
    private static final String[] WIDE = {"é", "ß", "→", "\uFFFD", "漢字", "\uD83D\uDE00", "\u0800", "\u07FF"};
    private static final String[] ENDS = {"\"", "\\", "\n", "\t", "\u0000", "\u001f"};
    private static final String[] TOKENS = {"{", "}", "[", "]", ",", ":", "\"", "\\", " ", "\n", "\t", "1", "-0",
        "true", "null", "\"a\"", "\"model\":", "\\n", "\\u00e9", "\\ud83d", "\\\"", "é", "→", "\uD83D\uDE00", "\uFEFF",
        "\u0001", "word", "\"signature\"", "\"llm-router.1.\"", "\"{\\\"a\\\":[1,2]}\"", "x".repeat(70),
        "é".repeat(70)};

    private final Random random = new Random(16);

    private static SourceBytes bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new SourceBytes(Arrays.copyOf(bytes, bytes.length + 9), bytes.length, text.length());
    }

    private String some(String... of) {
        return of[random.nextInt(of.length)];
    }

    private String text(boolean wide) {
        var text = new StringBuilder();
        for (int pieces = random.nextInt(60); pieces > 0; pieces--) {
            int kind = random.nextInt(10);
            text.append(kind == 0 ? some(ENDS) : kind < 3 && wide ? some(WIDE) : some(PLAIN));
        }
        return text.toString();
    }

    @Test
    void runsEndWhereTheyEndInTheText() {
        for (int i = 0; i < 20_000; i++) {
            String text = text(i % 2 == 0);
            SourceBytes bytes = bytes(text);
            int from = 0;
            while (from <= text.length()) {
                int end = Chars.endOfPlain(text, from);
                assertEquals(end, bytes.endOfPlain(from), text);
                from = end + 1;
            }
        }
    }

    /// With an end at every place of a word, of a block, and behind long runs.
    @Test
    void aRunOfAnyLengthEndsWhereItEndsInTheText() {
        String[] ends = {"\"", "\\n\"", "\\\"\"", "\\\\\\\\\"", "\\u0041\"", "\u0001\"", "", "\\", "\\n\\"};
        for (int length = 0; length < 700; length++) {
            for (String end : ends) {
                for (String lead : new String[] {"", "\\n", "ab\\\"cd"}) {
                    String text = lead + "x".repeat(length) + end + (length % 2 == 0 ? "more, \\" : "");
                    assertEquals(endOfSimple(text), bytes(text).endOfSimple(0), text);
                }
            }
        }
    }

    private static int endOfSimple(String text) {
        int at = Chars.endOfPlain(text, 0);
        while (at + 1 < text.length() && text.charAt(at) == '\\' && "\"\\/bfnrt".indexOf(text.charAt(at + 1)) >= 0) {
            at = Chars.endOfPlain(text, at + 2);
        }
        return at;
    }

    /// The tree is read with the ends of strings that the scan has noted, and with the values that the bytes give.
    @Test
    void theTreeOfAScannedTextIsThatOfTheText() {
        String[] inside = {"a", "word ", "\\n", "\\\\", "\\\"", "\\/", "\\t", "\\b\\f\\r", "\\u0041", "\\u00e9",
            "\\ud83d\\ude00", "é", "\uD83D\uDE00", "int x = 1;\\n", "{\\\"a\\\":[1]}", ""};
        for (int i = 0; i < 3_000; i++) {
            var text = new StringBuilder("{");
            int members = random.nextInt(20);
            for (int m = 0; m < members; m++) {
                text.append(m == 0 ? "\"k" : ",\"k").append(m).append(m % 5 == 0 ? "\\n" : "").append("\":[\"");
                for (int n = random.nextInt(8); n > 0; n--) text.append(some(inside));
                text.append("\",{\"b\":\"").append(some(inside)).append("\",\"c\":null,\"d\":-1.5e3}]");
            }
            String all = text.append("}").toString();
            if (i % 2 == 0) all = all.replace("é", "e").replace("\uD83D\uDE00", "");
            var scan = JsonScan.noting(all, bytes(all), Seal.counting(_ -> {}));
            assertEquals(Json.parse(all), scan.tree(), all);
            assertEquals(Json.parse(all), JsonQuotes.of(scan).tree(), all);
            assertEquals(Json.parse(all), JsonScan.noting(all, null, Seal.counting(_ -> {})).tree(), all);
        }
    }

    /// The ends of strings that the scan has noted are found again from any member on.
    @Test
    void theFirstTurnEndsWhereItEndsInTheText() {
        String[] values = {"\"user\"", "\"us\\u0065r\"", "\"assistant\"", "\"\"", "\"role\"", "null",
            "{\"role\":\"user\"}"};
        for (int i = 0; i < 3_000; i++) {
            var text = new StringBuilder("{\"a\":\"").append(some("", "x\\n", "\\\"")).append("\",\"messages\":[");
            for (int n = random.nextInt(5); n > 0; n--) {
                String content = "\"content\":\"" + some("", "\\\\", "\\\"role\\\"", "é") + "\"";
                String role = "\"role\": " + some(values);
                text.append(some("{" + content + "," + role + "}", "{" + role + "," + content + "}",
                    "[" + some(values) + "]", some(values))).append(n > 1 ? ", " : "");
            }
            String all = text.append("],\"z\":\"user\"}").toString();
            int expected = JsonScan.of(all).endOfFirst("messages", "role", "user");
            assertEquals(expected, Scanned.fast(all).scan.endOfFirst("messages", "role", "user"), all);
        }
    }

    @Test
    void eachPartHasItsBytes() {
        for (int i = 0; i < 2_000; i++) {
            String text = text(i % 4 != 0).repeat(1 + random.nextInt(20));
            SourceBytes bytes = bytes(text);
            for (int from = 0; from <= text.length(); ) from = bytes.endOfPlain(from) + 1;
            for (int part = 0; part < 20; part++) {
                int from = border(text, random.nextInt(text.length() + 1));
                int to = border(text, from + random.nextInt(text.length() - from + 1));
                var found = new byte[bytes.part(from, to).remaining()];
                bytes.part(from, to).get(found);
                assertArrayEquals(text.substring(from, to).getBytes(StandardCharsets.UTF_8), found, text);
            }
        }
    }

    private static int border(String text, int at) {
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }

    private record Scanned(JsonScan scan, String error, int values) {
        static Scanned fast(String text) {
            int[] values = {0};
            try {
                JsonScan scan = JsonScan.noting(text, bytes(text), Seal.counting(count -> values[0] = count));
                return new Scanned(scan, null, values[0]);
            } catch (JsonError e) {
                return new Scanned(null, e.describe(), 0);
            }
        }

        static Scanned full(String text) {
            try {
                return new Scanned(JsonScan.of(text), null, Seal.mostValues(text));
            } catch (JsonError e) {
                return new Scanned(null, e.describe(), 0);
            }
        }
    }

    private static void sameScans(Scanned full, Scanned fast, String text) {
        assertEquals(full.error, fast.error, text);
        if (full.scan == null) return;
        assertEquals(full.scan.members(), fast.scan.members(), text);
        assertEquals(full.scan.tree(), fast.scan.tree(), text);
    }

    private void same(String text) {
        Scanned full = Scanned.full(text);
        Scanned fast = Scanned.fast(text);
        sameScans(full, fast, text);
        if (full.scan == null) return;
        assertTrue(fast.values <= full.values && fast.values >= values(full.scan.tree()), text);
        for (String word : new String[] {"signature", "model", "a", "word", "not_there"}) {
            boolean there = text.contains("\"" + word + "\"") && !text.contains("\\\"" + word + "\"");
            if (there) assertTrue(fast.scan.mayMention(word), text);
        }
        JsonQuotes quotes = JsonQuotes.of(fast.scan);
        JsonPieces written = quotes.pieces(quotes.tree());
        assertEquals(full.scan.tree(), Json.parse(written.text()), text);
        assertArrayEquals(written.text().getBytes(StandardCharsets.UTF_8), sent(written), text);
        for (String model : new String[] {"\"m\"", "\"größer\""}) {
            JsonPieces pieces = Scanned.fast(text).scan.splice().set("model", model).pieces();
            String spliced = full.scan.splice().set("model", model).apply();
            assertEquals(spliced, pieces.text());
            assertNotNull(pieces.origin());
            assertArrayEquals(spliced.getBytes(StandardCharsets.UTF_8), sent(pieces), text);
            // the bytes are released, so these are of the text
            assertArrayEquals(spliced.getBytes(StandardCharsets.UTF_8), sent(pieces), text);
        }
    }

    private static byte[] sent(JsonPieces content) {
        RequestBytes bytes = RequestBytes.of(content);
        var all = ByteBuffer.allocate(bytes.length());
        for (ByteBuffer buffer : bytes.buffers()) all.put(buffer.duplicate());
        assertEquals(0, all.remaining());
        return all.array();
    }

    @Test
    void aLongTextIsSharedAndOnlyTheRestIsCopied() {
        String words = "\"a\":\"" + "größer ".repeat(30_000) + "\"";
        for (String text : new String[] {"{" + words + ",\"model\":\"m\"}", "{\"model\":\"m\"," + words + "}",
            "{" + words + ",\"model\":\"m\"," + words.replace('a', 'b') + "}"}) {
            same(text);
            JsonPieces pieces = Scanned.fast(text).scan.splice().set("model", "\"other\"").pieces();
            int copied = 0;
            for (ByteBuffer b : RequestBytes.of(pieces).buffers()) {
                if (b.array().length < 30_000) copied += b.remaining();
            }
            assertTrue(copied < 20_000, "copied " + copied);
        }
    }

    private static int values(Json json) {
        return switch (json) {
            case Json.Arr a -> 1 + a.items().stream().mapToInt(SourceBytesTest::values).sum();
            case Json.Obj o -> 1 + o.members().values().stream().mapToInt(SourceBytesTest::values).sum();
            default -> 1;
        };
    }

    @Test
    void aScanOfBytesFindsWhatAScanOfTheTextFinds() {
        for (int i = 0; i < 30_000; i++) {
            var text = new StringBuilder(i % 3 == 0 ? "" : "{\"a\":");
            for (int pieces = random.nextInt(12); pieces > 0; pieces--) text.append(some(TOKENS));
            same(text + (i % 3 == 0 ? "" : "}"));
        }
    }

    /// Words of eight bytes begin anywhere in escapes, and between them.
    @Test
    void escapesEndWhereTheyEndInTheText() {
        String[] pieces = {"x", "\\\\", "\\n", "\\\"", "\\u0041", "\\x", "\""};
        for (int before = 0; before < 18; before++) {
            for (int i = 0; i < 7 * 7 * 7 * 7; i++) {
                String inside = pieces[i % 7] + pieces[i / 7 % 7] + pieces[i / 49 % 7] + pieces[i / 343];
                String text = "{\"a\":\"" + "y".repeat(before) + inside + "zzzzzzzzzz\"}";
                sameScans(Scanned.full(text), Scanned.fast(text), text);
            }
        }
    }

    private String json(int depth) {
        return switch (random.nextInt(depth > 4 ? 4 : 7)) {
            case 0 -> "1.5e3";
            case 1 -> "null";
            case 2 -> "\"" + some(PLAIN) + "\"";
            case 3 -> "\"" + (some(WIDE) + "\\n" + some(PLAIN)).repeat(random.nextInt(30)) + "\"";
            case 4 -> "[" + json(depth + 1) + ", " + json(depth + 1) + "]";
            default -> "{\"" + some(PLAIN) + "\" :\n" + json(depth + 1) + ",\"model\":" + json(depth + 1) + "}";
        };
    }

    @Test
    void validTextsAndEachOfTheirCuts() {
        for (int i = 0; i < 400; i++) {
            String text = "{\"x\":" + json(0) + ",\"model\":\"a\",\"y\":" + json(0) + "}";
            same(text);
            for (int cut = 0; cut < Math.min(300, text.length()); cut++) {
                if (border(text, cut) == cut) same(text.substring(0, cut));
            }
        }
    }

    @Test
    void theCountOfValuesIsToldOnTheWay() {
        int[] told = {0};
        JsonScan.noting("{\"a\":[" + "1,".repeat(5_000) + "1]}", null, new JsonCount.Budget(null, null, count -> {
            assertTrue(count - told[0] <= 1024);
            told[0] = count;
        }));
        assertEquals(5_003, told[0]);
    }
}
