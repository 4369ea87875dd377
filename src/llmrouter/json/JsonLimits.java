package llmrouter.json;

/// The limits of a parser. The depth protects the stack, the length the memory.
///
/// @param depth   nested objects and arrays, at most
/// @param length  characters, at most
public record JsonLimits(int depth, int length) {
    /// 256 levels, since no real request is deeper than a few dozen. The length is limited where the text is read.
    public static final JsonLimits DEFAULT = new JsonLimits(256, Integer.MAX_VALUE);
}
