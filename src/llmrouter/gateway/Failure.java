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
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.FailureClass;
import llmrouter.routing.FailureClassifier;
import llmrouter.routing.PickResult;

/// Why an attempt failed, and the error that the client gets if no other attempt succeeds.
///
/// @param status       the provider's HTTP status, or 0 if it never answered
/// @param error        in neutral form
/// @param headers      the provider's headers, or empty
/// @param candidate    that failed, or null if none was called
/// @param body         the provider's own error body in `format` if it can be passed on unchanged, else null
/// @param format       of `body`
/// @param retryAfterMs how long the provider asks the gateway to wait, or -1
record Failure(FailureClass category, int status, ApiError error, HeaderMap headers, String candidate, String body,
        Format format, long retryAfterMs) {

    /// A failure that is not a provider's answer.
    static Failure ours(FailureClass category, ApiError error) {
        return new Failure(category, 0, error, HeaderMap.EMPTY, null, null, null, -1);
    }

    /// The provider exceeded a time limit.
    static Failure timedOut(ApiError error, Candidate candidate) {
        return new Failure(FailureClass.TIMEOUT, 0, error, HeaderMap.EMPTY, candidate.ref(), null, null, -1);
    }

    /// Every candidate has reached one of its caps, or the client's key has reached one of its own.
    static Failure capped(PickResult.Capped capped) {
        long seconds = Math.max(1, (capped.retryAfterMs() + 999) / 1000);
        var headers = HeaderMap.of(List.of(new Header("retry-after", Long.toString(seconds))));
        String client = Cap.clientOf(capped.cap());
        String message = client == null
            ? "Every candidate of this model has reached a cap that this gateway's configuration sets. "
                + "The first cap has room again in " + seconds + " s."
            : "The client key '" + client + "' has reached its cap '" + Cap.bucketOf(capped.cap())
                + "', which this gateway's configuration sets. It has room again in " + seconds + " s.";
        var error = new ApiError(429, ApiError.Kind.RATE_LIMIT, message, "rate_limit_exceeded", null);
        return new Failure(FailureClass.RATE_LIMITED, 0, error, headers, null, null, null, capped.retryAfterMs());
    }

    /// The provider answered with an error.
    ///
    /// @param error        as read from the body
    /// @param epochSeconds the present time, for a `Retry-After` that is a date
    static Failure refused(int status, HeaderMap headers, ApiError error, String body, Candidate candidate,
            long epochSeconds) {
        boolean overflow = error.kind() == ApiError.Kind.CONTEXT_OVERFLOW;
        FailureClass category = overflow ? FailureClass.CONTEXT_OVERFLOW : FailureClassifier.of(status, body);
        boolean isError = status >= 400 && status <= 599;
        ApiError clean = isError ? SecretLeak.without(error, candidate) : noError(status);
        String own = isError && presentable(body, error, candidate) ? body : null;
        return new Failure(category, status, clean, headers, candidate.ref(), own, candidate.format(),
            RetryAfter.ms(headers, epochSeconds));
    }

    private static ApiError noError(int status) {
        boolean redirect = status >= 300 && status < 400;
        String message = redirect
            ? "The provider answered with a redirect (" + status + "), which is not followed. Correct its base URL."
            : "The provider answered with the status " + status + ", which is neither success nor an HTTP error.";
        return ApiError.of(502, ApiError.Kind.API, message);
    }

    /// The provider's status says success, but the body holds an error or is not an answer.
    static Failure inAnswer(FailureClass category, int status, ApiError error, HeaderMap headers, Candidate candidate,
            long epochSeconds) {
        ApiError clean = SecretLeak.without(error, candidate);
        int clientStatus = error.status() >= 400 ? error.status() : 502;
        var shown = new ApiError(clientStatus, clean.kind(), clean.message(), clean.code(), clean.param());
        long retryAfterMs = RetryAfter.ms(headers, epochSeconds);
        return new Failure(category, status, shown, headers, candidate.ref(), null, null, retryAfterMs);
    }

    /// The connection failed.
    static Failure broken(CallFailure failure, Candidate candidate) {
        return switch (failure.kind()) {
            case CONNECT, STALE, RESET, CUT ->
                broken(FailureClass.NETWORK, 502, "The connection to the provider failed: ", failure, candidate);
            case CONNECT_TIMEOUT ->
                broken(FailureClass.TIMEOUT, 504, "The provider could not be reached in time: ", failure, candidate);
            case TOO_LARGE, GARBLED ->
                broken(FailureClass.BAD_RESPONSE, 502, "The provider's answer cannot be read: ", failure, candidate);
        };
    }

    private static Failure broken(FailureClass category, int status, String what, CallFailure failure,
            Candidate candidate) {
        var error = ApiError.of(status, ApiError.kindOf(status), what + failure.detail() + ".");
        return new Failure(category, 0, error, HeaderMap.EMPTY, candidate.ref(), null, null, -1);
    }

    /// The class of an error that a provider reported inside an answer whose status says success.
    static FailureClass classOf(ApiError error) {
        if (error.equals(StreamReader.ENDED_EARLY)) return FailureClass.NETWORK;
        return switch (error.kind()) {
            case CONTEXT_OVERFLOW -> FailureClass.CONTEXT_OVERFLOW;
            case RATE_LIMIT -> FailureClass.RATE_LIMITED;
            case BILLING -> FailureClass.BILLING;
            case AUTHENTICATION -> FailureClass.AUTH;
            case PERMISSION -> FailureClass.FORBIDDEN;
            case NOT_FOUND -> FailureClass.NOT_FOUND;
            case INVALID_REQUEST, TOO_LARGE ->
                ErrorHints.in(error.message()).policy() ? FailureClass.POLICY : FailureClass.INVALID_REQUEST;
            case CONFLICT, TIMEOUT, API, OVERLOADED -> FailureClass.TEMPORARY;
        };
    }

    /// Whether the provider refuses the history because it cannot verify the thinking of another provider.
    boolean namesSignature() {
        if (status != 400) return false;
        String words = HeaderMap.lower(error.message());
        return words.contains("signature") && words.contains("thinking") || words.contains("encrypted content");
    }

    /// Whether the provider requires thinking in a tool turn that another provider began without any.
    boolean missesThinking() {
        return status == 400 && HeaderMap.lower(error.message()).contains("expected `thinking`");
    }

    /// Whether sending the request again later can help; if not, the answer tells clients not to.
    boolean curable() {
        return switch (category) {
            case NETWORK, TIMEOUT, RATE_LIMITED, TEMPORARY, BAD_RESPONSE -> true;
            case INVALID_REQUEST, CONFIGURATION, BILLING, AUTH, FORBIDDEN, POLICY, CONTEXT_OVERFLOW, NOT_FOUND -> false;
        };
    }

    /// The provider's own error body, or null if a client of this format cannot read it.
    String bodyFor(Format client) {
        return client == format ? body : null;
    }

    /// Whether an error body has its format's shape and shows exactly the message that was read from it.
    private static boolean presentable(String body, ApiError read, Candidate candidate) {
        try {
            return !SecretLeak.in(body, candidate) && JsonScan.of(body).get("error") instanceof Json.Obj error
                && read.message().equals(error.text("message")) && Protocol.of(candidate.format()).isComplete(error);
        } catch (JsonError _) {
            return false; // not JSON: it is written anew from the neutral error
        }
    }
}
