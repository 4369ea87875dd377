package llmrouter.server;

import llmrouter.admission.HeaderRules;
import llmrouter.server.connections.ConnectionLimits;

/// System properties of the JDK's server, which reads them once, before its first use. A value that the operator has
/// set is kept.
final class ServerProperties {
    /// What the server counts for a header: its characters and 32 for each field. It must be more than
    /// [HeaderRules#MAX_CHARS] with [HeaderRules#MAX_FIELDS], and less than 40,960: from there on the server's array
    /// for one field has 81,920 characters.
    private static final int SERVER_CHARS = 40_000;
    private static final int SERVER_FIELDS = HeaderRules.MAX_FIELDS * 3 / 2;
    /// A client that has connected sends at once. A lost packet is sent again within a second or two.
    private static final String SILENT_SECONDS = "5";

    private ServerProperties() {}

    /// Longer than any process runs.
    private static final long NEVER_MS = 100L * 366 * 24 * 3_600_000;

    static void set(ConnectionLimits limits) {
        // without it every streamed reply waits 40 ms for the client's delayed acknowledgement
        setDefault("sun.net.httpserver.nodelay", "true");
        setDefault("sun.net.httpserver.idleInterval", "120");
        setDefault("sun.net.httpserver.maxIdleConnections", Integer.toString(limits.idle()));
        // above these limits the server closes the connection without an answer, so the gateway's own limits, which
        // it explains in an answer, are lower
        setDefault("jdk.httpserver.maxConnections", Integer.toString(limits.sockets()));
        setDefault("sun.net.httpserver.maxReqHeaders", Integer.toString(SERVER_FIELDS));
        setDefault("sun.net.httpserver.maxReqHeaderSize", Integer.toString(SERVER_CHARS));
        cutSilentConnections();
    }

    /// A connection that has sent nothing yet is closed after the shorter one of two times: the one for idle
    /// connections, and the one for a request to arrive. The second is for bodies too, which may take longer; there the
    /// gateway has limits of its own ([ClientPace]). So the server's task that enforces it for requests is put off for
    /// ever.
    private static void cutSilentConnections() {
        if (System.getProperty("sun.net.httpserver.maxReqTime") != null) return;
        System.setProperty("sun.net.httpserver.maxReqTime", SILENT_SECONDS);
        setDefault("sun.net.httpserver.timerMillis", Long.toString(NEVER_MS));
        setDefault("sun.net.httpserver.clockTick", "1000");
    }

    private static void setDefault(String name, String value) {
        if (System.getProperty(name) == null) System.setProperty(name, value);
    }
}
