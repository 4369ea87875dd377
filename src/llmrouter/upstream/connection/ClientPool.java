package llmrouter.upstream.connection;

import java.net.http.HttpClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// The HTTP clients in use, and the connections that they keep. The JDK's client cannot be told to close its idle
/// connections. So all connections are dropped by using new clients from then on: the old ones finish the calls that
/// they have begun, and end with them. Thread-safe.
///
/// When all connections are dropped:
/// - the machine has slept ([SleepWatch]): on the other side, or in a router between, they are gone;
/// - a request on a kept connection got no answer in time: other connections of that time may be as dead;
/// - some answers had a head that cannot be read: the client has left their connections open.
///
/// A connection that was idle for 15 s is not used again, whatever its host: routers and load balancers forget
/// connections without a word to either side. The client looks for such connections every 3 s, so its own limit is
/// 12 s.
///
/// @param <K> what a client depends on: time limit, proxy, certificate
public final class ClientPool<K> implements AutoCloseable {
    /// The name of the JDK's property for the seconds that a connection is kept.
    private static final String KEEP_SECONDS = "jdk.httpclient.keepalive.timeout";
    private static final long KEPT_SECONDS = 12;
    /// How often the JDK's client looks for connections that were kept for too long (JDK 25, `SelectorManager`).
    private static final long LOOKED_FOR_SECONDS = 3;
    private static final String RETRY_OFF = "jdk.httpclient.disableRetryConnect";

    /// How many connections the clients of a generation may leave open.
    public static final int LEFT_OPEN = 8;

    /// The clients between two drops.
    ///
    /// @param <K> as in the pool
    public static final class Generation<K> {
        private final Map<K, HttpClient> clients = new ConcurrentHashMap<>();
        private final Function<K, HttpClient> maker;
        private final AtomicInteger leftOpen = new AtomicInteger();
        private final KeptConnections kept = new KeptConnections(
            TimeUnit.SECONDS.toNanos(keepSeconds() + LOOKED_FOR_SECONDS), System::nanoTime);

        private Generation(Function<K, HttpClient> maker) {
            this.maker = maker;
        }

        /// The client for this key; made at the first use.
        public HttpClient client(K key) {
            return clients.computeIfAbsent(key, maker);
        }

        /// The connections that these clients keep.
        public KeptConnections kept() {
            return kept;
        }
    }

    private final Function<K, HttpClient> maker;
    private final AtomicReference<Generation<K>> current;

    /// @param maker makes the client for a key
    public ClientPool(Function<K, HttpClient> maker) {
        this.maker = maker;
        this.current = new AtomicReference<>(new Generation<>(maker));
    }

    /// Sets what the JDK's client reads once, before its first use. What an operator has set is kept.
    ///
    /// The client must not connect a second time by itself: it would ask for the address again outside of the call, and
    /// so lose the call's choice of an address.
    public static void prepare() {
        if (System.getProperty(KEEP_SECONDS) == null) System.setProperty(KEEP_SECONDS, Long.toString(KEPT_SECONDS));
        if (System.getProperty(RETRY_OFF) == null) System.setProperty(RETRY_OFF, "true");
    }

    private static long keepSeconds() {
        Long set = Long.getLong(KEEP_SECONDS);
        return set == null || set < 0 ? KEPT_SECONDS : set;
    }

    /// The clients for new calls.
    public Generation<K> current() {
        return current.get();
    }

    /// No new call uses these clients or their connections. Calls that have begun go on.
    public void drop(Generation<K> old) {
        if (!current.compareAndSet(old, new Generation<>(maker))) return;
        for (HttpClient client : old.clients.values()) client.shutdown();
    }

    /// A client could not read the head of an answer. The JDK's client leaves its connection open until the client ends
    /// (JDK 25, `Http1Response.HeadersReader`). So after a few of them new clients are used.
    public void leftOpen(Generation<K> clients) {
        if (clients.leftOpen.incrementAndGet() == LEFT_OPEN) drop(clients);
    }

    @Override
    public void close() {
        for (HttpClient client : current.get().clients.values()) client.shutdownNow();
    }
}
