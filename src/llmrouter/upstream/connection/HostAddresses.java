package llmrouter.upstream.connection;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The addresses of hosts, in the order in which calls try them: as the system's resolver returns them, but those that
/// did not take a connection of late come last. Thread-safe.
///
/// A name is remembered for as long as the JDK would (30 s). An older answer is used once more while the name is looked
/// up beside the call, and stays in use if that fails; only after ten minutes does a call wait for the look-up. A
/// failed look-up is not remembered, so a network that has come back is noticed at once.
public final class HostAddresses {
    /// The addresses of a host. @throws UnknownHostException with the reason of the system
    public interface Lookup {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    private record Known(List<InetAddress> addresses, long at) {}

    private static final long WAIT_FOR_LOOKUP_AFTER_NS = TimeUnit.MINUTES.toNanos(10);
    /// How long an address comes last (RFC 6555 §4.1 proposes ten minutes).
    private static final long AVOID_NS = TimeUnit.MINUTES.toNanos(10);

    private final Lookup system;
    private final LongSupplier nanos;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Known>> lookups = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, Long> avoided = new ConcurrentHashMap<>();
    /// Platform threads, because a look-up blocks in native code and would hold one of the few carriers of the virtual
    /// threads. There is at most one look-up for a name at a time.
    private final Executor threads = Executors.newThreadPerTaskExecutor(
        Thread.ofPlatform().daemon().name("names-", 0).factory());

    /// With the resolver of the system.
    public HostAddresses() {
        this(InetAddress::getAllByName, System::nanoTime);
    }

    /// @param nanos a steady clock
    public HostAddresses(Lookup system, LongSupplier nanos) {
        this.system = system;
        this.nanos = nanos;
    }

    /// Whether calls can be led to an address of their choice.
    public boolean steers() {
        return AddressProvider.steers();
    }

    /// The addresses of a host without waiting; null if it must be looked up first.
    public List<InetAddress> remembered(String host, int port) {
        Known k = known.get(host);
        if (k == null) return null;
        long age = nanos.getAsLong() - k.at;
        if (age > WAIT_FOR_LOOKUP_AFTER_NS) return null;
        if (TimeUnit.NANOSECONDS.toSeconds(age) >= AddressProvider.rememberSeconds()) begin(host);
        return inOrder(k.addresses, port);
    }

    /// Looks a host up; blocks.
    public List<InetAddress> lookUp(String host, int port) throws UnknownHostException, InterruptedException {
        assert ClientTasks.mayBlock();
        try {
            return inOrder(begin(host).get().addresses, port);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException unknown) throw unknown;
            var unknown = new UnknownHostException(host + ": " + e.getCause().getMessage());
            unknown.initCause(e.getCause());
            throw unknown;
        }
    }

    private CompletableFuture<Known> begin(String host) {
        var mine = new CompletableFuture<Known>();
        CompletableFuture<Known> running = lookups.putIfAbsent(host, mine);
        if (running != null) return running;
        try {
            threads.execute(() -> resolve(host, mine));
        } catch (RuntimeException | Error e) {
            // no thread could be started; later calls must not wait for this look-up
            lookups.remove(host, mine);
            mine.completeExceptionally(e);
        }
        return mine;
    }

    private void resolve(String host, CompletableFuture<Known> result) {
        try {
            AddressProvider.load();
            var found = new Known(withLoopback(host, system.all(host)), nanos.getAsLong());
            known.put(host, found);
            lookups.remove(host, result);
            result.complete(found);
        } catch (UnknownHostException | RuntimeException | Error e) {
            lookups.remove(host, result);
            result.completeExceptionally(e);
        }
    }

    /// `localhost` is both loopback addresses (RFC 6761 §6.3), though some hosts files name only one of them.
    private static List<InetAddress> withLoopback(String host, InetAddress[] found) throws UnknownHostException {
        var all = new ArrayList<InetAddress>(List.of(found));
        if (!host.equalsIgnoreCase("localhost")) return List.copyOf(all);
        byte[] six = new byte[16];
        six[15] = 1;
        boolean onlyFour = Boolean.getBoolean("java.net.preferIPv4Stack");
        for (byte[] loopback : onlyFour ? new byte[][] {{127, 0, 0, 1}} : new byte[][] {{127, 0, 0, 1}, six}) {
            InetAddress address = InetAddress.getByAddress(host, loopback);
            if (!all.contains(address)) all.add(address);
        }
        return List.copyOf(all);
    }

    private List<InetAddress> inOrder(List<InetAddress> addresses, int port) {
        if (addresses.size() < 2 || avoided.isEmpty()) return addresses;
        var first = new ArrayList<InetAddress>();
        var last = new ArrayList<InetAddress>();
        for (InetAddress address : addresses) (isAvoided(address, port) ? last : first).add(address);
        first.addAll(last);
        return first;
    }

    private boolean isAvoided(InetAddress address, int port) {
        Long since = avoided.get(new InetSocketAddress(address, port));
        return since != null && nanos.getAsLong() - since < AVOID_NS;
    }

    /// No connection to this address could be made: it comes last for ten minutes.
    public void failed(InetAddress address, int port) {
        avoided.put(new InetSocketAddress(address, port), nanos.getAsLong());
    }

    /// A call got an answer from this address.
    public void worked(InetAddress address, int port) {
        if (!avoided.isEmpty()) avoided.remove(new InetSocketAddress(address, port));
    }

    /// The machine may be in another network now, so nothing that was learned applies.
    public void forget() {
        known.clear();
        avoided.clear();
    }
}
