package llmrouter.protocol.continuity;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.chat.Seal;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.request.Summaries;
import llmrouter.text.Chars;
import llmrouter.text.Ws;

/// Summaries of earlier turns that only the provider that made them can open: items of Responses, and blocks of
/// Messages that have no text. Such a summary is all that is left of those turns, so a request with one goes to no
/// other provider.
public final class ClosedSummaries {
    private static final List<String> TYPES =
        List.of("compaction", "compaction_summary", "context_compaction", "compaction_delta");
    private static final String CONTENT = "encrypted_content";

    private ClosedSummaries() {}

    /// Whether a text must be read at all: most have no summary.
    public static boolean mentions(String text) {
        return Chars.contain(text, "compaction") && Chars.contain(text, "\"encrypted_content\"");
    }

    /// The same for a request of which the scan may know it.
    static boolean mentions(JsonScan request) {
        return request.mayMention(CONTENT) && mentions(request.source());
    }

    /// What only its issuer can open of an item or a block; null if it is no such summary.
    public static String of(Json piece) {
        if (!(piece instanceof Json.Obj o) || o.text("type") == null || !TYPES.contains(o.text("type"))) return null;
        if (Ws.blank(o.text(CONTENT)) || !Ws.blank(o.text("content"))) return null;
        Seal seal = Seal.of(o.text(CONTENT));
        return seal != null && seal.kind() == Seal.Kind.SUMMARY ? null : o.text(CONTENT);
    }

    /// Those among some pieces, in order.
    public static List<String> in(List<Json> pieces) {
        var found = new ArrayList<String>();
        for (Json piece : pieces) {
            if (of(piece) instanceof String closed) found.add(closed);
        }
        return found;
    }

    /// A summary as its issuer made it, whose issuer is not known.
    public static Seal seal(String closed) {
        return new Seal(Seal.Kind.REASONING, "", closed);
    }

    /// The seals in an event of a stream.
    ///
    /// @param closed the summary that the event holds, or null
    public static List<Seal> seals(String closed) {
        return closed == null ? List.of() : List.of(seal(closed));
    }

    /// The error for a request that can go to no provider that may open its summary.
    ///
    /// @param issuer id of the provider that made the summary, or null if that is not known
    public static ApiError refusal(String issuer) {
        String maker = issuer == null ? "the provider that made it" : "the provider '" + issuer + "', which made it,";
        return new ApiError(400, ApiError.Kind.INVALID_REQUEST, "This conversation has a summary of its earlier turns "
            + "that only " + maker + " can open, and the requested model is not served by that provider. Ask for a "
            + "model of that provider, or start a new session.", null, null);
    }
}
