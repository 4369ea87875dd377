package llmrouter.chat;

import llmrouter.json.Json;

/// A function that the client can run for the model.
///
/// @param description or null
/// @param schema      JSON Schema of the arguments, or what a freeform tool's text must look like (`type`, `syntax`,
///                    `definition`); null if the client gave none
/// @param strict      whether arguments must match the schema exactly; null if not said
/// @param cache       prompt-cache mark or null
public record Tool(String name, String description, Json.Obj schema, Boolean strict, CacheMark cache, ToolKind kind) {
    public Tool(String name, String description, Json.Obj schema, Boolean strict, CacheMark cache) {
        this(name, description, schema, strict, cache, ToolKind.FUNCTION);
    }
}
