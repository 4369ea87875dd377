package llmrouter.server;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.http.HeaderMap;

/// Who may come in by key. Immutable, made anew for each configuration.
///
/// Keys are compared as SHA-256 digests in constant time, so that neither length nor prefix can be learned from timing.
final class AccessGuard {
    private final boolean authRequired;
    private final List<byte[]> digests = new ArrayList<>();
    private final List<ClientKey> clientKeys;

    /// @param authRequired true even without a configured key lets nobody in: a configuration that lost its key must not open the door
    AccessGuard(Config config, boolean authRequired) {
        this.authRequired = authRequired;
        clientKeys = config.masterKeys();
        if (config.masterKey() instanceof InlineSecret key) digests.add(sha256(key.value()));
    }

    boolean asksForKey() {
        return authRequired;
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

    /// For the page at `/` alone, a key is also taken as the password of HTTP Basic (RFC 7617), with any user name: browsers can send nothing
    /// else by themselves. A browser that remembers it sends it to the other endpoints as well, where it is no key, so that no page can make use of it.
    ///
    /// @throws GatewayError 401
    void admitBrowser(HeaderMap headers, long now) {
        boolean right = false;
        for (String value : headers.values("authorization")) if (password(value) instanceof String key) right |= matches(key, now);
        if (!right) admitKey(headers, now);
    }

    /// @return null if these are no credentials of that kind
    private static String password(String authorization) {
        if (!authorization.regionMatches(true, 0, "basic ", 0, 6)) return null;
        try {
            String pair = new String(Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
            return pair.indexOf(':') < 0 ? null : pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /// For what only the operator should see: where no key is asked for, requests from this machine.
    /// @throws GatewayError 403
    void admitOperator(InetAddress peer) {
        if (authRequired || peer.isLoopbackAddress()) return;
        throw new GatewayError(ApiError.of(403, ApiError.Kind.PERMISSION, "Without a master key this can be seen only from the gateway's own machine."));
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
