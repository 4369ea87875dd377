package llmrouter.server.connections;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// The places of requests that are not admitted yet: whose header is being read, or that are refused and still sent.
/// The server reads a header before any rule of the gateway can see it, so the number of places bounds what all of
/// them hold.
///
/// If all places are taken, a newcomer is not refused. The oldest request that keeps the gateway waiting is cut for
/// it: the header of a usual client comes in one piece and is read without a wait. A client that has only just begun
/// is spared for a while, which is shorter if there are so many newcomers that it must be an attack. Thread-safe.
public final class HeadRoom {
    private static final long LOOK_MS = 10;
    private static final long SPARED_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long HANDSHAKE_NS = TimeUnit.MILLISECONDS.toNanos(20);
    /// With so many newcomers for each place, each of them still waits less than half a second.
    private static final int CROWD = 4;

    private final int places;
    private final long sparedInCrowdNs;
    private final Semaphore free;
    private final Set<Guest> guests = new LinkedHashSet<>();
    private final ReentrantLock turn = new ReentrantLock(true);
    private final AtomicInteger waiting = new AtomicInteger();

    /// A request that takes a place.
    public interface Guest {
        /// Cuts the connection if the request's thread waits for its client at this moment.
        ///
        /// @param ageNs at least so old a guest
        /// @return whether it is cut
        boolean cut(long ageNs);
    }

    /// @param places at least one
    /// @param tls    whether a client's first words are a handshake, in which it answers the gateway
    public HeadRoom(int places, boolean tls) {
        this.places = places;
        this.sparedInCrowdNs = tls ? HANDSHAKE_NS : 0;
        this.free = new Semaphore(places);
    }

    /// Takes a place; waits for one.
    /// @throws InterruptedException the gateway stops; no place is taken
    public void enter(Guest guest) throws InterruptedException {
        if (!free.tryAcquire()) awaitPlace();
        synchronized (guests) {
            guests.add(guest);
        }
    }

    private void awaitPlace() throws InterruptedException {
        waiting.incrementAndGet();
        try {
            turn.lockInterruptibly();
            try {
                do cutOldest(waiting.get() > CROWD * places ? sparedInCrowdNs : SPARED_NS);
                while (!free.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS));
            } finally {
                turn.unlock();
            }
        } finally {
            waiting.decrementAndGet();
        }
    }

    private void cutOldest(long ageNs) {
        synchronized (guests) {
            for (Guest guest : guests) {
                if (guest.cut(ageNs)) return;
            }
        }
    }

    /// Gives the place back, if the guest still has it.
    public void leave(Guest guest) {
        boolean had;
        synchronized (guests) {
            had = guests.remove(guest);
        }
        if (had) free.release();
    }
}
