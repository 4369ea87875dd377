package llmrouter.protocol.summary;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Seal;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.request.Summaries;
import llmrouter.text.Ws;

/// Summaries in a conversation that is passed on in its own format. The vendor checks those that it made itself. One
/// that the gateway made for the client carries a seal, and goes to the vendor as a message of the user.
public final class CompactionBlocks {
    private CompactionBlocks() {}

    /// The request's messages with the gateway's own summaries as text.
    ///
    /// @param changed the messages as far as they have been changed already, or null
    /// @return `changed` if there are none
    public static Json.Arr opened(JsonScan request, Json.Arr changed) {
        if (!request.mentions("compaction")) return changed;
        Json.Arr messages = changed != null ? changed
            : request.get("messages") instanceof Json.Arr all ? all : Json.array();
        var opened = Json.array();
        boolean found = false;
        for (Json message : messages.items()) {
            List<Json> content = message instanceof Json.Obj m ? m.items("content") : List.of();
            var others = new ArrayList<Json>(content.size());
            for (Json block : content) {
                if (summary(block) instanceof String words) opened.add(message(words));
                else others.add(block);
            }
            found |= others.size() < content.size();
            if (others.size() == content.size()) opened.add(message);
            else if (!others.isEmpty()) {
                ((Json.Obj) message).put("content", new Json.Arr(others));
                opened.add(message);
            }
        }
        return found ? opened : changed;
    }

    /// The words of a summary that the gateway made; null for any other block.
    private static String summary(Json block) {
        if (!(block instanceof Json.Obj b) || !"compaction".equals(b.text("type"))) return null;
        Seal seal = Seal.of(b.text("encrypted_content"));
        return seal != null && seal.kind() == Seal.Kind.SUMMARY ? seal.content() : null;
    }

    /// Whether a block is a summary that only its maker can read.
    public static boolean isSealed(Json.Obj block) {
        return "compaction".equals(block.text("type")) && words(block) == null
            && !Ws.blank(block.text("encrypted_content"));
    }

    /// The words of a summary that every model may read; null if there are none.
    public static String words(Json.Obj block) {
        return Ws.blank(block.text("content")) ? summary(block) : block.text("content");
    }

    private static Json.Obj message(String words) {
        return Json.object().put("role", "user").put("content",
            Json.array(Json.object().put("type", "text").put("text", Summaries.words(words))));
    }
}
