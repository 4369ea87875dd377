package llmrouter.upstream;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;

import javax.net.ssl.SSLException;

import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.failure.CallFailure.Kind;

/// Translates a failure of the JDK's client into the gateway's terms.
final class CallFailures {
    private CallFailures() {}

    /// @param begun whether the answer's header had arrived
    static CallFailure of(Throwable error, boolean begun) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) cause = cause.getCause();
        if (begun) return new CallFailure(Kind.CUT, "it was closed in the middle of the answer");
        return switch (cause) {
            case HttpConnectTimeoutException _ -> new CallFailure(Kind.CONNECT_TIMEOUT, "connecting took too long");
            case ConnectException e -> connect(e);
            case UnknownHostException _ -> new CallFailure(Kind.CONNECT, "unknown host");
            case UnresolvedAddressException _ -> new CallFailure(Kind.CONNECT, "unknown host");
            case IllegalArgumentException _ -> new CallFailure(Kind.CONNECT, "the address cannot be used");
            case SSLException e -> new CallFailure(Kind.CONNECT, "TLS failed, " + e.getMessage());
            case SocketException _ -> new CallFailure(Kind.RESET, "it was reset before an answer came");
            case IOException e when closedUnused(e) ->
                new CallFailure(Kind.STALE, "it was closed before an answer came");
            default -> new CallFailure(Kind.RESET, "no HTTP answer came (" + cause.getMessage() + ")");
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
