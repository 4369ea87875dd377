package llmrouter.routing;

import java.util.List;

import llmrouter.config.Bucket.Window;

/// A candidate as the shared state sees it.
///
/// @param ref    `provider/model`
/// @param weight in millionths, relative to its tier; above 0
/// @param caps   all of them must have room
public record Choice(String ref, long weight, List<Cap> caps) {
    /// Id of the provider, which is what a reference begins with.
    public String provider() {
        return ref.substring(0, ref.indexOf('/'));
    }

    /// A bucket that applies to the candidate.
    ///
    /// @param key      `provider/bucket`
    /// @param requests per window, or null
    /// @param tokens   per window, or null
    /// @param inFlight requests at the same time, or null
    /// @param window   null if only `inFlight` is capped
    public record Cap(String key, Long requests, Long tokens, Long inFlight, Window window) {}
}
