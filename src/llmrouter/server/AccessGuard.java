package llmrouter.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.protocol.HeaderMap;

/// Who may come in: requests with a right key, and no browser page of somebody else. Immutable, made anew for each configuration.
///
/// Keys are compared as SHA-256 digests in constant time, so that neither length nor prefix can be learned from timing.
final class AccessGuard {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final boolean authRequired;
    private final String boundHost;
    private final List<byte[]> digests = new ArrayList<>();
    private final List<ClientKey> clientKeys;

    AccessGuard(Config config, ListenAddress address) {
        authRequired = address.requireAuth() && (config.masterKey() != null || !config.masterKeys().isEmpty());
        boundHost = address.host().toLowerCase(Locale.ROOT);
        clientKeys = config.masterKeys();
        if (config.masterKey() instanceof InlineSecret key) digests.add(sha256(key.value()));
    }

    boolean authRequired() {
        return authRequired;
    }

    /// Keeps out pages that a browser shows from elsewhere (their requests carry `Origin` or `Sec-Fetch-Site`), and, where no key is
    /// asked for, requests whose `Host` is a name we do not have: a page can point its own name at 127.0.0.1.
    /// @throws GatewayError 403
    void admitOrigin(HeaderMap headers) {
        String site = headers.get("sec-fetch-site");
        String origin = headers.get("origin");
        if ("cross-site".equals(site) || origin != null && !LOOPBACK.contains(hostOf(origin))) {
            throw forbidden("Requests from web pages of other origins are not allowed.");
        }
        if (authRequired) return;
        String host = headers.get("host");
        if (host == null) throw forbidden("The request has no Host field.");
        String name = hostOf(host);
        if (!LOOPBACK.contains(name) && !name.equals(boundHost)) {
            throw forbidden("The Host '" + shown(host) + "' is not a name of this gateway. Use http://127.0.0.1, or configure a master key.");
        }
    }

    private static GatewayError forbidden(String message) {
        return new GatewayError(ApiError.of(403, ApiError.Kind.PERMISSION, message));
    }

    private static String shown(String host) {
        String s = host.length() > 100 ? host.substring(0, 100) : host;
        return s.replace('\'', '?');
    }

    /// The host of an origin or a `Host` field, in lower case; everything odd in it makes it no name of ours.
    private static String hostOf(String value) {
        String s = value.toLowerCase(Locale.ROOT);
        int scheme = s.indexOf("://");
        if (scheme >= 0) s = s.substring(scheme + 3);
        int port = s.lastIndexOf(':');
        if (port < 0 || s.endsWith("]")) return s;
        for (int i = port + 1; i < s.length(); i++) if (s.charAt(i) < '0' || s.charAt(i) > '9') return s;
        return s.substring(0, port);
    }

    /// @param now seconds since 1970
    /// @throws GatewayError 401
    void admitKey(HeaderMap headers, long now) {
        if (!authRequired) return;
        boolean right = false;
        boolean any = false;
        for (String key : presented(headers)) {
            any = true;
            right |= matches(key, now);
        }
        if (right) return;
        throw new GatewayError(new ApiError(401, ApiError.Kind.AUTHENTICATION,
            any ? "The key is not one of this gateway's keys. Send the gateway's master key, not a provider's."
                : "This gateway asks for a key. Send its master key as 'Authorization: Bearer KEY' or 'x-api-key: KEY'.",
            "invalid_api_key", null));
    }

    private static List<String> presented(HeaderMap headers) {
        var keys = new ArrayList<String>();
        for (String value : headers.values("authorization")) {
            keys.add(value.regionMatches(true, 0, "bearer ", 0, 7) ? value.substring(7).strip() : value.strip());
        }
        for (String value : headers.values("x-api-key")) keys.add(value.strip());
        keys.removeIf(String::isEmpty);
        return keys;
    }

    private boolean matches(String key, long now) {
        byte[] digest = sha256(key);
        boolean right = false;
        for (byte[] known : digests) right |= MessageDigest.isEqual(digest, known);
        for (ClientKey known : clientKeys) {
            boolean equal = MessageDigest.isEqual(digest, HexFormat.of().parseHex(known.keySha256()));
            right |= equal && (known.expires() == null || now < known.expires());
        }
        return right;
    }

    private static byte[] sha256(String s) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(s.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
