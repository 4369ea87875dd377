package llmrouter.protocol.messages;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.text.Ws;

/// The signed thinking in a conversation that is passed on in its own format. A signature is valid only at the provider
/// that issued it; any other provider refuses the whole request.
final class ThinkingBlocks {
    private ThinkingBlocks() {}

    /// The signatures in a request's history or in a whole answer, in order.
    static List<String> signatures(String text) {
        var found = new ArrayList<String>();
        if (!mentions(text)) return found;
        var body = JsonScan.of(text);
        if (body.get("messages") instanceof Json.Arr messages) {
            for (Json message : messages.items()) {
                if (message instanceof Json.Obj m) collect(m.items("content"), found);
            }
        }
        if (body.get("content") instanceof Json.Arr content) collect(content.items(), found);
        return found;
    }

    /// Whether the tree must be read at all: most requests have no thinking in their history.
    static boolean mentions(String text) {
        return text.contains("\"signature\"") || text.contains("\"redacted_thinking\"");
    }

    private static void collect(List<Json> blocks, List<String> found) {
        for (Json block : blocks) {
            if (block instanceof Json.Obj b && signature(b) instanceof String s && !s.isEmpty()) found.add(s);
        }
    }

    /// The signature of a thinking block, or the data of a redacted one, which only its issuer can read; null for any
    /// other block.
    private static String signature(Json.Obj block) {
        return switch (block.text("type")) {
            case "thinking" -> block.text("signature") == null ? "" : block.text("signature");
            case "redacted_thinking" -> block.text("data") == null ? "" : block.text("data");
            case null, default -> null;
        };
    }

    /// The request's messages without thinking that is unsigned or whose signature matches; null if there is no such
    /// thinking. A message that holds nothing else is removed; the vendor joins the messages around it.
    static Json.Arr without(JsonScan request, Predicate<String> foreign) {
        if (!mentions(request.source()) || !(request.get("messages") instanceof Json.Arr messages)) return null;
        boolean changed = false;
        var kept = Json.array();
        for (Json message : messages.items()) {
            if (!(message instanceof Json.Obj m) || !(m.get("content") instanceof Json.Arr content)) {
                kept.add(message);
                continue;
            }
            int before = content.size();
            content.items().removeIf(block -> block instanceof Json.Obj b && signature(b) instanceof String s
                && (Ws.blank(s) || foreign.test(s)));
            changed |= content.size() < before;
            if (content.size() > 0 || before == 0) kept.add(message);
        }
        return changed ? kept : null;
    }

    /// Whether the unfinished turn calls tools without thinking before the calls, which is not allowed while thinking
    /// is enabled ("Building with extended thinking", preserving thinking blocks).
    static boolean bareToolTurn(Json.Arr messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (!(messages.items().get(i) instanceof Json.Obj m)) return false;
            boolean results = hasType(m, "tool_result");
            if ("user".equals(m.text("role")) && !results) return false;
            if ("assistant".equals(m.text("role")) && hasType(m, "tool_use")) {
                return !hasType(m, "thinking") && !hasType(m, "redacted_thinking");
            }
        }
        return false;
    }

    private static boolean hasType(Json.Obj message, String type) {
        for (Json block : message.items("content")) {
            if (block instanceof Json.Obj b && type.equals(b.text("type"))) return true;
        }
        return false;
    }
}
