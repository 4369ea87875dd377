package llmrouter.service;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.SSLContext;

import llmrouter.files.TlsFiles;
import llmrouter.json.Json;

/// A gateway that a key may be sent to: one that is known by its certificate, or one of the user's own that has just
/// proved that it runs and listens at its address. While it runs, no other program can have that address.
public final class TrustedGateway {
    private final String url;
    private final SSLContext certificate;

    private TrustedGateway(String url, SSLContext certificate) {
        this.url = url;
        this.certificate = certificate;
    }

    /// The gateway at an address, known by its certificate.
    ///
    /// @param url of HTTPS
    public static TrustedGateway pinned(String url, SSLContext certificate) {
        if (!url.startsWith("https://")) throw new IllegalArgumentException("a certificate is shown over HTTPS only");
        return new TrustedGateway(url, certificate);
    }

    /// A gateway of the user, which proves itself now.
    ///
    /// @return null if it does not, or listens for clients no more
    public static TrustedGateway proven(Instance gateway) throws IOException {
        if (gateway.certificate() != null) return pinned(gateway.url(), TlsFiles.pinning(gateway.certificate()));
        LocalAnswer identity = LocalCall.control(gateway, "GET", "identity");
        boolean listens = identity.isOk() && !identity.body().isTrue("draining")
            && identity.body().number("port", 0) == gateway.port();
        return listens ? new TrustedGateway(gateway.url(), null) : null;
    }

    /// Gets a page as a client.
    ///
    /// @param key or null
    public LocalAnswer get(String path, String key) throws IOException {
        return LocalCall.answer(open("GET", path, key, 5_000));
    }

    /// Asks as a client: gets a page, or posts a JSON text.
    ///
    /// @param key      or null
    /// @param body     to post; null to get
    /// @param answerMs how long to wait for the connection, and then for the answer
    public LocalAnswer ask(String path, String key, Json.Obj body, int answerMs) throws IOException {
        HttpURLConnection connection = open("GET", path, key, answerMs);
        connection.setConnectTimeout(answerMs);
        connection.setRequestProperty("accept", "application/json"); // the JDK's client would ask for HTML
        if (body != null) post(connection, body.toString().getBytes(StandardCharsets.UTF_8));
        return LocalCall.answer(connection);
    }

    private HttpURLConnection open(String method, String path, String key, int answerMs) throws IOException {
        HttpURLConnection connection = LocalCall.open(method, url + path, certificate, answerMs);
        if (key != null) connection.setRequestProperty("authorization", "Bearer " + key);
        return connection;
    }

    private static void post(HttpURLConnection connection, byte[] body) throws IOException {
        connection.setRequestMethod("POST");
        connection.setRequestProperty("content-type", "application/json");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        } catch (IOException _) {
            // the answer says why: it may have come before the whole request was read, or no program listens
        }
    }
}
