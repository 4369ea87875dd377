package llmrouter.gateway;

import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.chat.ErrorHints;
import llmrouter.config.Format;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.RetryAfter;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.StreamReader;
import llmrouter.routing.Candidate;
import llmrouter.routing.FailureClass;
import llmrouter.routing.FailureClassifier;

/// Why an attempt failed, and what the client would be told.
///
/// @param status       the provider's HTTP status, or 0 if it never answered
/// @param error        in neutral form
/// @param headers      the provider's fields, or empty
/// @param candidate    who failed, or null if nobody was asked
/// @param body         the provider's own error body in `format` if it is fit to be shown as it is, else null
/// @param format       of `body`
/// @param retryAfterMs what the provider asks us to wait, or -1
record Failure(FailureClass category, int status, ApiError error, HeaderMap headers, String candidate, String body, Format format, long retryAfterMs) {

    /// A failure that no provider's answer stands behind.
    static Failure ours(FailureClass category, ApiError error) {
        return new Failure(category, 0, error, HeaderMap.EMPTY, null, null, null, -1);
    }

    /// The provider let a limit pass.
    static Failure timedOut(ApiError error, Candidate candidate) {
        return new Failure(FailureClass.TIMEOUT, 0, error, HeaderMap.EMPTY, candidate.ref(), null, null, -1);
    }

    /// Caps that the operator set are used up.
    static Failure capped(long retryAfterMs) {
        long seconds = Math.max(1, (retryAfterMs + 999) / 1000);
        var headers = HeaderMap.of(List.of(new Header("retry-after", Long.toString(seconds))));
        var error = new ApiError(429, ApiError.Kind.RATE_LIMIT,
            "Every candidate of this model has reached a limit that this gateway's configuration sets. The next one has room in " + seconds + " s.",
            "rate_limit_exceeded", null);
        return new Failure(FailureClass.RATE_LIMITED, 0, error, headers, null, null, null, retryAfterMs);
    }

    /// The provider answered with an error.
    static Failure refused(int status, HeaderMap headers, ApiError error, String body, Candidate candidate, long epochSeconds) {
        FailureClass category = error.kind() == ApiError.Kind.CONTEXT_OVERFLOW ? FailureClass.CONTEXT_OVERFLOW : FailureClassifier.of(status, body);
        boolean isError = status >= 400 && status <= 599;
        String own = isError && presentable(body, error, candidate) ? body : null;
        return new Failure(category, status, isError ? SecretLeak.without(error, candidate) : noError(status), headers, candidate.ref(), own, candidate.format(),
            RetryAfter.ms(headers, epochSeconds));
    }

    private static ApiError noError(int status) {
        String what = status >= 300 && status < 400 ? "a redirect (" + status + "), which is not followed. Correct its base URL."
            : "the status " + status + ", which is no HTTP error.";
        return ApiError.of(502, ApiError.Kind.API, "The provider answered with " + what);
    }

    /// The provider said 200 and then an error, or something that is not an answer.
    static Failure inAnswer(FailureClass category, int status, ApiError error, HeaderMap headers, Candidate candidate, long epochSeconds) {
        int told = error.status() >= 400 ? error.status() : 502;
        ApiError clean = SecretLeak.without(error, candidate);
        return new Failure(category, status, new ApiError(told, clean.kind(), clean.message(), clean.code(), clean.param()), headers, candidate.ref(), null, null,
            RetryAfter.ms(headers, epochSeconds));
    }

    /// The connection failed.
    static Failure broken(CallFailure failure, Candidate candidate) {
        String ref = candidate.ref();
        return switch (failure.kind()) {
            case CONNECT, STALE, RESET, CUT -> at(FailureClass.NETWORK, 502, ref, "The connection to the provider failed: " + failure.detail() + ".");
            case CONNECT_TIMEOUT -> at(FailureClass.TIMEOUT, 504, ref, "The provider could not be reached in time: " + failure.detail() + ".");
            case TOO_LARGE, GARBLED -> at(FailureClass.BAD_RESPONSE, 502, ref, "The provider's answer cannot be read: " + failure.detail() + ".");
        };
    }

    private static Failure at(FailureClass category, int status, String candidate, String message) {
        return new Failure(category, 0, ApiError.of(status, ApiError.kindOf(status), message), HeaderMap.EMPTY, candidate, null, null, -1);
    }

    /// What an error means that a provider reported inside an answer it had begun with 200.
    static FailureClass classOf(ApiError error) {
        if (error.equals(StreamReader.ENDED_EARLY)) return FailureClass.NETWORK;
        return switch (error.kind()) {
            case CONTEXT_OVERFLOW -> FailureClass.CONTEXT_OVERFLOW;
            case RATE_LIMIT -> FailureClass.RATE_LIMITED;
            case BILLING -> FailureClass.BILLING;
            case AUTHENTICATION -> FailureClass.AUTH;
            case PERMISSION -> FailureClass.FORBIDDEN;
            case NOT_FOUND -> FailureClass.NOT_FOUND;
            case INVALID_REQUEST, TOO_LARGE -> ErrorHints.in(error.message()).policy() ? FailureClass.POLICY : FailureClass.INVALID_REQUEST;
            case CONFLICT, TIMEOUT, API, OVERLOADED -> FailureClass.TEMPORARY;
        };
    }

    /// Whether the provider refuses the history because it cannot verify somebody's thinking.
    boolean namesSignature() {
        String words = HeaderMap.lower(error.message());
        return status == 400 && (words.contains("signature") && words.contains("thinking") || words.contains("encrypted content"));
    }

    /// Whether the provider misses thinking in a tool turn that somebody else began, who gave none.
    boolean missesThinking() {
        return status == 400 && HeaderMap.lower(error.message()).contains("expected `thinking`");
    }

    /// Whether asking again later can help; if not, clients are told not to.
    boolean curable() {
        return switch (category) {
            case NETWORK, TIMEOUT, RATE_LIMITED, TEMPORARY, BAD_RESPONSE -> true;
            case INVALID_REQUEST, CONFIGURATION, BILLING, AUTH, FORBIDDEN, POLICY, CONTEXT_OVERFLOW, NOT_FOUND -> false;
        };
    }

    /// The provider's own words as a client of `client` format can read them, or null if they must be written anew.
    String bodyFor(Format client) {
        return client == format ? body : null;
    }

    /// Whether an error body has its format's shape, and nothing had to be taken out of its message.
    private static boolean presentable(String body, ApiError read, Candidate candidate) {
        try {
            return !SecretLeak.in(body, candidate) && JsonScan.of(body).get("error") instanceof Json.Obj error && read.message().equals(error.text("message"))
                && Protocol.of(candidate.format()).isComplete(error);
        } catch (JsonError _) {
            return false; // not JSON: it is written anew from the neutral error
        }
    }
}
