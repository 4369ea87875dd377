package llmrouter.config.edit.input;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Bucket.Window;
import llmrouter.config.Ids;
import llmrouter.config.WindowGrammar;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// Caps of a client as people type them, separated by commas:
///
/// ```
/// cap = amount [ws] [what] [ws] ["/" | "per"] [ws] window     60/1m  200k tokens/day:1  "100 requests per hour:1"
///     | amount [ws] concurrency word                          4 concurrent
/// amount = int ["k" | "M"]
/// ```
/// Without a word for what is counted, requests are. A window without a size has the size 1.
final class CapGrammar {
    private static final String HINT = "write e.g. 60/1m, 200k tokens/1d or 4 concurrent, separated by commas";

    private CapGrammar() {}

    /// The members of each cap as the file says them; an empty text has none.
    ///
    /// @param field where the text was entered
    /// @throws RefusedInput a part of it is not a cap
    static Arr parse(String field, String text) {
        Arr caps = Json.array();
        var ids = new ArrayList<String>();
        for (String part : parts(text)) {
            Obj cap = cap(part);
            if (cap == null) {
                throw new RefusedInput(field, names -> names.field(field) + ": '" + part + "' is not a cap; " + HINT);
            }
            String id = Ids.bucketId(cap.text("id"), ids);
            ids.add(id);
            caps.add(cap.put("id", id));
        }
        return caps;
    }

    private static List<String> parts(String text) {
        var parts = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && ",;".indexOf(text.charAt(i)) < 0) continue;
            String part = Ws.trim(text.substring(from, i));
            if (!part.isEmpty()) parts.add(part);
            from = i + 1;
        }
        return parts;
    }

    /// Null if the text is not a cap.
    private static Obj cap(String text) {
        int digits = 0;
        while (digits < text.length() && Ids.isDigit(text.charAt(digits))) digits++;
        if (digits == 0 || digits > 12) return null;
        long amount = Long.parseLong(text.substring(0, digits));
        String rest = text.substring(digits);
        long factor = rest.startsWith("k") ? 1000 : rest.startsWith("M") ? 1_000_000 : 1;
        boolean scaled = factor > 1 && (rest.length() == 1 || !Ids.isAlphanumeric(rest.charAt(1)));
        if (scaled) {
            amount *= factor;
            rest = rest.substring(1);
        }
        if (amount < 1 || amount > BucketInput.LARGEST) return null;
        rest = Ws.trim(rest);
        int word = 0;
        while (word < rest.length() && Ids.isAlphanumeric(rest.charAt(word))) word++;
        String what = Letters.lower(rest.substring(0, word));
        boolean counts = !what.equals("per");
        return cap(amount, counted(counts ? what : ""), Ws.trim(rest.substring(counts ? word : 0)));
    }

    /// @param member of the cap, or null for a word that is none
    /// @param window what follows
    private static Obj cap(long amount, String member, String window) {
        if (member == null) return null;
        Obj cap = Json.object().put("id", member).put("models", Json.array(Json.of("all"))).put(member, amount);
        if (member.equals("concurrency")) return window.isEmpty() ? cap : null;
        int from = window.startsWith("/") ? 1 : window.startsWith("per ") ? 4 : -1;
        String text = from < 0 ? "" : Ws.trim(window.substring(from));
        Window parsed = WindowGrammar.unit(text) == null ? WindowGrammar.parse(text) : WindowGrammar.parse("1" + text);
        if (parsed == null) return null;
        String unit = Letters.lower(parsed.unit().name());
        String id = member + "-" + (parsed.size() == 1 ? "" : parsed.size() + "-") + unit;
        return cap.put("id", id).put("window", Json.object().put("unit", unit).put("size", parsed.size()));
    }

    private static String counted(String word) {
        return switch (word) {
            case "", "r", "req", "reqs", "request", "requests" -> "requests";
            case "t", "tok", "token", "tokens" -> "tokens";
            case "c", "concurrent", "concurrency", "parallel" -> "concurrency";
            default -> null;
        };
    }
}
