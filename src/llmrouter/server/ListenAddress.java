package llmrouter.server;

import llmrouter.files.TlsFiles.ListenerKey;

/// Where to listen, and whether requests need a key.
///
/// @param port 0 for any free one
/// @param tls  the gateway's own key, or null to speak plain HTTP
public record ListenAddress(String host, int port, KeyRule keys, ListenerKey tls) {
    public ListenAddress(String host, int port, KeyRule keys) {
        this(host, port, keys, null);
    }

    public String scheme() {
        return tls == null ? "http" : "https";
    }

    public enum KeyRule {
        /// A request without a valid key is refused, even when the configuration has no key any more.
        ALWAYS,
        /// A key is required as long as the configuration has one; for loopback addresses only.
        IF_CONFIGURED,
        /// No key is required; for loopback addresses, or where the operator wants it.
        NEVER
    }

    /// Whether requests need a key.
    /// @param configured whether the configuration has a key
    boolean requiresKey(boolean configured) {
        return switch (keys) {
            case ALWAYS -> true;
            case IF_CONFIGURED -> configured;
            case NEVER -> false;
        };
    }
}
