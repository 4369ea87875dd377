package llmrouter.admission;

import llmrouter.config.Format;
import llmrouter.http.HeaderMap;
import llmrouter.json.Json;

/// Which format a request on a unified path is in: the first sign that matches decides. The tools of Responses look like those of Chat Completions, but
/// only it has `input` in place of `messages`.
public final class FormatDetector {
    private FormatDetector() {}

    public static Format detect(HeaderMap headers, Json.Obj body) {
        if (headers.get("anthropic-version") != null || body.has("anthropic_version")) return Format.CLAUDE;
        if (body.has("max_completion_tokens") || body.has("response_format") || body.has("n")) return Format.OPENAI;
        Format told = byTools(body);
        if (told == null) told = byToolChoice(body.get("tool_choice"));
        if (told == null) told = byMessages(body);
        if (told != Format.CLAUDE && body.has("input") && !body.has("messages")) return Format.RESPONSES;
        return told != null ? told : Format.CLAUDE;
    }

    private static Format byTools(Json.Obj body) {
        for (Json item : body.items("tools")) {
            if (!(item instanceof Json.Obj tool)) continue;
            if (tool.has("input_schema")) return Format.CLAUDE;
            if ("function".equals(tool.text("type")) || tool.has("function")) return Format.OPENAI;
        }
        return null;
    }

    private static Format byToolChoice(Json choice) {
        return switch (choice) {
            case Json.Str s when s.value().equals("required") || s.value().equals("none") -> Format.OPENAI;
            case Json.Obj o when "function".equals(o.text("type")) -> Format.OPENAI;
            case Json.Obj o when "any".equals(o.text("type")) || "tool".equals(o.text("type")) -> Format.CLAUDE;
            case null, default -> null;
        };
    }

    private static Format byMessages(Json.Obj body) {
        for (Json item : body.items("messages")) {
            if (!(item instanceof Json.Obj message)) continue;
            if ("tool".equals(message.text("role")) || message.has("tool_call_id") || message.has("tool_calls")) return Format.OPENAI;
            for (Json part : message.items("content")) {
                String type = part instanceof Json.Obj block ? block.text("type") : null;
                switch (type == null ? "" : type) {
                    case "tool_use", "tool_result", "thinking", "redacted_thinking" -> {
                        return Format.CLAUDE;
                    }
                    case "image_url", "input_text", "input_image" -> {
                        return Format.OPENAI;
                    }
                    default -> {}
                }
            }
        }
        return null;
    }
}
