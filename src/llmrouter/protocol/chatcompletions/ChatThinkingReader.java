package llmrouter.protocol.chatcompletions;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Part;
import llmrouter.chat.Seal;
import llmrouter.json.Json;
import llmrouter.protocol.chatcompletions.members.GeminiCalls;
import llmrouter.protocol.chatcompletions.members.ReasoningDetails;
import llmrouter.protocol.chatcompletions.members.SealedMembers;
import llmrouter.protocol.history.PieceReading;
import llmrouter.protocol.request.RequestFields;
import llmrouter.text.Ws;

/// Reads the thinking of an assistant message, and what only its issuer understands. Clients keep it in one of several
/// members: the words in `reasoning_content` or `reasoning`, with a signature in `reasoning_signature`; words and
/// signatures in `reasoning_details`; Gemini's signatures in `extra_content` of the message and of its calls.
final class ChatThinkingReader {
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder words = new StringBuilder();
    private boolean spoken;

    private ChatThinkingReader() {}

    /// Adds the parts that stand before the message's text.
    static void read(RequestFields message, PieceReading reading, List<Part> out) {
        String thought = words(message, reading);
        Seal signature = Seal.read(reading.text(message, "reasoning_signature"), Seal.Kind.SIGNATURE);
        var reader = new ChatThinkingReader();
        if (message.raw(ReasoningDetails.NAME) instanceof Json.Arr details) {
            for (Json item : details.items()) {
                if (item instanceof Json.Obj detail) reader.detail(detail);
            }
            reader.flush(null);
        }
        boolean known = reader.spoken || thought.isEmpty() && signature == null;
        if (!known && Part.thinking(thought, signature) instanceof Part part) out.add(part);
        out.addAll(reader.parts);
        readExtra(message, null, out);
    }

    /// Adds what Gemini gave with a message or a call.
    ///
    /// @param call the id of the call; null for a message
    static void readExtra(RequestFields owner, String call, List<Part> out) {
        if (!(owner.raw(GeminiCalls.EXTRA) instanceof Json.Obj extra) || extra.members().isEmpty()) return;
        var members = Json.object().put(GeminiCalls.EXTRA, extra);
        out.add(new Part.RedactedThinkingPart((call == null ? SealedMembers.ofMessage(members, false)
            : SealedMembers.ofCall(call, members, false)).seal()));
    }

    private static String words(RequestFields message, PieceReading reading) {
        String thought = reading.text(message, "reasoning_content");
        String other = reading.text(message, "reasoning");
        if (thought == null) thought = other;
        return thought == null ? "" : thought;
    }

    private void detail(Json.Obj detail) {
        String text = detail.text("text") != null ? detail.text("text") : detail.text("summary");
        if (text != null) words.append(text);
        String signature = detail.text("signature");
        String data = detail.text("data");
        if (!Ws.blank(signature)) flush(seal(signature, detail));
        else if (!Ws.blank(data)) encrypted(seal(data, detail));
    }

    /// The seal in a detail. Data that no gateway sealed belongs to the provider that sent the detail.
    private static Seal seal(String field, Json.Obj detail) {
        Seal seal = Seal.of(field);
        return seal != null ? seal : SealedMembers.ofMessage(Json.object().put(ReasoningDetails.NAME,
            Json.array(detail)), false).seal();
    }

    /// Encrypted reasoning belongs to the summary before it; other hidden data stands for itself.
    private void encrypted(Seal seal) {
        if (seal.kind() != Seal.Kind.REASONING) flush(null);
        flush(seal);
    }

    private void flush(Seal seal) {
        spoken |= !words.isEmpty();
        Part part = Part.thinking(words.toString(), seal);
        words.setLength(0);
        if (part != null) parts.add(part);
    }
}
