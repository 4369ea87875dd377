package llmrouter.protocol.continuity;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Seal;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.search.SearchBlocks;
import llmrouter.sse.SseEvent;
import llmrouter.text.Chars;
import llmrouter.text.Ws;

/// The signed thinking in a conversation that is passed on in its own format. A signature is valid only at the provider
/// that issued it; any other provider refuses the whole request. What the gateway sealed is put back as the issuer made
/// it.
public final class ThinkingBlocks {
    private ThinkingBlocks() {}

    /// The seals in a request's history or in a whole answer, in order.
    public static List<Seal> seals(String text) {
        return mentionsSeals(text) ? found(JsonScan.of(text)) : List.of();
    }

    /// The same for a request of which the scan may know that there are none.
    public static List<Seal> seals(JsonScan request) {
        return mentionsSeals(request) ? found(request) : List.of();
    }

    private static List<Seal> found(JsonScan body) {
        var found = new ArrayList<Seal>();
        if (body.get("messages") instanceof Json.Arr messages) {
            for (Json message : messages.items()) {
                if (message instanceof Json.Obj m) collect(m.items("content"), found);
            }
        }
        if (body.get("content") instanceof Json.Arr content) collect(content.items(), found);
        return found;
    }

    /// The summaries in a request's history that only their issuer can open, in order.
    public static List<String> closedSummaries(JsonScan request) {
        var found = new ArrayList<String>();
        if (!ClosedSummaries.mentions(request) || !(request.get("messages") instanceof Json.Arr messages)) {
            return found;
        }
        for (Json message : messages.items()) {
            if (message instanceof Json.Obj m) found.addAll(ClosedSummaries.in(m.items("content")));
        }
        return found;
    }

    /// The summary in an event of a streamed answer that only its issuer can open; null for any other event.
    public static String closedSummary(SseEvent event) {
        if (!ClosedSummaries.mentions(event.data())) return null;
        var body = JsonScan.of(event.data());
        String begun = ClosedSummaries.of(body.get("content_block"));
        return begun != null ? begun : ClosedSummaries.of(body.get("delta"));
    }

    /// Whether the tree must be read at all: most requests have no thinking in their history.
    private static boolean mentions(JsonScan request) {
        return mentionsSeals(request) || SearchBlocks.mentions(request);
    }

    private static boolean mentionsSeals(JsonScan request) {
        return request.mayMention("signature", "redacted_thinking", "encrypted_content")
            && mentionsSeals(request.source());
    }

    private static boolean mentionsSeals(String text) {
        return Chars.contain(text, "\"signature\"") || Chars.contain(text, "\"redacted_thinking\"")
            || ClosedSummaries.mentions(text);
    }

    private static void collect(List<Json> blocks, List<Seal> found) {
        for (Json block : blocks) {
            if (block instanceof Json.Obj b && seal(b) instanceof Seal seal) found.add(seal);
            if (ClosedSummaries.of(block) instanceof String closed) found.add(ClosedSummaries.seal(closed));
        }
    }

    /// The member of a block that only its issuer can read; null for a block without such a member.
    private static String member(Json.Obj block) {
        return switch (block.text("type")) {
            case "thinking" -> "signature";
            case "redacted_thinking" -> "data";
            case null, default -> null;
        };
    }

    /// The seal of a thinking block; null if it has none, and for any other block.
    private static Seal seal(Json.Obj block) {
        String member = member(block);
        if (member == null) return null;
        return Ws.blank(block.text(member)) ? null : Seal.read(block.text(member), kind(member));
    }

    /// What the vendor itself puts into a member.
    private static Seal.Kind kind(String member) {
        return member.equals("data") ? Seal.Kind.REDACTED : Seal.Kind.SIGNATURE;
    }

    /// The request's messages with only the thinking that the candidate can open, as its vendor's format has it; null
    /// if all is so already. A message that holds nothing else is removed; the vendor joins the messages around it.
    public static Json.Arr opened(JsonScan request, Continuity continuity) {
        if (!mentions(request) || !(request.get("messages") instanceof Json.Arr messages)) return null;
        boolean changed = false;
        var kept = Json.array();
        for (Json message : messages.items()) {
            if (!(message instanceof Json.Obj m) || !(m.get("content") instanceof Json.Arr content)) {
                kept.add(message);
                continue;
            }
            boolean wasEmpty = content.size() == 0;
            changed |= open(content, continuity);
            changed |= SearchBlocks.removeForeign(content);
            if (content.size() > 0 || wasEmpty) kept.add(message);
        }
        return changed ? kept : null;
    }

    /// @return whether anything was changed
    private static boolean open(Json.Arr content, Continuity continuity) {
        boolean changed = false;
        var blocks = content.items().iterator();
        while (blocks.hasNext()) {
            if (!(blocks.next() instanceof Json.Obj block) || !(member(block) instanceof String member)) continue;
            Seal seal = seal(block);
            if (seal == null || seal.kind() != kind(member) || !continuity.opens(seal)) {
                continuity.leftOut();
                blocks.remove();
                changed = true;
            } else if (!seal.content().equals(block.text(member))) {
                block.put(member, seal.content());
                changed = true;
            }
        }
        return changed;
    }

    /// Whether the unfinished turn calls tools without thinking before the calls, which is not allowed while thinking
    /// is enabled ("Building with extended thinking", preserving thinking blocks).
    public static boolean bareToolTurn(Json.Arr messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (!(messages.items().get(i) instanceof Json.Obj m)) return false;
            boolean results = hasType(m, "tool_result");
            if ("user".equals(m.text("role")) && !results) return false;
            if ("assistant".equals(m.text("role")) && hasType(m, "tool_use")) {
                return !hasType(m, "thinking") && !hasType(m, "redacted_thinking");
            }
        }
        return false;
    }

    private static boolean hasType(Json.Obj message, String type) {
        for (Json block : message.items("content")) {
            if (block instanceof Json.Obj b && type.equals(b.text("type"))) return true;
        }
        return false;
    }
}
