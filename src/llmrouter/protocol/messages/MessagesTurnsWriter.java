package llmrouter.protocol.messages;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.CacheMark;
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
import llmrouter.chat.Turn.Role;
import llmrouter.chat.Turn;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.protocol.history.NewTurn;
import llmrouter.protocol.request.Paragraphs;
import llmrouter.protocol.request.RequestFields;
import llmrouter.protocol.request.ToolNames;
import llmrouter.protocol.request.TurnPairing;
import llmrouter.text.Ws;

/// Writes `system` and `messages` by the vendor's rules: user and assistant turns alternate (neighbouring turns are
/// merged), a user turn comes first, no text block is empty or blank, a final assistant turn does not end in white
/// space. One kind of neighbour is not merged: a user message after tool results. The vendor joins such turns itself,
/// and the user's last text stays easy to find. System turns after the first user or assistant turn move to the end of
/// `system`, in their order, because not every model accepts them between messages.
///
/// While turns are written, each is an array of blocks; [#plain] makes strings of them at the end.
final class MessagesTurnsWriter {
    /// Stands before a first turn of the assistant: the vendor refuses a conversation that begins with the assistant.
    private static final String OPENING = "(The conversation continues.)";
    private static final List<String> IMAGES = List.of("image/jpeg", "image/png", "image/gif", "image/webp");

    private final ToolNames names;
    private final Losses losses;
    final Json.Arr system = Json.array();
    final Json.Arr messages = Json.array();
    /// whether the user asks about what is written: only that is refused if this format cannot hold it
    private boolean asked;

    MessagesTurnsWriter(ToolNames names, Losses losses) {
        this.names = names;
        this.losses = losses;
    }

    /// @throws GatewayError nothing is left to say
    void write(List<Turn> turns) {
        boolean spoken = false;
        List<Turn> paired = TurnPairing.repair(turns, losses);
        int begin = NewTurn.begin(paired.size(), i -> paired.get(i).role() == Role.ASSISTANT, _ -> false);
        for (int i = 0; i < paired.size(); i++) {
            Turn turn = paired.get(i);
            asked = i >= begin && turn.role() == Role.USER;
            if (turn.role() == Role.SYSTEM) {
                if (spoken) losses.approximated("system", "moved to the front");
                for (Part part : turn.parts()) systemBlock(part);
            } else {
                spoken = true;
                message(turn);
            }
        }
        trimPrefill();
        if (messages.size() == 0) {
            throw RequestFields.wrong(losses.spelled("messages"),
                "holds nothing but empty text. Give at least one message with text");
        }
        if (role(0).equals("assistant")) {
            messages.items().addFirst(Json.object().put("role", "user").put("content",
                Json.array(text(Json.of(OPENING), null))));
        }
    }

    private String role(int index) {
        return ((Json.Obj) messages.items().get(index)).text("role");
    }

    private List<Json> blocks(int index) {
        return ((Json.Obj) messages.items().get(index)).items("content");
    }

    private void message(Turn turn) {
        Json.Arr content = Json.array();
        for (Part part : turn.parts()) block(part, content);
        if (content.size() == 0) return;
        String role = turn.role() == Role.ASSISTANT ? "assistant" : "user";
        int last = messages.size() - 1;
        boolean joined = last >= 0 && role(last).equals(role)
            && begins(blocks(last), "tool_result") == begins(content.items(), "tool_result");
        if (joined) join(blocks(last), content.items(), turn.role());
        else messages.add(Json.object().put("role", role).put("content", content));
    }

    /// Two sayings of the assistant stay apart in one message.
    private static void join(List<Json> said, List<Json> more, Role role) {
        if (role == Role.ASSISTANT && more.getFirst() instanceof Json.Obj o && o.text("text") instanceof String next) {
            o.put("text", begun(next, new Json.Arr(said)));
        }
        said.addAll(more);
    }

    /// A text as a new paragraph, if a text stands before it.
    private static String begun(String text, Json.Arr before) {
        boolean meet = before.size() > 0 && before.items().getLast() instanceof Json.Obj last && last.has("text");
        return meet ? Paragraphs.begin(((Json.Obj) before.items().getLast()).text("text"), text) : text;
    }

    /// `system` holds text only.
    private void systemBlock(Part part) {
        if (part instanceof TextPart text) addText(text.said(), text.cache(), system);
        else losses.dropped("system", "it takes text only");
    }

    private void block(Part part, Json.Arr out) {
        switch (part) {
            case TextPart p -> addText(p.apart() ? Json.of(begun(p.text(), out)) : p.said(), p.cache(), out);
            case RefusalPart p -> addText(Json.of(p.text()), null, out);
            case SummaryPart p -> addText(Json.of(p.text()), null, out);
            case Part.SearchPart _ -> losses.dropped("web_search_call");
            case ImagePart p -> image(p, out);
            case DocumentPart p -> document(p, out);
            case AudioPart _ -> losses.dropped("audio_part");
            case ThinkingPart p -> thinking(p, out);
            case RedactedThinkingPart p -> redacted(p.seal(), out);
            case ToolCallPart p ->
                out.add(marked(Json.object().put("type", "tool_use").put("id", p.id()).put("name", names.wire(p.name()))
                    .put("input", input(p.arguments())), p.cache()));
            case ToolResultPart p -> out.add(result(p));
        }
    }

    private static void addText(Json.Str words, CacheMark cache, Json.Arr out) {
        if (!words.blank()) out.add(text(words, cache));
    }

    private static Json.Obj text(Json.Str words, CacheMark cache) {
        return marked(Json.object().put("type", "text").put("text", words), cache);
    }

    private static Json.Obj marked(Json.Obj block, CacheMark cache) {
        return cache == null ? block : block.put("cache_control", CacheMarks.json(cache));
    }

    /// Unsigned thinking comes from another vendor; this vendor accepts only thinking that it signed.
    private void thinking(ThinkingPart part, Json.Arr out) {
        Seal seal = part.seal();
        if (seal == null || seal.kind() != Seal.Kind.SIGNATURE) losses.dropped("thinking", Losses.FOREIGN_THINKING);
        else out.add(Json.object().put("type", "thinking").put("thinking", part.text()).put("signature",
            seal.content()));
    }

    private void redacted(Seal seal, Json.Arr out) {
        if (seal.kind() != Seal.Kind.REDACTED) losses.dropped("thinking", Losses.FOREIGN_THINKING);
        else out.add(Json.object().put("type", "redacted_thinking").put("data", seal.content()));
    }

    /// Arguments must be an object in this format. Other text, e.g. of a call that was cut off, stays readable for the
    /// model.
    private Json input(String arguments) {
        if (Ws.blank(arguments)) return Json.object();
        try {
            if (Json.parseNested(arguments) instanceof Json.Obj object) return object;
        } catch (JsonError _) {
            // kept as text below, so that the model sees what it wrote
        }
        losses.approximated("arguments", "not a JSON object so sent as text in one");
        return Json.object().put("arguments_text", arguments);
    }

    private Json.Obj result(ToolResultPart part) {
        Json.Arr content = Json.array();
        boolean before = asked;
        asked = false;
        for (Part inner : part.parts()) block(inner, content);
        asked = before;
        Json.Obj result = Json.object().put("type", "tool_result").put("tool_use_id", part.id());
        if (content.size() > 0) result.put("content", content);
        if (part.isError()) result.put("is_error", true);
        return marked(result, part.cache());
    }

    private void image(ImagePart part, Json.Arr out) {
        switch (part.source()) {
            case Source.Base64Source s -> {
                if (!IMAGES.contains(s.mediaType())) {
                    foreign("image", s.mediaType(), "image/jpeg, image/png, image/gif or image/webp");
                    return;
                }
                out.add(marked(Json.object().put("type", "image").put("source", base64(s)), part.cache()));
            }
            case Source.UrlSource s ->
                out.add(marked(Json.object().put("type", "image").put("source", url(s)), part.cache()));
            case Source.TextSource s -> addText(Json.of(s.text()), part.cache(), out);
            case Source.FileSource _ -> losses.dropped("file_id", Losses.HELD_FILE);
        }
        boolean detailed = part.detail() != null && !part.detail().equals("auto");
        if (detailed) losses.dropped("detail", "images have one resolution");
    }

    /// @throws GatewayError the user asks about it
    private void foreign(String what, String mediaType, String allowed) {
        if (asked) {
            throw RequestFields.wrong(losses.spelled("messages"), "holds a source of type " + mediaType
                + ", which this model does not take for " + (what.equals("image") ? "an image" : "a document")
                + ". Send " + allowed);
        }
        losses.dropped(what, mediaType + " is not taken");
    }

    private static Json.Obj base64(Source.Base64Source source) {
        return Json.object().put("type", "base64").put("media_type", source.mediaType()).put("data", source.data());
    }

    private static Json.Obj url(Source.UrlSource source) {
        return Json.object().put("type", "url").put("url", source.url());
    }

    private void document(DocumentPart part, Json.Arr out) {
        Json.Obj source = switch (part.source()) {
            case Source.Base64Source s when s.mediaType().equals("application/pdf") -> base64(s);
            case Source.Base64Source s -> {
                foreign("document", s.mediaType(), "application/pdf or text");
                yield null;
            }
            case Source.UrlSource s -> url(s);
            case Source.TextSource s -> Ws.blank(s.text()) ? null
                : Json.object().put("type", "text").put("media_type", "text/plain").put("data", s.text());
            case Source.FileSource _ -> {
                losses.dropped("file_id", Losses.HELD_FILE);
                yield null;
            }
        };
        if (source != null) {
            out.add(marked(Json.object().put("type", "document").put("source", source).put("title", part.title()),
                part.cache()));
        }
    }

    private void trimPrefill() {
        int last = messages.size() - 1;
        if (last < 0 || role(last).equals("user")) return;
        if (blocks(last).getLast() instanceof Json.Obj block && block.text("text") instanceof String words) {
            block.put("text", Ws.trimEnd(words));
        }
    }

    /// Whether thinking by budget may be switched on. The vendor requires thinking at the beginning of each assistant
    /// turn that calls tools and comes after the user's last text, and of a last turn that is the beginning of the
    /// answer.
    boolean openTurnsBeginWithThinking() {
        int last = messages.size() - 1;
        if (last >= 0 && role(last).equals("assistant") && !thinks(blocks(last))) return false;
        for (int i = messages.size() - 1; i >= 0; i--) {
            List<Json> blocks = blocks(i);
            boolean user = role(i).equals("user");
            boolean afterResults = i > 0 && role(i - 1).equals("user");
            if (user && !afterResults && !begins(blocks, "tool_result")) return true;
            if (!user && calls(blocks) && !thinks(blocks)) return false;
        }
        return true;
    }

    private static boolean thinks(List<Json> blocks) {
        return begins(blocks, "thinking") || begins(blocks, "redacted_thinking");
    }

    /// Whether the blocks begin with one of this type. Results come first in a user turn, thinking in an assistant
    /// turn.
    private static boolean begins(List<Json> blocks, String type) {
        return type.equals(((Json.Obj) blocks.getFirst()).text("type"));
    }

    private static boolean calls(List<Json> blocks) {
        for (Json block : blocks) {
            if (block instanceof Json.Obj o && "tool_use".equals(o.text("type"))) return true;
        }
        return false;
    }

    /// A single unmarked text as a string, anything else as it is; null for nothing.
    static Json plain(Json.Arr content) {
        if (content.size() == 0) return null;
        return content.size() == 1 && content.items().getFirst() instanceof Json.Obj o && "text".equals(o.text("type"))
            && !o.has("cache_control") ? o.get("text") : content;
    }

    /// Puts strings in place of single text blocks.
    void simplify() {
        for (Json message : messages.items()) {
            var content = (Json.Arr) ((Json.Obj) message).get("content");
            for (Json block : content.items()) {
                if (block instanceof Json.Obj o && o.get("content") instanceof Json.Arr inner) {
                    o.put("content", plain(inner));
                }
            }
            ((Json.Obj) message).put("content", plain(content));
        }
    }

    /// Every turn's blocks in order, with those inside tool results; for the ledger and for cache marks.
    List<Json.Obj> blocks() {
        var all = new ArrayList<Json.Obj>();
        for (Json block : system.items()) all.add((Json.Obj) block);
        for (Json message : messages.items()) collect(((Json.Obj) message).items("content"), all);
        return all;
    }

    private static void collect(List<Json> blocks, List<Json.Obj> out) {
        for (Json block : blocks) {
            if (!(block instanceof Json.Obj o)) continue;
            collect(o.items("content"), out);
            out.add(o);
        }
    }
}
