package llmrouter.gateway.failure;

import java.util.ArrayList;

import llmrouter.chat.ApiError;
import llmrouter.config.KeyPlace;
import llmrouter.gateway.passing.SecretLeak;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.HeaderMap;
import llmrouter.http.RetryAfter;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.errors.EdgeAnswer;
import llmrouter.protocol.errors.ErrorSource;
import llmrouter.protocol.errors.RefusalCause;
import llmrouter.protocol.errors.TlsRefusal;
import llmrouter.protocol.errors.TokenLimits;
import llmrouter.protocol.waiting.Limits;
import llmrouter.protocol.waiting.Waits;
import llmrouter.routing.Candidate;
import llmrouter.routing.FailureClass;

/// Makes the failure of an answer that refuses the request, or that is none: what it means ([RefusalClasses]), whose
/// fault it is, how long to wait, and what the client is told.
final class Refusals {
    private Refusals() {}

    /// @param received the body as it came
    static Failure refused(int status, HeaderMap headers, String received, FailedCall call) {
        Candidate candidate = call.candidate();
        String body = call.secrets().withoutInBody(received);
        if (status < 400 || status > 599) return noError(status, headers, body, call);
        ApiError read = SecretLeak.without(Protocol.of(candidate.format()).readError(status, body), call.secrets());
        if (status == 407 || status == 511) return onTheWay(status, headers, call);
        TlsRefusal tls = TlsRefusal.of(status, body, isSecure(candidate));
        if (tls != null) return withoutTls(tls, status, headers, call);
        EdgeAnswer edge = RefusalClasses.edge(status, headers, body);
        if (edge != null) return atTheEdge(edge, status, headers, read, call);
        ApiError clean = TokenLimits.noted(limited(status, headers, body, read, call), call.request()::answerLimit,
            candidate.model().id());
        RefusalCause cause = RefusalCause.of(status, clean, body);
        FailureClass category = RefusalClasses.of(status, clean, body, cause);
        if (RefusalClasses.ofTheGateway(cause)) return ofTheGateway(category, status, cause, clean, headers, call);
        ApiError named = Failure.source(candidate).naming(clean);
        String own = body.equals(received) && presentable(body, call) ? body : null;
        return new Failure(category, RefusalClasses.owner(status, category, clean), status, named, headers,
            candidate.ref(), own, candidate.format(), wait(category, status, headers, clean, call));
    }

    /// A refusal whose header says how long to wait is about a limit that ends, although its words name a quota.
    private static ApiError limited(int status, HeaderMap headers, String body, ApiError read, FailedCall call) {
        boolean told = RetryAfter.ms(headers, call.epochSeconds()) > 0;
        if (!told || !Limits.concerns(status, read.kind())) return read;
        return read.known(Limits.kind(read.kind(), body, true));
    }

    /// Only a failure that ends by itself takes its wait from the limits and the body: an account without money has no
    /// more of it in 20 seconds.
    private static long wait(FailureClass category, int status, HeaderMap headers, ApiError error, FailedCall call) {
        boolean passes = category == FailureClass.RATE_LIMITED || category == FailureClass.TEMPORARY;
        return passes ? Waits.ms(status, headers, error, call.epochSeconds())
            : RetryAfter.ms(headers, call.epochSeconds());
    }

    private static Failure noError(int status, HeaderMap headers, String body, FailedCall call) {
        boolean redirect = status >= 300 && status < 400;
        String message = redirect
            ? "The provider answered with a redirect (" + status + "), which is not followed. Correct its base URL."
            : "The provider answered with the status " + status + ", which is neither success nor an HTTP error.";
        ApiError error = Failure.source(call.candidate()).naming(ApiError.of(502, ApiError.Kind.API, message));
        return failure(RefusalClasses.byStatus(status, body), FaultOwner.PROVIDER, status, error, headers, call,
            RetryAfter.ms(headers, call.epochSeconds()));
    }

    /// A proxy or a network wants a login. The client gets 502: it would take the status for a matter of its own.
    private static Failure onTheWay(int status, HeaderMap headers, FailedCall call) {
        String what = status == 407
            ? "the proxy wants a login (status 407). Put it into HTTPS_PROXY or HTTP_PROXY, as "
                + "http://USER:PASSWORD@HOST:PORT"
            : "the network wants a login before it lets requests through (status 511). Log in to it with a browser";
        ApiError error = ApiError.of(502, ApiError.Kind.API, Failure.source(call.candidate()).kept(what, true));
        FaultOwner owner = status == 407 ? FaultOwner.PROXY : FaultOwner.NETWORK;
        return failure(FailureClass.CONFIGURATION, owner, status, error, withoutAdvice(headers), call, -1);
    }

    private static boolean isSecure(Candidate candidate) {
        String url = candidate.provider().baseUrlFor(candidate.format());
        return url != null && url.regionMatches(true, 0, "https:", 0, 6);
    }

    /// The server in front of the provider has not read the request. The client gets 502, as for a TLS connection that
    /// fails for the same reason.
    private static Failure withoutTls(TlsRefusal tls, int status, HeaderMap headers, FailedCall call) {
        ErrorSource source = Failure.source(call.candidate());
        String place = source.host().isEmpty() ? "the server" : source.host();
        ApiError error = ApiError.of(502, ApiError.Kind.API, source.kept(tls.words(place), true));
        FaultOwner owner = tls == TlsRefusal.PLAIN ? FaultOwner.PROVIDER : FaultOwner.GATEWAY;
        return failure(FailureClass.CONFIGURATION, owner, status, error, withoutAdvice(headers), call, -1);
    }

    private static Failure atTheEdge(EdgeAnswer edge, int status, HeaderMap headers, ApiError read, FailedCall call) {
        FailureClass category = RefusalClasses.of(edge, status);
        ApiError error = Failure.source(call.candidate()).atTheEdge(edge, read, call.request().id());
        boolean blocked = category == FailureClass.EDGE_BLOCKED;
        return failure(category, FaultOwner.EDGE, status, error, blocked ? withoutAdvice(headers) : headers, call,
            wait(category, status, headers, read, call));
    }

    private static Failure failure(FailureClass category, FaultOwner owner, int status, ApiError error,
            HeaderMap headers, FailedCall call, long waitMs) {
        return new Failure(category, owner, status, error, headers, call.candidate().ref(), null, null, waitMs);
    }

    /// The provider refuses the gateway's own key or account, so the error is one of the gateway. The provider's advice
    /// about repeating the request is left out with its status.
    private static Failure ofTheGateway(FailureClass category, int status, RefusalCause cause, ApiError said,
            HeaderMap headers, FailedCall call) {
        ApiError error = Failure.source(call.candidate()).refusal(cause, said,
            KeyPlace.brief(call.candidate().provider()), call.request().id());
        return failure(category, FaultOwner.PROVIDER, status, error, withoutAdvice(headers), call, -1);
    }

    private static HeaderMap withoutAdvice(HeaderMap headers) {
        var kept = new ArrayList<Header>();
        for (Header h : headers.all()) {
            boolean advice = h.name().equals("x-should-retry") || h.name().contains("retry-after");
            if (!advice) kept.add(h);
        }
        return HeaderMap.of(kept);
    }

    /// The provider's status says success, but the body holds an error or is not an answer.
    static Failure inAnswer(FailureClass category, int status, ApiError error, HeaderMap headers, FailedCall call) {
        Candidate candidate = call.candidate();
        ApiError clean = TokenLimits.noted(SecretLeak.without(error, call.secrets()), call.request()::answerLimit,
            candidate.model().id());
        RefusalCause cause = error.quote() == null ? null : RefusalCause.of(error.status(), clean, "");
        if (RefusalClasses.ofTheGateway(cause)) return ofTheGateway(category, status, cause, clean, headers, call);
        ApiError named = Failure.source(candidate).naming(clean);
        int clientStatus = clean.status() >= 400 ? clean.status() : 502;
        var shown = new ApiError(clientStatus, named.kind(), named.message(), named.code(), named.param(),
            named.quote(), named.limit(), named.pause());
        FailureClass found = clean.limit() == null ? category : Failure.classOf(clean);
        FaultOwner owner = RefusalClasses.owner(clientStatus, found, clean);
        return failure(found, owner, status, shown, headers, call, wait(found, status, headers, clean, call));
    }

    /// Whether an error body has its format's shape and holds no secret of the gateway, so that it goes back as it is.
    private static boolean presentable(String body, FailedCall call) {
        try {
            return JsonScan.of(body).get("error") instanceof Json.Obj error && error.text("message") != null
                && Protocol.of(call.candidate().format()).isComplete(error) && !call.secrets().in(body);
        } catch (JsonError _) {
            return false; // not JSON: it is written anew from the neutral error
        }
    }
}
