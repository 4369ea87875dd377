package llmrouter.json;

/// How much a parser takes before it says no. Depth protects the stack, length the memory.
///
/// @param depth   nested objects and arrays, at most
/// @param length  characters, at most
public record JsonLimits(int depth, int length) {
    /// 256 levels: no real request is deeper than a few dozen. The length is bounded by whoever read the text.
    public static final JsonLimits DEFAULT = new JsonLimits(256, Integer.MAX_VALUE);
}
