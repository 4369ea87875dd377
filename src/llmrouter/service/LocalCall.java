package llmrouter.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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

/// A request to a gateway on this machine. By the JDK's old client: the new one takes a third of a second to build.
public final class LocalCall {
    private static final int CONNECT_MS = 2_000;
    private static final int ANSWER_MS = 5_000;
    /// Longer than the pauses between the lines of a gateway that hands over.
    private static final int LINE_MS = 30_000;
    private static final int LONGEST_PAGE = 16 << 20;

    private LocalCall() {}

    /// What came back.
    ///
    /// @param status 0 if somebody is there who does not speak HTTP, [Page#MUTE] if somebody is there who says nothing
    /// @param body   null if it is no JSON object
    public record Page(int status, Json.Obj body) {
        public static final int MUTE = -1;
    }

    /// @param key     a client key, or null
    /// @param trusted to know the gateway by, or null without TLS
    /// @return null if nobody listens
    public static Page get(String url, String key, SSLContext trusted) throws IOException {
        return page(open("GET", url, trusted, "authorization", key == null ? null : "Bearer " + key));
    }

    /// Asks a gateway through its control door: `GET identity`, `GET status`, `POST reload`, `POST stop`.
    /// @return null if nobody listens
    public static Page control(Instance gateway, String method, String what) throws IOException {
        return page(control(method, gateway, what));
    }

    /// Whether what came back for `GET identity` comes from the gateway of this entry.
    public static boolean proves(Instance gateway, Page page) {
        return page != null && page.status == 200 && page.body != null && page.body.number("pid", 0) == gateway.pid();
    }

    /// Asks a gateway to stop listening and to hand its state over to this process.
    /// @return its state, one line per change; it ends when that gateway has finished its requests
    /// @throws IOException it does not
    public static BufferedReader requestHandover(Instance gateway) throws IOException {
        HttpURLConnection connection = control("POST", gateway, "yield");
        connection.setReadTimeout(LINE_MS);
        if (connection.getResponseCode() != 200) throw new IOException("process " + gateway.pid() + " does not hand over (" + connection.getResponseCode() + ")");
        return new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    private static HttpURLConnection control(String method, Instance gateway, String what) throws IOException {
        SSLContext trusted = gateway.certificate() == null ? null : TlsFiles.pinning(gateway.certificate());
        return open(method, gateway.url() + "/control/" + what, trusted, Nonce.HEADER, gateway.nonce().value());
    }

    private static HttpURLConnection open(String method, String url, SSLContext trusted, String header, String value) throws IOException {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
        if (connection instanceof HttpsURLConnection secure && trusted != null) {
            secure.setSSLSocketFactory(trusted.getSocketFactory());
            secure.setHostnameVerifier((_, _) -> true); // it is known by its very certificate
        }
        connection.setConnectTimeout(CONNECT_MS);
        connection.setReadTimeout(ANSWER_MS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(method);
        connection.setRequestProperty("connection", "close");
        if (value != null) connection.setRequestProperty(header, value);
        if (method.equals("POST")) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(0); // the client would send it again by itself otherwise
        }
        return connection;
    }

    private static Page page(HttpURLConnection connection) throws IOException {
        try {
            int status = connection.getResponseCode();
            try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                return new Page(status, in == null ? null : object(in.readNBytes(LONGEST_PAGE)));
            }
        } catch (ConnectException _) {
            return null;
        } catch (SocketTimeoutException _) {
            return new Page(Page.MUTE, null);
        } catch (IOException _) {
            return new Page(0, null);
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
