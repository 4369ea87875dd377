package llmrouter.gateway;

import java.util.ArrayList;

import llmrouter.chat.ApiError;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.routing.Candidate;

/// Finds the gateway's key for a provider in what the provider sends, and removes it. Some providers quote the key in
/// their errors, and clients must never see it.
final class SecretLeak {
    /// A shorter key protects nothing (local servers accept any word) and may be part of an ordinary word.
    private static final int SHORTEST = 8;

    private SecretLeak() {}

    /// Whether the text holds the key.
    static boolean in(String text, Candidate candidate) {
        return key(candidate) instanceof String key && text.contains(key);
    }

    /// The key, or null if there is none to hide.
    private static String key(Candidate candidate) {
        if (!(candidate.provider().apiKey() instanceof InlineSecret key)) return null;
        return key.value().length() >= SHORTEST ? key.value() : null;
    }

    /// The error with the key replaced wherever it stands.
    static ApiError without(ApiError error, Candidate candidate) {
        String key = key(candidate);
        if (key == null) return error;
        return new ApiError(error.status(), error.kind(), without(error.message(), key), without(error.code(), key),
            without(error.param(), key));
    }

    private static String without(String text, String key) {
        return text == null ? null : text.replace(key, "[redacted]");
    }

    /// The headers that do not hold the key.
    static HeaderMap without(HeaderMap headers, Candidate candidate) {
        var clean = new ArrayList<Header>();
        for (Header h : headers.all()) {
            if (!in(h.value(), candidate)) clean.add(h);
        }
        return clean.size() == headers.all().size() ? headers : HeaderMap.of(clean);
    }
}
