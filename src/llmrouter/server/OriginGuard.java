package llmrouter.server;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.IpBlock;
import llmrouter.config.Settings.AccessSettings;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.text.Printable;

/// Keeps out pages that a browser shows from elsewhere, and grants those that are listed what a browser wants to be granted
/// (fetch.spec.whatwg.org, "HTTP-CORS protocol").
///
/// @param bound    the address the gateway listens on, lower case
/// @param keyAsked whether a key stops strangers
record OriginGuard(AccessSettings settings, String bound, boolean keyAsked) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> ANY = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    /// A page's requests carry `Origin` or `Sec-Fetch-Site`. Where no key is asked for, the `Host` must be ours as well: a page can
    /// point its own name at 127.0.0.1.
    /// @param target the request's target, which may name a host as well
    /// @throws GatewayError 403
    void admit(HeaderMap headers, URI target) {
        List<String> origins = headers.values("origin");
        for (String origin : origins) if (!listed(origin) && !localPage(origin)) throw elsewhere();
        if (origins.isEmpty() && headers.values("sec-fetch-site").contains("cross-site")) throw elsewhere();
        if (keyAsked) return;
        List<String> hosts = headers.values("host");
        if (hosts.isEmpty()) throw forbidden("The request has no Host field.");
        for (String host : hosts) if (!ours(host)) throw strange(host);
        if (target.isAbsolute() && !ours(String.valueOf(target.getRawAuthority()))) throw strange(target.toString());
    }

    private static GatewayError elsewhere() {
        return forbidden("Requests from web pages of other origins are not allowed. LLM_ROUTER_CORS_ALLOWED_ORIGINS lists those that are.");
    }

    private boolean listed(String origin) {
        return settings.allOrigins() || settings.origins().contains(origin.toLowerCase(Locale.ROOT));
    }

    private static boolean localPage(String origin) {
        int scheme = origin.indexOf("://");
        return (origin.startsWith("http://") || origin.startsWith("https://")) && LOOPBACK.contains(name(origin.substring(scheme + 3)));
    }

    private boolean ours(String host) {
        String name = name(host);
        if (LOOPBACK.contains(name) || name.equals(bound) || name.equals("[" + bound + "]")) return true;
        // no page can make a name of its own out of an address
        return ANY.contains(bound) && IpBlock.parse(name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name) != null && name.indexOf('/') < 0;
    }

    /// The name in `name:port`, lower case; everything odd in it makes it no name of ours.
    private static String name(String hostAndPort) {
        String s = hostAndPort.toLowerCase(Locale.ROOT);
        int port = s.lastIndexOf(':');
        if (port < 0 || s.endsWith("]")) return s;
        for (int i = port + 1; i < s.length(); i++) if (s.charAt(i) < '0' || s.charAt(i) > '9') return s;
        return s.substring(0, port);
    }

    private static GatewayError strange(String host) {
        return forbidden("The Host '" + Printable.ascii(host, 100)
            + "' is not a name of this gateway. Use http://127.0.0.1, or configure a master key.");
    }

    private static GatewayError forbidden(String message) {
        return new GatewayError(ApiError.of(403, ApiError.Kind.PERMISSION, message));
    }

    /// What a listed origin's page may read of every answer.
    List<Header> grant(HeaderMap headers) {
        String origin = headers.get("origin");
        if (origin == null || !listed(origin)) return List.of();
        return List.of(new Header("access-control-allow-origin", origin), new Header("access-control-expose-headers", "*"), new Header("vary", "origin"));
    }

    /// The answer to a listed origin's browser that asks before it sends, or null if the request is something else.
    List<Header> preflight(String method, HeaderMap headers) {
        if (!method.equals("OPTIONS") || headers.get("access-control-request-method") == null || grant(headers).isEmpty()) return null;
        String wanted = headers.get("access-control-request-headers");
        return List.of(new Header("access-control-allow-methods", "GET, POST"), new Header("access-control-max-age", "600"),
            new Header("access-control-allow-headers", wanted == null ? "*" : wanted));
    }
}
