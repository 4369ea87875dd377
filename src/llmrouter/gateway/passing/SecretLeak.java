package llmrouter.gateway.passing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import llmrouter.chat.ApiError;
import llmrouter.config.secrets.SecretWords;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;

/// Removes the gateway's secrets from what a provider sends. Some providers quote them in their errors, and clients
/// must never see them, however they are spelled ([SecretWords]). The secrets of the whole configuration are looked
/// for: a gateway behind several providers may know more than one.
public final class SecretLeak {
    private SecretLeak() {}

    /// The error with every secret replaced wherever it stands.
    public static ApiError without(ApiError error, SecretWords secrets) {
        if (secrets.isEmpty()) return error;
        return new ApiError(error.status(), error.kind(), secrets.without(error.message()),
            secrets.without(error.code()), secrets.without(error.param()), secrets.without(error.quote()),
            error.limit(), error.pause());
    }

    /// The headers without those that hold a secret and are passed on to clients. The others are not searched: this is
    /// done for every answer.
    public static HeaderMap without(HeaderMap headers, SecretWords secrets, Predicate<String> passes) {
        if (secrets.isEmpty()) return headers;
        List<Header> clean = new ArrayList<>();
        for (Header h : headers.all()) {
            if (!passes.test(h.name()) || !secrets.in(h.value())) clean.add(h);
        }
        return clean.size() == headers.all().size() ? headers : HeaderMap.of(clean);
    }
}
