package llmrouter.protocol.errors;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.JsonError;

/// Secrets that must not stand in a text, and how to remove them. They are found in capitals or not, percent-encoded,
/// with escapes of HTML and JSON, in hexadecimal, and in base64, also behind other bytes such as a user's name. A
/// search takes time linear in the text and no more memory than a few copies of it.
public final class SecretWords {
    /// What stands for words that hold a secret in a spelling in which it cannot be cut out.
    public static final String LEFT_OUT = "The provider's words held a key and were left out.";
    /// A shorter secret protects nothing (local servers accept any word) and may be part of an ordinary word.
    private static final int SHORTEST = 8;
    private static final String REDACTED = "[redacted]";

    private final List<String> secrets = new ArrayList<>();
    /// No spelling of a secret is shorter than the secret, and taking escapes out of a text makes it no longer.
    private int shortest = Integer.MAX_VALUE;
    /// spellings that are cut out as they are, in lower case; made when the first text is long enough to hold one
    private final List<String> plain = new ArrayList<>();
    /// spellings whose neighbours may hold a part of the secret, in lower case; likewise
    private final List<String> packed = new ArrayList<>();

    /// @param given of which those of at least 8 characters count
    public SecretWords(Collection<String> given) {
        for (String secret : given) {
            if (secret.length() < SHORTEST) continue;
            secrets.add(secret);
            shortest = Math.min(shortest, secret.length());
        }
    }

    private void spell() {
        if (!plain.isEmpty()) return;
        for (String secret : secrets) spell(secret);
        plain.sort((a, b) -> b.length() - a.length()); // where one holds another
    }

    private void spell(String secret) {
        String encoded = Spelling.percentEncoded(secret);
        for (String spelling : new String[] {secret, encoded, encoded.replace("%20", "+"), secret.replace(' ', '+')}) {
            String lower = Spelling.lower(spelling);
            if (!plain.contains(lower)) plain.add(lower);
        }
        packed.add(Spelling.hex(secret));
        for (String base64 : Spelling.base64(secret)) packed.add(Spelling.lower(base64));
    }

    public boolean isEmpty() {
        return secrets.isEmpty();
    }

    /// Whether the text holds a secret in any spelling.
    public boolean in(String text) {
        if (text == null || text.length() < shortest) return false;
        spell();
        if (found(text)) return true;
        String unescaped = Unescaped.of(text);
        return !unescaped.equals(text) && found(unescaped);
    }

    private boolean found(String text) {
        String lower = Spelling.lower(text);
        return any(plain, lower) || any(packed, lower);
    }

    private static boolean any(List<String> spellings, String lower) {
        for (String spelling : spellings) {
            if (lower.contains(spelling)) return true;
        }
        return false;
    }

    /// The text with `[redacted]` for each secret. If a secret is escaped so that it cannot be cut out, the whole text
    /// is replaced by [#LEFT_OUT].
    ///
    /// @param text may be null
    public String without(String text) {
        if (!in(text)) return text;
        String clean = text;
        for (String secret : plain) clean = cut(clean, secret, false);
        for (String secret : packed) clean = cut(clean, secret, true);
        return in(clean) ? LEFT_OUT : clean;
    }

    private static String cut(String text, String secret, boolean withNeighbours) {
        String lower = Spelling.lower(text);
        int at = lower.indexOf(secret);
        if (at < 0) return text;
        var out = new StringBuilder();
        int done = 0;
        while (at >= 0) {
            int from = at;
            int to = at + secret.length();
            while (withNeighbours && from > done && Spelling.inBase64(text.charAt(from - 1))) from--;
            while (withNeighbours && to < text.length() && Spelling.inBase64(text.charAt(to))) to++;
            out.append(text, done, from).append(REDACTED);
            done = to;
            at = lower.indexOf(secret, done);
        }
        return out.append(text, done, text.length()).toString();
    }

    /// A body without secrets: of JSON every string on its own, so that it stays JSON; of anything else the text.
    public String withoutInBody(String body) {
        if (!in(body)) return body;
        try {
            String clean = without(Json.parse(body)).toString();
            return in(clean) ? LEFT_OUT : clean;
        } catch (JsonError _) {
            return without(body);
        }
    }

    private Json without(Json value) {
        return switch (value) {
            case Json.Str s -> Json.of(without(s.value()));
            case Json.Arr list -> new Json.Arr(list.items().stream().map(this::without).toList());
            case Json.Obj object -> {
                var clean = Json.object();
                object.members().forEach((name, member) -> clean.put(without(name), without(member)));
                yield clean;
            }
            case Json.Num _, Json.Bool _, Json.Null _ -> value;
        };
    }
}
