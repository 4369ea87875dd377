package llmrouter.admission;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.Capabilities;
import llmrouter.json.Json;

/// What a row in a provider's list of models says about what the model can do.
///
/// Sources, as of 2026-11: OpenRouter `supported_parameters` and `architecture.input_modalities` (openrouter.ai/docs,
/// "Models"); Anthropic `capabilities.NAME.supported` (platform.claude.com, "List Models"); Mistral
/// `capabilities.function_calling` and `vision` (docs.mistral.ai, "Models"); LM Studio's own list: `capabilities` as a
/// list of words, or with `trained_for_tool_use` and `vision`, and `type` (lmstudio.ai/docs/developer/rest); Fireworks
/// `supports_tools` and `supports_image_input`; Moonshot `supports_image_in` and `supports_reasoning`; the list of this
/// program.
final class ListedCapabilities {
    private static final Map<String, List<String>> MEMBERS = Map.of(
        "tools", List.of("tools", "function_calling", "trained_for_tool_use", "tool_use", "supports_tools",
            "supports_function_calling"),
        "images", List.of("images", "vision", "image_input", "supports_image_input", "supports_image_in",
            "supports_vision"),
        "jsonSchema", List.of("jsonSchema", "structured_outputs", "structured_output",
            "supports_structured_output", "supports_response_schema"),
        "reasoning", List.of("reasoning", "thinking", "supports_reasoning"));

    /// Words in lists of features and of parameters.
    private static final Map<String, List<String>> WORDS = Map.of(
        "tools", List.of("tools", "tool_use", "function_calling"),
        "images", List.of("image", "vision", "images"),
        "jsonSchema", List.of("structured_outputs", "response_format"),
        "reasoning", List.of("reasoning", "reasoning_effort", "thinking"));

    private ListedCapabilities() {}

    static Capabilities of(Json.Obj row) {
        var known = new LinkedHashMap<String, Boolean>();
        for (String name : Capabilities.NAMES) {
            Boolean said = said(row, name);
            if (said != null) known.put(name, said);
        }
        return Capabilities.of(known);
    }

    private static Boolean said(Json.Obj row, String name) {
        Json.Obj inner = row.object("capabilities");
        for (String member : MEMBERS.getOrDefault(name, List.of(name))) {
            Boolean said = inner == null ? null : flag(inner.get(member));
            if (said == null && member.startsWith("supports_")) said = flag(row.get(member));
            if (said != null) return said;
        }
        return inWords(row, name);
    }

    /// `true`, or `{"supported": true}`; null if it is neither.
    private static Boolean flag(Json value) {
        if (value instanceof Json.Bool b) return b.value();
        if (value instanceof Json.Obj o && o.get("supported") instanceof Json.Bool b) return b.value();
        return null;
    }

    /// A list of parameters or of modalities is complete, so what is not in it is not there. A list of features names
    /// only what the provider wants to name.
    private static Boolean inWords(Json.Obj row, String name) {
        List<String> words = WORDS.get(name);
        if (words == null) return null;
        if (has(row.items("capabilities"), words) || has(row.items("features"), words)) return true;
        boolean images = name.equals("images");
        Json.Obj architecture = row.object("architecture");
        if (images && "vlm".equals(row.text("type"))) return true;
        List<Json> complete = !images ? row.items("supported_parameters")
            : architecture == null ? row.items("input_modalities") : architecture.items("input_modalities");
        return complete.isEmpty() ? null : Boolean.valueOf(has(complete, words));
    }

    private static boolean has(List<Json> list, List<String> words) {
        for (Json item : list) {
            if (item instanceof Json.Str s && words.contains(s.value())) return true;
        }
        return false;
    }
}
