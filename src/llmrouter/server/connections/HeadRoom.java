package llmrouter.server.connections;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import llmrouter.memory.Shortages;
import llmrouter.threads.Rounds;

/// The places of requests that are not admitted yet: whose header is being read, or that are refused and still sent.
/// The server reads a header before any rule of the gateway can see it, so the number of places bounds what all of
/// them hold. A request without a place has no thread, and nothing of it is read.
///
/// If all places are taken, a newcomer is not refused. The oldest request that keeps the gateway waiting is cut for
/// it: the header of a usual client comes in one piece and is read without a wait. TLS tells the address of a client
/// before its handshake; there the request is one of the address that has most of the places. A client that has only
/// just begun is spared for a while, which is shorter if there are so many newcomers that it must be an attack.
/// Thread-safe.
public final class HeadRoom implements AutoCloseable {
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long SPARED_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /// In a handshake a client answers the gateway, so even a quick one is waited for.
    private static final long HANDSHAKE_NS = TimeUnit.MILLISECONDS.toNanos(20);
    /// With so many newcomers for each place, each of them still waits less than half a second.
    private static final int CROWD = 4;

    private final int places;
    private final boolean tls;
    private final Shortages shortages;
    private int taken;
    private final ArrayDeque<Runnable> newcomers = new ArrayDeque<>();
    /// The oldest one first.
    private final Set<Guest> guests = new LinkedHashSet<>();
    /// They are cut, and their threads have not ended yet.
    private final Set<Guest> cut = new HashSet<>();
    /// Of the looking thread.
    private int cuts;
    private final Thread looking;
    private volatile boolean closed;

    /// A request that has a place.
    public interface Guest {
        /// Cuts the connection if the request's thread waits for its client at this moment.
        ///
        /// @param ageNs at least so old a guest
        /// @return whether it is cut
        boolean cut(long ageNs);

        /// The client's address if it is known so early, else null. TLS tells it.
        InetAddress address();
    }

    /// @param places    at least one
    /// @param tls       whether a client's first words are a handshake, in which it answers the gateway
    /// @param shortages is told of guests that are cut
    public HeadRoom(int places, boolean tls, Shortages shortages) {
        this.places = places;
        this.tls = tls;
        this.shortages = shortages;
        // a platform thread: a virtual one would wait behind the requests of a flood
        looking = Thread.ofPlatform().daemon().name("head-room").start(this::look);
    }

    /// Starts a request when it has a place: now, or when another one leaves.
    ///
    /// @param start must not block; what it starts calls [#add], and [#leave] at its end
    public void enter(Runnable start) {
        synchronized (this) {
            if (taken >= places) {
                newcomers.add(start);
                if (newcomers.size() == 1) LockSupport.unpark(looking);
                return;
            }
            taken++;
        }
        start(start);
    }

    private void start(Runnable start) {
        try {
            start.run();
        } catch (Throwable e) {
            free();
            throw e;
        }
    }

    /// The calling thread's request has got its place.
    public synchronized void add(Guest guest) {
        guests.add(guest);
    }

    /// Gives the place back, if the guest still has it.
    public void leave(Guest guest) {
        synchronized (this) {
            if (!guests.remove(guest) && !cut.remove(guest)) return;
        }
        free();
    }

    /// Whether requests wait for a place. A connection that has had a request holds buffers; so in a crowd none is
    /// kept for a next request, which would wait here with them.
    public synchronized boolean isCrowded() {
        return !newcomers.isEmpty();
    }

    private void free() {
        Runnable next;
        synchronized (this) {
            next = newcomers.poll();
            if (next == null) taken--;
        }
        if (next != null) start(next);
    }

    private void look() {
        // without this thread newcomers would wait for ever
        Rounds.repeat(() -> closed, () -> {
            int before = cuts;
            boolean more = makeRoom();
            if (cuts > before) shortages.happened(Shortages.Kind.HEAD, cuts - before);
            if (more) LockSupport.parkNanos(this, LOOK_NS);
            else LockSupport.park(this);
        });
    }

    /// How many of the places are taken.
    public synchronized int taken() {
        return taken;
    }

    /// Cuts as many guests as there are newcomers that have none to wait for.
    /// @return whether there are newcomers
    private synchronized boolean makeRoom() {
        long age = newcomers.size() <= CROWD * places ? SPARED_NS : tls ? HANDSHAKE_NS : 0;
        for (int wanted = newcomers.size() - cut.size(); wanted > 0 && cutOldest(age); wanted--) continue;
        return !newcomers.isEmpty();
    }

    private boolean cutOldest(long ageNs) {
        InetAddress busiest = busiest();
        for (Iterator<Guest> all = guests.iterator(); all.hasNext();) {
            Guest guest = all.next();
            if (!Objects.equals(busiest, guest.address()) || !guest.cut(ageNs)) continue;
            all.remove();
            cut.add(guest);
            cuts++;
            return true;
        }
        return false;
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

    /// Cuts no guest any more.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(looking);
    }
}
