package llmrouter.upstream.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Finds out which address of a host takes a connection first (RFC 8305 §5): the next one is tried at once when one
/// refuses, and beside it when it has said nothing for a while. The connections carry nothing and are closed again.
///
/// It begins only when a call has waited for its connection for [#PATIENCE_MS], so that a host whose first address
/// works gets no connection but the call's own. One race, one thread.
public final class AddressRace {
    /// The Connection Attempt Delay that RFC 8305 §8 recommends.
    public static final long PATIENCE_MS = 250;

    /// @param problem null if the address took the connection
    private record Result(InetAddress address, IOException problem) {}

    private final int port;
    private final long until;
    private final BooleanSupplier wanted;
    private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
    private final Map<InetAddress, IOException> problems = new LinkedHashMap<>();
    private final List<Thread> probes = new ArrayList<>();

    /// @param limitMs how long the race may take
    /// @param wanted  false when its result is no longer of use
    public AddressRace(int port, long limitMs, BooleanSupplier wanted) {
        this.port = port;
        this.until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        this.wanted = wanted;
    }

    /// The first address that takes a connection; null if none did, or if the result is no longer wanted.
    public InetAddress winner(List<InetAddress> addresses) throws InterruptedException {
        try {
            int begun = 0;
            while (wanted.getAsBoolean() && left() > 0 && problems.size() < addresses.size()) {
                if (begun < addresses.size()) probe(addresses.get(begun++));
                Result result = results.poll(Math.min(left(), PATIENCE_MS), TimeUnit.MILLISECONDS);
                if (result == null) continue;
                if (result.problem() == null) return result.address();
                problems.put(result.address(), result.problem());
            }
            return null;
        } finally {
            probes.forEach(Thread::interrupt);
        }
    }

    /// Why each address that failed did so.
    public Map<InetAddress, IOException> problems() {
        return problems;
    }

    private long left() {
        return TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    }

    private void probe(InetAddress address) {
        int limit = (int) Math.max(1, left());
        probes.add(Thread.ofVirtual().name("probe").start(() -> {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), limit);
                results.add(new Result(address, null));
            } catch (IOException e) {
                results.add(new Result(address, e));
            }
        }));
    }
}
