package llmrouter.upstream;

import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import llmrouter.upstream.UpstreamEvent.Bytes;
import llmrouter.upstream.UpstreamEvent.ClientDisconnected;
import llmrouter.upstream.UpstreamEvent.Ended;
import llmrouter.upstream.UpstreamEvent.GatewayStops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MailboxTest {
    private static final long LONG = 10_000;

    private final Ticker ticker = new Ticker();
    private final Mailbox mailbox = new Mailbox(ticker);

    @AfterEach
    void stop() {
        ticker.close();
    }

    private static Bytes bytes(int n) {
        return new Bytes(List.of(ByteBuffer.allocate(n)), 1);
    }

    private static long ms(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }

    @Test
    void aWaitEndsWhenItsTimeHasCome() throws InterruptedException {
        long began = System.nanoTime();
        assertNull(mailbox.take(30));
        assertTrue(ms(began) >= 30, "it ended too soon");
        assertNull(mailbox.take(0));
        assertTrue(ms(began) < LONG, "it ended too late");
    }

    @Test
    void aLetterEndsTheWait() throws InterruptedException {
        long began = System.nanoTime();
        Thread.startVirtualThread(() -> mailbox.put(new ClientDisconnected()));
        assertInstanceOf(ClientDisconnected.class, mailbox.take(LONG));
        assertTrue(ms(began) < LONG);
    }

    @Test
    void aQuietLetterIsSeenAtTheNextTickIfNoneFollows() throws InterruptedException {
        mailbox.expect(1);
        long began = System.nanoTime();
        Thread.startVirtualThread(() -> mailbox.putQuietly(1, bytes(1)));
        assertInstanceOf(Bytes.class, mailbox.take(LONG));
        assertTrue(ms(began) < LONG);
    }

    @Test
    void readsInARowComeAsOneAndWhatFollowsStaysBehindThem() throws InterruptedException {
        mailbox.expect(1);
        for (int i = 1; i <= 3; i++) mailbox.put(1, bytes(i));
        mailbox.put(1, new Ended());
        var joined = assertInstanceOf(Bytes.class, mailbox.take(0));
        assertEquals(3, joined.reads());
        assertEquals(List.of(1, 2, 3), joined.buffers().stream().map(ByteBuffer::remaining).toList());
        assertInstanceOf(Ended.class, mailbox.take(0));
    }

    @Test
    void whatACancelledCallSaidIsDropped() throws InterruptedException {
        mailbox.expect(1);
        mailbox.put(1, bytes(1));
        mailbox.expect(2);
        mailbox.put(1, bytes(2));
        mailbox.put(2, bytes(3));
        assertEquals(3, assertInstanceOf(Bytes.class, mailbox.take(0)).buffers().getFirst().remaining());
        assertNull(mailbox.take(0));
    }

    @Test
    void theStopIsSeenOnceBehindWhatHasCome() throws InterruptedException {
        mailbox.put(new ClientDisconnected());
        ticker.stop();
        assertInstanceOf(ClientDisconnected.class, mailbox.take(0));
        assertInstanceOf(GatewayStops.class, mailbox.take(0));
        assertNull(mailbox.take(0));
    }

    @Test
    void theStopEndsAWait() throws InterruptedException {
        long began = System.nanoTime();
        Thread.startVirtualThread(ticker::stop);
        assertInstanceOf(GatewayStops.class, mailbox.take(LONG));
        assertTrue(ms(began) < LONG);
    }

    @Test
    void anInterruptEndsTheWait() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> mailbox.take(LONG));
    }
}
