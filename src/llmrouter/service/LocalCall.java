package llmrouter.service;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.proof.ProvenLines;

/// A request to a program on this machine. It uses the JDK's old client, because the new one takes a third of a second
/// to start. No key is sent from here: see [TrustedGateway].
public final class LocalCall {
    private static final int CONNECT_MS = 2_000;
    private static final int ANSWER_MS = 5_000;
    /// Longer than the pauses between the lines of a gateway that hands over.
    private static final int LINE_MS = 30_000;
    static final int LONGEST_ANSWER = 16 << 20;

    private LocalCall() {}

    /// Gets a page of the program that listens at an address, without a key. The answer proves nothing, unless that
    /// program is known by its certificate.
    ///
    /// @param trusted the certificate to know the gateway by, or null without TLS
    public static LocalAnswer get(String url, SSLContext trusted) throws IOException {
        return answer(open("GET", url, trusted, ANSWER_MS));
    }

    /// Asks a gateway as one of the operator's commands: `GET identity`, `GET status`, `GET offered`, `POST look`,
    /// `POST reload`, `POST wake`, `POST stop`. An answer with a status is the gateway's own.
    public static LocalAnswer control(Instance gateway, String method, String what) throws IOException {
        return control(gateway, method, what, ANSWER_MS);
    }

    /// As [#control], for what takes a gateway longer.
    ///
    /// @param answerMs how long to wait for the answer
    public static LocalAnswer control(Instance gateway, String method, String what, int answerMs) throws IOException {
        if (gateway.proof() == null) return LocalAnswer.without(LocalAnswer.OLDER);
        try {
            return ProvenCall.to(gateway, method, what, answerMs).answer();
        } catch (ProvenCall.UnprovenException _) {
            return LocalAnswer.without(LocalAnswer.UNPROVEN);
        } catch (IOException e) {
            return LocalAnswer.without(reason(e));
        }
    }

    /// Asks a gateway to stop listening and to hand its state over to this process.
    /// @return its state, one line per change; it ends when that gateway has finished its requests
    /// @throws IOException it does not hand over, or did not prove itself
    public static ProvenLines requestHandover(Instance gateway) throws IOException {
        if (gateway.proof() == null) throw new IOException("process " + gateway.pid() + " cannot prove itself");
        return ProvenCall.to(gateway, "POST", "yield", LINE_MS).lines();
    }

    static HttpURLConnection open(String method, String url, SSLContext trusted, int answerMs) throws IOException {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
        if (connection instanceof HttpsURLConnection secure && trusted != null) {
            secure.setSSLSocketFactory(trusted.getSocketFactory());
            secure.setHostnameVerifier((_, _) -> true); // the certificate itself is pinned
        }
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(answerMs);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(method);
        connection.setRequestProperty("connection", "close");
        if (method.equals("POST")) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(0); // otherwise the JDK's client may send the request twice
        }
        return connection;
    }

    static LocalAnswer answer(HttpURLConnection connection) {
        try {
            int status = connection.getResponseCode();
            return new LocalAnswer(status, object(body(connection, status)));
        } catch (IOException e) {
            return LocalAnswer.without(reason(e));
        } finally {
            connection.disconnect();
        }
    }

    /// What kind of silence a failure means.
    private static int reason(IOException e) {
        return switch (e) {
            case ConnectException _ -> LocalAnswer.ABSENT;
            case SocketTimeoutException _ -> LocalAnswer.SILENT;
            default -> LocalAnswer.NOT_HTTP;
        };
    }

    /// The body of an answer, up to the longest one that is read.
    static byte[] body(HttpURLConnection connection, int status) throws IOException {
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return in == null ? new byte[0] : in.readNBytes(LONGEST_ANSWER);
        }
    }

    static Json.Obj object(byte[] bytes) {
        try {
            return Json.parse(new String(bytes, StandardCharsets.UTF_8)) instanceof Json.Obj body ? body : null;
        } catch (JsonError _) {
            return null;
        }
    }
}
