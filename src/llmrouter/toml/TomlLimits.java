package llmrouter.toml;

/// The limits of the reader. The depth protects the stack, the length the memory.
///
/// @param depth  nested arrays and inline tables, and parts of one dotted key or header, at most
/// @param length characters, at most
public record TomlLimits(int depth, int length) {
    /// No configuration file of a program is near these.
    public static final TomlLimits DEFAULT = new TomlLimits(100, 4_000_000);
}
