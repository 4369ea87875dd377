package llmrouter.protocol.chatcompletions;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Part;
import llmrouter.json.Json;

/// What an assistant `message`, or the `delta` of one, says beside tool calls: thinking, text, refusal. Providers of the format
/// differ most here.
final class MessageContent {
    private MessageContent() {}

    /// The parts in the order in which they were made, none of them empty.
    static List<Part> of(Json.Obj message) {
        var parts = new ArrayList<Part>(2);
        thinking(message, parts);
        content(message.get("content"), parts);
        if (message.text("refusal") instanceof String words && !words.isEmpty()) parts.add(new Part.RefusalPart(words));
        return parts;
    }

    /// One of three members; a provider that sends several repeats itself.
    private static void thinking(Json.Obj message, List<Part> parts) {
        String text = message.text("reasoning_content");
        if (text == null || text.isEmpty()) text = message.text("reasoning");
        if (text == null || text.isEmpty()) text = details(message.items("reasoning_details"));
        if (!text.isEmpty()) parts.add(new Part.ThinkingPart(text, null));
    }

    private static String details(List<Json> items) {
        var out = new StringBuilder();
        for (Json item : items) {
            if (!(item instanceof Json.Obj detail)) continue;
            String text = detail.text("text") != null ? detail.text("text") : detail.text("summary");
            if (text != null) out.append(text);
        }
        return out.toString();
    }

    private static void content(Json content, List<Part> parts) {
        if (content instanceof Json.Str s && !s.value().isEmpty()) parts.add(new Part.TextPart(s.value()));
        if (!(content instanceof Json.Arr list)) return;
        for (Json item : list.items()) {
            if (item instanceof Json.Obj part) piece(part, parts);
        }
    }

    private static void piece(Json.Obj piece, List<Part> parts) {
        switch (piece.text("type")) {
            case "thinking" -> {
                String text = piece.text("thinking") != null ? piece.text("thinking") : details(piece.items("thinking"));
                if (!text.isEmpty()) parts.add(new Part.ThinkingPart(text, null));
            }
            case "refusal" -> {
                String words = piece.text("refusal");
                if (words != null && !words.isEmpty()) parts.add(new Part.RefusalPart(words));
            }
            case null, default -> {
                String text = piece.text("text");
                if (text != null && !text.isEmpty()) parts.add(new Part.TextPart(text));
            }
        }
    }
}
