package llmrouter.state.redis;

import java.io.IOException;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// TLS to a Redis server: its certificate and host name are checked.
///
/// @param contexts which authorities are trusted, and which certificate the gateway shows
/// @param words    for a handshake that failed
public record RedisTls(Contexts contexts, Words words) {
    /// The JDK's authorities, no certificate of the gateway.
    public static final RedisTls OF_THE_JDK = new RedisTls(RedisTls::ofTheJdk, (failure, _, _) -> failure.getMessage());
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final int HANDSHAKE_MS = 3_000;
    private static final String NO_TLS = " does not speak TLS; write redis:// in LLM_ROUTER_STATE_BACKEND, or another "
        + "port";

    /// Where the context comes from, each time that a connection is made.
    @FunctionalInterface
    public interface Contexts {
        /// @throws IOException a file cannot be used; the message says which and what to do
        SSLContext context() throws IOException;
    }

    /// A clause for people that says what is wrong and, where there is one, the fix.
    @FunctionalInterface
    public interface Words {
        String of(SSLException failure, String host, int port);
    }

    private static SSLContext ofTheJdk() throws IOException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("TLS cannot be used: " + e.getMessage());
        }
    }

    /// Speaks TLS over a connection. To end it, close the connection itself: the end of TLS would wait for a writer
    /// that the server keeps waiting.
    ///
    /// @param host the name that the certificate must be for
    /// @throws IOException says why not; the connection cannot be used
    SSLSocket over(Socket connection, String host, int port) throws IOException {
        var secure = (SSLSocket) contexts.context().getSocketFactory().createSocket(connection, host, port, false);
        SSLParameters terms = secure.getSSLParameters();
        terms.setProtocols(VERSIONS);
        terms.setEndpointIdentificationAlgorithm("HTTPS");
        name(host, terms);
        secure.setSSLParameters(terms);
        var limit = new CompletableFuture<Void>().orTimeout(HANDSHAKE_MS, TimeUnit.MILLISECONDS);
        limit.whenComplete((_, late) -> {
            if (late != null) closeQuietly(connection);
        });
        try {
            secure.startHandshake();
        } catch (SSLException e) {
            throw failed(e, limit, host, port);
        } catch (IOException e) {
            throw limit.isCompletedExceptionally() ? late(host, port) : e;
        } finally {
            limit.complete(null);
        }
        return secure;
    }

    /// The server's name goes with the first message. The JDK sends it by itself only if it has a dot.
    private static void name(String host, SSLParameters terms) {
        if (host.indexOf(':') >= 0 || endsInDigit(host)) return; // an address has no name
        try {
            terms.setServerNames(List.of(new SNIHostName(host)));
        } catch (IllegalArgumentException _) {
            // a name such as redis_1, which cannot be sent
        }
    }

    private static boolean endsInDigit(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        return !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private IOException failed(SSLException e, CompletableFuture<Void> limit, String host, int port) {
        if (limit.isCompletedExceptionally()) return late(host, port);
        boolean plain = String.valueOf(e.getMessage()).contains("nrecognized SSL message");
        return new IOException(plain ? host + ":" + port + NO_TLS : words.of(e, host, port), e);
    }

    private static IOException late(String host, int port) {
        return new IOException("the TLS handshake with " + host + ":" + port + " took more than " + HANDSHAKE_MS
            + " ms; if the server does not speak TLS, write redis:// in LLM_ROUTER_STATE_BACKEND");
    }

    private static void closeQuietly(Socket connection) {
        try {
            connection.close();
        } catch (IOException _) {
            // it is closed nevertheless
        }
    }
}
