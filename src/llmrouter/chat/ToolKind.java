package llmrouter.chat;

/// What a tool is beside its name, where a format knows more than functions.
///
/// @param namespace group that the tool belongs to, or null
/// @param form      what a call of the tool looks like
public record ToolKind(String namespace, Form form) {
    public static final ToolKind FUNCTION = of(Form.FUNCTION);

    /// What a call of a tool looks like.
    public enum Form {
        /// JSON arguments by the tool's schema
        FUNCTION,
        /// plain text
        FREEFORM,
        /// a search for further tools, which the client does (OpenAI Responses, `tool_search`)
        TOOL_SEARCH,
        /// commands for a shell of the client (`shell`)
        SHELL,
        /// one command for the client's machine (`local_shell`)
        LOCAL_SHELL,
        /// a change of one of the client's files (`apply_patch`)
        APPLY_PATCH,
        /// actions on the client's screen (`computer`)
        COMPUTER,
        /// one action on the client's screen (`computer_use_preview`)
        COMPUTER_PREVIEW
    }

    /// A tool without a namespace.
    public static ToolKind of(Form form) {
        return new ToolKind(null, form);
    }

    /// Whether the tool takes plain text instead of JSON arguments.
    public boolean freeform() {
        return form == Form.FREEFORM;
    }

    /// Whether a vendor defines the tool, so that its definition and its calls have a type of their own.
    public boolean typed() {
        return form != Form.FUNCTION && form != Form.FREEFORM;
    }
}
