package llmrouter.protocol.responses;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Answer;
import llmrouter.chat.ApiError;
import llmrouter.chat.Citation;
import llmrouter.chat.Part;
import llmrouter.chat.Seal;
import llmrouter.chat.Source;
import llmrouter.chat.StopReason;
import llmrouter.chat.ToolKind.Form;
import llmrouter.chat.ToolKind;
import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.json.JsonKind;
import llmrouter.json.JsonScan;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.answer.EmptyAnswer;
import llmrouter.protocol.answer.StreamedItem;
import llmrouter.protocol.search.UrlCitations;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.protocol.usage.ResponsesUsage;
import llmrouter.text.Ws;

/// Reads a whole `response`.
final class ResponsesAnswerReader {
    private ResponsesAnswerReader() {}

    static Answer read(Json.Obj body) {
        if (!(body.get("output") instanceof Json.Arr output) || failed(body)) throw noAnswer(body);
        String status = body.text("status");
        if (status != null && !status.equals("completed") && !status.equals("incomplete"))
            throw new BadAnswer("the provider's response has the status '" + status + "'");
        var parts = new ArrayList<Part>();
        var unsaid = new ArrayList<String>();
        if (body.object("moderation") != null) unsaid.add("moderation");
        for (Json item : output.items()) {
            if (item instanceof Json.Obj o) parts(o, parts, unsaid);
        }
        boolean called = false;
        boolean refused = false;
        for (Part part : parts) {
            called |= part instanceof Part.ToolCallPart;
            refused |= part instanceof Part.RefusalPart;
        }
        return EmptyAnswer.refused(new Answer(body.text("id"), body.text("model"), parts,
            stop(body).given(called, refused), null, ResponsesUsage.read(body.object("usage")), unsaid));
    }

    /// Reads the parts of an item.
    ///
    /// @param parts  gets it
    /// @param unsaid gets the kinds of parts that have no neutral form
    static void parts(Json.Obj item, List<Part> parts, List<String> unsaid) {
        String type = item.text("type") == null ? "item without a type" : item.text("type");
        switch (type) {
            case "message" -> {
                int before = parts.size();
                for (Json part : item.items("content")) {
                    if (part instanceof Json.Obj p) content(p, parts, unsaid);
                }
                if (parts.size() > before && parts.get(before) instanceof Part.TextPart text) {
                    parts.set(before, text.alone());
                }
            }
            case "reasoning" -> {
                String text = joined(item.items("summary"));
                if (text.isEmpty()) text = joined(item.items("content"));
                Part thinking = Part.thinking(text, Seal.raw(item.text("encrypted_content"), Seal.Kind.REASONING));
                if (thinking != null) parts.add(thinking);
            }
            case "function_call", "custom_tool_call" -> parts.add(call(item));
            case "web_search_call" -> {
                if (search(item) instanceof Part.SearchPart search) parts.add(search);
                else unsaid.add(type);
            }
            case OutputItems.IMAGE -> {
                if (OutputItems.image(item) instanceof Source image) parts.add(new Part.ImagePart(image, null, null));
                else unsaid.add(type);
            }
            default -> unsaid.add(type);
        }
    }

    /// The search that an item tells of; null if it is another action, such as opening a page.
    static Part.SearchPart search(Json.Obj item) {
        Json.Obj action = item.object("action");
        if (action == null) return null;
        List<String> queries = action.texts("queries");
        String query = action.text("query") == null ? String.join(", ", queries) : action.text("query");
        if (query.isEmpty()) return null;
        var pages = new ArrayList<Part.SearchPart.Page>();
        for (Json.Obj source : action.objects("sources")) {
            if (source.text("url") instanceof String url) pages.add(new Part.SearchPart.Page(url, url));
        }
        return new Part.SearchPart(item.text("id"), query, pages, "failed".equals(item.text("status")));
    }

    private static void content(Json.Obj part, List<Part> parts, List<String> unsaid) {
        if (part.text("refusal") instanceof String words && !words.isEmpty()) parts.add(new Part.RefusalPart(words));
        else if (part.text("text") instanceof String text && !text.isEmpty()) {
            List<Citation> citations = UrlCitations.read(part.items("annotations"), unsaid);
            parts.add(new Part.TextPart(text).with(logprobs(part)).citing(citations));
        }
    }

    private static Json.Arr logprobs(Json.Obj part) {
        return part.items("logprobs").isEmpty() ? null : new Json.Arr(part.items("logprobs"));
    }

    private static String joined(List<Json> items) {
        return String.join(OutputItems.PARAGRAPH, StreamedItem.texts(items, "text"));
    }

    /// @throws BadAnswer the call has no name
    static Part.ToolCallPart call(Json.Obj item) {
        if (Ws.blank(item.text("name"))) throw new BadAnswer("the provider called a tool without a name");
        boolean freeform = "custom_tool_call".equals(item.text("type"));
        String words = item.text(freeform ? "input" : "arguments");
        String id = item.text("call_id") != null ? item.text("call_id") : item.text("id");
        return new Part.ToolCallPart(id, item.text("name"), words == null ? "" : words, null,
            new ToolKind(item.text("namespace"), freeform ? Form.FREEFORM : Form.FUNCTION));
    }

    /// Why a response ended, without regard to tool calls and refusals.
    static StopReason stop(Json.Obj response) {
        if (!"incomplete".equals(response.text("status"))) return StopReason.END;
        Json.Obj details = response.object("incomplete_details");
        return details != null && "content_filter".equals(details.text("reason"))
            ? StopReason.REFUSAL : StopReason.LENGTH;
    }

    /// A whole answer that is passed on unchanged must have output, or still be in progress in the background; else it
    /// is an error.
    static Usage check(JsonScan topLevel) {
        if (topLevel.kind("output") != JsonKind.ARRAY || "failed".equals(topLevel.text("status"))) {
            throw noAnswer(topLevel.tree());
        }
        Usage used = ResponsesUsage.read(topLevel.get("usage") instanceof Json.Obj usage ? usage : null);
        return EmptyAnswer.refused(used, () -> read(topLevel.tree()));
    }

    private static boolean failed(Json.Obj body) {
        return ErrorReader.isError(body) || "failed".equals(body.text("status"));
    }

    private static BadAnswer noAnswer(Json.Obj body) {
        if (failed(body)) return new BadAnswer(failure(body));
        return new BadAnswer("the provider's answer is not a response with output");
    }

    /// The error of a response that failed.
    static ApiError failure(Json.Obj response) {
        if (ErrorReader.isError(response)) return ErrorReader.of(0, response);
        return ApiError.of(502, ApiError.Kind.API, "The provider reported a failure without an explanation.");
    }
}
