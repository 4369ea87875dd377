package llmrouter.protocol.responses;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Losses;
import llmrouter.chat.Part.TextPart;
import llmrouter.chat.Part.ToolCallPart;
import llmrouter.chat.Part.ToolResultPart;
import llmrouter.chat.Part;
import llmrouter.chat.Seal;
import llmrouter.chat.ToolKind.Form;
import llmrouter.chat.ToolKind;
import llmrouter.chat.Turn.Role;
import llmrouter.chat.Turn;
import llmrouter.json.Json;
import llmrouter.protocol.request.Callers;
import llmrouter.protocol.request.RequestFields;

/// Reads `input`: a text, or items. Neighbouring items of the assistant (messages, reasoning, calls) become one turn.
/// Calls of tools that the client runs, and their results, are read whatever their type. Items that no other format has
/// (hosted tools and their results) are dropped by their type.
final class ResponsesItemsReader {
    private final Losses losses;
    private final CallIds ids = new CallIds();
    private final TypedItemsReader typedItems;
    private final List<Turn> turns = new ArrayList<>();
    private List<Part> spoken;

    private ResponsesItemsReader(Losses losses) {
        this.losses = losses;
        typedItems = new TypedItemsReader(ids, losses);
    }

    static List<Turn> read(RequestFields top, Losses losses) {
        var reader = new ResponsesItemsReader(losses);
        String instructions = top.text("instructions");
        if (instructions != null && !instructions.isEmpty()) {
            reader.turn(Role.SYSTEM, List.of(new TextPart(instructions)));
        }
        if (top.raw("input") instanceof Json.Str words) reader.turn(Role.USER, List.of(new TextPart(words.value())));
        else for (RequestFields item : top.requiredObjects("input")) reader.item(item);
        return reader.turns;
    }

    private void item(RequestFields item) {
        String type = item.text("type");
        item.leaveOut(losses, "id", "status");
        switch (type == null ? "message" : type) {
            case "message" -> message(item);
            case "function_call" -> call(item, item.text("arguments"), Form.FUNCTION);
            case "custom_tool_call" -> call(item, item.requiredText("input"), Form.FREEFORM);
            case "function_call_output", "custom_tool_call_output" ->
                result(item);
            case "reasoning" -> reasoning(item);
            case "item_reference" ->
                throw item.error("type",
                    "cannot be 'item_reference', because only the provider that stored the item knows it. "
                    + "Send the item itself");
            case "additional_tools" -> item.ignore("role"); // its tools are read with the others
            default -> typed(item, type);
        }
    }

    private void typed(RequestFields item, String type) {
        switch (typedItems.read(type, item)) {
            case null -> item.drop(losses, type, "");
            case ToolCallPart call -> say(List.of(call));
            case Part result -> turn(Role.USER, List.of(result));
        }
    }

    private void message(RequestFields message) {
        List<Part> parts = ResponsesPartsReader.read(message, "content", losses);
        String role = message.requiredText("role");
        switch (role) {
            case "user" -> turn(Role.USER, parts);
            case "assistant" -> say(parts);
            case "system", "developer" -> turn(Role.SYSTEM, parts);
            default -> throw message.error("role",
                "cannot be '" + role + "'. Use user, assistant, system or developer");
        }
    }

    /// The call's id tells which function gave the result.
    private void result(RequestFields output) {
        Callers.read(output);
        output.leaveOut(losses, "name", "namespace");
        turn(Role.USER, List.of(new ToolResultPart(ids.answered(output),
            ResponsesPartsReader.read(output, "output", losses), false, null)));
    }

    private void turn(Role role, List<Part> parts) {
        spoken = null;
        turns.add(new Turn(role, parts));
    }

    private void say(List<Part> parts) {
        if (spoken == null) {
            spoken = new ArrayList<>();
            turns.add(new Turn(Role.ASSISTANT, spoken));
        }
        spoken.addAll(parts);
    }

    private void call(RequestFields call, String arguments, Form form) {
        Callers.read(call);
        String name = call.requiredText("name");
        say(List.of(new ToolCallPart(ids.call(call, name), name, arguments == null ? "" : arguments, null,
            new ToolKind(call.text("namespace"), form))));
    }

    /// The vendor's models give a summary, other models the reasoning itself.
    private void reasoning(RequestFields item) {
        String text = joined(item.objects("summary"));
        if (text.isEmpty()) text = joined(item.objects("content"));
        else item.ignore("content"); // the summary tells it
        Part thinking = Part.thinking(text, Seal.read(item.text("encrypted_content"), Seal.Kind.REASONING));
        if (thinking != null) say(List.of(thinking));
    }

    private static String joined(List<RequestFields> parts) {
        var texts = new ArrayList<String>(parts.size());
        for (RequestFields part : parts) {
            if (part.text("text") instanceof String text && !text.isEmpty()) texts.add(text);
        }
        return String.join(OutputItems.PARAGRAPH, texts);
    }
}
