package llmrouter.host;

import java.util.List;

import llmrouter.config.Config;
import llmrouter.files.ConfigText;

/// A configuration that a gateway can run with.
///
/// @param text   what was read
/// @param config the same with all keys in it
public record LoadedConfig(ConfigText text, Config config) {

    /// What was found when a configuration was checked for running.
    sealed interface Check {
        /// @param config with all keys in it
        record Usable(Config config) implements Check {}

        /// @param problems all of them, at least one
        record Unusable(List<String> problems) implements Check {}
    }
}
