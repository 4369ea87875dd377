package llmrouter.chat;

import llmrouter.json.Json;

/// What the answer's text must look like.
public sealed interface OutputFormat {
    /// Any JSON object.
    record JsonObjectFormat() implements OutputFormat {}

    /// @param name        or null
    /// @param description or null
    /// @param strict      or null if not said
    record JsonSchemaFormat(String name, String description, Json.Obj schema, Boolean strict) implements OutputFormat {}
}
