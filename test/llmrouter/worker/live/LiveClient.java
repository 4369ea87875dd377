package llmrouter.worker.live;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/// A client on a raw socket. Bytes are characters, one for each.
final class LiveClient implements AutoCloseable {
    static final String KEY = "test-key-Abcdefghijklmnop";
    private static final int PATIENCE_MS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private int status;
    /// Bytes of the body, or of the present chunk, that are still to come; -1 for a body that ends with the connection.
    private long left;
    private boolean chunked;
    private boolean over;
    private String whole;

    LiveClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// A request with the gateway's key.
    static String post(String path, String body, String... fields) {
        String bytes = new String(body.getBytes(StandardCharsets.UTF_8), ISO_8859_1);
        return "POST " + path + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer " + KEY
            + "\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length() + "\r\n"
            + String.join("\r\n", fields) + (fields.length == 0 ? "" : "\r\n") + "\r\n" + bytes;
    }

    static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer " + KEY + "\r\n\r\n";
    }

    /// The whole answer to one request on a connection of its own.
    static LiveClient ask(int port, String request) throws IOException {
        try (var client = new LiveClient(port)) {
            client.send(request).head();
            client.whole = request.startsWith("HEAD ") ? "" : client.rest();
            return client;
        }
    }

    /// The body that [#ask] has read.
    String body() {
        return whole;
    }

    LiveClient send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /// Reads the head of the answer.
    LiveClient head() throws IOException {
        String first = line();
        status = Integer.parseInt(first.substring(9, 12));
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            fields.merge(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip(),
                (one, other) -> one + ", " + other);
        }
        chunked = "chunked".equals(fields.get("transfer-encoding"));
        String length = fields.get("content-length");
        left = chunked ? 0 : length == null ? -1 : Long.parseLong(length);
        over = left == 0 && !chunked || status == 204;
        return this;
    }

    int status() {
        return status;
    }

    /// The value of a field of the head, or null.
    String field(String name) {
        return fields.get(name);
    }

    /// The next byte of the body, or -1 at its end.
    ///
    /// @throws IOException the connection has ended before the body
    private int next() throws IOException {
        if (over) return -1;
        if (chunked && left == 0) beginChunk();
        if (over) return -1;
        int c = in.read();
        if (c < 0 && left >= 0) throw new IOException("the connection has ended in the middle of the body");
        over = c < 0;
        if (left > 0 && --left == 0) endPiece();
        return c;
    }

    private void beginChunk() throws IOException {
        left = Long.parseLong(line(), 16);
        over = left == 0;
        if (over) line();
    }

    private void endPiece() throws IOException {
        if (chunked) line();
        else over = true;
    }

    /// Reads the body up to these bytes.
    String until(String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end, Math.max(0, text.length() - end.length())) < 0) {
            int c = next();
            if (c < 0) throw new IOException("'" + end + "' is not in: " + text);
            text.append((char) c);
        }
        return text.toString();
    }

    /// Reads the rest of the body, which must come to its end.
    String rest() throws IOException {
        var text = new StringBuilder();
        for (int c = next(); c >= 0; c = next()) text.append((char) c);
        return text.toString();
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new IOException("the connection has ended after: " + line);
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
