package llmrouter.routing.lines;

import java.util.LinkedHashMap;
import java.util.Random;

import org.junit.jupiter.api.Test;

import llmrouter.routing.Change;
import llmrouter.routing.Health;
import llmrouter.text.Text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class ChangeCodecTest {
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private static String line(Change change) {
        var out = new Text();
        ChangeCodec.write(change, out);
        return out.take();
    }

    private String text() {
        var out = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            out.appendCodePoint("a/\"\\\n\r\t\u0000\u2028é漢😀 ".codePoints().toArray()[random.nextInt(13)]);
        }
        return out.toString();
    }

    private Change change() {
        return switch (random.nextInt(7)) {
            case 0 -> new Change.Counted(text(), random.nextLong(), random.nextInt(-9, 9), random.nextLong());
            case 1 -> new Change.HealthChanged(text(),
                new Health(random.nextInt(1000), random.nextLong(), random.nextLong(), text(), random.nextLong(),
                    text()));
            case 2 -> {
                var credits = new LinkedHashMap<String, Long>();
                for (int i = random.nextInt(4); i > 0; i--) credits.put(text(), random.nextLong());
                yield new Change.CreditsChanged(text(), credits);
            }
            case 3 -> new Change.AffinitySet(text(), text(), random.nextLong());
            case 4 -> new Change.FieldLearned(text(), text());
            case 5 -> new Change.ScaleChanged(text(), random.nextLong());
            default -> new Change.SignatureSeen(text(), text());
        };
    }

    @Test
    void whateverIsWrittenIsReadBackFromOneLine() {
        for (int i = 0; i < 5_000; i++) {
            Change change = change();
            String line = line(change);
            assertEquals(1, line.lines().count(), () -> "seed " + seed + ": " + line);
            assertEquals(change, ChangeCodec.read(line.substring(0, line.length() - 1)), () -> "seed " + seed);
        }
    }

    /// An earlier version reads the first six values and ignores the rest.
    @Test
    void aHealthIsWrittenSoThatAnEarlierVersionReadsIt() {
        assertEquals("{\"f\":[\"p/m\",1,2,3,\"timeout\",4,\"11111111.aaaaaaaa\"]}\n",
            line(new Change.HealthChanged("p/m", new Health(1, 2, 3, "timeout", 4, "11111111.aaaaaaaa"))));
        assertEquals("{\"f\":[\"p/m\",1,2,3,\"timeout\",4]}\n",
            line(new Change.HealthChanged("p/m", new Health(1, 2, 3, "timeout", 4, ""))));
    }

    @Test
    void noBeginningOfALineIsTakenForAChange() {
        for (int i = 0; i < 300; i++) {
            String line = line(change());
            for (int end = 0; end < line.length() - 1; end++) {
                assertNull(ChangeCodec.read(line.substring(0, end)), line);
            }
        }
    }

    @Test
    void whatIsNoChangeIsToldApart() {
        String[] lines = {"", " ", "null", "7", "[]", "{}", "\u0000\u0000", "{\"c\":[]}", "{\"c\":{}}",
            "{\"c\":[\"b\",1,2]}", "{\"c\":[\"b\",1,2,\"3\"]}", "{\"c\":[\"b\",1,2,null]}",
            "{\"c\":[\"b\",1,2,1e400]}", "{\"c\":[\"b\",1,2,99999999999999999999]}", "{\"c\":[\"b\",1,2,0.5]}",
            "{\"c\":[7,1,2,3]}", "{\"t\":[\"r\",\"a\"]}", "{\"t\":[\"r\",\"a\",\"b\"]}",
            "{\"s\":[\"k\",\"r\",\"soon\"]}", "{\"l\":[\"r\"]}", "{\"z\":[\"r\",\"f\"]}",
            "{\"l\":[\"r\",\"f\"],\"g\":[\"s\",\"i\"]}", "{\"l\":[\"r\",\"f\"]}{\"l\":[\"r\",\"f\"]}",
            "[".repeat(100_000), "{\"f\":[\"r\",1,2,3,4,5]}"};
        for (String line : lines) assertNull(ChangeCodec.read(line), line);
    }
}
