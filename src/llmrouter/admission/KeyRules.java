package llmrouter.admission;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.KnownNames;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.http.BasicCredentials;
import llmrouter.http.FieldText;
import llmrouter.http.HeaderMap;
import llmrouter.text.Printable;
import llmrouter.text.Timestamps;

/// Which requests carry a valid key. Immutable.
///
/// Keys are compared as SHA-256 digests in constant time, so that the time does not reveal length or prefix.
final class KeyRules {
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private static final String NO_KEY_LEFT = "This gateway has no key any more, so it refuses every request. Its "
        + "operator adds one with 'llm-router config add-key NAME' or 'llm-router config set-master-key "
        + "--generate-master-key', or restarts the gateway to run it without a key.";

    private final boolean keyRequired;
    private final boolean locked;
    private final FrontDoorTerms.Sha256 sha256;
    /// Null if the configuration has no master key.
    private final String masterDigest;
    private final List<ClientKey> clientKeys;
    /// What each of them allows, in the same order.
    private final List<ClientAccess> accesses;

    /// @param keyRequired if true, a configuration without any key refuses every request: a lost key must not open
    ///                    the gateway
    KeyRules(Config config, boolean keyRequired, FrontDoorTerms.Sha256 sha256) {
        this.keyRequired = keyRequired;
        this.locked = keyRequired && !config.hasClientKey();
        this.sha256 = sha256;
        masterDigest = config.masterKey() instanceof InlineSecret key ? sha256.hex(key.value()) : null;
        clientKeys = config.masterKeys();
        var known = new KnownNames(config);
        var all = new ArrayList<ClientAccess>();
        for (ClientKey key : clientKeys) all.add(ClientAccess.of(key, known));
        accesses = List.copyOf(all);
    }

    boolean keyRequired() {
        return keyRequired;
    }

    /// Whether requests need a key and there is none, so that every request is refused.
    boolean locked() {
        return locked;
    }

    /// What the client may do. If it shows several valid keys, the one that allows everything counts, else the first.
    ///
    /// @param now seconds since 1970
    /// @throws GatewayError 401
    ClientAccess check(HeaderMap headers, long now) {
        if (!keyRequired) return ClientAccess.UNLIMITED;
        if (locked) throw unauthorized(NO_KEY_LEFT);
        List<String> keys = presented(headers);
        ClientAccess found = null;
        for (String key : keys) {
            ClientAccess access = accessOf(key, now);
            boolean better = found == null || access == ClientAccess.UNLIMITED;
            if (access != null && better) found = access;
        }
        if (found != null) return found;
        ClientKey expired = expired(keys);
        if (expired != null) throw unauthorized(expired);
        throw hasPassword(headers) ? passwordRefused() : unauthorized(keys.isEmpty());
    }

    /// The client whose key was valid once, or null.
    private ClientKey expired(List<String> keys) {
        ClientKey found = null;
        for (String key : keys) {
            String digest = sha256.hex(key);
            for (ClientKey known : clientKeys) {
                if (equalInConstantTime(digest, known.keySha256())) found = known;
            }
        }
        return found;
    }

    private static GatewayError unauthorized(ClientKey expired) {
        String message = "The key of the client '" + Printable.ascii(expired.name(), 100) + "' expired at "
            + Timestamps.utc(expired.expires()) + ". Ask the operator of this gateway for a new key or a later date.";
        return unauthorized(message);
    }

    private static GatewayError unauthorized(String message) {
        return new GatewayError(new ApiError(401, ApiError.Kind.AUTHENTICATION, message, "invalid_api_key", null));
    }

    private static boolean hasPassword(HeaderMap headers) {
        boolean found = false;
        for (String value : headers.values("authorization")) {
            found |= value.regionMatches(true, 0, BASIC, 0, BASIC.length());
        }
        return found;
    }

    /// The same whether or not the password is a key.
    private static GatewayError passwordRefused() {
        String message = "A key as a password (HTTP Basic) opens only the gateway's page at '/' in a browser. Send the "
            + "key as 'Authorization: Bearer KEY'.";
        return unauthorized(message);
    }

    private static GatewayError unauthorized(boolean withoutKey) {
        String message = withoutKey
            ? "This gateway requires a key. Send its master key, or a client key, as "
                + "'Authorization: Bearer KEY'."
            : "The key is not one of this gateway's keys. Send its master key or a client key, "
                + "not a provider's key.";
        return unauthorized(message);
    }

    /// For the page at `/` alone, a key is also accepted as the password of HTTP Basic, with any user name: a browser
    /// can send nothing else by itself. A browser that remembers the password sends it to the other endpoints too.
    /// There it is no key, so no web page can use it.
    ///
    /// @param now seconds since 1970
    boolean admitsBrowser(HeaderMap headers, long now) {
        if (!keyRequired) return true;
        boolean valid = false;
        for (String value : headers.values("authorization")) {
            String password = BasicCredentials.password(value);
            valid |= password != null && accessOf(password, now) != null;
        }
        for (String key : presented(headers)) valid |= accessOf(key, now) != null;
        return valid;
    }

    /// For what only the operator may see: without a required key, only requests from this machine.
    /// @throws GatewayError 403
    void checkOperator(Arrival.Peer peer) {
        if (keyRequired || peer.loopback()) return;
        throw new GatewayError(ApiError.of(403, ApiError.Kind.PERMISSION,
            "While this gateway requires no key, this can be read only from the gateway's own machine."));
    }

    static List<String> presented(HeaderMap headers) {
        var keys = new ArrayList<String>();
        for (String value : headers.values("authorization")) {
            boolean bearer = value.regionMatches(true, 0, BEARER, 0, BEARER.length());
            keys.add(FieldText.trimmed(bearer ? value.substring(BEARER.length()) : value));
        }
        for (String value : headers.values("x-api-key")) keys.add(FieldText.trimmed(value));
        keys.removeIf(String::isEmpty);
        return keys;
    }

    /// What a key allows, or null if it is not valid. Each known key is compared, so that the time does not tell which
    /// one it is.
    private ClientAccess accessOf(String key, long now) {
        String digest = sha256.hex(key);
        ClientAccess access = masterDigest != null && equalInConstantTime(digest, masterDigest)
            ? ClientAccess.UNLIMITED : null;
        for (int i = 0; i < clientKeys.size(); i++) {
            ClientKey known = clientKeys.get(i);
            boolean equal = equalInConstantTime(digest, known.keySha256());
            boolean valid = equal && (known.expires() == null || now < known.expires());
            if (valid && access == null) access = accesses.get(i);
        }
        return access;
    }

    /// The time depends on the lengths alone, and digests are all of one length.
    private static boolean equalInConstantTime(String a, String b) {
        if (a.length() != b.length()) return false;
        int difference = 0;
        for (int i = 0; i < a.length(); i++) difference |= a.charAt(i) ^ b.charAt(i);
        return difference == 0;
    }
}
