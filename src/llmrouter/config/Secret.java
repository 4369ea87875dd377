package llmrouter.config;

/// A key, or the place where it is kept. Only [InlineSecret] holds the key itself; its text form does not show it.
/// A configuration as it is written has no [MissingSecret]; only a gateway that has looked the keys up does, and root
/// that reads the configuration of another user.
public sealed interface Secret {
    /// The key itself. Two are equal if their keys are, wherever these come from.
    ///
    /// @param place where a gateway found it; null if the configuration holds it
    record InlineSecret(String value, Secret place) implements Secret {
        /// A key that the configuration holds.
        public InlineSecret(String value) {
            this(value, null);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof InlineSecret inline && value.equals(inline.value);
        }

        @Override
        public int hashCode() {
            return value.hashCode();
        }

        @Override
        public String toString() {
            return "InlineSecret[hidden]";
        }
    }

    record EnvSecret(String variable) implements Secret {}

    record FileSecret(String path) implements Secret {}

    record CommandSecret(String command) implements Secret {}

    /// A key that could not be had when it was looked up.
    ///
    /// @param place   where it should be
    /// @param problem why it could not be had and what to do, clauses without a period; never a secret
    record MissingSecret(Secret place, String problem) implements Secret {}
}
