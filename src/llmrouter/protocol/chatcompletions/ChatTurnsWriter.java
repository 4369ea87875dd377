package llmrouter.protocol.chatcompletions;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.CacheMark;
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
import llmrouter.chat.Source;
import llmrouter.chat.Turn;
import llmrouter.json.Json;
import llmrouter.protocol.chatcompletions.members.GeminiCalls;
import llmrouter.protocol.chatcompletions.members.RestoredMembers;
import llmrouter.protocol.request.OpenAiParts;
import llmrouter.protocol.request.Paragraphs;
import llmrouter.protocol.request.CacheBreakpoints;
import llmrouter.protocol.request.OpenAiSession;
import llmrouter.protocol.request.ToolNames;
import llmrouter.protocol.request.TurnPairing;
import llmrouter.text.Ws;

/// Writes `messages`: system turns in their place, each tool result as a separate message right after its call, the
/// user's other parts after the results.
///
/// Parts that are all text become one string, with or without cache marks: a mark moves with every turn, and a prompt
/// whose form changed with it would miss the provider's cache. Tool messages can hold only text, so images and files of
/// a result follow in the user's message, after a line that names their tool call.
final class ChatTurnsWriter {
    private static final String PARAGRAPH = Paragraphs.BREAK;

    private final ToolNames names;
    private final Form form;
    private final CacheBreakpoints breakpoints;
    private final Losses losses;
    private final Json.Arr messages = Json.array();

    /// What the target requires of the assistant's turns.
    ///
    /// @param replaysReasoning `reasoning_content` again in turns that call tools
    /// @param signsCalls       a signature on the first call of a turn ([GeminiCalls])
    record Form(boolean replaysReasoning, boolean signsCalls) {}

    private ChatTurnsWriter(ToolNames names, Form form, CacheBreakpoints breakpoints, Losses losses) {
        this.breakpoints = breakpoints;
        this.names = names;
        this.form = form;
        this.losses = losses;
    }

    static Json.Arr write(List<Turn> turns, ToolNames names, Form form, CacheBreakpoints breakpoints, Losses losses) {
        var writer = new ChatTurnsWriter(names, form, breakpoints, losses);
        for (Turn turn : TurnPairing.repair(turns, losses)) {
            switch (turn.role()) {
                case SYSTEM -> writer.system(turn);
                case USER -> writer.user(turn);
                case ASSISTANT -> writer.assistant(turn);
            }
        }
        return writer.messages;
    }

    private void say(String role, Json content) {
        messages.add(Json.object().put("role", role).put("content", content));
    }

    private void system(Turn turn) {
        var said = new ArrayList<Json>();
        for (Part part : turn.parts()) {
            if (part instanceof TextPart text) said.add(breakpoints.note(text(text.said()), text.cache()));
            else losses.dropped("system", "it takes text only");
        }
        if (!said.isEmpty()) say("system", joined(said));
    }

    private void user(Turn turn) {
        var said = new ArrayList<Json>();
        for (Part part : turn.parts()) {
            if (part instanceof ToolResultPart result) result(result, said);
            else userPart(part, said);
        }
        if (!said.isEmpty()) say("user", joined(said));
    }

    private Json joined(List<Json> parts) {
        boolean marked = parts.size() == 1 ? breakpoints.isLast(parts.getFirst()) : breakpoints.used();
        if (marked) return new Json.Arr(parts);
        var words = new ArrayList<Json.Str>(parts.size());
        for (Json part : parts) {
            if (!(part instanceof Json.Obj text) || !"text".equals(text.text("type"))) return new Json.Arr(parts);
            words.add((Json.Str) text.get("text"));
        }
        return Json.joined(words, PARAGRAPH);
    }

    private void result(ToolResultPart result, List<Json> later) {
        var words = new ArrayList<Json.Str>(result.parts().size());
        var attached = new ArrayList<Json>(0);
        breakpoints.pause(true); // the result has the marks of its parts
        CacheMark mark = result.cache();
        for (Part part : result.parts()) {
            if (result.cache() == null && OpenAiSession.mark(part) instanceof CacheMark inner) mark = inner;
            if (part instanceof TextPart text) words.add(text.said());
            else userPart(part, attached);
            moveTexts(attached, words);
        }
        breakpoints.pause(false);
        Json.Str text = Json.joined(words, PARAGRAPH);
        if (!attached.isEmpty()) {
            if (text.isEmpty()) text = Json.of("The result is attached to the next user message.");
            later.add(text("Attachment of the result of tool call " + result.id() + ":"));
            later.addAll(attached);
        }
        if (result.isError()) {
            text = Json.of(OpenAiParts.error(text.value()));
        }
        Json content = mark == null ? text : joined(List.of(breakpoints.note(text(text), mark)));
        messages.add(Json.object().put("role", "tool").put("tool_call_id", result.id()).put("content", content));
    }

    private static void moveTexts(List<Json> parts, List<Json.Str> words) {
        for (int i = 0; i < parts.size(); ) {
            var part = (Json.Obj) parts.get(i);
            if ("text".equals(part.text("type"))) words.add((Json.Str) ((Json.Obj) parts.remove(i)).get("text"));
            else i++;
        }
    }

    private static Json.Obj text(String words) {
        return text(Json.of(words));
    }

    private static Json.Obj text(Json.Str words) {
        return Json.object().put("type", "text").put("text", words);
    }

    private void userPart(Part part, List<Json> out) {
        switch (part) {
            case TextPart p -> out.add(breakpoints.note(text(p.said()), p.cache()));
            case RefusalPart p -> out.add(text(p.text()));
            case SummaryPart p -> out.add(text(p.text()));
            case Part.SearchPart _ -> losses.dropped("web_search_call");
            case ImagePart p -> image(p, out);
            case DocumentPart p -> document(p, out);
            case AudioPart p -> out.add(Json.object().put("type", "input_audio")
                .put("input_audio", Json.object().put("data", p.data()).put("format", p.format())));
            case ThinkingPart _, RedactedThinkingPart _ -> losses.dropped("thinking", Losses.FOREIGN_THINKING);
            case ToolResultPart p -> result(p, out);
            case ToolCallPart _ -> losses.dropped("tool_call");
        }
    }

    private void image(ImagePart part, List<Json> out) {
        String url = switch (part.source()) {
            case Source.Base64Source s -> dataUrl(s);
            case Source.UrlSource s -> s.url();
            case Source.TextSource s -> {
                out.add(text(s.text()));
                yield null;
            }
            case Source.FileSource _ -> {
                losses.dropped("file_id", Losses.HELD_FILE);
                yield null;
            }
        };
        if (url != null) {
            Json.Obj image = Json.object().put("type", "image_url").put("image_url",
                Json.object().put("url", url).put("detail", part.detail()));
            out.add(breakpoints.note(image, part.cache()));
        }
    }

    private static String dataUrl(Source.Base64Source source) {
        return "data:" + source.mediaType() + ";base64," + source.data();
    }

    private void document(DocumentPart part, List<Json> out) {
        String title = Ws.blank(part.title()) ? null : part.title();
        switch (part.source()) {
            case Source.Base64Source s -> out.add(breakpoints.note(Json.object().put("type", "file").put("file",
                Json.object().put("filename", title == null ? "document.pdf" : title).put("file_data", dataUrl(s))),
                part.cache()));
            case Source.TextSource s ->
                out.add(breakpoints.note(text(title == null ? s.text() : title + PARAGRAPH + s.text()), part.cache()));
            case Source.UrlSource s -> {
                losses.approximated("document", "its address is sent as text");
                out.add(text("Document" + (title == null ? "" : " \"" + title + "\"") + ": " + s.url()));
            }
            case Source.FileSource _ -> losses.dropped("file_id", Losses.HELD_FILE);
        }
    }

    private void assistant(Turn turn) {
        var words = new Sayings();
        var thoughts = new StringBuilder();
        var members = new RestoredMembers(losses);
        boolean unsealed = false;
        String refusal = null;
        Json.Arr calls = Json.array();
        Part last = null;
        for (Part part : turn.parts()) {
            switch (part) {
                case TextPart p -> words.say(p.said(), last instanceof TextPart && !p.apart());
                case SummaryPart p -> words.say(Json.of(p.text()), false);
                case Part.SearchPart _ -> losses.dropped("web_search_call");
                case RefusalPart p -> refusal = refusal == null ? p.text() : refusal + PARAGRAPH + p.text();
                case ThinkingPart p -> {
                    thoughts.append(Paragraphs.begin(thoughts, p.text()));
                    unsealed |= p.seal() == null && !p.text().isEmpty();
                    if (p.seal() != null) members.seal(p.seal());
                }
                case RedactedThinkingPart p -> members.seal(p.seal());
                case ToolCallPart p -> calls.add(members.call(call(p)));
                case ImagePart _ -> losses.dropped("image");
                case DocumentPart _ -> losses.dropped("document");
                case AudioPart _ -> losses.dropped("audio_part");
                case ToolResultPart _ -> losses.dropped("tool_result");
            }
            last = part;
        }
        boolean replayed = form.replaysReasoning() && calls.size() > 0;
        if (unsealed && !replayed) losses.dropped("thinking", Losses.FOREIGN_THINKING);
        if (words.isEmpty() && refusal == null && calls.size() == 0) {
            members.leaveOut();
            return;
        }
        Json.Obj message = Json.object().put("role", "assistant");
        message.put("content", words.isEmpty() ? Json.Null.NULL : words.all());
        if (replayed) message.put("reasoning_content", thoughts.toString());
        message.put("refusal", refusal);
        if (form.signsCalls()) GeminiCalls.sign(calls);
        if (calls.size() > 0) message.put("tool_calls", calls);
        members.finish(message);
        messages.add(message);
    }

    /// What the assistant has said. Most often it is one text, which need not be read.
    private static final class Sayings {
        /// null if there is none yet, or more than one
        private Json.Str only;
        private final StringBuilder several = new StringBuilder();

        /// @param goesOn whether no paragraph begins
        void say(Json.Str words, boolean goesOn) {
            if (isEmpty()) {
                only = words;
                return;
            }
            several.append(only == null ? "" : only.value());
            only = null;
            several.append(goesOn ? words.value() : Paragraphs.begin(several, words.value()));
        }

        boolean isEmpty() {
            return several.isEmpty() && (only == null || only.isEmpty());
        }

        Json.Str all() {
            return only != null ? only : Json.of(several.toString());
        }
    }

    private Json.Obj call(ToolCallPart call) {
        return Json.object().put("id", call.id()).put("type", "function").put("function",
            Json.object().put("name", names.wire(call.name())).put("arguments",
            Ws.blank(call.arguments()) ? "{}" : call.arguments()));
    }
}
