package llmrouter.config;

import java.util.List;

/// A cap on a provider.
///
/// @param models      model ids it counts; empty means all
/// @param requests    per window, or null
/// @param tokens      input and output per window, or null
/// @param concurrency requests in flight, or null
/// @param window      or null if only `concurrency` is capped
public record Bucket(String id, String name, List<String> models, Long requests, Long tokens, Long concurrency, Window window) {
    /// @param size how many units make one window
    public record Window(Unit unit, int size) {}

    public enum Unit { SECOND, MINUTE, HOUR, DAY, WEEK, MONTH }
}
