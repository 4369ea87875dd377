package llmrouter.json;

/// The limits of a parser. The depth protects the stack, the others the memory.
///
/// @param depth   nested objects and arrays, at most
/// @param length  characters, at most
/// @param values  of a tree, at most
public record JsonLimits(int depth, int length, int values) {
    /// 256 levels, since no real request is deeper than a few dozen. The length is limited where the text is read, and
    /// the values are counted there.
    public static final JsonLimits DEFAULT = new JsonLimits(256, Integer.MAX_VALUE, Integer.MAX_VALUE);
    /// Of JSON that stands in a string, for instance the arguments of a call. No model writes so many values.
    static final JsonLimits NESTED = new JsonLimits(256, Integer.MAX_VALUE, 100_000);
}
