package llmrouter.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

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
    private final List<Path> tables;
    /// A platform thread: on a machine whose cores are all busy, a virtual thread would wait behind the requests that
    /// it watches.
    private final Thread thread;
    private volatile boolean idle;
    private volatile boolean ending;
    private volatile boolean closed;

    /// A connection of a waiting request. It is closed when the kernel says so, or when it is missing twice in a row:
    /// once proves nothing, since the table is read in pieces while it changes. It counts as missing only in a table
    /// that was read whole and lists the gateway's own listener; a gateway that is stopping has closed its listener.
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
        this(Stream.of(TABLES).filter(Files::isReadable).toList(), true); // a machine may have no IPv6
    }

    /// @param tables of the kernel; without any, nothing is watched
    /// @param looks  whether a thread looks at them; otherwise the caller does, by [#round]
    ClientWatch(List<Path> tables, boolean looks) {
        this.tables = tables;
        thread = looks && !tables.isEmpty() ? Thread.ofPlatform().daemon().name("client-watch").start(this::run) : null;
    }

    /// Runs `gone` once if the client at `remote` closes its connection to `local` before the result is closed. It
    /// must not block.
    AutoCloseable watch(InetSocketAddress local, InetSocketAddress remote, Runnable gone) {
        if (tables.isEmpty()) return () -> {};
        String key = hex(remote.getPort()) + hex(local.getPort()) + tail(remote.getAddress());
        var entry = new Watched(gone);
        watched.put(key, entry);
        if (idle) LockSupport.unpark(thread);
        return () -> watched.remove(key, entry);
    }

    /// The gateway closes its listener and serves its connections to their end.
    void listenerCloses() {
        ending = true;
    }

    private void run() {
        Rounds.repeat(() -> closed, this::next);
    }

    private void next() {
        idle = true;
        while (watched.isEmpty() && !closed) LockSupport.park(this);
        idle = false;
        long began = System.nanoTime();
        round();
        // a large table is read less often, but still often enough to notice a disconnect within a second
        LockSupport.parkNanos(Math.clamp(10 * (System.nanoTime() - began), PERIOD_NS, LONGEST_NS));
    }

    /// A table that cannot be read proves nothing, for instance when the process has no file descriptor left.
    void round() {
        Map<String, String> states = connections();
        if (states != null) look(states);
    }

    private void look(Map<String, String> states) {
        for (Iterator<Map.Entry<String, Watched>> all = watched.entrySet().iterator(); all.hasNext();) {
            Map.Entry<String, Watched> e = all.next();
            String listener = NO_PORT + e.getKey().substring(4, 8) + NO_ADDRESS;
            boolean complete = ending || states.containsKey(listener);
            if (!e.getValue().isClosed(states.get(e.getKey()), complete)) continue;
            e.getValue().gone.run();
            all.remove();
        }
    }

    /// State by connection, of those that are watched and of those that listen: the columns `local_address`,
    /// `rem_address` and `st` of the kernel's tables (proc(5)). Null if a table cannot be read.
    private Map<String, String> connections() {
        var states = new HashMap<String, String>();
        for (Path table : tables) {
            try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.ISO_8859_1)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) read(line, states);
            } catch (IOException _) {
                return null;
            }
        }
        return states;
    }

    private void read(String line, Map<String, String> states) {
        int local = line.indexOf(": ") + 2;
        int colon = line.indexOf(':', local);
        int remote = line.indexOf(' ', colon) + 1;
        int remoteColon = line.indexOf(':', remote);
        int state = remoteColon + 6;
        if (local < 2 || colon < 0 || remoteColon < 0 || line.length() < state + 2 || remoteColon - remote < 8) return;
        String address = line.substring(remoteColon - 8, remoteColon);
        String ports = line.substring(remoteColon + 1, remoteColon + 5) + line.substring(colon + 1, colon + 5);
        String connection = ports + address;
        if (connection.startsWith(NO_PORT) || watched.containsKey(connection)) {
            states.put(connection, line.substring(state, state + 2));
        }
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
