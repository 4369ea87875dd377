package llmrouter.chat;

/// What a tool is beside its name, where a format knows more than functions.
///
/// @param namespace group that the tool belongs to, or null
/// @param freeform  takes plain text instead of JSON arguments
public record ToolKind(String namespace, boolean freeform) {
    public static final ToolKind FUNCTION = new ToolKind(null, false);
}
