package llmrouter.protocol.chatcompletions;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Losses;
import llmrouter.chat.Part.RefusalPart;
import llmrouter.chat.Part.TextPart;
import llmrouter.chat.Part.ToolCallPart;
import llmrouter.chat.Part.ToolResultPart;
import llmrouter.chat.Part;
import llmrouter.chat.ToolKind;
import llmrouter.chat.Turn.Role;
import llmrouter.chat.Turn;
import llmrouter.json.Json;
import llmrouter.protocol.history.NewTurn;
import llmrouter.protocol.history.PieceReading;
import llmrouter.protocol.request.RequestFields;

/// Reads `messages`. Members that real clients send beside the vendor's own are accepted: `refusal: null`,
/// `annotations`, a `name` on tool messages, `content: ""` beside tool calls, the older `function_call` and role
/// `function`.
final class ChatTurnsReader {
    private static final List<String> ROLES = List.of("system", "developer", "user", "assistant", "tool", "function");

    private final Losses losses;
    private final PieceReading reading;
    private final List<Turn> turns = new ArrayList<>();

    private ChatTurnsReader(Losses losses) {
        this.losses = losses;
        reading = new PieceReading(losses);
    }

    static List<Turn> read(RequestFields top, Losses losses) {
        var reader = new ChatTurnsReader(losses);
        List<RequestFields> messages = top.requiredElements("messages");
        int begin = NewTurn.begin(messages.size(), i -> role(messages.get(i)).equals("assistant"),
            i -> !ROLES.contains(role(messages.get(i))));
        for (int i = 0; i < messages.size(); i++) reader.message(top, messages.get(i), i, i >= begin);
        return reader.turns;
    }

    /// The role, whatever its word; an empty text if there is none.
    private static String role(RequestFields message) {
        return message != null && message.raw("role") instanceof Json.Str role ? role.value() : "";
    }

    private void message(RequestFields top, RequestFields message, int index, boolean isNew) {
        String role = role(message);
        switch (role) {
            case "system", "developer" -> {
                reading.turn(false, false);
                named(Role.SYSTEM, message);
            }
            case "assistant" -> {
                reading.turn(false, true);
                turns.add(assistant(message));
            }
            case "tool", "function" -> {
                reading.turn(false, false);
                result(message, role.equals("tool") ? "tool_call_id" : "name");
            }
            default -> {
                reading.turn(isNew, false);
                if (message == null) odd(reading.odd(top, "messages", index));
                else user(message, role);
            }
        }
    }

    private void odd(List<Part> words) {
        if (!words.isEmpty()) turns.add(new Turn(Role.USER, words));
    }

    /// A message of an unknown role counts as the user's.
    private void user(RequestFields message, String role) {
        if (!role.equals("user")) {
            if (reading.asked()) {
                message.requiredText("role");
                throw message.error("role",
                    "cannot be '" + role + "'. Use system, developer, user, assistant or tool");
            }
            losses.approximated("role", "a message of an unknown role is sent as the user's");
        }
        named(Role.USER, message);
    }

    private void named(Role role, RequestFields message) {
        if (message.has("name")) drop(message, "name");
        boolean odd = !message.has("content") && !ROLES.contains(role(message));
        turns.add(new Turn(role, odd ? reading.nearest(message, "messages") : ChatPartsReader.read(message, reading)));
    }

    /// A result that says not which call it answers is sent as text.
    private void result(RequestFields message, String member) {
        String id = reading.text(message, member);
        message.leaveOut(losses, "name"); // of the function; the id tells it
        List<Part> parts = ChatPartsReader.result(message, reading);
        if (id == null) losses.approximated("tool_result", "sent as text because it names no call");
        else parts = List.of(new ToolResultPart(member.equals("name") ? functionId(id) : id, parts, false, null));
        turns.add(new Turn(Role.USER, parts));
    }

    private Turn assistant(RequestFields message) {
        var parts = new ArrayList<Part>();
        ChatThinkingReader.read(message, reading, parts);
        parts.addAll(ChatPartsReader.read(message, reading));
        String refusal = reading.text(message, "refusal");
        if (refusal != null && !refusal.isEmpty()) parts.add(new RefusalPart(refusal));
        if (message.has("audio")) audio(message, parts);
        if (message.has("name")) drop(message, "name");
        message.leaveOut(losses, "annotations", "id");
        reading.list(message, "tool_calls", parts, this::call);
        if (message.raw("function_call") instanceof Json.Obj) function(message.object("function_call"), parts);
        return new Turn(Role.ASSISTANT, parts);
    }

    private void drop(RequestFields message, String member) {
        message.ignore(member);
        losses.dropped(member);
    }

    /// What the assistant has spoken aloud; its words may stand beside the sound.
    private void audio(RequestFields message, List<Part> parts) {
        drop(message, "audio");
        boolean silent = !(message.raw("audio") instanceof Json.Obj audio) || audio.text("transcript") == null
            || audio.text("transcript").isEmpty();
        if (!silent && parts.isEmpty()) {
            parts.add(new TextPart(((Json.Obj) message.raw("audio")).text("transcript")));
        }
    }

    /// The older form has no ids: a result is matched to its call by the function's name.
    private static String functionId(String name) {
        return "function_" + name;
    }

    private void function(RequestFields function, List<Part> out) {
        reading.read(function, "function_call", out, (call, parts) -> {
            String name = call.requiredText("name");
            parts.add(new ToolCallPart(functionId(name), name, orEmpty(reading.argumentText(call, "arguments"))));
        });
    }

    private void call(RequestFields call, List<Part> out) {
        call.leaveOut(losses, "index");
        String id = call.requiredText("id");
        ChatThinkingReader.readExtra(call, id, out);
        RequestFields custom = call.object("custom");
        RequestFields called = custom != null ? custom : call.requiredObject("function");
        String arguments = reading.argumentText(called, custom != null ? "input" : "arguments");
        ToolKind kind = custom != null ? ToolKind.of(ToolKind.Form.FREEFORM) : ToolKind.FUNCTION;
        out.add(new ToolCallPart(id, called.requiredText("name"), orEmpty(arguments), null, kind));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
