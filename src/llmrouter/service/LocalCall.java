package llmrouter.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

import llmrouter.files.TlsFiles;
import llmrouter.json.Json;
import llmrouter.json.JsonError;

/// A request to a gateway on this machine. It uses the JDK's old client, because the new one takes a third of a second
/// to start.
public final class LocalCall {
    private static final int CONNECT_MS = 2_000;
    private static final int ANSWER_MS = 5_000;
    /// Longer than the pauses between the lines of a gateway that hands over.
    private static final int LINE_MS = 30_000;
    private static final int LONGEST_ANSWER = 16 << 20;

    private LocalCall() {}

    /// Gets a page of the program that listens at an address.
    ///
    /// @param key     a client key, or null
    /// @param trusted the certificate to know the gateway by, or null without TLS
    public static LocalAnswer get(String url, String key, SSLContext trusted) throws IOException {
        return answer(open("GET", url, trusted, "authorization", key == null ? null : "Bearer " + key));
    }

    /// Asks the program that listens at an address as a client would: gets a page, or posts a JSON text.
    ///
    /// @param key      a client key, or null
    /// @param body     to post; null to get
    /// @param trusted  the certificate to know the gateway by, or null without TLS
    /// @param answerMs how long to wait for the connection, and then for the answer
    public static LocalAnswer ask(String url, String key, Json.Obj body, SSLContext trusted, int answerMs)
        throws IOException {
        String value = key == null ? null : "Bearer " + key;
        HttpURLConnection connection = open("GET", url, trusted, "authorization", value);
        connection.setConnectTimeout(answerMs);
        connection.setReadTimeout(answerMs);
        connection.setRequestProperty("accept", "application/json"); // the JDK's client would ask for HTML
        if (body != null) {
            byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
            connection.setRequestMethod("POST");
            connection.setRequestProperty("content-type", "application/json");
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(bytes.length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(bytes);
            } catch (IOException _) {
                // the answer says why: it may have come before the whole request was read, or no program listens
            }
        }
        return answer(connection);
    }

    /// Asks a gateway through its control door: `GET identity`, `GET status`, `GET offered`, `POST look`,
    /// `POST reload`, `POST wake`, `POST stop`.
    public static LocalAnswer control(Instance gateway, String method, String what) throws IOException {
        return answer(connect(method, gateway, what));
    }

    /// As [#control], for what takes a gateway longer.
    ///
    /// @param answerMs how long to wait for the answer
    public static LocalAnswer control(Instance gateway, String method, String what, int answerMs) throws IOException {
        HttpURLConnection connection = connect(method, gateway, what);
        connection.setReadTimeout(answerMs);
        return answer(connection);
    }

    /// Whether the answer to `GET identity` comes from the gateway of this entry.
    public static boolean proves(Instance gateway, LocalAnswer answer) {
        return answer.isOk() && answer.body().number("pid", 0) == gateway.pid();
    }

    /// Asks a gateway to stop listening and to hand its state over to this process.
    /// @return its state, one line per change; it ends when that gateway has finished its requests
    /// @throws IOException it does not hand over
    public static BufferedReader requestHandover(Instance gateway) throws IOException {
        HttpURLConnection connection = connect("POST", gateway, "yield");
        connection.setReadTimeout(LINE_MS);
        int status = connection.getResponseCode();
        if (status != 200) throw new IOException("process " + gateway.pid() + " does not hand over (" + status + ")");
        return new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    private static HttpURLConnection connect(String method, Instance gateway, String what) throws IOException {
        SSLContext trusted = gateway.certificate() == null ? null : TlsFiles.pinning(gateway.certificate());
        return open(method, gateway.url() + "/control/" + what, trusted, Nonce.HEADER, gateway.nonce().value());
    }

    private static HttpURLConnection open(String method, String url, SSLContext trusted, String header,
            String value) throws IOException {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
        if (connection instanceof HttpsURLConnection secure && trusted != null) {
            secure.setSSLSocketFactory(trusted.getSocketFactory());
            secure.setHostnameVerifier((_, _) -> true); // the certificate itself is pinned
        }
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(ANSWER_MS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(method);
        connection.setRequestProperty("connection", "close");
        if (value != null) connection.setRequestProperty(header, value);
        if (method.equals("POST")) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(0); // otherwise the JDK's client may send the request twice
        }
        return connection;
    }

    private static LocalAnswer answer(HttpURLConnection connection) {
        try {
            int status = connection.getResponseCode();
            try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return new LocalAnswer(status, in == null ? null : object(in.readNBytes(LONGEST_ANSWER)));
            }
        } catch (ConnectException _) {
            return LocalAnswer.without(LocalAnswer.ABSENT);
        } catch (SocketTimeoutException _) {
            return LocalAnswer.without(LocalAnswer.SILENT);
        } catch (IOException _) {
            return LocalAnswer.without(LocalAnswer.NOT_HTTP);
        } finally {
            connection.disconnect();
        }
    }

    private static Json.Obj object(byte[] bytes) {
        try {
            return Json.parse(new String(bytes, StandardCharsets.UTF_8)) instanceof Json.Obj body ? body : null;
        } catch (JsonError _) {
            return null;
        }
    }
}
