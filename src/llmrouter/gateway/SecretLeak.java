package llmrouter.gateway;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.config.Provider.CustomHeader;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.routing.Candidate;

/// Finds the gateway's secrets for a provider in what the provider sends, and removes them. Secrets are its key and the
/// values of its own headers that are named like one, such as `authorization` or `x-goog-api-key`. Some providers quote
/// them in their errors, and clients must never see them, also not in capitals, percent-encoded or with escapes of
/// JSON.
final class SecretLeak {
    /// A shorter key protects nothing (local servers accept any word) and may be part of an ordinary word.
    private static final int SHORTEST = 8;
    private static final String REDACTED = "[redacted]";
    private static final String[] SECRET_NAMES = {"auth", "key", "token", "secret", "cookie", "password", "signature"};
    private static final String HEX = "0123456789abcdef";

    private SecretLeak() {}

    /// Whether the text, which may be JSON, holds a secret.
    static boolean in(String text, Candidate candidate) {
        List<String> secrets = secrets(candidate);
        return !secrets.isEmpty() && (any(secrets, text) || any(secrets, unescaped(text)));
    }

    private static boolean any(List<String> secrets, String text) {
        String lower = lower(text);
        for (String secret : secrets) {
            if (lower.contains(secret)) return true;
        }
        return false;
    }

    /// All strings of a JSON text without their escapes; empty if it is no JSON or has no escape.
    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) return "";
        var out = new StringBuilder();
        try {
            strings(Json.parse(text), out);
        } catch (JsonError _) {
            return ""; // no JSON, so a reader sees the text as it is
        }
        return out.toString();
    }

    private static void strings(Json value, StringBuilder out) {
        switch (value) {
            case Json.Str s -> out.append(s.value()).append('\n');
            case Json.Arr list -> list.items().forEach(item -> strings(item, out));
            case Json.Obj object -> object.members().forEach((name, member) -> {
                out.append(name).append('\n');
                strings(member, out);
            });
            case Json.Num _, Json.Bool _, Json.Null _ -> {}
        }
    }

    /// Every spelling of every secret, in lower case, longer ones first where one holds another.
    private static List<String> secrets(Candidate candidate) {
        var secrets = new ArrayList<String>();
        for (CustomHeader h : candidate.provider().headers()) {
            if (h.value() == null || !namesSecret(h.name())) continue;
            add(secrets, h.value());
            add(secrets, h.value().substring(h.value().indexOf(' ') + 1)); // behind "Bearer"
        }
        if (candidate.provider().apiKey() instanceof InlineSecret key) add(secrets, key.value());
        return secrets;
    }

    private static void add(List<String> secrets, String secret) {
        if (secret.length() < SHORTEST) return;
        String lower = lower(secret);
        secrets.add(lower);
        String encoded = percentEncoded(secret);
        if (!encoded.equals(lower)) secrets.add(encoded);
    }

    /// Only the letters of ASCII change, so that every character keeps its place.
    private static String lower(String s) {
        var out = new StringBuilder(s);
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c >= 'A' && c <= 'Z') out.setCharAt(i, (char) (c + 32));
        }
        return out.toString();
    }

    private static boolean namesSecret(String name) {
        for (String word : SECRET_NAMES) {
            if (name.contains(word)) return true;
        }
        return false;
    }

    /// As a URL has it (RFC 3986 §2.1), in lower case.
    private static String percentEncoded(String secret) {
        var out = new StringBuilder();
        for (int i = 0; i < secret.length(); i++) {
            char c = secret.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (plain || c > 0x7E || "-._~".indexOf(c) >= 0) out.append(c);
            else out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        }
        return lower(out.toString());
    }

    /// The error with every secret replaced wherever it stands.
    static ApiError without(ApiError error, Candidate candidate) {
        List<String> secrets = secrets(candidate);
        if (secrets.isEmpty()) return error;
        return new ApiError(error.status(), error.kind(), without(error.message(), secrets),
            without(error.code(), secrets), without(error.param(), secrets), without(error.quote(), secrets));
    }

    private static String without(String text, List<String> secrets) {
        if (text == null) return null;
        String clean = text;
        for (String secret : secrets) {
            int at = lower(clean).indexOf(secret);
            while (at >= 0) {
                clean = clean.substring(0, at) + REDACTED + clean.substring(at + secret.length());
                at = lower(clean).indexOf(secret, at + REDACTED.length());
            }
        }
        return clean;
    }

    /// The headers that hold no secret.
    static HeaderMap without(HeaderMap headers, Candidate candidate) {
        List<String> secrets = secrets(candidate);
        var clean = new ArrayList<Header>();
        for (Header h : headers.all()) {
            if (!any(secrets, h.value())) clean.add(h);
        }
        return clean.size() == headers.all().size() ? headers : HeaderMap.of(clean);
    }
}
