package llmrouter.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import llmrouter.config.ProxySettings;
import llmrouter.config.ProxySettings.ProxyAddress;
import llmrouter.upstream.connection.KeptConnections.Place;

/// How a call reaches its address: through the proxy that the environment names for it, or directly. Thread-safe.
final class ProxyRoute extends ProxySelector {
    private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";

    private final ProxySettings settings;

    ProxyRoute(ProxySettings settings) {
        this.settings = settings;
    }

    /// By default, the JDK sends no credentials to a proxy that tunnels. The property must be set before the first
    /// client is built. A value that the operator has set is kept.
    static void allowLogin() {
        if (System.getProperty(TUNNELING) == null) System.setProperty(TUNNELING, "");
    }

    /// The value of `Proxy-Authorization` (RFC 7617) for a call; null if the call is direct or no login is
    /// configured. The JDK's client sends it to the proxy only, not through the tunnel.
    String login(URI target) {
        ProxyAddress proxy = proxy(target);
        if (proxy == null || proxy.login() == null) return null;
        return "Basic " + Base64.getEncoder().encodeToString(proxy.login().getBytes(StandardCharsets.UTF_8));
    }

    private ProxyAddress proxy(URI target) {
        boolean secure = "https".equalsIgnoreCase(target.getScheme());
        return target.getHost() == null ? null : settings.proxyFor(secure, target.getHost());
    }

    /// What a call connects to: its own host, or the proxy.
    ///
    /// @param origin  scheme, host and port of the request's URL
    /// @param through the proxy; null if the call is direct
    record Target(String host, int port, String origin, String through) {
        Place place(InetAddress address) {
            return new Place(origin, through, address);
        }
    }

    /// @throws IllegalArgumentException if the URL has no host
    Target target(URI url) {
        if (url.getHost() == null) throw new IllegalArgumentException("the address has no host");
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        String origin = url.getScheme() + "://" + url.getRawAuthority();
        ProxyAddress proxy = proxy(url);
        if (proxy != null) return new Target(proxy.host(), proxy.port(), origin, proxy.toString());
        int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
        return new Target(url.getHost(), port, origin, null);
    }

    @Override
    public List<Proxy> select(URI target) {
        ProxyAddress proxy = proxy(target);
        if (proxy == null) return List.of(Proxy.NO_PROXY);
        return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.host(), proxy.port())));
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException e) {
        // the call itself fails with the same exception, which is reported
    }
}
