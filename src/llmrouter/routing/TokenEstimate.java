package llmrouter.routing;

import java.util.List;
import java.util.Map;

import llmrouter.chat.Usage;
import llmrouter.json.Json;
import llmrouter.json.JsonScan;

/// Estimates how many tokens a request has, from its JSON alone. It is for clients that only need to know whether a
/// prompt still fits, and is marked as an estimate wherever it is shown. What a model really counted for earlier
/// requests corrects it.
///
/// The rates are rough averages over current tokenizers: a token is four Latin letters, one and a half other letters,
/// or one ideograph. Binary content counts as vendors document it: about 1,600 tokens for an image, 2,000 for a page of
/// a document.
public final class TokenEstimate {
    private static final int IMAGE_TOKENS = 1600;
    private static final int PAGE_TOKENS = 2000;
    private static final int BASE64_CHARS_A_PAGE = 100_000;

    /// A shorter request is mostly structure, by which nothing can be measured.
    private static final int SHORTEST_SAMPLE = 2_000;
    /// Once a model is known, one request in this many is measured, because each must be read whole for it.
    private static final int SAMPLE = 64;

    private TokenEstimate() {}

    /// Compares a model's own count with the estimate, for some of the requests.
    ///
    /// @param usage  what the model counted, or null
    /// @param scale  what was known before: tokens where a thousand are estimated, or 0
    /// @param chance picks the request
    /// @return empty if the request is not one of them
    public static List<Outcome> measured(String ref, JsonScan request, Usage usage, long scale, SplitMix64 chance) {
        if (usage == null || usage.prompt() <= 0 || request.source().length() < SHORTEST_SAMPLE) return List.of();
        if (scale != 0 && chance.below(SAMPLE) != 0) return List.of();
        return List.of(Outcome.Measured.of(ref, usage.prompt(), of(request.tree())));
    }

    /// The estimate, corrected by what the model counted for earlier requests.
    ///
    /// @param scale tokens where a thousand are estimated, or 0 if unknown
    public static long of(Json.Obj request, long scale) {
        return scale == 0 ? of(request) : Math.max(1, of(request) * scale / 1000);
    }

    /// The estimate for reserving: by length alone, because reading the whole text takes too long.
    public static long rough(String body) {
        return Math.max(1, body.length() / 4);
    }

    /// The estimate for a model of which nothing is known.
    public static long of(Json.Obj request) {
        long sixths = 0;
        for (Map.Entry<String, Json> m : request.members().entrySet()) {
            sixths += switch (m.getKey()) {
                case "system", "messages", "tools", "input", "instructions" -> sixths(m.getValue());
                default -> 0;
            };
        }
        return Math.max(1, (sixths + 5) / 6);
    }

    /// In sixths of a token, so that sums need no fractions.
    private static long sixths(Json value) {
        return switch (value) {
            case Json.Str s -> text(s.value());
            case Json.Num _, Json.Bool _, Json.Null _ -> 6;
            case Json.Arr a -> {
                long sum = 0;
                for (Json item : a.items()) sum += 3 + sixths(item);
                yield sum;
            }
            case Json.Obj o -> object(o);
        };
    }

    private static long object(Json.Obj o) {
        String type = o.text("type");
        if ("base64".equals(type) && o.text("data") instanceof String data) {
            boolean image = o.text("media_type") instanceof String mediaType && mediaType.startsWith("image/");
            return 6L * (image ? IMAGE_TOKENS : PAGE_TOKENS * (1 + data.length() / BASE64_CHARS_A_PAGE));
        }
        if ("image_url".equals(type) || "input_image".equals(type)) return 6L * IMAGE_TOKENS;
        long sum = 6;
        for (Map.Entry<String, Json> m : o.members().entrySet()) sum += text(m.getKey()) + 6 + sixths(m.getValue());
        return sum;
    }

    private static long text(String s) {
        int twelfths = 0; // an int holds 170 million characters, and JavaScript counts ints much faster than longs
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            twelfths += c < 0x80 ? 3 : c < 0x2E80 ? 8 : 12;
        }
        return twelfths / 2;
    }
}
