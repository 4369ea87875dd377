package llmrouter.gateway.passing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import llmrouter.chat.ApiError;
import llmrouter.config.Provider.CustomHeader;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.network.ProxyAddress;
import llmrouter.config.network.ProxyChoice;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.protocol.errors.SecretWords;
import llmrouter.routing.Candidate;

/// Finds the gateway's secrets for a provider in what the provider sends, and removes them. Secrets are its key, the
/// password of its own proxy, and the values of its own headers, whatever their names: any name can carry a key. Some
/// providers quote them in their errors, and clients must never see them, however they are spelled ([SecretWords]).
public final class SecretLeak {
    /// Headers whose values are no secrets: they name the program, the format, or a version of the interface, and
    /// errors may quote them to say what is wrong.
    private static final Set<String> PUBLIC = Set.of("user-agent", "http-referer", "referer", "origin", "x-title",
        "accept", "accept-language", "accept-encoding", "content-type", "anthropic-version", "anthropic-beta",
        "openai-beta", "openai-version", "api-version", "x-api-version");

    private SecretLeak() {}

    /// Whether the text, which may be JSON, holds a secret.
    public static boolean in(String text, Candidate candidate) {
        return secrets(candidate).in(text);
    }

    private static SecretWords secrets(Candidate candidate) {
        var secrets = new ArrayList<String>();
        for (CustomHeader h : candidate.provider().headers()) {
            if (h.value() == null || PUBLIC.contains(h.name())) continue;
            secrets.add(h.value());
            secrets.add(h.value().substring(h.value().indexOf(' ') + 1)); // behind "Bearer"
        }
        if (candidate.provider().apiKey() instanceof InlineSecret key) secrets.add(key.value());
        if (candidate.provider().network().proxy() instanceof ProxyChoice.Through(ProxyAddress proxy)
            && proxy.login() != null) {
            secrets.add(proxy.login().password());
        }
        return new SecretWords(secrets);
    }

    /// A body of the provider without secrets; the same body if it holds none. It must be read only after this: other
    /// cleaning may cut a secret in two, of which the second part is not found any more.
    public static String withoutInBody(String body, Candidate candidate) {
        return secrets(candidate).withoutInBody(body);
    }

    /// The error with every secret replaced wherever it stands.
    public static ApiError without(ApiError error, Candidate candidate) {
        SecretWords secrets = secrets(candidate);
        if (secrets.isEmpty()) return error;
        return new ApiError(error.status(), error.kind(), secrets.without(error.message()),
            secrets.without(error.code()), secrets.without(error.param()), secrets.without(error.quote()),
            error.limit(), error.pause());
    }

    /// The headers without those that hold a secret and are passed on to clients. The others are not searched: this is
    /// done for every answer.
    public static HeaderMap without(HeaderMap headers, Candidate candidate, Predicate<String> passes) {
        SecretWords secrets = secrets(candidate);
        if (secrets.isEmpty()) return headers;
        List<Header> clean = new ArrayList<>();
        for (Header h : headers.all()) {
            if (!passes.test(h.name()) || !secrets.in(h.value())) clean.add(h);
        }
        return clean.size() == headers.all().size() ? headers : HeaderMap.of(clean);
    }
}
