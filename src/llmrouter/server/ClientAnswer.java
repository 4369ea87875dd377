package llmrouter.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.net.httpserver.HttpExchange;

import llmrouter.protocol.HeaderMap;
import llmrouter.protocol.HeaderMap.Header;

/// The answer side of one client connection. One owner; every write that fails means that the client has gone.
final class ClientAnswer {
    /// After an early refusal this much of the request is still read, so that the client gets to see the answer.
    private static final int DRAIN_LIMIT = 64 << 20;

    private final HttpExchange http;
    private OutputStream out;
    private boolean begun;
    private long bytes;
    private Transcript transcript;
    private final List<Header> always = new ArrayList<>();

    ClientAnswer(HttpExchange http) {
        this.http = http;
    }

    /// Whether a head has gone out; after that no other answer is possible.
    boolean begun() {
        return begun;
    }

    /// Of the answer's body that have been handed to the connection.
    long bytes() {
        return bytes;
    }

    /// A field that the answer carries whatever it will be.
    void always(Header field) {
        always.add(field);
    }

    /// Writes down from now on what the client is told.
    ///
    /// @param to or null
    void keep(Transcript to) {
        transcript = to;
    }

    /// A whole answer.
    void reply(int status, HeaderMap headers, String body, boolean verbatim) throws ClientGoneException {
        if (transcript != null) transcript.answered(body, verbatim);
        byte[] whole = body.getBytes(charset(verbatim));
        try {
            prepare(headers);
            boolean head = http.getRequestMethod().equals("HEAD");
            http.sendResponseHeaders(status, head || whole.length == 0 ? -1 : whole.length);
            begun = true;
            if (head || whole.length == 0) return;
            out = http.getResponseBody();
            send(whole);
            drainRequest();
        } catch (IOException _) {
            throw new ClientGoneException();
        } finally {
            http.close();
        }
    }

    /// The head of a stream, at once.
    void open(HeaderMap headers) throws ClientGoneException {
        try {
            prepare(headers);
            http.sendResponseHeaders(200, 0);
            begun = true;
            out = http.getResponseBody();
            out.flush();
        } catch (IOException _) {
            throw new ClientGoneException();
        }
    }

    /// More of a stream, flushed.
    void write(String text, boolean verbatim) throws ClientGoneException {
        if (text.isEmpty()) return;
        if (transcript != null) transcript.answered(text, verbatim);
        try {
            send(text.getBytes(charset(verbatim)));
        } catch (IOException _) {
            throw new ClientGoneException();
        }
    }

    private void send(byte[] piece) throws IOException {
        out.write(piece);
        out.flush();
        bytes += piece.length;
    }

    /// The stream's clean end.
    void close() {
        http.close();
    }

    private void prepare(HeaderMap headers) {
        http.getResponseHeaders().clear();
        for (Header h : always) http.getResponseHeaders().add(h.name(), h.value());
        for (Header h : headers.all()) http.getResponseHeaders().add(h.name(), h.value());
    }

    private void drainRequest() throws IOException {
        InputStream rest = http.getRequestBody();
        if (rest.read() < 0) return;
        byte[] scrap = new byte[16_384];
        long left = DRAIN_LIMIT;
        int n;
        while (left > 0 && (n = rest.read(scrap)) > 0) left -= n;
    }

    private static Charset charset(boolean verbatim) {
        return verbatim ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    }
}
