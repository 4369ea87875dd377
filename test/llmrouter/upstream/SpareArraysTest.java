package llmrouter.upstream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.chat.Seal;
import llmrouter.json.JsonScan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

class SpareArraysTest {
    private static final byte[] ZEROS = new byte[SpareArrays.LENGTH];

    private final SpareArrays spare = new SpareArrays(8);

    @Test
    void anArrayThatWasGivenBackIsTakenAgainAndHoldsNothing() {
        var array = new byte[SpareArrays.LENGTH];
        Arrays.fill(array, 0, 1000, (byte) 'x');
        spare.give(array, 1000);
        assertSame(array, spare.take());
        assertArrayEquals(ZEROS, array);
        assertNull(spare.take());
    }

    @Test
    void anArrayOfAnotherLengthIsNotKept() {
        spare.give(new byte[SpareArrays.LENGTH - 1], 0);
        spare.give(new byte[2 * SpareArrays.LENGTH], 0);
        assertNull(spare.take());
    }

    @Test
    void fewAreKept() {
        for (int i = 0; i < 100; i++) spare.give(new byte[SpareArrays.LENGTH], 0);
        var taken = new HashSet<byte[]>();
        for (byte[] array = spare.take(); array != null; array = spare.take()) taken.add(array);
        assertEquals(8, taken.size());
    }

    @Test
    void anArrayHasOneOwnerAtATime() throws Exception {
        var ends = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5000; i++) {
                byte own = (byte) (1 + i % 100);
                ends.add(threads.submit(() -> ownsAnArray(own)));
            }
        }
        for (Future<?> end : ends) end.get();
    }

    private void ownsAnArray(byte own) {
        byte[] taken = spare.take();
        byte[] array = taken == null ? new byte[SpareArrays.LENGTH] : taken;
        int used = ThreadLocalRandom.current().nextInt(1, 4000);
        assertEquals(-1, Arrays.mismatch(ZEROS, array), "an array holds what another owner has written");
        Arrays.fill(array, 0, used, own);
        Thread.yield();
        for (int i = 0; i < used; i++) assertEquals(own, array[i], "an array has two owners");
        spare.give(array, used);
    }

    /// 32 KB and more go out without a copy.
    @ParameterizedTest
    @ValueSource(ints = {0, 100, 20_000, 40_000, 90_000})
    void anArrayIsSpareWhenNoByteOfItIsToBeSent(int length) {
        String text = "{\"model\":\"m\",\"prompt\":\"" + "x".repeat(length) + "\"}";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] array = Arrays.copyOf(bytes, SpareArrays.LENGTH);
        var source = new SourceBytes(array, bytes.length, text.length());
        JsonScan scan = JsonScan.noting(text, source, Seal.counting(_ -> {}));
        RequestBytes sent = RequestBytes.of(scan.splice().set("model", "\"other\"").pieces(), spare);
        byte[] taken = spare.take();
        if (taken != null) Arrays.fill(taken, (byte) '!');
        assertSame(length > 1 << 15 ? null : array, taken);
        assertEquals(text.replace("\"m\"", "\"other\""), joined(sent));
    }

    private static String joined(RequestBytes sent) {
        var all = new ByteArrayOutputStream();
        for (ByteBuffer buffer : sent.buffers()) {
            all.write(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        }
        return all.toString(StandardCharsets.UTF_8);
    }
}
