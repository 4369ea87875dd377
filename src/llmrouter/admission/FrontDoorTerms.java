package llmrouter.admission;

import llmrouter.config.Settings.AccessSettings;

/// What the front door needs to know about its gateway. A new configuration does not change it.
///
/// @param settings allowed addresses and origins
/// @param bound    the address the gateway listens on, in lower case
/// @param version  of the gateway
/// @param sha256   the digest of keys
public record FrontDoorTerms(AccessSettings settings, String bound, String version, Sha256 sha256) {
    /// SHA-256, which the platform provides. Called by many threads at once.
    @FunctionalInterface
    public interface Sha256 {
        /// @return the digest of the text's UTF-8 bytes, as 64 lower-case hexadecimal digits
        String hex(String text);
    }
}
