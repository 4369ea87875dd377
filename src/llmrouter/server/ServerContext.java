package llmrouter.server;

import java.nio.file.Path;

import llmrouter.files.Home;

/// Where a gateway stands.
///
/// @param home         what `~` means in its settings
/// @param configSource the file its configuration came from, or what else it came from; shown to the operator
/// @param operator     who may use its control door, or null
public record ServerContext(Path home, String configSource, Operator operator) {
    /// In the user's own home, with a configuration made by whoever starts it.
    public static ServerContext usual() {
        return new ServerContext(Home.folder(), "built in", null);
    }
}
