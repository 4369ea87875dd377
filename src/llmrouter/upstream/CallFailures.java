package llmrouter.upstream;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;

import javax.net.ssl.SSLException;

import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.CallFailure.Kind;
import llmrouter.upstream.tls.NotHttp;
import llmrouter.upstream.tls.TlsFaults;

/// Translates a failure of the JDK's client into the gateway's terms.
final class CallFailures {
    private CallFailures() {}

    /// The failure itself, without the wrapping of futures.
    static Throwable cause(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) cause = cause.getCause();
        return cause;
    }

    /// @param cause  without the wrapping of futures
    /// @param begun  whether the answer's header had arrived
    /// @param target that was called
    static CallFailure of(Throwable cause, boolean begun, URI target) {
        if (begun) return new CallFailure(Kind.CUT, "it was closed in the middle of the answer");
        return switch (cause) {
            case HttpConnectTimeoutException _ -> new CallFailure(Kind.CONNECT_TIMEOUT, "connecting took too long");
            case ConnectException e -> connect(e);
            case UnknownHostException _ -> new CallFailure(Kind.CONNECT, "unknown host");
            case UnresolvedAddressException _ -> new CallFailure(Kind.CONNECT, "unknown host");
            case IllegalArgumentException _ -> new CallFailure(Kind.CONNECT, "the address cannot be used");
            case SSLException e -> TlsFaults.of(e, target);
            case SocketException _ -> new CallFailure(Kind.RESET, "it was reset before an answer came");
            case IOException e when closedUnused(e) ->
                new CallFailure(Kind.STALE, "it was closed before an answer came");
            default -> NotHttp.of(cause, target);
        };
    }

    private static CallFailure connect(ConnectException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException) return new CallFailure(Kind.CONNECT, "unknown host");
        }
        return new CallFailure(Kind.CONNECT, e.getMessage() == null ? "connection refused" : e.getMessage());
    }

    /// The only sign that the server had closed a pooled connection just before the request was sent (JDK 25).
    private static boolean closedUnused(IOException e) {
        return String.valueOf(e.getMessage()).contains("header parser received no bytes");
    }
}
