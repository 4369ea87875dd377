package llmrouter.host;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

import llmrouter.files.ConfigStore;
import llmrouter.files.Secrets;

/// The surroundings in which a gateway runs: what this package needs from the program that calls it.
///
/// @param environment the environment variables
/// @param home        the user's home folder, what `~` means
/// @param terminal    whether a person sits at a terminal; a hangup then means that the terminal was closed
/// @param stop        asks the running gateway to end
/// @param messages    gets lines for the person who started the gateway, one at a time, from any thread
public record HostContext(Map<String, String> environment, Path home, boolean terminal, StopSignal stop,
        Consumer<String> messages) {

    void say(String line) {
        messages.accept(line);
    }

    Secrets secrets() {
        return new Secrets(environment::get, home);
    }

    Path expand(String path) {
        return ConfigStore.expand(path, home);
    }
}
