package llmrouter.gateway.failure;

import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.config.secrets.SecretWords;
import llmrouter.gateway.request.PreparedRequest;
import llmrouter.http.HeaderMap;

/// Names the address that was asked where a provider's status is about it: a wrong base URL is then seen at once.
///
/// A 404 is also how providers say that they do not know a model, an earlier answer or a file. Where a provider's words
/// say so, the address was right.
public final class AskedAddress {
    /// What words about an address have in them.
    private static final List<String> ABOUT_IT = List.of("url", "path", "route", "endpoint", "resource", "page",
        "method", "cannot post", "deployment", "no static");
    /// What is all that a server says that knows nothing at an address.
    private static final List<String> BARE = List.of("not found", "404 not found", "404 page not found", "notfound",
        "file not found", "not_found", "404", "");

    private AskedAddress() {}

    /// The failure with the address in its message; the same failure if it is not about the address.
    ///
    /// @param failure of the request: the provider's refusal
    public static Failure named(Failure failure, PreparedRequest prepared, SecretWords secrets) {
        String asked = of(failure.status(), prepared, secrets);
        if (asked == null || isAboutElse(failure)) return failure;
        ApiError error = failure.error();
        String message = error.message();
        String end = message.endsWith(".") ? " " : ". ";
        String words = message + end + "The address asked was " + asked + "; check the provider's base URL.";
        boolean itsOwnWordsDo = failure.status() == 404 && !isAboutTheAddress(error);
        return failure.worded(error.worded(words, error.quote()), itsOwnWordsDo);
    }

    /// The address of a request whose answer has a status that is about the address, without any secret; else null.
    public static String of(int status, PreparedRequest prepared, SecretWords secrets) {
        boolean about = status >= 300 && status < 400 || status == 404 || status == 405 || status == 410
            || status == 421 || status == 501;
        if (!about) return null;
        return secrets.without(prepared.request().url());
    }

    /// Whether the refusal is about the key, the account or the model, and not about the address.
    private static boolean isAboutElse(Failure failure) {
        return switch (failure.category()) {
            case AUTH, BILLING, FORBIDDEN, EDGE_BLOCKED, POLICY, CONTEXT_OVERFLOW, RATE_LIMITED -> true;
            default -> {
                String words = HeaderMap.lower(failure.error().quote() == null ? "" : failure.error().quote());
                yield words.contains("model") && !words.contains("url");
            }
        };
    }

    private static boolean isAboutTheAddress(ApiError error) {
        String words = HeaderMap.lower(error.quote() == null ? "" : error.quote());
        if (words.endsWith(".")) words = words.substring(0, words.length() - 1);
        return BARE.contains(words) || ABOUT_IT.stream().anyMatch(words::contains);
    }
}
