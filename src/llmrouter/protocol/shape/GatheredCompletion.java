package llmrouter.protocol.shape;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import llmrouter.chat.Answer;
import llmrouter.chat.Losses;
import llmrouter.chat.Part;
import llmrouter.chat.Seal;
import llmrouter.json.Json;

/// A `chat.completion` put together from the chunks of a stream, for a client of this format that asked for a whole
/// answer. Members that only their issuer understands stand where the issuer would have put them, not sealed, and the
/// members beside the choices are those of the chunks.
public final class GatheredCompletion {
    private static final Set<String> WRITTEN = Set.of("object", "choices", "usage");
    private static final Set<String> OF_THE_CHOICE = Set.of("index", "delta", "message", "finish_reason", "logprobs");

    private GatheredCompletion() {}

    /// Puts what is sealed in an answer back where its issuer had it: on the message, or on a call. It takes the seals
    /// and the calls of the answer in their order. One answer, one owner.
    public interface SealedTurn {
        void seal(Seal seal);

        /// @param call as it is written
        Json.Obj call(Json.Obj call);

        /// @param message as it is written
        void finish(Json.Obj message);
    }

    /// @param answer what the chunks say
    /// @param write  writes an answer without seals
    /// @param turn   gets the seals
    public static Json.Obj of(Answer answer, List<Json.Obj> chunks, Losses losses, Function<Answer, Json.Obj> write,
            SealedTurn turn) {
        var plain = new ArrayList<Part>(answer.parts().size());
        for (Part part : answer.parts()) {
            if (!(part instanceof Part.RedactedThinkingPart)) plain.add(unsealed(part));
        }
        Json.Obj body = write.apply(new Answer(answer.id(), answer.model(), plain, answer.stop(),
            answer.stopSequence(), answer.usage(), answer.unsaid()));
        Json.Obj first = body.objects("choices").getFirst();
        Json.Obj message = first.object("message");
        restore(answer.parts(), message, turn);
        boolean others = false;
        long read = -1; // the choice that comes first
        for (Json.Obj chunk : chunks) {
            put(chunk, WRITTEN, body);
            for (Json.Obj choice : chunk.objects("choices")) {
                long index = choice.number("index", 0);
                if (read < 0) read = index;
                others |= index != read;
                if (index == read) put(choice, OF_THE_CHOICE, first);
                if (choice.object("delta") instanceof Json.Obj delta) spell(delta, message);
            }
        }
        if (others) losses.dropped("n", "a stream came for a whole answer and only the first choice is told");
        return body;
    }

    private static void put(Json.Obj piece, Set<String> written, Json.Obj into) {
        piece.members().forEach((name, value) -> {
            if (!written.contains(name) && !Json.isNull(value)) into.put(name, value);
        });
    }

    private static Part unsealed(Part part) {
        return part instanceof Part.ThinkingPart(var text, var seal) && seal != null
            ? new Part.ThinkingPart(text, null) : part;
    }

    private static void restore(List<Part> parts, Json.Obj message, SealedTurn turn) {
        Iterator<Json.Obj> calls = message.objects("tool_calls").iterator();
        for (Part part : parts) {
            switch (part) {
                case Part.ThinkingPart(_, Seal seal) when seal != null -> turn.seal(seal);
                case Part.RedactedThinkingPart(var seal) -> turn.seal(seal);
                case Part.ToolCallPart _ -> turn.call(calls.next());
                case Part.ThinkingPart _, Part.TextPart _, Part.ImagePart _, Part.DocumentPart _, Part.AudioPart _,
                    Part.ToolResultPart _, Part.RefusalPart _, Part.SummaryPart _, Part.SearchPart _ -> { }
            }
        }
        turn.finish(message);
    }

    /// Thinking stands in the member in which the provider sends it.
    private static void spell(Json.Obj delta, Json.Obj message) {
        if (delta.text("reasoning") == null || delta.has("reasoning_content")) return;
        if (!(message.members().remove("reasoning_content") instanceof Json.Str thinking)) return;
        message.put("reasoning", thinking);
    }
}
