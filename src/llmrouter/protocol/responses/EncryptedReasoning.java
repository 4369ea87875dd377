package llmrouter.protocol.responses;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import llmrouter.chat.Part.RedactedThinkingPart;
import llmrouter.chat.Part.ThinkingPart;
import llmrouter.chat.Part;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;
import llmrouter.protocol.request.SignatureCodec;

/// The reasoning items in a conversation that is passed on in its own format. Only the provider that made them can read
/// their content; any other provider refuses the whole request.
final class EncryptedReasoning {
    private EncryptedReasoning() {}

    /// The neutral signatures of a request's history or of a whole answer, in order.
    static List<String> signatures(String text) {
        var found = new ArrayList<String>();
        if (!mentions(text)) return found;
        var body = JsonScan.of(text);
        for (String member : new String[] {"input", "output"}) {
            if (!(body.get(member) instanceof Json.Arr items)) continue;
            for (Json item : items.items()) {
                if (signature(item) instanceof String signature) found.add(signature);
            }
        }
        return found;
    }

    /// Whether the tree must be read at all: most requests have no reasoning in their history.
    private static boolean mentions(String text) {
        return text.contains("\"encrypted_content\"");
    }

    /// The neutral signature of a reasoning item; null for any other item, and for reasoning without one.
    private static String signature(Json item) {
        if (!(item instanceof Json.Obj o) || !"reasoning".equals(o.text("type"))) return null;
        return switch (SignatureCodec.thinking("", o.text("encrypted_content"))) {
            case ThinkingPart thinking -> thinking.signature();
            case RedactedThinkingPart redacted -> redacted.data();
            case Part other -> throw new AssertionError(other);
        };
    }

    /// The request's input without reasoning that the vendor of another format signed, or whose signature matches; null
    /// if there is no such reasoning.
    static Json.Arr without(JsonScan request, Predicate<String> foreign) {
        if (!mentions(request.source()) || !(request.get("input") instanceof Json.Arr input)) return null;
        int before = input.size();
        input.items().removeIf(item -> signature(item) instanceof String signature
            && (!SignatureCodec.isEncrypted(signature) || foreign.test(signature)));
        return input.size() == before ? null : input;
    }
}
