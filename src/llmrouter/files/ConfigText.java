package llmrouter.files;

import java.nio.file.Path;
import java.util.List;

import llmrouter.config.ConfigOutcome;
import llmrouter.config.read.ConfigReader;

/// What a configuration file held at one moment.
///
/// @param text     null if there is no file
/// @param warnings about the file itself, e.g. that others can read it
public record ConfigText(Path path, String text, List<String> warnings) {
    /// What the text means; each call reads the text anew.
    public ConfigOutcome outcome() {
        return ConfigReader.read(text, path.toString());
    }
}
