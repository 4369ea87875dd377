package llmrouter.upstream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Flow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

class BodyPiecesTest {
    /// Takes what comes; asks for more from within `onNext`, as the JDK's client does, or only when it is told.
    private static final class Client implements Flow.Subscriber<ByteBuffer> {
        private final ByteArrayOutputStream got = new ByteArrayOutputStream();
        private final boolean asks;
        private Flow.Subscription pieces;
        private int count;
        private int ends;
        private Throwable error;

        Client(boolean asks) {
            this.asks = asks;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            pieces = subscription;
        }

        @Override
        public void onNext(ByteBuffer piece) {
            assertEquals(0, ends, "a piece after the end");
            count++;
            got.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
            if (asks) pieces.request(1);
        }

        @Override
        public void onError(Throwable e) {
            error = e;
        }

        @Override
        public void onComplete() {
            ends++;
        }
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void give(byte[] body, Client client) {
        BodyPieces.give(List.of(ByteBuffer.wrap(body)), client);
    }

    @Test
    void severalBuffersComeInOrder() {
        byte[] body = bytes(200_000);
        var client = new Client(true);
        BodyPieces.give(List.of(ByteBuffer.wrap(body, 0, 10), ByteBuffer.wrap(body, 10, 100_000),
            ByteBuffer.wrap(body, 100_010, 1), ByteBuffer.wrap(body, 100_011, 99_989)), client);
        client.pieces.request(1);
        assertArrayEquals(body, client.got.toByteArray());
        assertEquals(1, client.ends);
        assertEquals(6, client.count);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 1_000_000})
    void theBodyComesWholeHoweverItIsAskedFor(int length) {
        byte[] body = bytes(length);
        var asking = new Client(true);
        give(body, asking);
        asking.pieces.request(1);
        var all = new Client(false);
        give(body, all);
        all.pieces.request(Long.MAX_VALUE);
        var single = new Client(false);
        give(body, single);
        for (int i = 0; i < 20; i++) single.pieces.request(1);
        for (Client client : new Client[] {asking, all, single}) {
            assertArrayEquals(body, client.got.toByteArray());
            assertEquals(1, client.ends);
        }
    }

    @Test
    void noMoreComesThanIsAskedFor() {
        var client = new Client(false);
        give(bytes(1_000_000), client);
        assertEquals(0, client.count);
        client.pieces.request(2);
        assertEquals(2, client.count);
        client.pieces.cancel();
        client.pieces.request(5);
        assertEquals(2, client.count);
        assertEquals(0, client.ends);
    }

    /// Reactive Streams, rule 3.9.
    @Test
    void toAskForNothingIsAnError() {
        var client = new Client(false);
        give(bytes(10), client);
        client.pieces.request(0);
        assertInstanceOf(IllegalArgumentException.class, client.error);
        client.pieces.request(1);
        assertEquals(0, client.count);
    }
}
