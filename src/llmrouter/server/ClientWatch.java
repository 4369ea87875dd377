package llmrouter.server;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

import llmrouter.threads.Rounds;

/// Notices clients that disconnect while there is nothing to write to them.
///
/// The JDK's server does not read from a connection while its request is being handled, and only the second write
/// after a disconnect fails. The kernel knows at once: it lists a connection whose peer has closed as CLOSE_WAIT. So
/// on Linux, while any request waits for a provider, one thread reads the table of connections a few times a second
/// for all of them. Without such a table, a disconnect is noticed by the next writes, at the latest by the heartbeat.
/// A client that closes only its sending side counts as disconnected: the kernel cannot tell the difference, and no
/// known client does it. Thread-safe.
final class ClientWatch implements AutoCloseable {
    private static final Path[] TABLES = {Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6")};
    private static final long PERIOD_NS = 300_000_000L;
    private static final long LONGEST_NS = 600_000_000L;
    private static final String ESTABLISHED = "01";
    /// The remote port and address of a socket that listens.
    private static final String NO_PORT = "0000";
    private static final String NO_ADDRESS = "00000000";

    private final Map<String, Watched> watched = new ConcurrentHashMap<>();
    /// Those that the table has listed; used by the watching thread only.
    private final Set<String> listeners = new HashSet<>();
    /// A platform thread: on a machine whose cores are all busy, a virtual thread would wait behind the requests that
    /// it watches.
    private final Thread thread;
    private volatile boolean idle;
    private volatile boolean closed;

    /// A connection of a waiting request. It is closed when the kernel says so, or when it is missing twice in a row:
    /// once proves nothing, since the table is read in pieces while it changes. It counts as missing only if the
    /// table has listed the gateway's own listener before; a gateway that is stopping has closed its listener.
    private static final class Watched {
        private final Runnable gone;
        private boolean missing;

        Watched(Runnable gone) {
            this.gone = gone;
        }

        boolean isClosed(String state, boolean complete) {
            boolean missingBefore = missing;
            missing = complete && state == null;
            return state != null && !ESTABLISHED.equals(state) || missing && missingBefore;
        }
    }

    ClientWatch() {
        boolean available = Files.isReadable(TABLES[0]);
        thread = available ? Thread.ofPlatform().daemon().name("client-watch").start(this::run) : null;
    }

    /// Runs `gone` once if the client at `remote` closes its connection to `local` before the result is closed. It
    /// must not block.
    AutoCloseable watch(InetSocketAddress local, InetSocketAddress remote, Runnable gone) {
        if (thread == null) return () -> {};
        String key = hex(remote.getPort()) + hex(local.getPort()) + tail(remote.getAddress());
        var entry = new Watched(gone);
        watched.put(key, entry);
        if (idle) LockSupport.unpark(thread);
        return () -> watched.remove(key, entry);
    }

    private void run() {
        for (String connection : connections().keySet()) {
            if (connection.startsWith(NO_PORT)) listeners.add(connection);
        }
        Rounds.repeat(() -> closed, this::round);
    }

    private void round() {
        idle = true;
        while (watched.isEmpty() && !closed) LockSupport.park(this);
        idle = false;
        long began = System.nanoTime();
        look(connections());
        // a large table is read less often, but still often enough to notice a disconnect within a second
        LockSupport.parkNanos(Math.clamp(10 * (System.nanoTime() - began), PERIOD_NS, LONGEST_NS));
    }

    private void look(Map<String, String> states) {
        for (Iterator<Map.Entry<String, Watched>> all = watched.entrySet().iterator(); all.hasNext();) {
            Map.Entry<String, Watched> e = all.next();
            String listener = NO_PORT + e.getKey().substring(4, 8) + NO_ADDRESS;
            if (states.containsKey(listener)) listeners.add(listener);
            if (!e.getValue().isClosed(states.get(e.getKey()), listeners.contains(listener))) continue;
            e.getValue().gone.run();
            all.remove();
        }
    }

    /// State by connection: the columns `local_address`, `rem_address` and `st` of the kernel's tables (proc(5)).
    private static Map<String, String> connections() {
        var states = new HashMap<String, String>();
        for (Path table : TABLES) {
            try {
                for (String line : Files.readAllLines(table)) read(line, states);
            } catch (IOException _) {
                continue; // no IPv6 on this machine
            }
        }
        return states;
    }

    private static void read(String line, Map<String, String> states) {
        int local = line.indexOf(": ") + 2;
        int colon = line.indexOf(':', local);
        int remote = line.indexOf(' ', colon) + 1;
        int remoteColon = line.indexOf(':', remote);
        int state = remoteColon + 6;
        if (local < 2 || colon < 0 || remoteColon < 0 || line.length() < state + 2 || remoteColon - remote < 8) return;
        String address = line.substring(remoteColon - 8, remoteColon);
        String ports = line.substring(remoteColon + 1, remoteColon + 5) + line.substring(colon + 1, colon + 5);
        states.put(ports + address, line.substring(state, state + 2));
    }

    /// The last four bytes of an address as the tables print them: one little-endian word.
    private static String tail(InetAddress address) {
        byte[] b = address.getAddress();
        var out = new StringBuilder(8);
        int first = address instanceof Inet4Address ? 0 : b.length - 4;
        for (int i = b.length - 1; i >= first; i--) out.append(hex(b[i] & 0xff, 2));
        return out.toString();
    }

    private static String hex(int port) {
        return hex(port, 4);
    }

    private static String hex(int n, int digits) {
        var out = new StringBuilder(digits);
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            out.append("0123456789ABCDEF".charAt(n >> shift & 0xF));
        }
        return out.toString();
    }

    @Override
    public void close() {
        closed = true;
        if (thread != null) LockSupport.unpark(thread);
    }
}
