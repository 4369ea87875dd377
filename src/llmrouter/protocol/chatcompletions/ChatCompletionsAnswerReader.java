package llmrouter.protocol.chatcompletions;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Answer;
import llmrouter.chat.ApiError;
import llmrouter.chat.Citation;
import llmrouter.chat.Part;
import llmrouter.chat.Seal;
import llmrouter.chat.Source;
import llmrouter.chat.StopReason;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.json.JsonKind;
import llmrouter.json.JsonScan;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.answer.EmptyAnswer;
import llmrouter.protocol.answer.FinishReasonNames;
import llmrouter.protocol.chatcompletions.members.ReasoningDetails;
import llmrouter.protocol.chatcompletions.members.SealedMembers;
import llmrouter.protocol.search.UrlCitations;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.protocol.usage.ChatCompletionsUsage;
import llmrouter.text.Ws;

/// Reads a `chat.completion`; of several choices only the first.
final class ChatCompletionsAnswerReader {
    private ChatCompletionsAnswerReader() {}

    static Answer read(Json.Obj body) {
        Json.Obj choice = choice(body);
        Json.Obj message = message(choice);
        String word = choice.text("finish_reason") == null ? "stop" : choice.text("finish_reason");
        var parts = new ArrayList<Part>();
        var details = new ReasoningDetails();
        details.add(message.items(ReasoningDetails.NAME));
        Seal thought = details.next();
        boolean refused = false;
        Json.Arr logprobs = logprobs(choice);
        for (MessageContent piece : MessageContent.of(message)) {
            refused |= piece.kind() == MessageContent.Kind.REFUSAL;
            if (thought != null && piece.kind() != MessageContent.Kind.THINKING) {
                parts.add(new Part.RedactedThinkingPart(thought));
                thought = null;
            }
            parts.add(part(piece, thought, logprobs));
            if (piece.kind() == MessageContent.Kind.TEXT) logprobs = null;
            thought = null;
        }
        if (thought != null) parts.add(new Part.RedactedThinkingPart(thought));
        for (Source image : OutputImages.of(message)) parts.add(new Part.ImagePart(image, null, null));
        boolean called = addCalls(message, parts);
        if (details.last(MessageContent.extra(message)) instanceof Seal last) {
            parts.add(new Part.RedactedThinkingPart(last));
        }
        StopReason stop = FinishReasonNames.read(word);
        String sequence = choice.text("stop_reason");
        if (stop == StopReason.END && sequence != null) stop = StopReason.STOP_SEQUENCE;
        stop = stop.given(called, refused);
        return EmptyAnswer.refused(new Answer(body.text("id"), body.text("model"), parts, stop,
            stop == StopReason.STOP_SEQUENCE ? sequence : null, ChatCompletionsUsage.read(body.object("usage")),
            cited(body, message, parts)));
    }

    private static Json.Obj choice(Json.Obj body) {
        if (!body.items("choices").isEmpty() && body.items("choices").getFirst() instanceof Json.Obj first) {
            ApiError failure = failure(first, first.text("finish_reason"));
            if (failure != null) throw new BadAnswer(failure);
            return first;
        }
        throw noAnswer(body, "choices");
    }

    /// What a choice says: in its message, in a delta in place of it, or as older completions do.
    private static Json.Obj message(Json.Obj choice) {
        for (String member : new String[] {"message", "delta"}) {
            if (choice.object(member) instanceof Json.Obj message) return message;
        }
        if (choice.text("text") instanceof String text) return Json.object().put("content", text);
        throw new BadAnswer("the provider's answer has no choices[0].message");
    }

    /// The error inside a choice, be it whole or of a stream; null if there is none.
    ///
    /// @param word the finish reason, some of which mean an error; or null
    static ApiError failure(Json.Obj choice, String word) {
        Json error = choice.get("error");
        if (error instanceof Json.Obj object && !object.members().isEmpty()) return ErrorReader.of(0, object);
        if (error instanceof Json.Str text && !Ws.blank(text.value())) {
            return ErrorReader.of(0, Json.object().put("error", text));
        }
        return word == null ? null : FinishReasonNames.failure(word);
    }

    /// The format gives the tokens of all texts together; here they stand at the first text.
    private static Json.Arr logprobs(Json.Obj choice) {
        Json.Obj logprobs = choice.object("logprobs");
        return logprobs == null || logprobs.items("content").isEmpty() ? null : new Json.Arr(logprobs.items("content"));
    }

    /// @param thought the seal of thinking, or null
    private static Part part(MessageContent piece, Seal thought, Json.Arr logprobs) {
        return switch (piece.kind()) {
            case THINKING -> new Part.ThinkingPart(piece.text(), thought);
            case TEXT -> new Part.TextPart(piece.text()).with(logprobs);
            case REFUSAL -> new Part.RefusalPart(piece.text());
        };
    }

    /// @return whether there is a call
    private static boolean addCalls(Json.Obj message, List<Part> parts) {
        boolean called = false;
        for (Json item : message.items("tool_calls")) {
            if (!(item instanceof Json.Obj o)) continue;
            ToolCallFields call = ToolCallFields.of(o);
            if (call.extra() != null) {
                parts.add(new Part.RedactedThinkingPart(
                    SealedMembers.ofCall(call.id(), call.extra(), false).seal()));
            }
            parts.add(call(call));
            called = true;
        }
        if (called || !(message.object("function_call") instanceof Json.Obj call)) return called;
        return parts.add(call(ToolCallFields.legacy(call)));
    }

    private static Part call(ToolCallFields call) {
        if (call.name() == null) throw new BadAnswer("the provider called a tool without a name");
        return new Part.ToolCallPart(call.id(), call.name(), call.arguments(), null, call.kind());
    }

    /// Puts the citations on the text, and tells what has no neutral form.
    private static List<String> cited(Json.Obj body, Json.Obj message, List<Part> parts) {
        var unsaid = new ArrayList<String>();
        List<Citation> citations = UrlCitations.read(message.items("annotations"), unsaid);
        for (int i = parts.size() - 1; i >= 0 && !citations.isEmpty(); i--) {
            if (!(parts.get(i) instanceof Part.TextPart text)) continue;
            parts.set(i, text.citing(citations));
            citations = List.of();
        }
        if (!citations.isEmpty()) unsaid.add("annotations");
        if (message.object("audio") != null) unsaid.add("audio");
        if (body.object("moderation") != null) unsaid.add("moderation");
        return unsaid;
    }

    /// Embeddings that are passed on unchanged must have their list, called `data`; else they are an error.
    static Usage check(JsonScan topLevel, String list) {
        if (topLevel.kind(list) != JsonKind.ARRAY || topLevel.isEmpty(list)) throw noAnswer(topLevel.tree(), list);
        return ChatCompletionsUsage.read(topLevel.get("usage") instanceof Json.Obj usage ? usage : null);
    }

    /// A whole answer that is passed on unchanged must have choices without an error in them.
    static Usage check(JsonScan topLevel) {
        Usage usage = check(topLevel, "choices");
        for (String item : topLevel.items("choices")) {
            if (item.startsWith("{")) check(item);
        }
        return EmptyAnswer.refused(usage, () -> read(topLevel.tree()));
    }

    private static void check(String choice) {
        JsonScan scan = JsonScan.of(choice);
        if (scan.isNull("message") && !scan.isNull("delta")) throw new BadAnswer("a delta stands for the message");
        String word = scan.text("finish_reason");
        if (scan.isNull("error") && (word == null || FinishReasonNames.failure(word) == null)) return;
        ApiError failure = failure(scan.tree(), word);
        if (failure != null) throw new BadAnswer(failure);
    }

    private static BadAnswer noAnswer(Json.Obj body, String list) {
        return ErrorReader.isError(body)
            ? new BadAnswer(ErrorReader.of(0, body)) : new BadAnswer("the provider's answer has no " + list);
    }
}
