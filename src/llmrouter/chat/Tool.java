package llmrouter.chat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

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

    /// The tools without repetitions: of several with one name (in one namespace) the first stands. Clients repeat
    /// tools, and no vendor takes a name twice.
    public static List<Tool> once(List<Tool> tools) {
        // strings have an order, which helps where a client chooses many names with one hash
        var names = new HashSet<String>();
        var once = new ArrayList<Tool>(tools.size());
        for (Tool tool : tools) {
            String namespace = tool.kind().namespace() == null ? "" : tool.kind().namespace();
            if (names.add(namespace.length() + ":" + namespace + tool.name())) once.add(tool);
        }
        return once.size() == tools.size() ? tools : once;
    }
}
