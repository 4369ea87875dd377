package llmrouter.server.connections;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Objects;
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
/// it: the header of a usual client comes in one piece and is read without a wait. TLS tells the address of a client
/// before its handshake; there the request is one of the address that has most of the places. A client that has only
/// just begun is spared for a while, which is shorter if there are so many newcomers that it must be an attack.
/// Thread-safe.
public final class HeadRoom {
    private static final long LOOK_MS = 10;
    private static final long SPARED_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /// In a handshake a client answers the gateway, so even a quick one is waited for.
    private static final long HANDSHAKE_NS = TimeUnit.MILLISECONDS.toNanos(20);
    /// With so many newcomers for each place, each of them still waits less than half a second.
    private static final int CROWD = 4;

    private final int places;
    private final boolean tls;
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

        /// The client's address if it is known so early, else null. TLS tells it.
        InetAddress address();
    }

    /// @param places at least one
    /// @param tls    whether a client's first words are a handshake, in which it answers the gateway
    public HeadRoom(int places, boolean tls) {
        this.places = places;
        this.tls = tls;
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
                do cutOldest(waiting.get() <= CROWD * places ? SPARED_NS : tls ? HANDSHAKE_NS : 0);
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
            InetAddress busiest = busiest();
            for (Guest guest : guests) {
                if (Objects.equals(busiest, guest.address()) && guest.cut(ageNs)) return;
            }
        }
    }

    /// How many of the places are taken.
    public int taken() {
        return places - free.availablePermits();
    }

    /// The address that has most of the places.
    private InetAddress busiest() {
        if (!tls) return null;
        var counts = new HashMap<InetAddress, Integer>();
        InetAddress busiest = null;
        int most = 0;
        for (Guest guest : guests) {
            int count = counts.merge(guest.address(), 1, Integer::sum);
            if (count > most) {
                most = count;
                busiest = guest.address();
            }
        }
        return busiest;
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
