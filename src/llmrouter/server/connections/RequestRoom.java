package llmrouter.server.connections;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import llmrouter.memory.ByteBudget;
import llmrouter.memory.HeapBudgets;
import llmrouter.memory.Shortages;

/// The requests that are served at the same time: how many in all, how many of one address, and the bytes that they and
/// their headers take. Thread-safe; never blocks.
public final class RequestRoom {
    /// One address leaves this part of the room to others.
    private static final int RESERVE = 8;
    /// With less room than this no address could be given a share that is worth having.
    private static final int LEAST_SHARED = 8;
    private static final int NETWORK_BYTES = 8;

    private final Semaphore free;
    private final String remedy;
    private final int share;
    private final boolean shared;
    private final int size;
    private final ByteBudget memory;
    private final Shortages shortages;
    private final ByteBudget bigHeads;
    private final ConcurrentHashMap<String, Integer> held = new ConcurrentHashMap<>();

    /// @param sameMachine whether the gateway listens on a loopback address: then all requests have one address, and
    ///                    no room is kept for others
    public RequestRoom(ConnectionLimits limits, HeapBudgets heap, boolean sameMachine) {
        int requests = limits.requests();
        free = new Semaphore(requests);
        remedy = limits.remedy();
        shared = !sameMachine && requests >= LEAST_SHARED;
        share = requests - requests / RESERVE;
        size = limits.bytes();
        memory = heap.requests();
        shortages = heap.shortages();
        bigHeads = new ByteBudget(heap.shares().bigHeads());
    }

    /// A request that has no place yet.
    ///
    /// @param address   the caller's, as text
    /// @param headBytes of its header
    public Place place(String address, long headBytes) {
        return new Place(shared ? network(address) : null, Math.max(0, headBytes - ConnectionLimits.USUAL_HEAD));
    }

    /// A site that has one IPv6 address has its whole network of 64 bits (RFC 6177), so the network counts. All
    /// loopback addresses are one.
    static String network(String address) {
        try {
            InetAddress a = InetAddress.ofLiteral(withoutPort(address));
            if (a.isLoopbackAddress()) return "loopback";
            if (a instanceof Inet6Address) {
                return HexFormat.of().formatHex(Arrays.copyOf(a.getAddress(), NETWORK_BYTES));
            }
            return a.getHostAddress();
        } catch (IllegalArgumentException _) {
            return "other"; // a word of a proxy, such as `unknown`
        }
    }

    /// Some proxies write the port behind an IPv4 address in `X-Forwarded-For`.
    private static String withoutPort(String address) {
        int colon = address.indexOf(':');
        return colon >= 0 && colon == address.lastIndexOf(':') ? address.substring(0, colon) : address;
    }

    /// The place of one request; it belongs to the request's thread.
    public final class Place implements AutoCloseable {
        private final String network;
        private final long bytes;
        private boolean taken;

        private Place(String network, long bytes) {
            this.network = network;
            this.bytes = bytes;
        }

        /// Takes the place.
        /// @return null, or why there is none, with what to do
        public String take() {
            String full = tryTake();
            if (full != null) shortages.happened(Shortages.Kind.REQUEST, 1);
            return full;
        }

        private String tryTake() {
            if (!free.tryAcquire()) {
                return "The gateway has too many concurrent requests. Try again in a moment, or " + remedy + ".";
            }
            if (!takeShare()) {
                free.release();
                return "This address has too many concurrent requests (" + share + " of the gateway's"
                    + " LLM_ROUTER_MAX_CONNECTIONS). Try again in a moment. If a proxy forwards the requests of many"
                    + " clients, name it in LLM_ROUTER_TRUSTED_PROXIES.";
            }
            if (!bigHeads.tryTake(bytes)) {
                giveShare();
                free.release();
                return "The gateway holds too many requests with a large header. Try again in a moment.";
            }
            if (!memory.tryTake(size)) {
                bigHeads.give(bytes);
                giveShare();
                free.release();
                return "The gateway's memory is in use for other requests. Try again in a moment, or give the gateway a"
                    + " larger heap (-Xmx).";
            }
            taken = true;
            return null;
        }

        private boolean takeShare() {
            if (network == null) return true;
            var fits = new boolean[1];
            held.compute(network, (_, n) -> {
                int now = n == null ? 0 : n;
                fits[0] = now < share;
                return fits[0] ? now + 1 : n;
            });
            return fits[0];
        }

        private void giveShare() {
            if (network != null) held.computeIfPresent(network, (_, n) -> n == 1 ? null : n - 1);
        }

        @Override
        public void close() {
            if (!taken) return;
            taken = false;
            memory.give(size);
            bigHeads.give(bytes);
            giveShare();
            free.release();
        }
    }
}
