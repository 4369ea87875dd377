package llmrouter.gateway.failure;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.chat.ErrorHints;
import llmrouter.config.Format;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.protocol.StreamReader;
import llmrouter.protocol.errors.ErrorSource;
import llmrouter.routing.Candidate;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.FailureClass;
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
    private static final int LAST_OF_ANSWERS = 206;
    private static final List<String> BEFORE_QUOTES = beforeQuotes();

    private static List<String> beforeQuotes() {
        var all = new ArrayList<>(List.of("The content type ", "The content encoding ", "cannot be ",
            "with finish_reason ", "no HTTP answer came ", "Item with id "));
        for (int status = 200; status <= LAST_OF_ANSWERS + 1; status++) all.add(invalidAnswer(status));
        return List.copyOf(all);
    }

    /// What the message of an answer begins with that is none, though its status says success. A quote may follow.
    public static String invalidAnswer(int status) {
        return "an invalid answer with status " + (status > LAST_OF_ANSWERS ? "2xx" : status) + ": ";
    }

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
    public static Failure refused(int status, HeaderMap headers, String received, FailedCall call) {
        return Refusals.refused(status, headers, received, call);
    }

    /// The provider's status says success, but the body holds an error or is not an answer.
    public static Failure inAnswer(FailureClass category, int status, ApiError error, HeaderMap headers,
            Candidate candidate, ClientRequest request) {
        return inAnswer(category, status, error, headers, FailedCall.of(candidate, request));
    }

    /// The same of a call of which more is known.
    public static Failure inAnswer(FailureClass category, int status, ApiError error, HeaderMap headers,
            FailedCall call) {
        return Refusals.inAnswer(category, status, error, headers, call);
    }

    /// The connection failed, or the call broke.
    public static Failure broken(CallFailure failure, Candidate candidate, ClientRequest request) {
        return BrokenCalls.of(failure, candidate, request.secrets());
    }

    /// The same failure of another owner.
    public Failure ownedBy(FaultOwner other) {
        return new Failure(category, other, status, error, headers, candidate, body, format, retryAfterMs);
    }

    /// The same failure with other header fields.
    Failure within(HeaderMap fields) {
        return new Failure(category, owner, status, error, fields, candidate, body, format, retryAfterMs);
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
            case LOCAL, NETWORK, TIMEOUT, RATE_LIMITED, TEMPORARY, BAD_RESPONSE -> true;
            case INVALID_REQUEST, CONFIGURATION, BILLING, AUTH, FORBIDDEN, EDGE_BLOCKED, POLICY, CONTEXT_OVERFLOW,
                NOT_FOUND -> false;
        };
    }

    /// Whether the provider says that it will refuse the request again (`x-should-retry`, a field of Anthropic's).
    public boolean refusesRetries() {
        return "false".equals(headers.get("x-should-retry"));
    }

    /// The provider's own error body, or null if a client of this format cannot read it.
    public String bodyFor(Format client) {
        return client == format ? body : null;
    }
}
