package llmrouter.protocol.continuity;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Seal;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.answer.AnswerIds;
import llmrouter.sse.SseEvent;
import llmrouter.text.Chars;

/// The reasoning items in a conversation that is passed on in its own format. Only the provider that made them can read
/// their content; any other provider refuses the whole request. What the gateway sealed is put back as the issuer made
/// it.
public final class EncryptedReasoning {
    private static final String MEMBER = "encrypted_content";

    private EncryptedReasoning() {}

    /// The seals in a request's history or in a whole answer, in order.
    public static List<Seal> seals(String text) {
        return mentions(text) ? found(JsonScan.of(text)) : List.of();
    }

    /// The same for a request of which the scan may know that there are none.
    public static List<Seal> seals(JsonScan request) {
        return mentions(request) ? found(request) : List.of();
    }

    private static List<Seal> found(JsonScan body) {
        var found = new ArrayList<Seal>();
        for (String member : new String[] {"input", "output"}) {
            if (!(body.get(member) instanceof Json.Arr items)) continue;
            for (Json item : items.items()) {
                if (seal(item) instanceof Seal seal) found.add(seal);
                if (ClosedSummaries.of(item) instanceof String closed) found.add(ClosedSummaries.seal(closed));
            }
        }
        return found;
    }

    /// The summaries in a request's history that only their issuer can open, in order.
    public static List<String> closedSummaries(JsonScan request) {
        if (!ClosedSummaries.mentions(request)) return List.of();
        return request.get("input") instanceof Json.Arr items ? ClosedSummaries.in(items.items()) : List.of();
    }

    /// The summary in an event of a streamed answer that only its issuer can open; null for any other event.
    public static String closedSummary(SseEvent event) {
        if (!"response.output_item.done".equals(event.name()) || !ClosedSummaries.mentions(event.data())) return null;
        return ClosedSummaries.of(JsonScan.of(event.data()).get("item"));
    }

    /// Whether the tree must be read at all: most requests have no reasoning in their history.
    private static boolean mentions(String text) {
        return Chars.contain(text, "\"encrypted_content\"");
    }

    private static boolean mentions(JsonScan request) {
        return request.mayMention(MEMBER) && mentions(request.source());
    }

    /// The seal of a reasoning item; null for any other item, and for reasoning without one.
    private static Seal seal(Json item) {
        if (!(item instanceof Json.Obj o) || !"reasoning".equals(o.text("type"))) return null;
        return Seal.read(o.text(MEMBER), Seal.Kind.REASONING);
    }

    /// Whether an item is reasoning that a gateway translated and no vendor sealed. The format's vendor would look for
    /// it among the items that it stored.
    private static boolean isOwnUnsealed(Json.Obj item) {
        return "reasoning".equals(item.text("type")) && item.text(MEMBER) == null
            && item.text("id") instanceof String id && AnswerIds.isOwn(id);
    }

    /// The request's input with only the encrypted reasoning that the candidate can open, as its vendor's format has
    /// it; null if all is so already.
    public static Json.Arr opened(JsonScan request, Continuity continuity) {
        boolean own = request.mayMention("reasoning") && Chars.contain(request.source(), AnswerIds.MARK);
        if (!own && !mentions(request) || !(request.get("input") instanceof Json.Arr input)) return null;
        boolean changed = false;
        var items = input.items().iterator();
        while (items.hasNext()) {
            Json next = items.next();
            if (!(next instanceof Json.Obj item)) continue;
            Seal seal = seal(item);
            if (seal == null && !isOwnUnsealed(item)) continue;
            if (seal == null || seal.kind() != Seal.Kind.REASONING || !continuity.opens(seal)) {
                continuity.leftOut();
                items.remove();
                changed = true;
            } else if (!seal.content().equals(item.text(MEMBER))) {
                item.put(MEMBER, seal.content());
                changed = true;
            }
        }
        return changed ? input : null;
    }
}
