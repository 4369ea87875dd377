package llmrouter.config;

import java.util.List;

/// What came of reading a configuration: one that can be used, or everything that is wrong with it. Both in the order of the file.
public sealed interface ConfigOutcome {
    /// What is odd but harmless, e.g. unknown keys.
    List<Finding> warnings();

    /// @param version the schema version the file says, or seems to have
    record ValidConfig(Config config, int version, List<Finding> warnings) implements ConfigOutcome {}

    /// @param problems all of them, at least one
    record InvalidConfig(List<Finding> problems, List<Finding> warnings) implements ConfigOutcome {}
}
