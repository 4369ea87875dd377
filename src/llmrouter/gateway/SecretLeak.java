package llmrouter.gateway;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.routing.Candidate;

/// Finds the gateway's own key in what a provider says, and takes it out: some quote it in their errors, and clients must never see it.
final class SecretLeak {
    /// A shorter key guards nothing (local servers want any word), and is part of innocent words.
    private static final int SHORTEST = 8;

    private SecretLeak() {}

    static boolean in(String text, Candidate candidate) {
        return key(candidate) instanceof String key && text.contains(key);
    }

    /// The key, or null if there is none worth hiding.
    private static String key(Candidate candidate) {
        return candidate.provider().apiKey() instanceof InlineSecret key && key.value().length() >= SHORTEST ? key.value() : null;
    }

    /// The error without the key, wherever it stood.
    static ApiError without(ApiError error, Candidate candidate) {
        String key = key(candidate);
        return key == null ? error : new ApiError(error.status(), error.kind(), without(error.message(), key), without(error.code(), key), without(error.param(), key));
    }

    private static String without(String text, String key) {
        return text == null ? null : text.replace(key, "[redacted]");
    }

    /// The fields that do not hold the key.
    static HeaderMap without(HeaderMap headers, Candidate candidate) {
        List<Header> leaking = new ArrayList<>();
        for (Header h : headers.all()) if (in(h.value(), candidate)) leaking.add(h);
        if (leaking.isEmpty()) return headers;
        var clean = new ArrayList<>(headers.all());
        clean.removeAll(leaking);
        return HeaderMap.of(clean);
    }
}
