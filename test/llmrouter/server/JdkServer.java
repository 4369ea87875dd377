package llmrouter.server;

import llmrouter.server.connections.ConnectionLimits;
import llmrouter.upstream.Upstream;

/// The JDK's server and HTTP client in the JVM of the tests. They read their system properties once, at their first
/// use, and some tests use them as a provider and as a client before any gateway has been started.
public final class JdkServer {
    private static final int REQUESTS = 4096;

    private JdkServer() {}

    /// Sets the properties as a gateway with the usual settings does.
    public static void prepare() {
        ServerProperties.set(ConnectionLimits.ofThisProcess(REQUESTS, false));
        Upstream.prepare();
    }
}
