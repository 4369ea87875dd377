package llmrouter.config;

/// A key, or the place where it is kept. Only [InlineSecret] holds the key itself; its text form does not show it.
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
}
