package llmrouter.gateway;

import java.util.Map;

import llmrouter.json.Json;

/// Guesses how many tokens a request is, from its JSON alone. For clients that only want to know whether a prompt still fits;
/// marked as an estimate wherever it is shown.
///
/// The rates are rough averages over current tokenizers: four Latin letters, one and a half other letters, or one ideograph to a token.
/// Binary content counts by what vendors document: about 1,600 tokens for an image, 2,000 for a page of a document.
final class TokenEstimate {
    private static final int IMAGE_TOKENS = 1600;
    private static final int PAGE_TOKENS = 2000;
    private static final int BASE64_CHARS_A_PAGE = 100_000;

    private TokenEstimate() {}

    /// For reserving: by length alone, as the whole text is too long to read for it.
    static long rough(String body) {
        return Math.max(1, body.length() / 4);
    }

    static long of(Json.Obj request) {
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
        long twelfths = 0;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            twelfths += c < 0x80 ? 3 : c < 0x2E80 ? 8 : 12;
        }
        return twelfths / 2;
    }
}
