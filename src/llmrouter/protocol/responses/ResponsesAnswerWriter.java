package llmrouter.protocol.responses;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Answer;
import llmrouter.chat.Citation;
import llmrouter.chat.Part;
import llmrouter.chat.Source;
import llmrouter.json.Json;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.answer.AnswerIds;
import llmrouter.protocol.answer.ImageLink;
import llmrouter.protocol.search.UrlCitations;
import llmrouter.text.Text;

/// Writes a whole `response`: an item for each part, in their order. The item in which an incomplete answer was cut
/// short is incomplete too, because clients run a call whose item is completed.
final class ResponsesAnswerWriter {
    private final AnswerContext context;
    private final AnswerIds ids;
    private final OutputItems items;
    private final Json.Arr output = Json.array();
    /// texts of the message that goes on
    private final List<Part.TextPart> begun = new ArrayList<>();

    private ResponsesAnswerWriter(AnswerContext context, AnswerIds ids, OutputItems items) {
        this.context = context;
        this.ids = ids;
        this.items = items;
    }

    static Json.Obj write(Answer answer, AnswerContext context) {
        var ids = new AnswerIds(context.requestId(), "call_");
        String id = ids.own("resp_");
        for (String kind : answer.unsaid()) context.losses().dropped(kind);
        boolean refusal = refused(answer.parts());
        String incomplete = OutputItems.incomplete(answer.stop(), refusal, context.losses());
        var writer = new ResponsesAnswerWriter(context, ids, new OutputItems(id));
        writer.items(answer.parts(), incomplete != null);
        String model = answer.model() != null ? answer.model() : context.model();
        var response = OutputItems.response(id, model, context.created(), "completed", writer.output);
        OutputItems.end(response, incomplete, context.clock().getAsLong(), answer.usage());
        new ResponseEcho(context).members().members().forEach(response::put);
        context.keeper().keep(id, writer.output);
        return response;
    }

    private static boolean refused(List<Part> parts) {
        for (Part part : parts) {
            if (part instanceof Part.RefusalPart) return true;
        }
        return false;
    }

    /// A refusal cuts off a call that stands before it.
    private void items(List<Part> parts, boolean incomplete) {
        for (int i = 0; i < parts.size(); i++) {
            if (i + 1 < parts.size() && goesOn(parts.get(i + 1)) && parts.get(i) instanceof Part.TextPart text) {
                begun.add(text);
                continue;
            }
            boolean cut = i + 1 == parts.size() ? incomplete : parts.get(i + 1) instanceof Part.RefusalPart
                && parts.get(i) instanceof Part.ToolCallPart;
            Json.Obj item = item(parts.get(i), cut ? OutputItems.INCOMPLETE : OutputItems.COMPLETED);
            if (item != null) output.add(item);
        }
    }

    /// Neighbouring texts are one message: a format that cites its sources divides them in the middle of a sentence.
    private static boolean goesOn(Part next) {
        return next instanceof Part.TextPart text && !text.apart();
    }

    private Json.Obj text(Part.TextPart last) {
        begun.add(last);
        var words = new Text();
        Json.Arr annotations = Json.array();
        Json.Arr logprobs = Json.array();
        for (Part.TextPart text : begun) {
            if (text.logprobs() != null) logprobs.items().addAll(text.logprobs().items());
            for (Citation citation : text.citations()) {
                annotations.add(UrlCitations.write(citation.behind(words.length())));
            }
            words.add(text.text());
        }
        begun.clear();
        return OutputItems.text(words.toString(), annotations, logprobs.size() == 0 ? null : logprobs);
    }

    /// The item, or null for a part that this format does not have in an answer.
    ///
    /// @param status of an item that was cut short if it can have been
    private Json.Obj item(Part part, String status) {
        int index = output.size();
        return switch (part) {
            case Part.TextPart p ->
                OutputItems.message(items.id("msg_", index), status, Json.array(text(p)));
            case Part.RefusalPart p ->
                OutputItems.message(items.id("msg_", index), status, Json.array(OutputItems.refusal(p.text())));
            case Part.ThinkingPart p ->
                OutputItems.reasoning(items.id("rs_", index), status, p.text(),
                    p.seal() == null ? null : p.seal().field());
            case Part.RedactedThinkingPart p ->
                OutputItems.reasoning(items.id("rs_", index), status, "", p.seal().field());
            case Part.ToolCallPart p -> call(p, status, index);
            case Part.SearchPart p -> OutputItems.search(items.id("ws_", index), searched(p, status), p);
            case Part.SummaryPart p -> OutputItems.compaction(items.id("cmp_", index), p.text());
            case Part.ImagePart p -> image(p.source(), index);
            case Part.DocumentPart _ -> lost("document", context);
            case Part.AudioPart _ -> lost("audio", context);
            case Part.ToolResultPart _ -> lost("tool_result", context);
        };
    }

    private static String searched(Part.SearchPart search, String status) {
        return search.failed() ? "failed" : status;
    }

    private Json.Obj call(Part.ToolCallPart call, String status, int index) {
        boolean freeform = call.kind().freeform();
        boolean cut = status.equals(OutputItems.INCOMPLETE) && !OutputItems.ended(call.kind(), call.arguments());
        String words = call.arguments().isEmpty() && !freeform && !cut ? "{}" : call.arguments();
        return OutputItems.call(items.id(OutputItems.callPrefix(call.kind()), index),
            cut ? OutputItems.INCOMPLETE : OutputItems.COMPLETED, ids.call(call.id()), call.name(), words, call.kind());
    }

    private Json.Obj image(Source source, int index) {
        if (source instanceof Source.Base64Source data) return OutputItems.image(items.id("ig_", index), data);
        String link = ImageLink.of(source, context.losses());
        return link == null ? null : OutputItems.message(items.id("msg_", index), OutputItems.COMPLETED,
            Json.array(OutputItems.text(link, Json.array(), null)));
    }

    private static Json.Obj lost(String kind, AnswerContext context) {
        context.losses().dropped(kind);
        return null;
    }
}
