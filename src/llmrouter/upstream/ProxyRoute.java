package llmrouter.upstream;

import java.io.IOException;
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

/// Which way a call takes: through the proxy that the environment names for its address, or directly. Thread-safe.
final class ProxyRoute extends ProxySelector {
    private final ProxySettings settings;

    ProxyRoute(ProxySettings settings) {
        this.settings = settings;
    }

    /// The JDK keeps a login from a proxy that tunnels unless told otherwise, once, before the first client is made. What an operator has
    /// set stays.
    static void allowLogin() {
        if (System.getProperty("jdk.http.auth.tunneling.disabledSchemes") == null) System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }

    /// The value of `Proxy-Authorization` (RFC 7617) for a call; null if it goes directly or the proxy wants none. The JDK's client gives
    /// it to the proxy alone: what goes through a tunnel does not carry it.
    String login(URI target) {
        ProxyAddress proxy = proxy(target);
        if (proxy == null || proxy.login() == null) return null;
        return "Basic " + Base64.getEncoder().encodeToString(proxy.login().getBytes(StandardCharsets.UTF_8));
    }

    private ProxyAddress proxy(URI target) {
        return target.getHost() == null ? null : settings.proxyFor("https".equalsIgnoreCase(target.getScheme()), target.getHost());
    }

    @Override
    public List<Proxy> select(URI target) {
        ProxyAddress proxy = proxy(target);
        return List.of(proxy == null ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.host(), proxy.port())));
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException e) {
        // the call itself fails with the same exception and says so
    }
}
