package llmrouter.server;

import java.nio.file.Path;

import llmrouter.files.Home;

/// What a gateway knows about the process it runs in.
///
/// @param home         what `~` means in its settings
/// @param configSource where its configuration comes from: a file, or words such as `built in`; shown to the operator
/// @param operator     whose commands it obeys, or null
public record ServerContext(Path home, String configSource, Operator operator) {
    /// In the user's home, with a configuration that the caller has made, and without an operator.
    public static ServerContext usual() {
        return new ServerContext(Home.folder(), "built in", null);
    }
}
