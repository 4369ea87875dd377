package llmrouter.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import llmrouter.files.FileError;
import llmrouter.gateway.failure.FaultOwner;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.upstream.connection.KeptConnections.Place;
import llmrouter.upstream.proxy.ClientKind;
import llmrouter.upstream.proxy.Passage;
import llmrouter.upstream.proxy.Passages;
import llmrouter.upstream.tls.ProviderTls;

/// Finds out how a request is sent: by way of which proxy, and with which certificate. Thread-safe.
record CallRoutes(Passages passages, ProviderTls tls, Map<String, URI> parsed) implements AutoCloseable {
    /// Addresses that are kept in parts. A configuration has fewer; names of models that are part of an address may be
    /// many.
    private static final int MOST_PARSED = 1024;

    CallRoutes(Passages passages, ProviderTls tls) {
        this(passages, tls, new ConcurrentHashMap<>());
    }

    /// How one request is sent. The caller closes the passage.
    ///
    /// @param host to connect to: that of the URL, of the proxy, or of the bridge to it; without brackets for a bridge
    /// @param port likewise
    record CallRoute(URI url, String host, int port, Passage passage, ClientKind kind) {
        /// Whether TLS begins behind a proxy.
        boolean isTunnel() {
            return passage.proxy() != null && "https".equalsIgnoreCase(url.getScheme());
        }

        /// Whether the host is an address, which needs no look-up. A host whose last part begins with a digit is one
        /// (WHATWG URL, "ends in a number").
        boolean literal() {
            char first = host.charAt(host.lastIndexOf('.') + 1);
            return first >= '0' && first <= '9' || host.endsWith("]");
        }

        Place place(InetAddress address) {
            String through = passage.proxy() == null ? null : passage.proxy().toString();
            return new Place(url.getScheme() + "://" + url.getRawAuthority(), through, address);
        }
    }

    /// @throws IllegalArgumentException the URL has no host
    /// @throws UnsendableException      the address, the client certificate or the proxy's bridge cannot be used
    CallRoute of(UpstreamRequest request) {
        URI target = uri(request.url());
        if (target.getHost() == null) throw new IllegalArgumentException("the address has no host");
        try {
            var context = tls.context(request.network().certificate());
            Passage passage = passages.to(target, request.network(), request.connectMs());
            InetSocketAddress first = passage.clients();
            if (first != null) {
                return new CallRoute(target, first.getHostString(), first.getPort(), passage, passage.kind(context));
            }
            int usual = "https".equalsIgnoreCase(target.getScheme()) ? 443 : 80;
            int port = target.getPort() >= 0 ? target.getPort() : usual;
            return new CallRoute(target, target.getHost(), port, passage, passage.kind(context));
        } catch (IOException e) {
            throw new UnsendableException(FaultOwner.GATEWAY, FileError.words(e));
        }
    }

    private URI uri(String url) {
        URI known = parsed.get(url);
        if (known != null) return known;
        try {
            URI parts = URI.create(url);
            if (parsed.size() < MOST_PARSED) parsed.put(url, parts);
            return parts;
        } catch (IllegalArgumentException e) {
            throw new UnsendableException(FaultOwner.PROVIDER, "'" + url + "' is not a URL");
        }
    }

    @Override
    public void close() {
        passages.close();
    }
}
