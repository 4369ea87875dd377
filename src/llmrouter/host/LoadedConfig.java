package llmrouter.host;

import java.nio.file.Path;
import java.util.List;

import llmrouter.config.Config;
import llmrouter.files.ConfigText;

/// A configuration that a gateway can run with.
///
/// @param text     what was read
/// @param config   the same with all keys in it
/// @param warnings that were given
public record LoadedConfig(ConfigText text, Config config, List<String> warnings) {

    /// What was found when a configuration was checked for running.
    sealed interface Check {
        /// What does no harm but is worth a line: unknown members, a file that others can read, providers without key.
        List<String> warnings();

        /// @param config with all keys in it; a provider whose key cannot be had is left out
        record Usable(Config config, List<String> warnings) implements Check {}

        /// @param problems all of them, at least one
        /// @param awaited  the key files that could not be used; the configuration may be usable when one has changed
        record Unusable(List<String> problems, List<String> warnings, List<Path> awaited) implements Check {}
    }
}
