package llmrouter.admission;

import java.util.List;
import java.util.Set;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.IpBlock;
import llmrouter.config.Settings.AccessSettings;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.RequestTarget;
import llmrouter.text.Letters;
import llmrouter.text.Printable;

/// Refuses requests that a web page of another origin makes, and grants the listed origins what a browser requires
/// (fetch.spec.whatwg.org, "HTTP-CORS protocol").
///
/// @param bound       the address the gateway listens on, in lower case
/// @param keyRequired whether a request needs a key
record OriginRules(AccessSettings settings, String bound, boolean keyRequired) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> ANY = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    /// A page's requests carry `Origin` or `Sec-Fetch-Site`. Where no key is required, the `Host` must be a name of
    /// this gateway too: a page can make its own host name resolve to 127.0.0.1.
    ///
    /// @param target may name a host as well
    /// @throws GatewayError 403
    void check(HeaderMap headers, RequestTarget target) {
        checkOrigin(headers);
        if (!keyRequired) checkHost(headers, target);
    }

    private void checkOrigin(HeaderMap headers) {
        List<String> origins = headers.values("origin");
        for (String origin : origins) {
            if (!isListed(origin) && !isLocalPage(origin)) throw otherOrigin();
        }
        if (origins.isEmpty() && headers.values("sec-fetch-site").contains("cross-site")) throw otherOrigin();
    }

    private static GatewayError otherOrigin() {
        return forbidden("Requests from web pages of other origins are not allowed."
            + " The allowed origins are set with LLM_ROUTER_CORS_ALLOWED_ORIGINS.");
    }

    private boolean isListed(String origin) {
        return settings.allOrigins() || settings.origins().contains(Letters.lower(origin));
    }

    private static boolean isLocalPage(String origin) {
        int scheme = origin.indexOf("://");
        boolean web = origin.startsWith("http://") || origin.startsWith("https://");
        return web && LOOPBACK.contains(name(origin.substring(scheme + 3)));
    }

    private void checkHost(HeaderMap headers, RequestTarget target) {
        List<String> hosts = headers.values("host");
        if (hosts.isEmpty()) throw forbidden("The request has no Host field.");
        for (String host : hosts) {
            if (!isOurs(host)) throw otherHost(host);
        }
        if (target.absolute() && !isOurs(String.valueOf(target.authority()))) throw otherHost(target.whole());
    }

    private boolean isOurs(String host) {
        String name = name(host);
        if (LOOPBACK.contains(name) || name.equals(bound) || name.equals("[" + bound + "]")) return true;
        // a page's host name cannot be an address
        return ANY.contains(bound) && isAddress(name);
    }

    private static boolean isAddress(String name) {
        boolean bracketed = name.startsWith("[") && name.endsWith("]");
        String address = bracketed ? name.substring(1, name.length() - 1) : name;
        return name.indexOf('/') < 0 && IpBlock.parse(address) != null;
    }

    /// The name in `name:port`, in lower case. A text with an invalid port is returned whole, and is no name of this
    /// gateway.
    private static String name(String hostAndPort) {
        String s = Letters.lower(hostAndPort);
        int port = s.lastIndexOf(':');
        if (port < 0 || s.endsWith("]")) return s;
        for (int i = port + 1; i < s.length(); i++) {
            if (s.charAt(i) < '0' || s.charAt(i) > '9') return s;
        }
        return s.substring(0, port);
    }

    private static GatewayError otherHost(String host) {
        return forbidden("The Host '" + Printable.ascii(host, 100)
            + "' is not a name of this gateway. Use http://127.0.0.1, or configure a key for clients.");
    }

    private static GatewayError forbidden(String message) {
        return new GatewayError(ApiError.of(403, ApiError.Kind.PERMISSION, message));
    }

    /// The fields that let a page of a listed origin read an answer; none for other requests.
    List<Header> granted(HeaderMap headers) {
        String origin = headers.get("origin");
        if (origin == null || !isListed(origin)) return List.of();
        return List.of(
            new Header("access-control-allow-origin", origin),
            new Header("access-control-expose-headers", "*"),
            new Header("vary", "origin"));
    }

    /// Whether the browser of a listed origin asks what it may send.
    boolean isPreflight(String method, HeaderMap headers) {
        boolean asks = method.equals("OPTIONS") && headers.get("access-control-request-method") != null;
        return asks && !granted(headers).isEmpty();
    }

    /// The answer to a preflight, in addition to the fields that are granted to every request.
    static HeaderMap preflightFields(HeaderMap headers) {
        String wanted = headers.get("access-control-request-headers");
        return HeaderMap.of(List.of(
            new Header("access-control-allow-methods", "GET, POST"),
            new Header("access-control-max-age", "600"),
            new Header("access-control-allow-headers", wanted == null ? "*" : wanted)));
    }
}
