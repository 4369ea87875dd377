package llmrouter.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;

import llmrouter.admission.Admission;
import llmrouter.admission.Arrival;
import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.RequestTarget;
import llmrouter.json.Json;
import llmrouter.server.bodies.BodyReader;
import llmrouter.server.bodies.HeldBody;
import llmrouter.server.bodies.ReceivedBody;

/// One request of a client, and the way to answer it. Owned by the request's own thread.
final class IncomingRequest {
    private static final ApiError TOO_SLOW = ApiError.of(408, ApiError.Kind.TIMEOUT,
        "The gateway timed out waiting for the request body (no progress for 60 s). Send the request again.");

    /// Of one header field, beside its characters.
    private static final int FIELD_BYTES = 160;

    private final HttpExchange http;
    private final ClientPace pace;
    private final ClientAnswer answer;
    private final Arrival arrival;
    /// The answer of another thread to a client that was cut off.
    private volatile ApiError lastAnswer = TOO_SLOW;
    private boolean disconnected;

    private IncomingRequest(HttpExchange http, ClientPace pace, Arrival arrival) {
        this.http = http;
        this.pace = pace;
        this.answer = new ClientAnswer(http, pace);
        this.arrival = arrival;
    }

    /// The request whose header this thread has read.
    /// @throws IOException its client is too slow
    static IncomingRequest of(HttpExchange http) throws IOException {
        ClientPace pace = ClientPace.CURRENT.get();
        pace.rest();
        var target = RequestTarget.parse(http.getRequestURI().toString());
        var arrival = new Arrival("req_" + RandomId.next(), http.getRequestMethod(), target, http.getProtocol(),
            headers(http), peer(http));
        var request = new IncomingRequest(http, pace, arrival);
        if (pace.isCrowded()) request.answer.isLast();
        return request;
    }

    private static HeaderMap headers(HttpExchange http) {
        var fields = new ArrayList<Header>();
        for (Map.Entry<String, List<String>> f : http.getRequestHeaders().entrySet()) {
            for (String value : f.getValue()) fields.add(new Header(f.getKey(), value));
        }
        return HeaderMap.of(fields);
    }

    private static Arrival.Peer peer(HttpExchange http) {
        InetAddress peer = http.getRemoteAddress().getAddress();
        String address = peer.getHostAddress();
        int zone = address.indexOf('%');
        boolean loopback = peer.isLoopbackAddress();
        boolean sameMachine = loopback || peer.equals(http.getLocalAddress().getAddress());
        return new Arrival.Peer(zone < 0 ? address : address.substring(0, zone), loopback, sameMachine);
    }

    String id() {
        return arrival.requestId();
    }

    Arrival arrival() {
        return arrival;
    }

    ClientAnswer answer() {
        return answer;
    }

    InetSocketAddress localAddress() {
        return http.getLocalAddress();
    }

    InetSocketAddress clientAddress() {
        return http.getRemoteAddress();
    }

    /// The request is served: it is not cut for a newcomer any more.
    void admitted() {
        pace.admitted();
    }

    /// About how many bytes the request's header takes.
    long headBytes() {
        long bytes = 3L * arrival.target().whole().length();
        for (Header h : arrival.headers().all()) bytes += FIELD_BYTES + h.name().length() + h.value().length();
        return bytes;
    }

    /// Reads the body as text, and scans it.
    ///
    /// @param held counts the memory that it takes
    /// @throws GatewayError the body is too large, too slow or not valid, or there is no memory for it
    ReceivedBody body(HeldBody held) {
        try {
            InputStream bytes = pace.reading(http.getRequestBody(), () -> sendLast(TOO_SLOW));
            held.reading(error -> pace.giveUp(() -> sendLast(error)));
            ReceivedBody body = BodyReader.read(arrival.headers(), bytes, held);
            pace.rest();
            return body;
        } catch (IOException | IndexOutOfBoundsException e) { // the latter for a chunk of 2^31 bytes and more (JDK 25)
            if (pace.wasLate()) throw new GatewayError(lastAnswer); // which has been sent already
            disconnected = !isWrongFraming(e);
            answer.requestIsTorn();
            throw GatewayError.badRequest("The body ended too early, or its chunks are framed wrongly.", null);
        }
    }

    /// Chunks that are framed wrongly, in the words of the JDK's server (JDK 25). All other failures are those of a
    /// connection that has ended.
    private static boolean isWrongFraming(Exception e) {
        return e instanceof IndexOutOfBoundsException || String.valueOf(e.getMessage()).startsWith("invalid ");
    }

    /// Whether the client has disconnected before it had sent its whole body.
    boolean isCutShort() {
        return disconnected;
    }

    /// Called by another thread while the request's own thread waits for the body.
    private void sendLast(ApiError error) {
        lastAnswer = error;
        answer.always(new Header("connection", "close"));
        if (error.status() == 503) answer.always(Arrival.RETRY_SOON);
        Admission.Reply reply = arrival.refusal(error);
        answer.sendLast(reply.status(), reply.headers(), reply.body());
    }

    /// Answers 200 with JSON.
    void reply(Json.Obj body) throws ClientDisconnectedException {
        reply(new Admission.Reply(200, arrival.answerFields(), body.toString()));
    }

    void reply(Admission.Reply reply) throws ClientDisconnectedException {
        answer.reply(reply.status(), reply.headers(), reply.body(), false);
    }

    /// Answers with an error.
    void refuse(ApiError error) throws ClientDisconnectedException {
        var fields = new ArrayList<Header>();
        Admission.Reply reply = arrival.refusal(error, fields);
        fields.forEach(answer::always);
        reply(reply);
    }
}
