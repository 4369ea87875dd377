package llmrouter.routing;

import java.util.LinkedHashMap;
import java.util.List;

import llmrouter.config.Bucket.Window;

/// A candidate in a [PickRequest].
///
/// @param ref    `provider/model`
/// @param weight in millionths, relative to its tier; above 0
/// @param caps   each must have room for the request
public record Choice(String ref, long weight, List<Cap> caps) {
    /// Id of the provider: the reference up to its slash.
    public String provider() {
        return ref.substring(0, ref.indexOf('/'));
    }

    /// The caps of these choices, each once however many of them share it, in the order in which they first appear.
    public static List<Cap> distinctCaps(List<Choice> choices) {
        var caps = new LinkedHashMap<String, Cap>();
        for (Choice choice : choices) {
            for (Cap cap : choice.caps()) caps.putIfAbsent(cap.key(), cap);
        }
        return List.copyOf(caps.values());
    }

    /// A cap that applies to the candidate: a bucket of its provider.
    ///
    /// @param key      `provider/bucket`
    /// @param requests per window, or null
    /// @param tokens   per window, or null
    /// @param inFlight requests at the same time, or null
    /// @param window   null if only requests in flight are capped
    public record Cap(String key, Long requests, Long tokens, Long inFlight, Window window) {}
}
