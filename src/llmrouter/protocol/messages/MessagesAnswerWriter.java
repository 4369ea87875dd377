package llmrouter.protocol.messages;

import llmrouter.chat.Answer;
import llmrouter.chat.Part;
import llmrouter.chat.Seal;
import llmrouter.chat.StopReason;
import llmrouter.json.Json;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.answer.AnswerIds;
import llmrouter.protocol.answer.ImageLink;
import llmrouter.protocol.answer.ToolInput;
import llmrouter.protocol.request.Callers;
import llmrouter.protocol.search.SearchBlocks;
import llmrouter.protocol.usage.MessagesUsage;
import llmrouter.text.Ws;

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
            if (part instanceof Part.RefusalPart words) refusal = words.text();
            if (part instanceof Part.ToolCallPart call && cut(call, answer)) {
                context.losses().dropped("tool_use", "the answer ended within the arguments of this call");
                continue;
            }
            if (part instanceof Part.SearchPart search) {
                String id = SearchBlocks.id(content.size(), ids.answer("", answer.id()));
                content.add(SearchBlocks.use(id, SearchBlocks.input(search))).add(SearchBlocks.result(id, search));
            } else if (part instanceof Part.TextPart text && !text.citations().isEmpty()) {
                SearchBlocks.texts(text.text(), text.citations()).forEach(content::add);
            } else if (block(part, ids, context) instanceof Json.Obj block) {
                content.add(block);
            }
        }
        var message = Json.object()
            .put("id", ids.answer("msg_", answer.id()))
            .put("type", "message")
            .put("role", "assistant")
            .put("model", answer.model() != null ? answer.model() : context.model())
            .put("content", content)
            .put("stop_reason", StopReasonNames.write(answer.stop()))
            .put("stop_sequence", answer.stopSequence() == null ? Json.Null.NULL : Json.of(answer.stopSequence()));
        return message
            .put("stop_details", details(answer.stop(), refusal))
            .put("container", Json.Null.NULL)
            .put("diagnostics", Json.Null.NULL)
            .put("usage", MessagesUsage.write(answer.usage()));
    }

    /// Whether the answer ended within this call, which has no form here: the input of a call is an object. No format
    /// says so of the call itself, but the answer was cut short and the arguments are not complete. Without arguments,
    /// only the last call can be incomplete.
    private static boolean cut(Part.ToolCallPart call, Answer answer) {
        if (!answer.stop().cutShort()) return false;
        return Ws.blank(call.arguments()) ? call == answer.parts().getLast() : !ToolInput.complete(call.arguments());
    }

    /// The `stop_details`, which only a refusal has.
    /// @param words the model's, or null
    static Json details(StopReason stop, String words) {
        if (stop != StopReason.REFUSAL) return Json.Null.NULL;
        return Json.object().put("type", "refusal").put("category", Json.Null.NULL)
            .put("explanation", words == null ? Json.Null.NULL : Json.of(words));
    }

    /// The block, or null for a part that this format does not have in an answer. A text block has no `citations`
    /// member if there are none, as in the vendor's answers: clients refuse a null.
    private static Json.Obj block(Part part, AnswerIds ids, AnswerContext context) {
        return switch (part) {
            case Part.TextPart p -> typed("text").put("text", p.text());
            case Part.RefusalPart p -> typed("text").put("text", p.text());
            case Part.ThinkingPart p ->
                typed("thinking").put("thinking", p.text()).put("signature",
                    p.seal() == null ? "" : p.seal().field());
            case Part.RedactedThinkingPart p -> typed("redacted_thinking").put("data", p.seal().field());
            case Part.ToolCallPart p -> typed("tool_use").put("id", ids.call(p.id())).put("name", p.name())
                .put("input", ToolInput.object(p.name(), p.arguments())).put("caller", Callers.model());
            case Part.SummaryPart p -> typed("compaction").put("content", p.text()).put("encrypted_content",
                new Seal(Seal.Kind.SUMMARY, null, p.text()).text());
            case Part.ImagePart p -> {
                String link = ImageLink.of(p.source(), context.losses());
                yield link == null ? null : typed("text").put("text", link);
            }
            case Part.DocumentPart _ -> lost("document", context);
            case Part.AudioPart _ -> lost("audio", context);
            case Part.ToolResultPart _ -> lost("tool_result", context);
            case Part.SearchPart _ -> throw new AssertionError("a search is two blocks");
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
