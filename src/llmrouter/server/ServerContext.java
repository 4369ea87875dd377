package llmrouter.server;

import java.nio.file.Path;

import llmrouter.files.Home;

/// What a gateway knows about the process it runs in.
///
/// @param home         what `~` means in its settings
/// @param configSource where its configuration comes from: a file, or words such as `built in`; shown to the operator
/// @param operator     whose commands it obeys, or null
/// @param collapse     what is done when it cannot go on
public record ServerContext(Path home, String configSource, Operator operator, Collapse collapse) {
    /// What is done when a gateway has lost a thread that it needs.
    @FunctionalInterface
    public interface Collapse {
        /// The line is said, and the gateway closes, so that its clients are refused and do not wait for ever.
        Collapse CLOSES = (_, _, close) -> close.run();

        /// @param why   a line for the operator, which is not said yet
        /// @param save  writes what must not be lost
        /// @param close says the line and closes the gateway; the process goes on
        void of(String why, Runnable save, Runnable close);
    }

    /// Of a gateway whose end does not end the process.
    public ServerContext(Path home, String configSource, Operator operator) {
        this(home, configSource, operator, Collapse.CLOSES);
    }

    /// In the user's home, with a configuration that the caller has made, and without an operator.
    public static ServerContext usual() {
        return new ServerContext(Home.folder(), "built in", null);
    }
}
