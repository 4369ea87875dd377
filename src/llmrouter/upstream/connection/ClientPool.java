package llmrouter.upstream.connection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/// The HTTP clients in use, and the connections that they keep. The JDK's client cannot be told to close its idle
/// connections. So all connections are dropped by using new clients from then on: the old ones finish the calls that
/// they have begun, and end with them. Thread-safe.
///
/// When all connections are dropped:
/// - the machine has slept ([SleepWatch]): on the other side, or in a router between, they are gone;
/// - a request on a kept connection got no answer in time: other connections of that time may be as dead;
/// - some answers had a head that cannot be read: the client has left their connections open;
/// - the thread that does a client's work has ended, for want of memory for example: that client fails every call.
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
    /// The name of the JDK's property for how often it sends one request.
    private static final String MOST_SENDS = "jdk.httpclient.redirects.retrylimit";
    /// The name of the JDK's property for the largest header of an answer: characters, and 32 for each field.
    private static final String HEADER_CHARS = "jdk.http.maxHeaderSize";
    /// Providers send less than 8 KiB. The JDK's own limit, 384 KiB, is more than the heap has for each request.
    private static final int LONGEST_HEADER = 64 << 10;

    /// How many connections the clients of a generation may leave open.
    public static final int LEFT_OPEN = 8;

    /// The clients between two drops.
    ///
    /// @param <K> as in the pool
    public static final class Generation<K> {
        private final Map<K, HttpClient> clients = new ConcurrentHashMap<>();
        private final Function<K, HttpClient> maker;
        private final boolean replacement;
        private volatile boolean dropped;
        private volatile boolean lost;
        /// A client that takes the place of a lost one and could not be made, and since when.
        private volatile K missing;
        private volatile long missingSince;
        private final AtomicInteger leftOpen = new AtomicInteger();
        private final KeptConnections kept = new KeptConnections(
            TimeUnit.SECONDS.toNanos(keepSeconds() + LOOKED_FOR_SECONDS), System::nanoTime);

        private Generation(Function<K, HttpClient> maker, boolean replacement) {
            this.maker = maker;
            this.replacement = replacement;
        }

        /// The client for this key; made at the first use.
        /// @throws UncheckedIOException the machine has no files left for a client, or these are not used any more
        public HttpClient client(K key) {
            HttpClient known = clients.get(key);
            return known != null ? known : make(key);
        }

        private HttpClient make(K key) {
            if (dropped || lost) throw new UncheckedIOException(new IOException(NOT_TAKEN));
            try {
                HttpClient made = clients.computeIfAbsent(key, maker);
                missing = null;
                boolean late = (dropped || lost) && clients.remove(key, made);
                if (late) made.shutdown();
                return made;
            } catch (UncheckedIOException | Error e) {
                if (replacement && missing == null) {
                    missingSince = System.nanoTime();
                    missing = key;
                }
                throw e;
            }
        }

        private String failure() {
            K key = missing;
            if (key == null) return null;
            try {
                make(key);
                return null;
            } catch (UncheckedIOException | Error e) {
                boolean tooLong = System.nanoTime() - missingSince > TimeUnit.SECONDS.toNanos(MAKING_SECONDS);
                return tooLong ? "cannot go on: the HTTP client for calls to providers had failed, and no new one "
                    + "could be made for " + MAKING_SECONDS + " s (" + e.getMessage() + ")" : null;
            }
        }

        /// A thread that ends closes its connections first, so a call may fail a moment before the client says that it
        /// has ended.
        private boolean isEnding() {
            assert ClientTasks.mayBlock();
            try {
                for (HttpClient client : clients.values()) {
                    if (client.awaitTermination(ENDING)) return true;
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return false;
        }

        /// Forgets the clients, and ends them. A call that has failed in the JDK's client may stay in it for ever, with
        /// whatever the call knows. If that led to the client again, the client would never be removed from memory: the
        /// JDK's cleaner holds it until nothing else does (JDK 25, `HttpClientFacade`).
        private void forget(Consumer<HttpClient> end) {
            for (K key : List.copyOf(clients.keySet())) {
                HttpClient client = clients.remove(key);
                if (client != null) end.accept(client);
            }
        }

        private boolean hasEnded() {
            for (HttpClient client : clients.values()) {
                if (client.isTerminated()) return true;
            }
            return false;
        }

        /// The connections that these clients keep.
        public KeptConnections kept() {
            return kept;
        }
    }

    /// How the JDK's client fails every call when the thread that does its work has ended (JDK 25, `SelectorManager`).
    private static final String ENDED = "selector manager closed";
    /// How it fails a new call when it has been shut down.
    private static final String NOT_TAKEN = "closed";
    /// How it fails a call whose connection was closed without a byte of an answer.
    private static final String NO_BYTES = "HTTP/1.1 header parser received no bytes";
    private static final Duration ENDING = Duration.ofMillis(50);
    private static final int LONGEST_CHAIN = 8;
    private static final long MAKING_SECONDS = 30;

    private final Function<K, HttpClient> maker;
    private final Consumer<String> say;
    private final AtomicReference<Generation<K>> current;
    private volatile boolean closed;

    /// @param maker makes the client for a key
    /// @param say   gets a line when a client had to be replaced because it could not work any more
    public ClientPool(Function<K, HttpClient> maker, Consumer<String> say) {
        this.maker = maker;
        this.say = say;
        this.current = new AtomicReference<>(new Generation<>(maker, false));
    }

    /// Sets what the JDK's client reads once, before its first use. What an operator has set is kept.
    ///
    /// The client must not connect a second time by itself: it would ask for the address again outside of the call, and
    /// so lose the call's choice of an address. It would also wait for the address on its reading thread.
    public static void prepare() {
        if (System.getProperty(KEEP_SECONDS) == null) System.setProperty(KEEP_SECONDS, Long.toString(KEPT_SECONDS));
        if (System.getProperty(RETRY_OFF) == null) System.setProperty(RETRY_OFF, "true");
        if (System.getProperty(MOST_SENDS) == null) System.setProperty(MOST_SENDS, "1");
        if (System.getProperty(HEADER_CHARS) == null) {
            System.setProperty(HEADER_CHARS, Integer.toString(LONGEST_HEADER));
        }
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
        if (!current.compareAndSet(old, new Generation<>(maker, old.replacement))) return;
        old.dropped = true;
        old.forget(HttpClient::shutdown);
    }

    /// Replaces clients that cannot work any more. Their calls fail at once.
    ///
    /// @param used  the clients of a call
    /// @param cause why the call failed
    /// @param fresh whether its connection was a new one; a kept one is often closed by the provider
    /// @return whether that was the reason
    public boolean replaceIfLost(Generation<K> used, Throwable cause, boolean fresh) {
        if (closed) return false;
        if (used.dropped) return tells(cause, NOT_TAKEN) || tells(cause, ENDED);
        boolean ended = used.lost || tells(cause, ENDED) || used.hasEnded()
            || fresh && tells(cause, NO_BYTES) && used.isEnding();
        if (!ended) return false;
        replace(used);
        return true;
    }

    /// Replaces the clients of new calls if they cannot work any more.
    ///
    /// @return why no client can take their place, a line for the operator; null if one can, or may soon
    public String failure() {
        Generation<K> present = current.get();
        if (!closed && present.hasEnded()) replace(present);
        return current.get().failure();
    }

    private void replace(Generation<K> lost) {
        lost.lost = true;
        if (!current.compareAndSet(lost, new Generation<>(maker, true))) return;
        // ends also the calls that wait for a thread that is not there any more
        lost.forget(HttpClient::shutdownNow);
        say.accept("the HTTP client for calls to providers had failed, probably for want of memory; a new one has "
            + "taken its place");
    }

    private static boolean tells(Throwable failure, String words) {
        Throwable cause = failure;
        for (int i = 0; i < LONGEST_CHAIN && cause != null; i++) {
            if (words.equals(cause.getMessage())) return true;
            cause = cause.getCause();
        }
        return false;
    }

    /// A client could not read the head of an answer. The JDK's client leaves its connection open until the client ends
    /// (JDK 25, `Http1Response.HeadersReader`). So after a few of them new clients are used.
    public void leftOpen(Generation<K> clients) {
        if (clients.leftOpen.incrementAndGet() == LEFT_OPEN) drop(clients);
    }

    @Override
    public void close() {
        closed = true;
        for (HttpClient client : current.get().clients.values()) client.shutdownNow();
    }
}
