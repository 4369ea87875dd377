package llmrouter.config;

/// Where a key is. Only [InlineSecret] holds it; its text form never shows it.
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
