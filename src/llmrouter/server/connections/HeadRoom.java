package llmrouter.server.connections;

import java.net.InetAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import llmrouter.memory.Shortages;
import llmrouter.threads.Rounds;

/// The places of requests that are not admitted yet: whose header is being read, or that are refused and still sent.
/// The server reads a header before any rule of the gateway can see it, so the number of places bounds what all of
/// them hold. A request without a place has no thread, and nothing of it is read.
///
/// If all places are taken, a newcomer is not refused. The oldest request that keeps the gateway waiting is cut for
/// it: the header of a usual client comes in one piece and is read without a wait. TLS tells the address of a client
/// before its handshake; there the request is one of an address that has the most places. A client that has only
/// just begun is spared for a while, which is shorter if there are so many newcomers that it must be an attack.
///
/// Thread-safe, without a lock: the server's thread that accepts connections would have to wait for a virtual thread
/// that is next in turn for the lock, and that has to wait for a core behind all requests of a flood.
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
    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<Runnable> newcomers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    /// With their order.
    private final ConcurrentHashMap<Guest, Long> guests = new ConcurrentHashMap<>();
    private final AtomicLong order = new AtomicLong();
    /// They are cut, and their threads have not ended yet.
    private final Set<Guest> cut = ConcurrentHashMap.newKeySet();
    private final Thread looking;
    private volatile boolean closed;

    /// A request that has a place.
    public interface Guest {
        /// Cuts the connection if the request's thread waits for its client at this moment. One that is served is not
        /// cut.
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
        if (waiting.get() == 0 && takePlace()) {
            start(start);
            return;
        }
        newcomers.add(start);
        if (waiting.incrementAndGet() == 1) LockSupport.unpark(looking);
        startNext();
    }

    private boolean takePlace() {
        while (true) {
            int now = taken.get();
            if (now >= places) return false;
            if (taken.compareAndSet(now, now + 1)) return true;
        }
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
    public void add(Guest guest) {
        guests.put(guest, order.incrementAndGet());
    }

    /// Gives the place back, if the guest still has it.
    public void leave(Guest guest) {
        if (guests.remove(guest) != null || cut.remove(guest)) free();
    }

    /// Whether requests wait for a place. A connection that has had a request holds buffers; so in a crowd none is
    /// kept for a next request, which would wait here with them.
    public boolean isCrowded() {
        return waiting.get() > 0;
    }

    private void free() {
        taken.decrementAndGet();
        if (waiting.get() > 0) startNext();
    }

    /// Gives free places to newcomers.
    private void startNext() {
        while (takePlace()) {
            Runnable next = newcomers.poll();
            if (next != null) {
                waiting.decrementAndGet();
                start(next);
                continue;
            }
            taken.decrementAndGet();
            // one that has come meanwhile may have found the place taken
            if (newcomers.isEmpty()) return;
        }
    }

    private void look() {
        // without this thread newcomers would wait for ever
        Rounds.repeat(() -> closed, () -> {
            if (waiting.get() > 0) {
                makeRoom();
                LockSupport.parkNanos(this, LOOK_NS);
            } else {
                LockSupport.park(this);
            }
        });
    }

    /// How many of the places are taken.
    public int taken() {
        return taken.get();
    }

    /// Cuts as many guests as there are newcomers that have no place to wait for.
    private void makeRoom() {
        int crowd = waiting.get();
        int free = places - taken.get();
        int wanted = crowd - cut.size() - free;
        if (wanted <= 0) return;
        long age = crowd <= CROWD * places ? SPARED_NS : tls ? HANDSHAKE_NS : 0;
        List<Guest> oldestFirst = guests.entrySet().stream().sorted(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey).toList();
        if (oldestFirst.isEmpty()) return;
        int cuts = tls ? cutOfTheBusiest(oldestFirst, wanted, age) : cutOldest(oldestFirst, wanted, age);
        if (cuts > 0) shortages.happened(Shortages.Kind.HEAD, cuts);
    }

    private int cutOldest(List<Guest> oldestFirst, int wanted, long ageNs) {
        int cuts = 0;
        for (Guest guest : oldestFirst) {
            if (cuts < wanted && cuts(guest, ageNs)) cuts++;
        }
        return cuts;
    }

    /// Cuts only guests of the addresses that have the most places now, so one round leaves an address with fewer all
    /// of its places, however many newcomers wait. An address with less than an equal part of the places loses none:
    /// the other places belong to requests that are about to begin, or that are about to end.
    private int cutOfTheBusiest(List<Guest> oldestFirst, int wanted, long ageNs) {
        Map<InetAddress, Integer> counts = counts(oldestFirst);
        int most = Collections.max(counts.values());
        if (most < places / counts.size()) return 0;
        // an address that has become known since it was counted has no count
        List<Guest> ofTheBusiest = oldestFirst.stream()
            .filter(guest -> counts.getOrDefault(guest.address(), 0) == most).toList();
        return cutOldest(ofTheBusiest, wanted, ageNs);
    }

    private boolean cuts(Guest guest, long ageNs) {
        if (!guest.cut(ageNs)) return false;
        cut.add(guest);
        // it has left meanwhile
        if (guests.remove(guest) == null) cut.remove(guest);
        return true;
    }

    /// How many places each address has; one that is cut has its place until its thread has ended.
    private Map<InetAddress, Integer> counts(List<Guest> notCut) {
        var counts = new HashMap<InetAddress, Integer>();
        for (Guest guest : notCut) counts.merge(guest.address(), 1, Integer::sum);
        for (Guest guest : cut) counts.merge(guest.address(), 1, Integer::sum);
        return counts;
    }

    /// Cuts no guest any more.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(looking);
    }
}
