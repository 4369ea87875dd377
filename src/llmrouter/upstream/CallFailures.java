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
import llmrouter.gateway.failure.ConnectionDoubt;
import llmrouter.upstream.tls.NotHttp;
import llmrouter.upstream.tls.TlsFaults;

/// Translates a failure of the JDK's client into the gateway's terms.
final class CallFailures {
    private CallFailures() {}

    /// Why a future failed, without the wrapping of futures.
    static Throwable cause(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) cause = cause.getCause();
        return cause;
    }

    /// An answer that broke off.
    static CallFailure cut(ConnectionDoubt doubt) {
        return new CallFailure(Kind.CUT, doubt.owner(), "it was closed in the middle of the answer" + after(doubt));
    }

    private static String after(ConnectionDoubt doubt) {
        return switch (doubt) {
            case NONE -> "";
            case KEPT -> ", after an earlier request on it";
            case SLEPT -> ", and this machine had slept meanwhile";
        };
    }

    /// An answer that broke off.
    ///
    /// @param cause as the client tells it
    static CallFailure cut(Throwable cause, ConnectionDoubt doubt) {
        CallFailure local = LocalFaults.of(cause);
        return local == null ? cut(doubt) : new CallFailure(Kind.CUT, local.owner(), local.detail());
    }

    /// A call that got no answer.
    ///
    /// @param doubt  whether the connection may be at fault
    /// @param target that was called
    static CallFailure of(Throwable cause, ConnectionDoubt doubt, URI target) {
        CallFailure local = LocalFaults.of(cause);
        if (local != null) return local;
        return switch (cause) {
            case UnknownHostException e -> ConnectFailures.unknown(e);
            case HttpConnectTimeoutException _ -> new CallFailure(Kind.CONNECT_TIMEOUT, "connecting took too long");
            case ConnectException e -> ConnectFailures.unresolved(e);
            case UnresolvedAddressException _ -> ConnectFailures.unknown(new UnknownHostException());
            // the client reads the length before it shows the head (JDK 25)
            case NumberFormatException _ -> new CallFailure(Kind.GARBLED, "its content-length is not a length");
            case IllegalArgumentException _ -> new CallFailure(Kind.CONNECT, "the address cannot be used");
            case SSLException e -> TlsFaults.of(e, target);
            case SocketException _ ->
                new CallFailure(Kind.RESET, doubt.owner(), "it was reset before an answer came" + after(doubt));
            case IOException e when closedUnused(e) -> new CallFailure(doubt == ConnectionDoubt.NONE ? Kind.RESET
                : Kind.STALE, doubt.owner(), "it was closed before an answer came" + after(doubt));
            default -> NotHttp.of(cause, target);
        };
    }

    /// The only sign that the server had closed a pooled connection just before the request was sent (JDK 25).
    private static boolean closedUnused(IOException e) {
        return String.valueOf(e.getMessage()).contains("header parser received no bytes");
    }
}
