package llmrouter.protocol.responses;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Losses;
import llmrouter.chat.OutputFormat;
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
import llmrouter.protocol.earlier.EarlierItems;
import llmrouter.protocol.history.EffortChanges;
import llmrouter.protocol.history.NewTurn;
import llmrouter.protocol.history.PieceReading;
import llmrouter.protocol.request.Callers;
import llmrouter.protocol.request.EffortNames;
import llmrouter.protocol.request.Paragraphs;
import llmrouter.protocol.request.RequestFields;
import llmrouter.protocol.request.Summaries;
import llmrouter.protocol.summary.CompactionItems;
import llmrouter.protocol.typed.CallIds;

/// Reads `input`: a text, or items. Neighbouring items of the assistant (messages, reasoning, calls) become one turn,
/// with a paragraph between its messages. Calls of tools that the client runs, and their results, are read whatever
/// their type. Of items that no other format has (hosted tools and their results) only the words are sent; without
/// words they are dropped by their type. A change of the configuration holds from its place on, so the last one counts
/// for the answer (OpenAI API reference, ResponseConfigurationUpdateItem).
final class ResponsesItemsReader {
    private final Losses losses;
    private final PieceReading reading;
    private final CallIds ids = new CallIds();
    private final TypedItemsReader typedItems;
    private final EffortChanges efforts = new EffortChanges();
    private final List<Turn> turns = new ArrayList<>();
    private List<Part> spoken;
    private OutputFormat format;
    private boolean formatChanged;

    ResponsesItemsReader(Losses losses) {
        this.losses = losses;
        reading = new PieceReading(losses);
        typedItems = new TypedItemsReader(ids, reading);
    }

    EffortChanges efforts() {
        return efforts;
    }

    /// The form of the answer that holds at the end of the conversation.
    ///
    /// @param asked by the request itself, or null
    OutputFormat format(OutputFormat asked) {
        return formatChanged ? format : asked;
    }

    List<Turn> read(RequestFields top) {
        String instructions = top.text("instructions");
        if (instructions != null && !instructions.isEmpty()) turn(Role.SYSTEM, List.of(new TextPart(instructions)));
        if (top.raw("input") instanceof Json.Str words) {
            turn(Role.USER, List.of(new TextPart(words.value())));
            return turns;
        }
        List<RequestFields> items = top.requiredElements("input");
        int begin = NewTurn.begin(items.size(), i -> items.get(i) != null && isOfAssistant(items.get(i)),
            i -> items.get(i) == null || isOfUser(items.get(i)) && !word(items.get(i), "role").equals("user"));
        for (int i = 0; i < items.size(); i++) {
            RequestFields item = items.get(i);
            boolean asked = i >= begin && (item == null || isOfUser(item));
            reading.turn(asked, item != null && isOfAssistant(item));
            if (item == null) odd(reading.odd(top, "input", i));
            else item(item);
        }
        return turns;
    }

    private void odd(List<Part> words) {
        if (!words.isEmpty()) turn(Role.USER, words);
    }

    private static String word(RequestFields item, String member) {
        return item.raw(member) instanceof Json.Str word ? word.value() : "";
    }

    private static boolean isOfAssistant(RequestFields item) {
        String type = word(item, "type");
        if (type.isEmpty() || type.equals("message")) return word(item, "role").equals("assistant");
        return type.equals("reasoning") || type.endsWith("_call");
    }

    /// Whether the item is a message that is neither the assistant's nor system text.
    private static boolean isOfUser(RequestFields item) {
        String type = word(item, "type");
        if (!type.isEmpty() && !type.equals("message")) return false;
        return switch (word(item, "role")) {
            case "assistant", "system", "developer" -> false;
            default -> true;
        };
    }

    private void item(RequestFields item) {
        if (isReference(item)) throw EarlierItems.unknownItem(word(item, "id"));
        CompactionItems.refuseSealed(item);
        if (!reading.reads(() -> known(item))) add(item, reading.nearest(item, "input"));
    }

    /// Whether the item refers to another one; the type may be left out. What the gateway knows is resolved before.
    private static boolean isReference(RequestFields item) {
        boolean untyped = word(item, "type").isEmpty() && !item.has("role") && !item.has("content");
        return word(item, "type").equals("item_reference") || untyped && !word(item, "id").isEmpty();
    }

    private void known(RequestFields item) {
        String type = item.text("type");
        item.leaveOut(losses, "id", "status");
        switch (type == null ? "message" : type) {
            case "message" -> message(item);
            case "function_call" -> call(item, orEmpty(reading.argumentText(item, "arguments")), Form.FUNCTION);
            case "custom_tool_call" -> call(item, freeform(item), Form.FREEFORM);
            case "function_call_output", "custom_tool_call_output" ->
                result(item);
            case "reasoning" -> reasoning(item);
            case "configuration_update" -> configuration(item);
            case "additional_tools" -> item.ignore("role"); // its tools are read with the others
            case "compaction", "compaction_summary", "context_compaction" -> summary(item, type);
            case CompactionItems.TRIGGER -> { } // says what is wanted, see CompactionItems
            default -> typed(item, type);
        }
    }

    /// A summary stands where the client has put it, which may be behind messages that it covers.
    private void summary(RequestFields item, String type) {
        String words = CompactionItems.summary(item.text("encrypted_content"));
        spoken = null;
        if (words != null) turns.add(Summaries.turn(words));
        else losses.dropped(type);
    }

    private void typed(RequestFields item, String type) {
        switch (typedItems.read(type, item)) {
            case null -> add(item, reading.nearest(item, type));
            case ToolCallPart call -> say(List.of(call));
            case Part result -> turn(Role.USER, List.of(result));
        }
    }

    /// Adds what became of an item that no reader knows.
    private void add(RequestFields item, List<Part> parts) {
        if (parts.isEmpty()) return;
        if (isOfAssistant(item)) say(parts);
        else turn(Role.USER, parts);
    }

    private void message(RequestFields message) {
        String role = word(message, "role");
        boolean odd = role.isEmpty() && !reading.asked() && !message.has("content");
        List<Part> parts = odd ? reading.nearest(message, "input")
            : ResponsesPartsReader.read(message, "content", reading);
        switch (role) {
            case "user" -> turn(Role.USER, parts);
            case "assistant" -> say(parts);
            case "system", "developer" -> turn(Role.SYSTEM, parts);
            default -> {
                if (reading.asked()) {
                    message.requiredText("role");
                    throw message.error("role", "cannot be '" + role + "'. Use user, assistant, system or developer");
                }
                losses.approximated("role", "a message of an unknown role is sent as the user's");
                turn(Role.USER, parts);
            }
        }
    }

    /// The call's id tells which function gave the result.
    private void result(RequestFields output) {
        Callers.read(output);
        output.leaveOut(losses, "name", "namespace");
        turn(Role.USER, List.of(new ToolResultPart(ids.answered(output),
            ResponsesPartsReader.result(output, "output", reading), false, null)));
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
        Paragraphs.add(spoken, parts);
    }

    private void call(RequestFields call, String arguments, Form form) {
        Callers.read(call);
        String name = call.requiredText("name");
        say(List.of(new ToolCallPart(ids.call(call, name), name, arguments, null,
            new ToolKind(call.text("namespace"), form))));
    }

    private String freeform(RequestFields call) {
        return call.has("input") ? reading.argumentText(call, "input") : call.requiredText("input");
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private void configuration(RequestFields update) {
        RequestFields reasoning = update.object("reasoning");
        String word = reasoning == null ? null : reasoning.text("effort");
        if (word != null && EffortNames.of(word) != null) efforts.changeNow(EffortNames.of(word));
        else if (word != null) losses.dropped("reasoning.effort");
        RequestFields text = update.object("text");
        if (text == null || text.object("format") == null) return;
        format = ResponsesRequestReader.format(text.object("format"));
        formatChanged = true;
    }

    /// The vendor's models give a summary, other models the reasoning itself.
    private void reasoning(RequestFields item) {
        String text = joined(thoughts(item, "summary"));
        if (text.isEmpty()) text = joined(thoughts(item, "content"));
        else item.ignore("content"); // the summary tells it
        Part thinking = Part.thinking(text, Seal.read(item.text("encrypted_content"), Seal.Kind.REASONING));
        if (thinking != null) say(List.of(thinking));
    }

    private List<Part> thoughts(RequestFields item, String member) {
        var parts = new ArrayList<Part>();
        reading.list(item, member, parts, (part, out) -> {
            if (part.text("text") instanceof String text && !text.isEmpty()) out.add(new TextPart(text));
        });
        return parts;
    }

    private static String joined(List<Part> parts) {
        var texts = new ArrayList<String>(parts.size());
        for (Part part : parts) {
            if (part instanceof TextPart text) texts.add(text.text());
        }
        return String.join(OutputItems.PARAGRAPH, texts);
    }
}
