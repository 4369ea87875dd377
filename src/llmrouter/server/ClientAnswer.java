package llmrouter.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.sun.net.httpserver.HttpExchange;

import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.server.log.Transcript;

/// The answer to one request. One owner. A write that fails means that the client has disconnected.
final class ClientAnswer {
    /// After an early refusal so many bytes of the request are still read: a connection closed before that would
    /// destroy the answer.
    private static final int DRAIN_LIMIT = 64 << 20;

    private final HttpExchange http;
    private final ClientPace pace;
    private OutputStream out;
    private boolean begun;
    private long bytes;
    private boolean torn;
    private boolean last;
    private boolean complete;
    private Transcript transcript;
    private final List<Header> always = new ArrayList<>();

    ClientAnswer(HttpExchange http, ClientPace pace) {
        this.http = http;
        this.pace = pace;
    }

    /// Whether the header has been sent; after that no other answer is possible.
    boolean begun() {
        return begun;
    }

    /// How many bytes of the answer's body have been sent.
    long bytes() {
        return bytes;
    }

    /// Whether the whole answer has been sent and the request was read to its end, so that the connection can serve
    /// another request.
    boolean complete() {
        return complete;
    }

    /// The request cannot be read to its end: the next request on this connection could not be distinguished from
    /// the rest of this one.
    void requestIsTorn() {
        torn = true;
        always(new Header("connection", "close"));
    }

    /// The connection is closed after the answer without a word to the server's accepting thread, which would keep
    /// the request in memory until it has time for it.
    void isLast() {
        last = true;
        always(new Header("connection", "close"));
    }

    /// Adds a header field to the answer, whatever the answer will be.
    void always(Header field) {
        if (!always.contains(field)) always.add(field);
    }

    /// Copies the rest of the answer into a transcript.
    ///
    /// @param to or null
    void keep(Transcript to) {
        transcript = to;
    }

    /// Sends a whole answer.
    void reply(int status, HeaderMap headers, String body, boolean verbatim) throws ClientDisconnectedException {
        if (transcript != null) transcript.answered(body, verbatim);
        byte[] all = body.getBytes(charset(verbatim));
        boolean empty = all.length == 0 || http.getRequestMethod().equals("HEAD");
        try {
            // the server ends an answer without a body at once, and the request with it
            boolean whole = empty && drainRequest();
            head(status, headers, empty ? -1 : all.length);
            if (!empty) {
                send(all);
                whole = !torn && drainRequest() && !last;
            }
            if (whole) http.close();
            pace.rest();
            complete = whole;
        } catch (IOException _) {
            throw disconnected();
        }
    }

    /// Answers a client that has stopped sending its request, while the request's own thread still waits for the rest.
    void sendLast(int status, HeaderMap headers, String body) {
        byte[] all = body.getBytes(StandardCharsets.UTF_8);
        try {
            prepare(headers);
            http.sendResponseHeaders(status, all.length);
            http.getResponseBody().write(all);
            http.getResponseBody().flush();
        } catch (IOException _) {
            return; // the client has disconnected, which the request's own thread is about to notice
        }
    }

    /// Begins a stream, and sends its header and its first text at once, together.
    ///
    /// @param text may be empty
    void open(HeaderMap headers, String text, boolean verbatim) throws ClientDisconnectedException {
        try {
            head(200, headers, 0);
            more(text, verbatim);
            pace.rest();
        } catch (IOException _) {
            throw disconnected();
        }
    }

    /// Sends more of a stream at once.
    void write(String text, boolean verbatim) throws ClientDisconnectedException {
        if (text.isEmpty()) return;
        try {
            more(text, verbatim);
            pace.rest();
        } catch (IOException _) {
            throw disconnected();
        }
    }

    private void more(String text, boolean verbatim) throws IOException {
        if (transcript != null && !text.isEmpty()) transcript.answered(text, verbatim);
        send(text.getBytes(charset(verbatim)));
    }

    /// Ends the stream correctly.
    void close() throws ClientDisconnectedException {
        try {
            pace.writing();
            http.close();
            pace.rest();
            complete = true;
        } catch (IOException _) {
            throw disconnected();
        }
    }

    /// @param length of the body, 0 for a stream, -1 for none
    private void head(int status, HeaderMap headers, long length) throws IOException {
        pace.writing();
        prepare(headers);
        http.sendResponseHeaders(status, length);
        begun = true;
        out = http.getResponseBody();
    }

    private void send(byte[] piece) throws IOException {
        for (int from = 0; from < piece.length; from += ClientTimes.WRITE_STEP) {
            pace.writing();
            out.write(piece, from, Math.min(ClientTimes.WRITE_STEP, piece.length - from));
        }
        out.flush();
        bytes += piece.length;
    }

    /// From here on the thread is not interrupted because of its client.
    private ClientDisconnectedException disconnected() {
        pace.wasLate();
        return new ClientDisconnectedException();
    }

    private void prepare(HeaderMap headers) {
        http.getResponseHeaders().clear();
        for (Header h : always) http.getResponseHeaders().add(h.name(), h.value());
        for (Header h : headers.all()) http.getResponseHeaders().add(h.name(), h.value());
    }

    /// Reads the rest of the request.
    /// @return whether the end was reached
    private boolean drainRequest() throws IOException {
        InputStream rest = http.getRequestBody();
        pace.draining();
        try {
            if (rest.read() < 0) return true;
            byte[] discarded = new byte[16_384];
            long left = DRAIN_LIMIT;
            for (int n = 0; n >= 0; left -= n) {
                if (left < 0) return false;
                n = rest.read(discarded);
            }
        } catch (IndexOutOfBoundsException _) {
            return false; // a chunk of 2^31 bytes and more (JDK 25)
        }
        return true;
    }

    private static Charset charset(boolean verbatim) {
        return verbatim ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    }
}
