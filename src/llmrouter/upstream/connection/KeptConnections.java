package llmrouter.upstream.connection;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// A record of the connections that the HTTP client keeps for further requests. The client does not say whether a
/// request goes out on a kept connection before the answer has come, and silence is a missing answer. So this record
/// follows the client's pool: a connection is added when its answer has ended, and the one that has been idle for the
/// longest is taken first, as the client does (JDK 25, `ConnectionPool`).
///
/// The record is wrong where a server has closed an idle connection: then a call is expected to go out on a kept
/// connection and goes out on a new one. The silence of such a call is blamed on its connection, but only once, because
/// all connections are dropped then, and with them this record. Thread-safe.
public final class KeptConnections {
    /// Where connections lead: only requests to the same place share them.
    ///
    /// @param origin  scheme, host and port
    /// @param through the proxy, or null
    /// @param address that is connected to
    public record Place(String origin, String through, InetAddress address) {}

    private final long mostIdleNs;
    private final LongSupplier nanos;
    /// since when each connection is idle
    private final Map<Place, Deque<Long>> idle = new ConcurrentHashMap<>();

    /// @param mostIdleNs after which the HTTP client has closed an idle connection
    /// @param nanos      a steady clock
    public KeptConnections(long mostIdleNs, LongSupplier nanos) {
        this.mostIdleNs = mostIdleNs;
        this.nanos = nanos;
    }

    /// A request is about to be sent.
    /// @return whether it is expected to go out on a kept connection
    public boolean take(Place place) {
        Deque<Long> kept = idle.get(place);
        if (kept == null) return false;
        synchronized (kept) {
            long now = nanos.getAsLong();
            while (!kept.isEmpty() && now - kept.peekFirst() > mostIdleNs) kept.removeFirst();
            return kept.pollFirst() != null;
        }
    }

    /// An answer has ended, and its connection is kept.
    public void add(Place place) {
        Deque<Long> kept = idle.computeIfAbsent(place, _ -> new ArrayDeque<>());
        synchronized (kept) {
            kept.addLast(nanos.getAsLong());
        }
    }
}
