package llmrouter.server.connections;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import llmrouter.memory.Shortages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HeadRoomTest {
    private static final InetAddress FLOOD = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");
    private static final int PLACES = 4;

    private final Shortages shortages = new Shortages(_ -> {});
    private final ConcurrentLinkedQueue<InetAddress> cut = new ConcurrentLinkedQueue<>();
    private HeadRoom room;

    @AfterEach
    void end() {
        room.close();
    }

    /// A request that always waits for its client, and whose thread ends soon after it was cut.
    private final class Waiting implements HeadRoom.Guest {
        private final InetAddress address;
        private final boolean ends;

        private Waiting(InetAddress address, boolean ends) {
            this.address = address;
            this.ends = ends;
        }

        @Override
        public boolean cut(long ageNs) {
            cut.add(address);
            if (ends) Thread.ofVirtual().start(() -> room.leave(this));
            return true;
        }

        @Override
        public InetAddress address() {
            return address;
        }
    }

    private Waiting enters(InetAddress address) {
        var guest = new Waiting(address, true);
        room.enter(() -> room.add(guest));
        return guest;
    }

    private CountDownLatch enter(int newcomers, InetAddress address) {
        var begun = new CountDownLatch(newcomers);
        for (int i = 0; i < newcomers; i++) {
            var guest = new Waiting(address, true);
            room.enter(() -> {
                room.add(guest);
                begun.countDown();
            });
        }
        return begun;
    }

    @Test
    void moreNewcomersThanPlacesCutNoneOfAnotherAddress() throws Exception {
        room = new HeadRoom(PLACES, true, shortages);
        enters(OTHER);
        CountDownLatch begun = enter(100, FLOOD);
        assertTrue(begun.await(20, TimeUnit.SECONDS), cut::toString);
        assertTrue(!cut.contains(OTHER), cut::toString);
    }

    /// Those that are cut have their places until their threads have ended.
    @Test
    void newcomersWaitForThoseThatAreCutAndCutNoneOfAnotherAddressMeanwhile() throws Exception {
        room = new HeadRoom(PLACES, true, shortages);
        for (int i = 1; i < PLACES; i++) {
            var slow = new Waiting(FLOOD, false);
            room.enter(() -> room.add(slow));
        }
        enters(OTHER);
        CountDownLatch begun = enter(100, FLOOD);
        for (long until = System.nanoTime() + 20_000_000_000L; cut.size() < PLACES - 1 && System.nanoTime() < until;) {
            Thread.sleep(5);
        }
        Thread.sleep(50); // ten more rounds
        assertEquals(100, begun.getCount());
        assertEquals(List.of(FLOOD, FLOOD, FLOOD), List.copyOf(cut));
    }

    /// Requests that have a place and whose threads have not begun are of no known address.
    @Test
    void oneOfFewKnownAddressesIsNotCutForThoseThatAreAboutToBegin() throws Exception {
        room = new HeadRoom(PLACES, true, shortages);
        enters(OTHER);
        for (int i = 1; i < PLACES; i++) room.enter(() -> {});
        enter(100, FLOOD);
        Thread.sleep(100); // twenty rounds
        assertEquals(List.of(), List.copyOf(cut));
    }

    @Test
    void ofAddressesWithOnePlaceEachTheOldestAreCut() throws Exception {
        room = new HeadRoom(PLACES, true, shortages);
        for (int i = 0; i < PLACES; i++) enters(InetAddress.ofLiteral("192.0.2." + (10 + i)));
        assertTrue(enter(1, FLOOD).await(20, TimeUnit.SECONDS), cut::toString);
        assertEquals(List.of(InetAddress.ofLiteral("192.0.2.10")), List.copyOf(cut));
    }

    /// Without TLS no address is known so early.
    @Test
    void withoutTlsTheOldestAreCut() throws Exception {
        room = new HeadRoom(PLACES, false, shortages);
        enters(OTHER);
        assertTrue(enter(100, FLOOD).await(20, TimeUnit.SECONDS), cut::toString);
        assertEquals(OTHER, cut.peek());
    }
}
