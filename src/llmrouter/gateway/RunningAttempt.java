package llmrouter.gateway;

import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.chat.Seal;
import llmrouter.gateway.answer.StreamPipe;
import llmrouter.gateway.answer.TranslatingPipe;
import llmrouter.gateway.answer.VerbatimPipe;
import llmrouter.gateway.failure.AskedAddress;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.ConnectionDoubt;
import llmrouter.gateway.failure.FailedCall;
import llmrouter.gateway.failure.Failure;
import llmrouter.gateway.passing.SecretLeak;
import llmrouter.gateway.request.ClientHeaders;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.gateway.request.PreparedRequest;
import llmrouter.http.HeaderMap;
import llmrouter.protocol.AnswerContext;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.earlier.AnswerKeeper;
import llmrouter.routing.Candidate;
import llmrouter.routing.FailureClass;
import llmrouter.routing.TokenEstimate;

/// One attempt on a candidate: the request that was made for it and what has come of it so far. The exchange keeps the
/// last one to its end, for the record. One exchange, one owner.
public final class RunningAttempt {
    private final RoutedRequest routed;
    private final PreparedRequest prepared;
    private final ExchangeTimers timers;
    private final List<String> warnings;
    private int status;
    private HeaderMap headers = HeaderMap.EMPTY;
    private StreamPipe pipe;

    /// @param timers   of the exchange
    /// @param warnings of the exchange
    public RunningAttempt(RoutedRequest routed, PreparedRequest prepared, ExchangeTimers timers,
            List<String> warnings) {
        this.routed = routed;
        this.prepared = prepared;
        this.timers = timers;
        this.warnings = warnings;
    }

    RoutedRequest routed() {
        return routed;
    }

    /// The client's request.
    public ClientRequest request() {
        return routed.request();
    }

    /// Whether the client asked for an event stream.
    public boolean streaming() {
        return routed.streaming();
    }

    public PreparedRequest prepared() {
        return prepared;
    }

    public Candidate candidate() {
        return prepared.candidate();
    }

    /// Whether the answer goes back unchanged, one character per byte.
    public boolean verbatim() {
        return prepared.verbatim();
    }

    /// The upstream's status and headers have come. Headers that would be passed on and hold a secret are left out. In
    /// those of a good answer the key of the client itself is not looked for: it would have to be spelled for every
    /// request, and no provider is ever sent it.
    void answered(int upstreamStatus, HeaderMap upstreamHeaders) {
        status = upstreamStatus;
        headers = SecretLeak.without(upstreamHeaders, accepted() ? request().secrets().lasting() : request().secrets(),
            ClientHeaders::passes);
    }

    /// The upstream's HTTP status, or 0 if it has not answered.
    public int status() {
        return status;
    }

    /// The upstream's headers; of those that are passed on, only the ones without a secret. Empty if it has
    /// not answered.
    public HeaderMap headers() {
        return headers;
    }

    /// Whether the status says success.
    public boolean accepted() {
        return status >= 200 && status <= 299;
    }

    /// Makes the pipe through which the answer goes to a client that asked for a stream.
    void openPipe() {
        pipe = verbatim() ? new VerbatimPipe(this, warnings)
            : new TranslatingPipe(this, Protocol.of(routed.format()).streamWriter(answerContext()), warnings);
    }

    /// Puts a line about the answer into the log, up to a limit.
    public void warn(String what) {
        if (warnings.size() < StreamPipe.MOST_WARNINGS) warnings.add(what);
    }

    /// Whether the client asked for usage in its stream.
    public boolean wantsStreamUsage() {
        return routed.preparer().wantsStreamUsage();
    }

    /// The answer's pipe, or null if the client asked for a whole answer.
    public StreamPipe pipe() {
        return pipe;
    }

    /// What an answer says of itself that the gateway writes. An answer of the client's own format is remembered by its
    /// provider.
    public AnswerContext answerContext() {
        ClientRequest request = routed.request();
        AnswerKeeper keeper = verbatim() ? AnswerKeeper.NONE : routed.preparer().keeper();
        String id = keeper.stores() ? keeper.memory().idOf(request.id()) : request.id();
        return new AnswerContext(id, candidate().model().id(), request.epochSeconds(),
            wantsStreamUsage(), prepared.losses(), routed.preparer()::asked,
            () -> request.epochSeconds() + timers.secondsToRead(), this::promptTokens, keeper);
    }

    /// An estimate, corrected by what this candidate counted for earlier requests.
    private long promptTokens() {
        return TokenEstimate.of(routed.preparer().asked(), routed.plan().scale());
    }

    /// Seals of the thinking that a stream has passed on to the client.
    public List<Seal> streamedSeals() {
        return pipe == null ? List.of() : pipe.seals();
    }

    /// The provider answered with an error.
    ///
    /// @param body of the answer, possibly cut
    public Failure refusal(String body) {
        return AskedAddress.named(Failure.refused(status, headers, body, failedCall()), prepared,
            request().secrets());
    }

    /// The address that was asked, if a status is about it; else null.
    String asked(int upstreamStatus) {
        return AskedAddress.of(upstreamStatus, prepared, request().secrets());
    }

    /// The provider's stream holds an error, or cannot be read to its end.
    public Failure failureInStream(FailureClass category, ApiError error) {
        return Failure.inAnswer(category, status, error, headers, failedCall());
    }

    private FailedCall failedCall() {
        long now = request().epochSeconds() + timers.secondsToRead();
        return new FailedCall(candidate(), request(), now);
    }

    /// The call broke.
    Failure broken(CallFailure cause) {
        return Failure.broken(cause, candidate(), request());
    }

    /// The provider's stream was cut.
    public Failure failureInStream(Failure cause) {
        return failureInStream(cause.category(), cause.error()).ownedBy(cause.owner());
    }

    /// The provider did not do something in time.
    ///
    /// @param what as the end of a sentence about the provider, without a period
    /// @param doubt whether the connection may be at fault
    public Failure silence(String what, ConnectionDoubt doubt) {
        var error = ApiError.of(504, ApiError.Kind.TIMEOUT, "The provider " + what + "." + doubt.words());
        Failure silence = pipe != null ? failureInStream(FailureClass.TIMEOUT, error)
            : Failure.timedOut(Failure.source(candidate()).naming(error), candidate());
        return silence.ownedBy(doubt.owner());
    }
}
