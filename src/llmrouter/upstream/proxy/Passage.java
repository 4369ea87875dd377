package llmrouter.upstream.proxy;

import java.net.InetSocketAddress;

import javax.net.ssl.SSLContext;

import llmrouter.config.network.ProxyAddress;
import llmrouter.config.network.ProxyAddress.Scheme;

/// How one call reaches its address: directly, through a proxy that the HTTP client speaks to, or through the bridge.
/// Thread-safe. Close it when the call has ended: the bridge then knows its login no more.
public final class Passage implements AutoCloseable {
    private final ProxyAddress proxy;
    private final boolean secure;
    private final String host;
    private final int port;
    private final long connectMs;
    private final ProxyBridge bridge;
    private final String login;
    private final int cutsBefore;
    private volatile boolean shown;
    private volatile ProxyFailure failure;
    private volatile boolean reached;

    /// @param proxy  or null for a direct call
    /// @param bridge or null if the call does not need it
    /// @param login  the value of `Proxy-Authorization`, or null
    Passage(ProxyAddress proxy, boolean secure, String host, int port, long connectMs, ProxyBridge bridge,
            String login) {
        this.proxy = proxy;
        this.secure = secure;
        this.host = host;
        this.port = port;
        this.connectMs = connectMs;
        this.bridge = bridge;
        this.login = login;
        this.cutsBefore = bridge == null ? 0 : bridge.cuts();
    }

    /// The proxy; null for a direct call.
    public ProxyAddress proxy() {
        return proxy;
    }

    /// The value of `Proxy-Authorization` that the HTTP client must send, or null. The client sends it to what it takes
    /// for the proxy only, not through a tunnel.
    public String login() {
        return login;
    }

    /// The kind of HTTP client that makes this call.
    ///
    /// @param tls with the certificate to show
    public ClientKind kind(SSLContext tls) {
        return new ClientKind(connectMs, proxy, clients(), tls);
    }

    /// What the HTTP client takes for its proxy; null if it calls directly.
    public InetSocketAddress clients() {
        if (proxy == null) return null;
        return bridge != null ? bridge.address() : InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
    }

    boolean secure() {
        return secure;
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    /// Whether the bridge makes the connection.
    boolean bridged() {
        return bridge != null;
    }

    /// A connection has shown the bridge the login of this call.
    void shown() {
        shown = true;
    }

    /// Whether the bridge may have cut the connection of this call, because other programs hold too many.
    boolean maybeCut() {
        return bridge != null && !shown && bridge.cuts() != cutsBefore;
    }

    /// The bridge has connected.
    void connected() {
        reached = true;
    }

    boolean reached() {
        return reached;
    }

    ProxyDeadline deadline() {
        return new ProxyDeadline(connectMs);
    }

    /// Whether the proxy is asked for the whole address, as an HTTP proxy is for an `http` address.
    boolean asksForWholeAddress() {
        return !secure && proxy.scheme() != Scheme.SOCKS5;
    }

    void failed(ProxyFailure why) {
        failure = why;
    }

    /// Why the proxy could not be used, as far as the bridge knows: a clause that names it. Null if nothing is known.
    public String trouble() {
        return failure == null ? null : failure.getMessage();
    }

    @Override
    public void close() {
        if (bridge != null) bridge.forget(this);
    }
}
