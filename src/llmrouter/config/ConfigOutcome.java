package llmrouter.config;

import java.util.List;

/// The result of reading a configuration: a valid configuration, or all problems of the text. Findings are in the order
/// of the file.
public sealed interface ConfigOutcome {
    /// Findings that do no harm, e.g. unknown keys.
    List<Finding> warnings();

    /// @param version the schema version that the file states, or seems to have
    record ValidConfig(Config config, int version, List<Finding> warnings) implements ConfigOutcome {}

    /// @param problems all of them, at least one
    record InvalidConfig(List<Finding> problems, List<Finding> warnings) implements ConfigOutcome {}
}
