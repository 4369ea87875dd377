package llmrouter.gateway.failure;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.chat.ErrorHints;
import llmrouter.config.Format;
import llmrouter.config.KeyPlace;
import llmrouter.gateway.passing.SecretLeak;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.RetryAfter;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.errors.ErrorSource;
import llmrouter.protocol.errors.RefusalCause;
import llmrouter.protocol.errors.TokenLimits;
import llmrouter.routing.Candidate;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.FailureClass;
import llmrouter.routing.FailureClassifier;
import llmrouter.routing.PickResult;
import llmrouter.text.Quoted;

/// Why an attempt failed, and the error that the client gets if no other attempt succeeds.
///
/// @param owner        whose fault it is
/// @param status       the provider's HTTP status, or 0 if it never answered
/// @param error        in neutral form
/// @param headers      the provider's headers, or empty
/// @param candidate    that failed, or null if none was called
/// @param body         the provider's own error body in `format` if it can be passed on unchanged, else null
/// @param format       of `body`
/// @param retryAfterMs how long the provider asks the gateway to wait, or -1
public record Failure(FailureClass category, FaultOwner owner, int status, ApiError error, HeaderMap headers,
        String candidate, String body, Format format, long retryAfterMs) {
    /// For the log: what the client gets is the provider's own error.
    public static final String PASSED_ON = "the provider's own error was passed on";
    private static final String CHECK = "Check its base URL.";
    private static final String[] BEFORE_QUOTES = {
        "The content type ", "The content encoding ", "cannot be ", "with finish_reason ",
        "an invalid answer with status 200: ", "no HTTP answer came ", "Item with id "};

    /// A failure that is not a provider's answer. It belongs to the gateway, unless it comes of how a provider is
    /// configured.
    public static Failure ours(FailureClass category, ApiError error) {
        FaultOwner owner = category == FailureClass.CONFIGURATION ? FaultOwner.PROVIDER : FaultOwner.GATEWAY;
        return new Failure(category, owner, 0, error, HeaderMap.EMPTY, null, null, null, -1);
    }

    /// The provider exceeded a time limit.
    ///
    /// @param error that names the provider
    public static Failure timedOut(ApiError error, Candidate candidate) {
        return new Failure(FailureClass.TIMEOUT, FaultOwner.PROVIDER, 0, error, HeaderMap.EMPTY, candidate.ref(), null,
            null, -1);
    }

    /// Every candidate has reached one of its caps, or the client's key has reached one of its own.
    public static Failure capped(PickResult.Capped capped) {
        long seconds = Math.max(1, (capped.retryAfterMs() + 999) / 1000);
        var headers = HeaderMap.of(List.of(new Header("retry-after", Long.toString(seconds))));
        String client = Cap.clientOf(capped.cap());
        String message = client == null
            ? "Every candidate of this model has reached a cap that this gateway's configuration sets. "
                + "The first cap has room again in " + seconds + " s."
            : "The client key '" + client + "' has reached its cap '" + Cap.bucketOf(capped.cap())
                + "', which this gateway's configuration sets. It has room again in " + seconds + " s.";
        var error = new ApiError(429, ApiError.Kind.RATE_LIMIT, message, "rate_limit_exceeded", null);
        return new Failure(FailureClass.RATE_LIMITED, FaultOwner.GATEWAY, 0, error, headers, null, null, null,
            capped.retryAfterMs());
    }

    /// The provider answered with an error.
    ///
    /// @param received the body as it came
    public static Failure refused(int status, HeaderMap headers, String received, Candidate candidate,
            ClientRequest request) {
        String body = SecretLeak.withoutInBody(received, candidate);
        long retryAfterMs = RetryAfter.ms(headers, request.epochSeconds());
        if (status < 400 || status > 599) {
            ApiError none = source(candidate).naming(noError(status));
            var category = FailureClassifier.of(status, body);
            return new Failure(category, FaultOwner.PROVIDER, status, none, headers, candidate.ref(), null, null,
                retryAfterMs);
        }
        ApiError read = SecretLeak.without(Protocol.of(candidate.format()).readError(status, body), candidate);
        ApiError clean = TokenLimits.noted(read, request::answerLimit, candidate.model().id());
        RefusalCause cause = RefusalCause.of(status, clean, body);
        FailureClass category = classOf(status, clean, body, cause);
        if (aboutTheGateway(cause)) return ofTheGateway(category, status, cause, clean, headers, candidate, request);
        ApiError named = source(candidate).naming(clean);
        String own = body.equals(received) && presentable(body, candidate) ? body : null;
        return new Failure(category, FaultOwner.PROVIDER, status, named, headers, candidate.ref(), own,
                candidate.format(),
            retryAfterMs);
    }

    private static ApiError noError(int status) {
        boolean redirect = status >= 300 && status < 400;
        String message = redirect
            ? "The provider answered with a redirect (" + status + "), which is not followed. Correct its base URL."
            : "The provider answered with the status " + status + ", which is neither success nor an HTTP error.";
        return ApiError.of(502, ApiError.Kind.API, message);
    }

   private static FailureClass classOf(int status, ApiError said, String body, RefusalCause cause) {
        if (said.kind() == ApiError.Kind.CONTEXT_OVERFLOW) return FailureClass.CONTEXT_OVERFLOW;
        if (said.limit() != null) return FailureClass.INVALID_REQUEST;
        boolean byStatus = cause == null || status >= 401 && status <= 403;
        if (byStatus) return FailureClassifier.of(status, body);
        return switch (cause) {
            case KEY -> FailureClass.AUTH;
            case ACCOUNT -> FailureClass.BILLING;
            case ACCESS, EDGE -> FailureClass.FORBIDDEN;
            case REQUEST -> FailureClassifier.of(status, body);
        };
    }

    private static boolean aboutTheGateway(RefusalCause cause) {
        return cause != null && cause != RefusalCause.REQUEST;
    }

    /// The provider refuses the gateway's own key or account, so the error is one of the gateway. The provider's advice
    /// about repeating the request is left out with its status.
    private static Failure ofTheGateway(FailureClass category, int status, RefusalCause cause, ApiError said,
            HeaderMap headers, Candidate candidate, ClientRequest request) {
        ApiError error = source(candidate).refusal(cause, said, KeyPlace.brief(candidate.provider()),
            request.id());
        var kept = new ArrayList<Header>();
        for (Header h : headers.all()) {
            boolean advice = h.name().equals("x-should-retry") || h.name().startsWith("retry-after");
            if (!advice) kept.add(h);
        }
        long retryAfterMs = RetryAfter.ms(headers, request.epochSeconds());
        return new Failure(category, FaultOwner.PROVIDER, status, error, HeaderMap.of(kept), candidate.ref(), null,
                null,
            retryAfterMs);
    }

    /// The provider's status says success, but the body holds an error or is not an answer.
    public static Failure inAnswer(FailureClass category, int status, ApiError error, HeaderMap headers,
            Candidate candidate,
            ClientRequest request) {
        ApiError clean = TokenLimits.noted(SecretLeak.without(error, candidate), request::answerLimit,
            candidate.model().id());
        RefusalCause cause = error.quote() == null ? null : RefusalCause.of(error.status(), clean, "");
        if (aboutTheGateway(cause)) return ofTheGateway(category, status, cause, clean, headers, candidate, request);
        ApiError named = source(candidate).naming(clean);
        int clientStatus = clean.status() >= 400 ? clean.status() : 502;
        var shown = new ApiError(clientStatus, named.kind(), named.message(), named.code(), named.param(),
            named.quote(), named.limit());
        long retryAfterMs = RetryAfter.ms(headers, request.epochSeconds());
        FailureClass found = clean.limit() == null ? category : classOf(clean);
        return new Failure(found, FaultOwner.PROVIDER, status, shown, headers, candidate.ref(), null, null,
                retryAfterMs);
    }

    /// The connection failed.
    public static Failure broken(CallFailure failure, Candidate candidate) {
        ErrorSource source = source(candidate);
        String detail = failure.detail();
        String advice = failure.owner() == FaultOwner.PROVIDER ? CHECK : "";
        return switch (failure.kind()) {
            case CONNECT -> broken(FailureClass.NETWORK, failure, 502, source.unreachable(detail, advice), candidate);
            case STALE, RESET, CUT ->
                broken(FailureClass.NETWORK, failure, 502, source.unreachable(detail, ""), candidate);
            case CONNECT_TIMEOUT ->
                broken(FailureClass.TIMEOUT, failure, 504, source.unreachable(detail, advice), candidate);
            case TOO_LARGE, GARBLED -> broken(FailureClass.BAD_RESPONSE, failure, 502,
                source.sentence("sent an answer that cannot be read: " + detail + "."), candidate);
        };
    }

    private static Failure broken(FailureClass category, CallFailure failure, int status, String message,
            Candidate candidate) {
        var error = SecretLeak.without(ApiError.of(status, ApiError.kindOf(status), message), candidate);
        return new Failure(category, failure.owner(), 0, error, HeaderMap.EMPTY, candidate.ref(), null, null, -1);
    }

    /// The same failure of another owner.
    public Failure ownedBy(FaultOwner other) {
        return new Failure(category, other, status, error, headers, candidate, body, format, retryAfterMs);
    }

    /// The same failure in other words.
    ///
    /// @param keepsBody whether a client of the provider's format still gets the provider's own error body
    Failure worded(ApiError other, boolean keepsBody) {
        return new Failure(category, owner, status, other, headers, candidate, keepsBody ? body : null, format,
            retryAfterMs);
    }

    /// How messages name a candidate's provider.
    public static ErrorSource source(Candidate candidate) {
        return ErrorSource.of(candidate.provider().id(), candidate.provider().baseUrlFor(candidate.format()));
    }

    /// What the client is told, as far as the gateway wrote it: `…` stands for the provider's own words, which may
    /// quote the request.
    public String told() {
        return told(error);
    }

    /// What may be logged of an error. Some errors of the gateway quote a value of the request, a word of the answer or
    /// the first line of what is no HTTP.
    public static String told(ApiError error) {
        String told = error.told();
        for (String words : BEFORE_QUOTES) told = Quoted.hiddenAfter(words, told);
        return told;
    }

    /// What may be logged of the answer that a client of this format gets.
    public String toldTo(Format client) {
        return bodyFor(client) != null ? PASSED_ON : told();
    }

    /// The class of an error that a provider reported inside an answer whose status says success.
    public static FailureClass classOf(ApiError error) {
        if (error.equals(StreamReader.ENDED_EARLY)) return FailureClass.NETWORK;
        return switch (error.kind()) {
            case CONTEXT_OVERFLOW -> FailureClass.CONTEXT_OVERFLOW;
            case RATE_LIMIT -> FailureClass.RATE_LIMITED;
            case BILLING -> FailureClass.BILLING;
            case AUTHENTICATION -> FailureClass.AUTH;
            case PERMISSION -> FailureClass.FORBIDDEN;
            case NOT_FOUND -> FailureClass.NOT_FOUND;
            case INVALID_REQUEST, TOO_LARGE ->
                ErrorHints.in(error.words()).policy() ? FailureClass.POLICY : FailureClass.INVALID_REQUEST;
            case CONFLICT, TIMEOUT, API, OVERLOADED -> FailureClass.TEMPORARY;
        };
    }

    /// Whether the provider refuses the history because it cannot verify the thinking of another provider.
    public boolean namesSignature() {
        if (status != 400) return false;
        String words = HeaderMap.lower(error.words());
        return words.contains("signature") && (words.contains("thinking") || words.contains("thought"))
            || words.contains("encrypted content") || words.contains("reasoning_details");
    }

    /// Whether the provider requires thinking in a tool turn that another provider began without any.
    public boolean missesThinking() {
        return status == 400 && HeaderMap.lower(error.words()).contains("expected `thinking`");
    }

    /// Whether sending the request again later can help; if not, the answer tells clients not to.
    public boolean curable() {
        return switch (category) {
            case NETWORK, TIMEOUT, RATE_LIMITED, TEMPORARY, BAD_RESPONSE -> true;
            case INVALID_REQUEST, CONFIGURATION, BILLING, AUTH, FORBIDDEN, POLICY, CONTEXT_OVERFLOW, NOT_FOUND -> false;
        };
    }

    /// The provider's own error body, or null if a client of this format cannot read it.
    public String bodyFor(Format client) {
        return client == format ? body : null;
    }

    /// Whether an error body has its format's shape and does not hold the gateway's key, so that it goes back as it is.
    private static boolean presentable(String body, Candidate candidate) {
        try {
            return JsonScan.of(body).get("error") instanceof Json.Obj error && error.text("message") != null
                && Protocol.of(candidate.format()).isComplete(error) && !SecretLeak.in(body, candidate);
        } catch (JsonError _) {
            return false; // not JSON: it is written anew from the neutral error
        }
    }
}
