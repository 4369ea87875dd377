package llmrouter.protocol.responses;

import llmrouter.chat.Answer;
import llmrouter.chat.Part;
import llmrouter.json.Json;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.answer.AnswerIds;

/// Writes a whole `response`: an item for each part, in their order.
final class ResponsesAnswerWriter {
    private ResponsesAnswerWriter() {}

    static Json.Obj write(Answer answer, AnswerContext context) {
        var ids = new AnswerIds(context.requestId(), "call_");
        String id = ids.answer("resp_", answer.id());
        var items = new OutputItems(id);
        var output = Json.array();
        boolean refusal = false;
        for (String kind : answer.unsaid()) context.losses().dropped(kind);
        for (Part part : answer.parts()) {
            Json.Obj item = item(part, output.size(), items, ids, context);
            if (item != null) output.add(item);
            refusal |= part instanceof Part.RefusalPart;
        }
        String model = answer.model() != null ? answer.model() : context.model();
        var response = OutputItems.response(id, model, context.created(), "completed", output);
        return OutputItems.end(response, answer.stop(), refusal, answer.usage(), context.losses());
    }

    /// The item, or null for a part that this format does not have in an answer.
    private static Json.Obj item(Part part, int index, OutputItems items, AnswerIds ids, AnswerContext context) {
        return switch (part) {
            case Part.TextPart p ->
                OutputItems.message(items.id("msg_", index), "completed", Json.array(OutputItems.text(p.text())));
            case Part.RefusalPart p ->
                OutputItems.message(items.id("msg_", index), "completed", Json.array(OutputItems.refusal(p.text())));
            case Part.ThinkingPart p ->
                OutputItems.reasoning(items.id("rs_", index), p.text(), p.seal() == null ? null : p.seal().field());
            case Part.RedactedThinkingPart p ->
                OutputItems.reasoning(items.id("rs_", index), "", p.seal().field());
            case Part.ToolCallPart p ->
                OutputItems.call(items.id(p.kind().freeform() ? "ctc_" : "fc_", index), "completed", ids.call(p.id()),
                    p.name(), p.arguments().isEmpty() && !p.kind().freeform() ? "{}" : p.arguments(), p.kind());
            case Part.ImagePart _ -> lost("image", context);
            case Part.DocumentPart _ -> lost("document", context);
            case Part.AudioPart _ -> lost("audio", context);
            case Part.ToolResultPart _ -> lost("tool_result", context);
        };
    }

    private static Json.Obj lost(String kind, AnswerContext context) {
        context.losses().dropped(kind);
        return null;
    }
}
