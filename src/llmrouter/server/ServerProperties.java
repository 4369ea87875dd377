package llmrouter.server;

import llmrouter.admission.HeaderRules;

/// System properties of the JDK's server, which reads them once, before its first use. A value that the operator has
/// set is kept.
final class ServerProperties {
    private ServerProperties() {}

    static void set(int maxConnections, OpenFiles files) {
        // without it every streamed reply waits 40 ms for the client's delayed acknowledgement
        setDefault("sun.net.httpserver.nodelay", "true");
        setDefault("sun.net.httpserver.idleInterval", "120");
        setDefault("sun.net.httpserver.maxIdleConnections", "10000");
        // above these limits the server closes the connection without an answer, so the gateway's own limits, which
        // it explains in an
        // answer, are lower
        setDefault("jdk.httpserver.maxConnections", 
            Integer.toString(files.connections(maxConnections + maxConnections / 4 + 64)));
        setDefault("sun.net.httpserver.maxReqHeaders", Integer.toString(2 * HeaderRules.MAX_FIELDS));
        setDefault("sun.net.httpserver.maxReqHeaderSize", Integer.toString(2 * HeaderRules.MAX_CHARS));
    }

    private static void setDefault(String name, String value) {
        if (System.getProperty(name) == null) System.setProperty(name, value);
    }
}
