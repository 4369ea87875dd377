package llmrouter.server;

import llmrouter.server.connections.ConnectionLimits;

/// The JDK's server in the JVM of the tests. It reads its system properties once, at its first use, and some tests use
/// it as a provider before any gateway has been started.
public final class JdkServer {
    private static final int REQUESTS = 4096;

    private JdkServer() {}

    /// Sets the properties as a gateway with the usual settings does.
    public static void prepare() {
        ServerProperties.set(ConnectionLimits.ofThisProcess(REQUESTS, false));
    }
}
