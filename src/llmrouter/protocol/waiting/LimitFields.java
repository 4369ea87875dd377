package llmrouter.protocol.waiting;

import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.ToldWait;
import llmrouter.http.WaitForm;
import llmrouter.text.Ws;

/// The header fields that say how much of each rate limit is left, and when the limit begins anew. A limit is known by
/// its name: `x-ratelimit-remaining-tokens` belongs to `x-ratelimit-reset-tokens`. So OpenAI, Azure, Groq, Mistral,
/// Cerebras, Together, Fireworks, GitHub and Moonshot are read alike, and Anthropic, whose names have the words in
/// another order.
///
/// Sources: developers.openai.com "Rate limits"; platform.claude.com "Rate limits"; console.groq.com "Rate limits";
/// inference-docs.cerebras.ai "Rate limits"; openrouter.ai "Limits"; draft-ietf-httpapi-ratelimit-headers-07 and -10;
/// the `x-codex-` fields of ChatGPT's backend as seen in 2026.
public final class LimitFields {
    private static final String REMAINING = "remaining";
    private static final String RESET = "reset";

    private LimitFields() {}

    /// When the limits that are used up begin anew: all of them must. Null if none is, or if it is not said.
    public static ToldWait usedUp(HeaderMap headers) {
        ToldWait longest = LimitLists.usedUp(headers);
        for (Header h : headers.all()) {
            ToldWait reset = isSpent(h) ? resetOf(h.name(), headers) : null;
            if (reset != null && reset.ms() > 0) longest = reset.or(longest);
        }
        return longest;
    }

    /// When the limits begin anew of which is not said how much is left. It is a guess that one of them is the cause of
    /// a refusal. Null if there is none.
    public static ToldWait unclear(HeaderMap headers) {
        ToldWait longest = null;
        for (Header h : headers.all()) {
            boolean reset = isLimit(h.name()) && h.name().contains(RESET) && !isKnown(h.name(), headers);
            ToldWait wait = reset ? value(h.name(), h.value()) : null;
            if (wait != null && wait.ms() > 0) longest = wait.or(longest);
        }
        return longest;
    }

    private static boolean isLimit(String name) {
        return name.contains("ratelimit") || name.contains("rate-limit");
    }

    private static boolean isSpent(Header h) {
        String value = Ws.trim(h.value());
        if (h.name().startsWith("x-codex-") && h.name().endsWith("-used-percent")) return value.startsWith("100");
        if (!isLimit(h.name())) return false;
        if (h.name().endsWith("-status")) return HeaderMap.lower(value).equals("rejected");
        return h.name().contains(REMAINING) && isZero(value);
    }

    static boolean isZero(String value) {
        boolean zero = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '0' && c != '.' && c != '"') return false;
            zero |= c == '0';
        }
        return zero;
    }

    /// The field with the end of the limit that a field is about.
    private static ToldWait resetOf(String name, HeaderMap headers) {
        for (String partner : partners(name)) {
            if (value(partner, headers.get(partner)) instanceof ToldWait wait) return wait;
        }
        return null;
    }

    private static String[] partners(String name) {
        if (name.endsWith("-used-percent")) {
            String limit = name.substring(0, name.length() - "used-percent".length());
            return new String[] {limit + "reset-after-seconds", limit + "reset-at"};
        }
        if (name.endsWith("-status")) {
            String limit = name.substring(0, name.length() - "status".length());
            return new String[] {limit + RESET};
        }
        return new String[] {name.replace(REMAINING, RESET), name.replace(REMAINING, "reset-after"),
            name.replace(REMAINING, "next")};
    }

    /// Whether another field says how much is left of the limit whose end this field says.
    private static boolean isKnown(String reset, HeaderMap headers) {
        String limit = reset.replace("reset-after", RESET);
        return headers.get(limit.replace(RESET, REMAINING)) != null
            || headers.get(limit.replace(RESET, "status")) != null;
    }

    private static ToldWait value(String name, String value) {
        return name.endsWith("-ms") ? WaitForm.milliseconds(value) : WaitForm.seconds(value);
    }
}
