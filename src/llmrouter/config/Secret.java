package llmrouter.config;

/// A key, or the place where it is kept. Only [InlineSecret] holds the key itself; its text form does not show it.
/// A configuration as it is written has no [MissingSecret]; only a gateway that has looked the keys up does.
public sealed interface Secret {
    record InlineSecret(String value) implements Secret {
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
