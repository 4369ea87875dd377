package llmrouter.protocol.chatcompletions;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Losses;
import llmrouter.chat.Part.RefusalPart;
import llmrouter.chat.Part.ThinkingPart;
import llmrouter.chat.Part.ToolCallPart;
import llmrouter.chat.Part.ToolResultPart;
import llmrouter.chat.Part;
import llmrouter.chat.ToolKind;
import llmrouter.chat.Turn.Role;
import llmrouter.chat.Turn;
import llmrouter.protocol.request.RequestFields;

/// Reads `messages`. Members that real clients send beside the vendor's own are accepted: `refusal: null`,
/// `annotations`, a `name` on tool messages, `content: ""` beside tool calls, the older `function_call` and role
/// `function`.
final class ChatTurnsReader {
    private ChatTurnsReader() {}

    static List<Turn> read(RequestFields top, Losses losses) {
        var turns = new ArrayList<Turn>();
        for (RequestFields message : top.requiredObjects("messages")) turns.add(turn(message, losses));
        return turns;
    }

    private static Turn turn(RequestFields message, Losses losses) {
        String role = message.requiredText("role");
        return switch (role) {
            case "system", "developer" -> named(Role.SYSTEM, message, losses);
            case "user" -> named(Role.USER, message, losses);
            case "assistant" -> assistant(message, losses);
            case "tool" -> result(message, message.requiredText("tool_call_id"), losses);
            case "function" -> result(message, functionId(message.requiredText("name")), losses);
            default -> throw message.error("role",
                "cannot be '" + role + "'. Use system, developer, user, assistant or tool");
        };
    }

    private static Turn named(Role role, RequestFields message, Losses losses) {
        if (message.text("name") != null) losses.dropped("name");
        return new Turn(role, ChatPartsReader.read(message, losses));
    }

    private static Turn result(RequestFields message, String id, Losses losses) {
        message.leaveOut(losses, "name"); // of the function; the id tells it
        return new Turn(Role.USER, List.of(new ToolResultPart(id, ChatPartsReader.read(message, losses), false, null)));
    }

    private static Turn assistant(RequestFields message, Losses losses) {
        var parts = new ArrayList<Part>();
        String thought = message.text("reasoning_content");
        if (thought == null) thought = message.raw("reasoning") == null ? null : message.text("reasoning");
        if (thought != null && !thought.isEmpty()) parts.add(new ThinkingPart(thought, null));
        parts.addAll(ChatPartsReader.read(message, losses));
        String refusal = message.text("refusal");
        if (refusal != null && !refusal.isEmpty()) parts.add(new RefusalPart(refusal));
        if (message.has("audio")) message.requiredObject("audio").drop(losses, "audio", "");
        if (message.text("name") != null) losses.dropped("name");
        message.leaveOut(losses, "annotations", "id");
        for (RequestFields call : message.objects("tool_calls")) {
            call.leaveOut(losses, "index");
            parts.add(call(call));
        }
        RequestFields function = message.object("function_call");
        if (function != null) {
            String name = function.requiredText("name");
            parts.add(new ToolCallPart(functionId(name), name, function.requiredText("arguments")));
        }
        return new Turn(Role.ASSISTANT, parts);
    }

    /// The older form has no ids: a result is matched to its call by the function's name.
    private static String functionId(String name) {
        return "function_" + name;
    }

    private static Part call(RequestFields call) {
        String id = call.requiredText("id");
        RequestFields custom = call.object("custom");
        if (custom != null) {
            return new ToolCallPart(id, custom.requiredText("name"), custom.requiredText("input"), null,
                ToolKind.of(ToolKind.Form.FREEFORM));
        }
        RequestFields function = call.requiredObject("function");
        String arguments = function.text("arguments");
        return new ToolCallPart(id, function.requiredText("name"), arguments == null ? "" : arguments);
    }
}
