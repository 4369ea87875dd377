package llmrouter.gateway.failure;

import java.util.List;

import llmrouter.chat.ApiError;
import llmrouter.config.secrets.SecretWords;
import llmrouter.gateway.passing.SecretLeak;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.protocol.errors.ErrorSource;
import llmrouter.routing.Candidate;
import llmrouter.routing.FailureClass;

/// Makes the failure of a call that broke without an answer. The sentence names the owner of the fault: a provider that
/// a proxy or the network has kept from answering is not blamed.
final class BrokenCalls {
    private static final String CHECK = "Check its base URL.";
    private static final long SOON_MS = 1_000;
    private static final HeaderMap SOON = HeaderMap.of(List.of(new Header("retry-after", "1")));

    private BrokenCalls() {}

    static Failure of(CallFailure failure, Candidate candidate, SecretWords secrets) {
        return switch (failure.owner()) {
            case PROXY, NETWORK, GATEWAY -> kept(failure, candidate, secrets);
            case EDGE, PROVIDER, MODEL -> ofTheProvider(failure, candidate, secrets);
        };
    }

    /// The client gets 503 if the gateway's machine lacks something now. Else it gets 502, whatever the proxy or the
    /// network answered: a 407 would ask the client for its own login.
    private static Failure kept(CallFailure failure, Candidate candidate, SecretWords secrets) {
        String message = Failure.source(candidate).kept(failure.detail(), !failure.reached());
        if (isLocal(failure)) return local(failure, message, candidate, secrets);
        return failure(category(failure.kind()), failure, 502, message, candidate, secrets);
    }

    /// Whether the gateway's own machine is at fault, and not how the gateway or the provider is configured. It may
    /// have no memory for the answer now.
    private static boolean isLocal(CallFailure failure) {
        if (failure.owner() != FaultOwner.GATEWAY) return false;
        return switch (failure.kind()) {
            case LOCAL, STALE, RESET, CUT, TOO_LARGE -> true;
            case CONNECT, CONNECT_TIMEOUT, GARBLED -> false;
        };
    }

    /// What the machine lacks, it has again when other requests have ended: mostly within a second.
    private static Failure local(CallFailure failure, String message, Candidate candidate, SecretWords secrets) {
        var error = SecretLeak.without(ApiError.of(503, ApiError.Kind.OVERLOADED, message), secrets);
        return new Failure(FailureClass.LOCAL, failure.owner(), 0, error, SOON, candidate.ref(), null, null,
            SOON_MS);
    }

    private static Failure ofTheProvider(CallFailure failure, Candidate candidate, SecretWords secrets) {
        ErrorSource source = Failure.source(candidate);
        String detail = failure.detail();
        FailureClass category = category(failure.kind());
        return switch (failure.kind()) {
            case LOCAL, CONNECT ->
                failure(category, failure, 502, source.unreachable(detail, advice(failure)), candidate, secrets);
            case STALE, RESET, CUT -> failure(category, failure, 502, source.unreachable(detail, ""), candidate,
                secrets);
            case CONNECT_TIMEOUT ->
                failure(category, failure, 504, source.unreachable(detail, advice(failure)), candidate,
                    secrets);
            case TOO_LARGE, GARBLED -> failure(category, failure, 502,
                source.sentence("sent an answer that cannot be read: " + detail + "."), candidate, secrets);
        };
    }

    /// A server that was found and whose TLS fails has the right address, and a detail that says the fix, behind a
    /// semicolon, needs no other.
    private static String advice(CallFailure failure) {
        return failure.owner() == FaultOwner.EDGE || failure.detail().indexOf(';') >= 0 ? "" : CHECK;
    }

    private static FailureClass category(CallFailure.Kind kind) {
        return switch (kind) {
            case LOCAL -> FailureClass.LOCAL;
            case CONNECT, STALE, RESET, CUT -> FailureClass.NETWORK;
            case CONNECT_TIMEOUT -> FailureClass.TIMEOUT;
            case TOO_LARGE, GARBLED -> FailureClass.BAD_RESPONSE;
        };
    }

    private static Failure failure(FailureClass category, CallFailure failure, int status, String message,
            Candidate candidate, SecretWords secrets) {
        var error = SecretLeak.without(ApiError.of(status, ApiError.kindOf(status), message), secrets);
        return new Failure(category, failure.owner(), 0, error, HeaderMap.EMPTY, candidate.ref(), null, null, -1);
    }
}
