package llmrouter.protocol.chatcompletions;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.protocol.chatcompletions.members.GeminiCalls;

/// A piece of an assistant `message`, or of its `delta`, other than tool calls. Providers of this format differ most in
/// these members.
///
/// @param text never empty
record MessageContent(Kind kind, String text) {
    enum Kind { THINKING, TEXT, REFUSAL }

    /// The pieces in the order in which they were made.
    static List<MessageContent> of(Json.Obj message) {
        var pieces = new ArrayList<MessageContent>(2);
        add(Kind.THINKING, thinking(message), pieces);
        if (message.get("content") instanceof Json.Arr list) {
            for (Json item : list.items()) {
                if (item instanceof Json.Obj part) part(part, pieces);
            }
        } else {
            add(Kind.TEXT, message.text("content"), pieces);
        }
        add(Kind.REFUSAL, message.text("refusal"), pieces);
        return pieces;
    }

    private static void add(Kind kind, String text, List<MessageContent> pieces) {
        if (text != null && !text.isEmpty()) pieces.add(new MessageContent(kind, text));
    }

    /// Read from one of three members; a provider that sends several repeats the same text in them.
    private static String thinking(Json.Obj message) {
        String text = message.text("reasoning_content");
        if (text == null || text.isEmpty()) text = message.text("reasoning");
        return text == null || text.isEmpty() ? joined(message.items("reasoning_details")) : text;
    }

    private static String joined(List<Json> items) {
        var out = new StringBuilder();
        for (Json item : items) {
            if (!(item instanceof Json.Obj detail)) continue;
            String text = detail.text("text") != null ? detail.text("text") : detail.text("summary");
            if (text != null) out.append(text);
        }
        return out.toString();
    }

    /// The `extra_content` of a message if it has a signature for the message's text, else null.
    static Json.Obj extra(Json.Obj message) {
        Json.Obj extra = message.object(GeminiCalls.EXTRA);
        return extra != null && extra.object("google") instanceof Json.Obj google
            && google.has(GeminiCalls.SIGNATURE) ? extra : null;
    }

    private static void part(Json.Obj part, List<MessageContent> pieces) {
        switch (part.text("type")) {
            case "thinking" ->
                add(Kind.THINKING, part.text("thinking") != null
                    ? part.text("thinking") : joined(part.items("thinking")), pieces);
            case "refusal" -> add(Kind.REFUSAL, part.text("refusal"), pieces);
            case null, default -> add(Kind.TEXT, part.text("text"), pieces);
        }
    }
}
