package llmrouter.protocol.messages;

import llmrouter.chat.Answer;
import llmrouter.chat.Part;
import llmrouter.chat.Seal;
import llmrouter.chat.StopReason;
import llmrouter.json.Json;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.answer.AnswerIds;

/// Writes a `message`.
final class MessagesAnswerWriter {
    private MessagesAnswerWriter() {}

    /// @throws llmrouter.protocol.BadAnswer a tool's arguments are not an object
    static Json.Obj write(Answer answer, AnswerContext context) {
        var ids = new AnswerIds(context.requestId(), "toolu_");
        var content = Json.array();
        String refusal = null;
        for (String kind : answer.unsaid()) context.losses().dropped(kind);
        for (Part part : answer.parts()) {
            Json.Obj block = block(part, ids, context);
            if (block != null) content.add(block);
            if (part instanceof Part.RefusalPart words) refusal = words.text();
        }
        var message = Json.object()
            .put("id", ids.answer("msg_", answer.id()))
            .put("type", "message")
            .put("role", "assistant")
            .put("model", answer.model() != null ? answer.model() : context.model())
            .put("content", content)
            .put("stop_reason", StopReasonNames.write(answer.stop()))
            .put("stop_sequence", answer.stopSequence() == null ? Json.Null.NULL : Json.of(answer.stopSequence()));
        if (answer.stop() == StopReason.REFUSAL) message.put("stop_details", details(refusal));
        return message.put("usage", MessagesUsage.write(answer.usage()));
    }

    /// The `stop_details` of a refusal.
    /// @param words the model's, or null
    static Json.Obj details(String words) {
        return Json.object().put("type", "refusal").put("category", Json.Null.NULL)
            .put("explanation", words == null ? Json.Null.NULL : Json.of(words));
    }

    /// The block, or null for a part that this format does not have in an answer. A text block has no `citations`
    /// member if there are none: clients refuse a null.
    private static Json.Obj block(Part part, AnswerIds ids, AnswerContext context) {
        return switch (part) {
            case Part.TextPart p -> typed("text").put("text", p.text());
            case Part.RefusalPart p -> typed("text").put("text", p.text());
            case Part.ThinkingPart p ->
                typed("thinking").put("thinking", p.text()).put("signature",
                    p.seal() == null ? "" : p.seal().field());
            case Part.RedactedThinkingPart p -> typed("redacted_thinking").put("data", p.seal().field());
            case Part.ToolCallPart p -> typed("tool_use").put("id", ids.call(p.id())).put("name", p.name())
                .put("input", ToolInput.object(p.name(), p.arguments()));
            case Part.SummaryPart p -> typed("compaction").put("content", p.text()).put("encrypted_content",
                new Seal(Seal.Kind.SUMMARY, null, p.text()).text());
            case Part.ImagePart _ -> lost("image", context);
            case Part.DocumentPart _ -> lost("document", context);
            case Part.AudioPart _ -> lost("audio", context);
            case Part.ToolResultPart _ -> lost("tool_result", context);
        };
    }

    private static Json.Obj typed(String type) {
        return Json.object().put("type", type);
    }

    private static Json.Obj lost(String kind, AnswerContext context) {
        context.losses().dropped(kind);
        return null;
    }
}
