package llmrouter.upstream.proxy;

import java.io.IOException;
import java.net.URI;

import llmrouter.config.network.ProviderNetwork;
import llmrouter.config.network.ProxyAddress;
import llmrouter.config.network.ProxyAddress.Scheme;
import llmrouter.config.network.ProxySettings;
import llmrouter.http.HostName;
import llmrouter.upstream.tls.ProviderTls;

/// Finds the way of each call. Thread-safe. The bridge is started with the first call that needs it.
public final class Passages implements AutoCloseable {
    /// The JDK's property for kinds of logins that it does not send to a proxy that tunnels.
    static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";

    private final ProxySettings environment;
    private final ProviderTls tls;
    private ProxyBridge bridge;
    private boolean closed;

    /// @param tls for proxies that are called through TLS
    public Passages(ProxySettings environment, ProviderTls tls) {
        this.environment = environment;
        this.tls = tls;
    }

    /// Sets what the JDK's client reads once, before its first use: by default, it sends no login to a proxy that
    /// tunnels. What an operator has set is kept.
    public static void prepare() {
        if (System.getProperty(TUNNELING) == null) System.setProperty(TUNNELING, "");
    }

    /// The way of a call.
    ///
    /// @param connectMs the time that a proxy has to connect; 0 for the usual limit
    /// @throws IOException the bridge cannot be started
    public Passage to(URI target, ProviderNetwork network, long connectMs) throws IOException {
        boolean secure = "https".equalsIgnoreCase(target.getScheme());
        String host = target.getHost();
        ProxyAddress proxy = host == null ? null : network.proxyFor(environment, secure, host, target.getPort());
        if (proxy == null) return new Passage(null, secure, host, target.getPort(), connectMs, null, null);
        int port = target.getPort() > 0 ? target.getPort() : secure ? 443 : 80;
        // the client itself keeps and shares its connections for http addresses through an HTTP proxy
        boolean byClient = !secure && proxy.scheme() == Scheme.HTTP;
        if (byClient) {
            return new Passage(proxy, false, host, port, connectMs, null, ConnectHandshake.login(proxy));
        }
        return bridge().passage(proxy, secure, HostName.withoutBrackets(host), port, connectMs);
    }

    private synchronized ProxyBridge bridge() throws IOException {
        if (closed) throw new IOException("the gateway is stopping");
        if (bridge == null) bridge = new ProxyBridge(new ProxyDial(tls.context(null)));
        return bridge;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (bridge != null) bridge.close();
    }
}
