package llmrouter.protocol.chatcompletions;

import java.util.HashSet;
import java.util.Set;

import llmrouter.json.Json;
import llmrouter.protocol.answer.TextPrint;
import llmrouter.protocol.chatcompletions.members.GeminiCalls;
import llmrouter.protocol.chatcompletions.members.ReasoningDetails;
import llmrouter.text.Text;

/// Reads the chunks in which a provider sends a `message`, as in a whole answer, where the format has a `delta`. Such a
/// message is a piece of the answer, all of the answer so far, or, behind deltas, all of it once more: only what has
/// not been told yet is told. Of a provider that sends both in one chunk, the delta counts if it has anything. One
/// stream, one owner.
///
/// What was told is not kept, only its [TextPrint]: an answer may be as long as it likes.
final class WholeMessages {
    /// A piece that begins with all that was told before is no coincidence if that is as long as this.
    private static final int NO_COINCIDENCE = 4;
    /// Of an item of a list only a few numbers are kept.
    private static final int PRINT = 16;
    private static final String CALLS = "tool_calls";
    private static final String[] LISTS = {CALLS, OutputImages.NAME, "annotations", ReasoningDetails.NAME};

    /// by [MessageContent.Kind]
    private final TextPrint[] told = {new TextPrint(), new TextPrint(), new TextPrint()};
    /// items of lists
    private final Set<TextPrint> seen = new HashSet<>();
    private boolean deltas;
    private boolean calledInDeltas;

    /// How many characters the prints are counted as.
    long held() {
        return (long) seen.size() * PRINT;
    }

    /// Whether a choice says something in its delta.
    static boolean hasDelta(Json.Obj delta) {
        if (delta.object("function_call") != null || !MessageContent.of(delta).isEmpty()) return true;
        for (String list : LISTS) {
            if (!delta.items(list).isEmpty()) return true;
        }
        return false;
    }

    /// A piece of the text came in a delta.
    void streamed(MessageContent.Kind kind, String text) {
        deltas = true;
        told[kind.ordinal()].add(text);
    }

    /// A delta came.
    void streamed(Json.Obj delta) {
        calledInDeltas |= delta.has(CALLS);
        for (String list : LISTS) {
            if (!list.equals(CALLS) && delta.has(list)) untold(delta, list);
        }
    }

    /// The message as a delta, of what was not told yet.
    ///
    /// @param finished whether the choice ends with it
    Json.Obj delta(Json.Obj message, boolean finished) {
        Json.Obj delta = Json.object().put("role", message.text("role"));
        for (MessageContent.Kind kind : MessageContent.Kind.values()) {
            String rest = rest(kind, message, finished);
            if (!rest.isEmpty()) delta.put(member(kind), rest);
        }
        for (String list : LISTS) {
            Json.Arr untold = untold(message, list);
            boolean again = list.equals(CALLS) && calledInDeltas;
            if (!again && untold.size() > 0) delta.put(list, untold);
        }
        if (!calledInDeltas) delta.put("function_call", message.object("function_call"));
        return delta.put(GeminiCalls.EXTRA, message.get(GeminiCalls.EXTRA));
    }

    private static String member(MessageContent.Kind kind) {
        return switch (kind) {
            case THINKING -> "reasoning_content";
            case TEXT -> "content";
            case REFUSAL -> "refusal";
        };
    }

    private Json.Arr untold(Json.Obj message, String list) {
        Json.Arr untold = Json.array();
        for (Json item : message.items(list)) {
            if (seen.add(TextPrint.of(item.toString()))) untold.add(item);
        }
        return untold;
    }

    private String rest(MessageContent.Kind kind, Json.Obj message, boolean finished) {
        var all = new Text();
        for (MessageContent piece : MessageContent.of(message)) {
            if (piece.kind() == kind) all.add(piece.text());
        }
        TextPrint before = told[kind.ordinal()];
        String rest = rest(before, all.take(), finished);
        before.add(rest);
        return rest;
    }

    private String rest(TextPrint before, String text, boolean finished) {
        boolean whole = deltas || finished || before.length() >= NO_COINCIDENCE;
        if (before.length() == 0 || !whole) return text;
        if (before.begins(text)) return text.substring((int) before.length());
        return deltas ? "" : text;
    }
}
