package llmrouter.config;

import java.util.List;

/// A cap on the requests or tokens of a provider. Texts call it a cap; the key of the configuration is `rateLimits`.
///
/// @param models      ids of the models whose requests count; empty means all
/// @param requests    in one window, or null
/// @param tokens      input and output tokens in one window, or null
/// @param concurrency requests at the same time, or null
/// @param window      or null if only `concurrency` is capped
public record Bucket(String id, String name, List<String> models, Long requests, Long tokens, Long concurrency,
    Window window) {
    /// @param size how many units make one window
    public record Window(Unit unit, int size) {}

    public enum Unit {
        SECOND("s", "sec", "second", "seconds"),
        MINUTE("m", "min", "minute", "minutes"),
        HOUR("h", "hr", "hour", "hours"),
        DAY("d", "day", "days"),
        WEEK("w", "wk", "week", "weeks"),
        MONTH("mo", "mon", "month", "months");

        private final List<String> words;

        Unit(String... words) {
            this.words = List.of(words);
        }

        /// Its names, in lower case.
        public List<String> words() {
            return words;
        }
    }
}
