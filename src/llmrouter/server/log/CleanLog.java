package llmrouter.server.log;

import java.util.function.Consumer;

import llmrouter.config.secrets.SecretWords;
import llmrouter.text.Printable;

/// Takes lines for the operator from every part of a gateway, and passes them on without secrets and without characters
/// that a terminal would obey. A line may have further lines below it, such as a stack trace. Thread-safe if its sink
/// is.
public final class CleanLog implements Consumer<String> {
    private final Consumer<String> sink;
    private volatile SecretWords secrets;

    public CleanLog(Consumer<String> sink, SecretWords secrets) {
        this.sink = sink;
        this.secrets = secrets;
    }

    /// The configuration has changed: these are the secrets from now on.
    public void hide(SecretWords present) {
        secrets = present;
    }

    @Override
    public void accept(String line) {
        sink.accept(Printable.lines(secrets.without(line)));
    }
}
