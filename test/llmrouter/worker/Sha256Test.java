package llmrouter.worker;

import java.util.Random;

import org.junit.jupiter.api.Test;

import llmrouter.files.KeyDigest;

import static org.junit.jupiter.api.Assertions.assertEquals;

class Sha256Test {
    @Test
    void isTheDigestOfTheJdkForEveryLengthAroundABlock() {
        for (int length = 0; length < 200; length++) {
            String text = "k".repeat(length);
            assertEquals(KeyDigest.sha256(text), Sha256.hex(text), () -> text.length() + " characters");
        }
    }

    @Test
    void isTheDigestOfTheJdkForAnyText() {
        var random = new Random(15);
        int[] ranges = {0x80, 0x800, 0xd800, 0xe000, 0x10000};
        for (int i = 0; i < 3_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(60); n > 0; n--) {
                int range = ranges[random.nextInt(ranges.length)];
                text.append((char) random.nextInt(range));
                if (random.nextInt(5) == 0) text.appendCodePoint(0x10000 + random.nextInt(0x100000));
            }
            assertEquals(KeyDigest.sha256(text.toString()), Sha256.hex(text.toString()));
        }
    }
}
