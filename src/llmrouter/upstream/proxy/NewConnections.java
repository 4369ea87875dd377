package llmrouter.upstream.proxy;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/// Connections to the bridge that have not shown a login yet. There are a few of them at most, and one more for each
/// call, so that calls do not cut each other. For a further one the oldest is cut that has sent nothing, or else the
/// oldest: any program of this machine can connect, and each connection takes a file descriptor. Thread-safe.
///
/// The HTTP client of this process sends its login as soon as it is connected, but has one thread for that. So a
/// connection is cut only after a moment, which is longer if there are many calls, and which the next connection waits.
/// A call whose connection was cut before its login was read can be [made again][Passage#maybeCut].
final class NewConnections {
    private static final int PLACES = 64;
    private static final long MOMENT_NANOS = 20_000_000;
    private static final long MOMENT_NANOS_PER_CALL = 1_000_000;

    private final IntSupplier calls;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    /// The oldest first.
    private final SequencedMap<Socket, State> all = new LinkedHashMap<>();
    private volatile int cut;

    /// @param since the time of [System#nanoTime] at which the connection came
    /// @param heard whether something of it was read
    private record State(long since, boolean heard) {}

    /// @param calls how many calls there are now
    NewConnections(IntSupplier calls) {
        this.calls = calls;
    }

    /// Adds a connection, and cuts the oldest if there are too many.
    void add(Socket socket) throws InterruptedException {
        var over = new ArrayList<Socket>();
        lock.lock();
        try {
            while (isFull()) {
                long moment = MOMENT_NANOS + calls.getAsInt() * MOMENT_NANOS_PER_CALL;
                long left = all.firstEntry().getValue().since + moment - System.nanoTime();
                if (left > 0) room.awaitNanos(left);
                else over.add(removeOldest());
            }
            all.put(socket, new State(System.nanoTime(), false));
        } finally {
            lock.unlock();
        }
        over.forEach(TwoWayCopy::close);
    }

    private boolean isFull() {
        return all.size() >= PLACES + calls.getAsInt();
    }

    private Socket removeOldest() {
        cut++;
        for (Map.Entry<Socket, State> each : all.entrySet()) {
            if (each.getValue().heard || hasSent(each.getKey())) continue;
            all.remove(each.getKey());
            return each.getKey();
        }
        return all.pollFirstEntry().getKey();
    }

    /// Whether bytes have arrived that its thread has not read yet.
    private static boolean hasSent(Socket socket) {
        try {
            return socket.getInputStream().available() > 0;
        } catch (IOException _) {
            return false; // it is closed already
        }
    }

    /// Something of a connection was read.
    void heard(Socket socket) {
        lock.lock();
        try {
            all.computeIfPresent(socket, (_, state) -> new State(state.since, true));
        } finally {
            lock.unlock();
        }
    }

    /// Forgets a connection that has shown its login, or has ended.
    ///
    /// @return false if it was cut
    boolean remove(Socket socket) {
        lock.lock();
        try {
            boolean there = all.remove(socket) != null;
            if (there) room.signal();
            return there;
        } finally {
            lock.unlock();
        }
    }

    /// How many were cut until now.
    int cut() {
        return cut;
    }
}
