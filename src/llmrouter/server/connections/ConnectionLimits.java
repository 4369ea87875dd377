package llmrouter.server.connections;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import llmrouter.json.Json;
import llmrouter.memory.HeapShares;

/// How many connections and requests fit into the heap and under the limit of file descriptors.
///
/// The sizes were measured on JDK 25 with the serial collector, by the heap's growth for each of 300 to 1000
/// connections, and are rounded up.
///
/// @param wanted   the number of requests that is configured (`LLM_ROUTER_MAX_CONNECTIONS`)
/// @param requests that are served at the same time
/// @param heads    that are read at the same time, and requests that are refused and still sent
/// @param idle     connections that are kept for a next request
/// @param sockets  connections of clients, of all kinds
/// @param bytes    of the heap that a request takes with its connections
/// @param fewFiles whether the limit of open files, not the heap, is why there are fewer requests than configured
public record ConnectionLimits(int wanted, int requests, int heads, int idle, int sockets, int bytes,
        boolean fewFiles) {
    /// Of a header what is not counted against [HeapShares#bigHeads]; real clients need less.
    public static final int USUAL_HEAD = 8 << 10;

    private static final Path PROCESS_LIMITS = Path.of("/proc/self/limits");
    private static final String FILES = "Max open files";
    /// Where the limit is not known; what a JVM may take on macOS.
    private static final long USUAL_DESCRIPTORS = 10_240;
    /// For the program's own files.
    private static final long OWN_DESCRIPTORS = 64;

    /// A connection that has sent nothing yet, or whose first bytes are not read yet.
    private static final int SILENT_BYTES = 1 << 10;
    private static final int MOST_SILENT = 50_000;
    private static final int MOST_IDLE = 10_000;
    private static final int MOST_HEADS = 1024;

    /// Bytes of the heap.
    ///
    /// @param head    while it is read, if it is as large as the server takes it: buffers of the connection, a field
    ///                in an array of twice its characters, the target as a URI, many small fields
    /// @param request with its connections to the client and to the provider
    /// @param idle    a connection that has had a request
    private record Sizes(int head, int request, int idle) {
        static final Sizes PLAIN = new Sizes(200 << 10, 80 << 10, 22 << 10);
        /// TLS has four buffers of 16 KiB and the state of its engine for each connection.
        static final Sizes TLS = new Sizes(264 << 10, 140 << 10, 72 << 10);
    }

    /// @param wanted      requests at the same time, as configured
    /// @param tls         whether clients speak TLS
    /// @param heap        the largest size of the heap, in bytes
    /// @param descriptors how many files and sockets the process may have open
    public static ConnectionLimits of(int wanted, boolean tls, long heap, long descriptors) {
        Sizes sizes = tls ? Sizes.TLS : Sizes.PLAIN;
        // a request under way needs two descriptors, and as many again are for connections that are idle or silent
        long free = Math.max(12, descriptors - OWN_DESCRIPTORS);
        HeapShares shares = HeapShares.of(heap);
        long byHeap = shares.requests() / sizes.request;
        long byFiles = free / 3;
        int requests = Math.clamp(Math.min(byHeap, byFiles), 1, wanted);
        int heads = Math.clamp(shares.heads() / sizes.head, 4, MOST_HEADS);
        long idle = Math.clamp(shares.idle() / sizes.idle, 16, MOST_IDLE);
        long silent = Math.clamp(shares.silent() / SILENT_BYTES, 64, MOST_SILENT);
        int sockets = (int) Math.min(requests + heads + idle + silent, free - requests);
        boolean fewFiles = requests < wanted && byFiles < byHeap;
        return new ConnectionLimits(wanted, requests, Math.clamp(sockets / 2, 1, heads),
            (int) Math.min(idle, Math.max(1, sockets / 4)), sockets, sizes.request, fewFiles);
    }

    /// Of this process.
    public static ConnectionLimits ofThisProcess(int wanted, boolean tls) {
        return of(wanted, tls, Runtime.getRuntime().maxMemory(), descriptors());
    }

    /// The present limit of file descriptors, which the JVM has raised to the hard limit at its start (proc(5)).
    private static long descriptors() {
        try {
            for (String line : Files.readAllLines(PROCESS_LIMITS)) {
                if (line.startsWith(FILES)) return number(line.substring(FILES.length()).strip());
            }
        } catch (IOException _) {
            // no Linux
        }
        return USUAL_DESCRIPTORS;
    }

    private static long number(String columns) {
        int end = columns.indexOf(' ');
        String soft = end < 0 ? columns : columns.substring(0, end);
        try {
            return Long.parseLong(soft);
        } catch (NumberFormatException _) {
            return Integer.MAX_VALUE; // unlimited
        }
    }

    /// One line for the person who starts a gateway.
    public String line() {
        return "Connections: " + requests + " requests at the same time, " + heads
            + " more whose header is being read, " + idle + " idle connections, " + sockets + " connections in all."
            + (fewFiles ? " The limit of open files (ulimit -n) allows no more." : "");
    }

    /// What an operator can do for more requests at the same time, a clause.
    String remedy() {
        if (requests >= wanted) return "raise LLM_ROUTER_MAX_CONNECTIONS";
        return fewFiles ? "let the gateway open more files (ulimit -n)" : "give the gateway a larger heap (-Xmx)";
    }

    /// For programs.
    public Json.Obj json() {
        return Json.object().put("requests", requests).put("heads", heads).put("idle", idle).put("sockets", sockets);
    }

    /// What to say to an operator who has asked for more than fits; null if all fits.
    public String warning() {
        if (requests >= wanted) return null;
        return "LLM_ROUTER_MAX_CONNECTIONS is " + wanted + ", but the " + (fewFiles ? "limit of open files allows "
            : "heap allows ") + requests + " requests at the same time; " + remedy() + ", or lower the setting";
    }
}
