package llmrouter.protocol.summary;

import java.util.Set;

import llmrouter.chat.Seal;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.request.RequestFields;
import llmrouter.protocol.request.Summaries;
import llmrouter.text.Chars;
import llmrouter.text.Ws;

/// Items that stand for a compacted conversation (OpenAI, "Compaction"). A client asks for one by a last item
/// `compaction_trigger`, or at an endpoint of its own. The vendor's are encrypted. The gateway's own are sealed text,
/// which every model may read: they go to a provider of this format as a message.
public final class CompactionItems {
    public static final String TRIGGER = "compaction_trigger";
    private static final Set<String> TYPES = Set.of("compaction", "compaction_summary", "context_compaction");
    private static final String CONTENT = "encrypted_content";

    private CompactionItems() {}

    /// Whether the client wants a summary in place of an answer.
    public static boolean asks(RequestFields top) {
        if (!(top.raw("input") instanceof Json.Arr input)) return false;
        for (Json item : input.items()) {
            if (item instanceof Json.Obj o && TRIGGER.equals(o.text("type"))) return true;
        }
        return false;
    }

    /// The summary in an item's content; null if only its maker can read it.
    public static String summary(String content) {
        Seal seal = Seal.of(content);
        return seal != null && seal.kind() == Seal.Kind.SUMMARY ? seal.content() : null;
    }

    /// @throws llmrouter.chat.GatewayError the item is a summary that only its maker can read: leaving it out would
    ///         leave out nearly the whole conversation
    public static void refuseSealed(RequestFields item) {
        if (!(item.raw("type") instanceof Json.Str type) || !TYPES.contains(type.value())) return;
        if (!(item.raw(CONTENT) instanceof Json.Str content) || Ws.blank(content.value())) return;
        if (summary(content.value()) == null) throw Summaries.sealed(item, CONTENT);
    }

    /// Most requests have no such item, and need not be read as a tree.
    private static boolean mentions(JsonScan request) {
        return request.mayMention("compaction", "compaction_summary", "context_compaction")
            && (Chars.contain(request.source(), "\"compaction")
                || Chars.contain(request.source(), "\"context_compaction\""));
    }

    /// The content of a compaction; null for any other item, and for one without content.
    private static String content(Json item) {
        if (!(item instanceof Json.Obj o) || o.text("type") == null || !TYPES.contains(o.text("type"))) return null;
        return Ws.blank(o.text(CONTENT)) ? null : o.text(CONTENT);
    }

    /// The request's input with the gateway's own summaries as messages.
    ///
    /// @param changed the input as far as it has been changed already, or null
    /// @return `changed` if there are none
    public static Json.Arr opened(JsonScan request, Json.Arr changed) {
        if (!mentions(request)) return changed;
        Json.Arr input = changed != null ? changed : request.get("input") instanceof Json.Arr all ? all : Json.array();
        boolean found = false;
        for (int i = 0; i < input.size(); i++) {
            String content = content(input.items().get(i));
            String words = content == null ? null : summary(content);
            if (words == null) continue;
            found = true;
            input.items().set(i, message(Summaries.words(words)));
        }
        return found ? input : changed;
    }

    private static Json.Obj message(String words) {
        return Json.object().put("type", "message").put("role", "user").put("content",
            Json.array(Json.object().put("type", "input_text").put("text", words)));
    }

    /// The answer of the endpoint for compaction: the user's messages, then the summary (`CompactedResponse`).
    ///
    /// @param response whose output is the summary
    public static Json.Obj compacted(Json.Obj response, JsonScan request) {
        var output = Json.array();
        Json input = request.get("input");
        if (input instanceof Json.Str words) output.add(message(words.value()));
        if (input instanceof Json.Arr items) {
            for (Json item : items.items()) {
                if (item instanceof Json.Obj o && "user".equals(o.text("role"))) output.add(kept(o));
            }
        }
        for (Json item : response.items("output")) output.add(item);
        return Json.object().put("id", response.text("id")).put("object", "response.compaction")
            .put("created_at", response.get("created_at")).put("output", output).put("usage", response.get("usage"));
    }

    /// A message that the user wrote, in the form that answers have.
    private static Json.Obj kept(Json.Obj given) {
        Json.Obj message = given.get("content") instanceof Json.Str words ? message(words.value())
            : Json.object().put("type", "message").put("role", "user").put("content", given.get("content"));
        if (given.text("id") != null) message.put("id", given.text("id"));
        return message.put("status", "completed");
    }
}
