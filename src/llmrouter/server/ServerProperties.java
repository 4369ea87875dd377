package llmrouter.server;

/// The JDK server's switches, which it reads once, before its first use. What an operator has set stays.
final class ServerProperties {
    private ServerProperties() {}

    static void set(int maxConnections) {
        // without it every streamed reply waits 40 ms for the client's delayed acknowledgement
        setDefault("sun.net.httpserver.nodelay", "true");
        // seconds, whatever the module's documentation says
        setDefault("sun.net.httpserver.maxReqTime", "300");
        setDefault("sun.net.httpserver.idleInterval", "120");
        setDefault("sun.net.httpserver.maxIdleConnections", "10000");
        setDefault("jdk.httpserver.maxConnections", Integer.toString(maxConnections));
        setDefault("sun.net.httpserver.maxReqHeaders", "200");
        setDefault("sun.net.httpserver.maxReqHeaderSize", "65536");
    }

    private static void setDefault(String name, String value) {
        if (System.getProperty(name) == null) System.setProperty(name, value);
    }
}
