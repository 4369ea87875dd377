package llmrouter.protocol.responses;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.chat.Part.AudioPart;
import llmrouter.chat.Part.DocumentPart;
import llmrouter.chat.Part.ImagePart;
import llmrouter.chat.Part.RedactedThinkingPart;
import llmrouter.chat.Part.RefusalPart;
import llmrouter.chat.Part.SummaryPart;
import llmrouter.chat.Part.TextPart;
import llmrouter.chat.Part.ThinkingPart;
import llmrouter.chat.Part.ToolCallPart;
import llmrouter.chat.Part.ToolResultPart;
import llmrouter.chat.Part;
import llmrouter.chat.Seal;
import llmrouter.chat.Source;
import llmrouter.chat.Turn;
import llmrouter.json.Json;
import llmrouter.protocol.request.CacheBreakpoints;
import llmrouter.protocol.request.OpenAiParts;
import llmrouter.protocol.request.OpenAiSession;
import llmrouter.protocol.request.RequestFields;
import llmrouter.protocol.request.ToolNames;
import llmrouter.protocol.request.TurnPairing;
import llmrouter.text.Ws;

/// Writes `instructions` and `input`: the system turns before all others are instructions, later ones become developer
/// messages in their place; calls and their results are separate items. Reasoning goes back only to the vendor that
/// encrypted it.
final class ResponsesItemsWriter {

    private final ToolNames names;
    private final CacheBreakpoints breakpoints;
    private final Losses losses;
    final Json.Arr input = Json.array();
    private final List<String> instructions = new ArrayList<>();
    private final Set<String> freeformCalls = new HashSet<>();
    /// content of the message that is being written
    private Json.Arr content = Json.array();

    ResponsesItemsWriter(ToolNames names, CacheBreakpoints breakpoints, Losses losses) {
        this.breakpoints = breakpoints;
        this.names = names;
        this.losses = losses;
    }

    /// @throws GatewayError nothing is left to say
    void write(List<Turn> turns) {
        for (Turn turn : TurnPairing.repair(turns, losses)) {
            switch (turn.role()) {
                case SYSTEM -> system(turn);
                case USER -> user(turn);
                case ASSISTANT -> assistant(turn);
            }
        }
        if (input.size() == 0) {
            throw RequestFields.wrong(losses.spelled("messages"),
                "holds nothing that can be sent. Give at least one message with text");
        }
    }

    /// Null if there are none.
    String instructions() {
        return instructions.isEmpty() ? null : String.join(OutputItems.PARAGRAPH, instructions);
    }

    /// Instructions are one string, which takes no marks: words with a mark become a developer message.
    private void system(Turn turn) {
        boolean marked = false;
        for (Part part : turn.parts()) marked |= breakpoints.used() && OpenAiSession.mark(part) != null;
        for (Part part : turn.parts()) {
            if (!(part instanceof TextPart text)) losses.dropped("system", "it takes text only");
            else if (input.size() == 0 && !marked) instructions.add(text.text());
            else content.add(breakpoints.note(text("input_text", text.said()), text.cache()));
        }
        flush("developer");
    }

    private void user(Turn turn) {
        for (Part part : turn.parts()) {
            if (part instanceof ToolResultPart result) result(result);
            else userPart(part, content);
        }
        flush("user");
    }

    private void assistant(Turn turn) {
        for (Part part : turn.parts()) {
            switch (part) {
                case TextPart p -> {
                    if (p.apart()) flush("assistant");
                    content.add(text("output_text", p.said()));
                }
                case RefusalPart p -> content.add(OutputItems.refusal(p.text()));
                case SummaryPart p -> content.add(text("output_text", Json.of(p.text())));
                case Part.SearchPart _ -> losses.dropped("web_search_call");
                case ThinkingPart p -> thinking(p);
                case ToolCallPart p -> call(p);
                case RedactedThinkingPart _ -> losses.dropped("thinking", Losses.FOREIGN_THINKING);
                case ImagePart _ -> losses.dropped("image");
                case DocumentPart _ -> losses.dropped("document");
                case AudioPart _ -> losses.dropped("audio_part");
                case ToolResultPart _ -> losses.dropped("tool_result");
            }
        }
        flush("assistant");
    }

    /// Ends the message that is being written, unless it is empty.
    private void flush(String role) {
        if (content.size() == 0) return;
        input.add(Json.object().put("type", "message").put("role", role).put("content", content));
        content = Json.array();
    }

    private static Json.Obj text(String type, Json words) {
        return Json.object().put("type", type).put("text", words);
    }

    private void thinking(ThinkingPart part) {
        if (part.seal() == null || part.seal().kind() != Seal.Kind.REASONING) {
            losses.dropped("thinking", Losses.FOREIGN_THINKING);
            return;
        }
        flush("assistant");
        var summary = part.text().isEmpty() ? Json.array() : Json.array(OutputItems.summary(part.text()));
        input.add(Json.object().put("type", "reasoning").put("summary", summary).put("encrypted_content",
            part.seal().content()));
    }

    private void call(ToolCallPart call) {
        flush("assistant");
        boolean freeform = call.kind().freeform();
        if (freeform) freeformCalls.add(call.id());
        input.add(Json.object().put("type", freeform ? "custom_tool_call" : "function_call").put("call_id", call.id())
            .put("name", names.wire(call.name())).put("namespace", call.kind().namespace())
            .put(freeform ? "input" : "arguments", !freeform && Ws.blank(call.arguments()) ? "{}" : call.arguments()));
    }

    private void result(ToolResultPart result) {
        Json.Arr parts = Json.array();
        for (Part part : result.parts()) userPart(part, parts);
        if (result.isError()) {
            Json.Obj first = parts.size() > 0 && parts.items().getFirst() instanceof Json.Obj o ? o : Json.object();
            if (first.text("text") instanceof String words) first.put("text", OpenAiParts.error(words));
            else parts.items().addFirst(text("input_text", Json.of(OpenAiParts.error(""))));
        }
        if (parts.size() > 0) breakpoints.note((Json.Obj) parts.items().getLast(), result.cache());
        input.add(Json.object().put("type", freeformCalls.contains(result.id())
            ? "custom_tool_call_output" : "function_call_output").put("call_id", result.id()).put("output",
            joined(parts)));
    }

    /// Parts that are all text become one string.
    private Json joined(Json.Arr parts) {
        boolean marked = parts.size() == 1 ? breakpoints.isLast(parts.items().getFirst()) : breakpoints.used();
        if (marked && parts.size() > 0) return parts;
        var words = new ArrayList<Json.Str>(parts.size());
        for (Json part : parts.items()) {
            if (!(part instanceof Json.Obj o) || !(o.get("text") instanceof Json.Str text)) return parts;
            words.add(text);
        }
        return Json.joined(words, OutputItems.PARAGRAPH);
    }

    private void userPart(Part part, Json.Arr out) {
        switch (part) {
            case TextPart p -> out.add(breakpoints.note(text("input_text", p.said()), p.cache()));
            case RefusalPart p -> out.add(text("input_text", Json.of(p.text())));
            case SummaryPart p -> out.add(text("input_text", Json.of(p.text())));
            case Part.SearchPart _ -> losses.dropped("web_search_call");
            case ImagePart p -> image(p, out);
            case DocumentPart p -> document(p, out);
            case AudioPart p -> out.add(Json.object().put("type", "input_audio")
                .put("input_audio", Json.object().put("data", p.data()).put("format", p.format())));
            case ThinkingPart _, RedactedThinkingPart _ -> losses.dropped("thinking", Losses.FOREIGN_THINKING);
            case ToolResultPart p -> result(p);
            case ToolCallPart _ -> losses.dropped("tool_call");
        }
    }

    private void image(ImagePart part, Json.Arr out) {
        switch (part.source()) {
            case Source.Base64Source s -> out.add(breakpoints.note(image(dataUrl(s), part.detail()), part.cache()));
            case Source.UrlSource s -> out.add(breakpoints.note(image(s.url(), part.detail()), part.cache()));
            case Source.TextSource s -> out.add(text("input_text", Json.of(s.text())));
            case Source.FileSource _ -> losses.dropped("file_id", Losses.HELD_FILE);
        }
    }

    private static Json.Obj image(String url, String detail) {
        return Json.object().put("type", "input_image").put("image_url", url).put("detail",
            detail == null ? "auto" : detail);
    }

    private static String dataUrl(Source.Base64Source source) {
        return "data:" + source.mediaType() + ";base64," + source.data();
    }

    private void document(DocumentPart part, Json.Arr out) {
        String title = Ws.blank(part.title()) ? null : part.title();
        switch (part.source()) {
            case Source.Base64Source s -> out.add(breakpoints.note(Json.object().put("type", "input_file")
                .put("filename", title == null ? "document.pdf" : title).put("file_data", dataUrl(s)), part.cache()));
            case Source.UrlSource s ->
                out.add(breakpoints.note(Json.object().put("type", "input_file").put("file_url", s.url()),
                    part.cache()));
            case Source.TextSource s ->
                out.add(breakpoints.note(text("input_text", Json.of(title == null ? s.text()
                    : title + OutputItems.PARAGRAPH + s.text())), part.cache()));
            case Source.FileSource _ -> losses.dropped("file_id", Losses.HELD_FILE);
        }
    }
}
