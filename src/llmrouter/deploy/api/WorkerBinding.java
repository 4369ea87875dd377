package llmrouter.deploy.api;

/// A value that a Worker is given. The text form of none shows its value.
public sealed interface WorkerBinding {
    String name();

    /// A value that may be seen in the account.
    record PlainText(String name, String text) implements WorkerBinding {
        @Override
        public String toString() {
            return name + " (plain text)";
        }
    }

    /// A value that cannot be read again.
    record SecretText(String name, String text) implements WorkerBinding {
        @Override
        public String toString() {
            return name + " (secret)";
        }
    }

    /// A class of Durable Objects of the same Worker.
    record DurableObjectClass(String name, String className) implements WorkerBinding {
        @Override
        public String toString() {
            return name + " (Durable Object class " + className + ")";
        }
    }
}
