package llmrouter.server;

import llmrouter.files.TlsFiles.ListenerKey;

/// Where to listen and whether keys are asked for.
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
        /// Somebody without a right key gets nothing, even when the configuration has lost its keys.
        ALWAYS,
        /// A key is asked for as long as the configuration has one; for loopback addresses only.
        IF_CONFIGURED,
        /// Nobody is asked; for loopback addresses, or where that is meant.
        NEVER
    }

    /// Whether a key is asked for under a configuration that has one, or has none.
    boolean asksForKey(boolean configured) {
        return switch (keys) {
            case ALWAYS -> true;
            case IF_CONFIGURED -> configured;
            case NEVER -> false;
        };
    }
}
