package llmrouter.upstream.proxy;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/// Connections to the bridge that have not shown a login yet. There are a few of them at most, and one more for each
/// call, so that calls do not cut each other. For a further one the oldest is cut: any program of this machine can
/// connect, and each connection takes a file descriptor. Thread-safe.
///
/// The HTTP client of this process sends its login as soon as it is connected, but has one thread for that. So a
/// connection is cut only after a moment, which is longer if there are many calls and which the next connection waits;
/// and rather one that has sent nothing.
final class NewConnections {
    private static final int PLACES = 64;
    private static final long MOMENT_NANOS = 20_000_000;
    private static final long MOMENT_NANOS_PER_CALL = 250_000;

    private final IntSupplier calls;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final AtomicInteger cuts = new AtomicInteger();
    /// The oldest first, with the time of [System#nanoTime] at which it came.
    private final SequencedMap<Socket, Long> all = new LinkedHashMap<>();

    /// @param calls how many calls there are now
    NewConnections(IntSupplier calls) {
        this.calls = calls;
    }

    /// Adds a connection, and cuts the oldest if there are too many.
    void add(Socket socket) throws InterruptedException {
        var cut = new ArrayList<Socket>();
        lock.lock();
        try {
            while (isFull()) {
                long moment = MOMENT_NANOS + calls.getAsInt() * MOMENT_NANOS_PER_CALL;
                long left = all.firstEntry().getValue() + moment - System.nanoTime();
                if (left > 0) room.awaitNanos(left);
                else cut.add(removeOldest());
            }
            all.put(socket, System.nanoTime());
        } finally {
            lock.unlock();
        }
        cut.forEach(TwoWayCopy::close);
    }

    private boolean isFull() {
        return all.size() >= PLACES + calls.getAsInt();
    }

    /// How many were cut until now.
    int cut() {
        return cuts.get();
    }

    private Socket removeOldest() {
        Socket oldest = all.sequencedKeySet().stream().filter(socket -> !hasSent(socket)).findFirst()
            .orElseGet(() -> all.firstEntry().getKey());
        all.remove(oldest);
        cuts.incrementAndGet();
        return oldest;
    }

    /// Whether bytes have arrived that its thread has not read yet.
    private static boolean hasSent(Socket socket) {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException _) {
            return false; // it is closed already
        }
    }

    /// Forgets a connection that has shown its login, or has ended.
    void remove(Socket socket) {
        lock.lock();
        try {
            if (all.remove(socket) != null) room.signal();
        } finally {
            lock.unlock();
        }
    }
}
