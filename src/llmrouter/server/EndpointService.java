package llmrouter.server;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

import llmrouter.admission.Admission;
import llmrouter.admission.Endpoint;
import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.secrets.SecretWords;
import llmrouter.files.KeyDigest;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.gateway.Exchange;
import llmrouter.gateway.ExchangePolicy;
import llmrouter.gateway.Summary;
import llmrouter.http.HeaderMap.Header;
import llmrouter.metrics.Trace;
import llmrouter.records.ClientSecrets;
import llmrouter.records.HiddenKeys;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.SessionModels;
import llmrouter.server.bodies.BodyRoom;
import llmrouter.server.bodies.HeldBody;
import llmrouter.server.bodies.ReceivedBody;
import llmrouter.server.connections.RequestRoom;
import llmrouter.server.log.Transcript;
import llmrouter.state.SharedSessions;

/// Serves the endpoints that need a provider: reads the body and runs one exchange, if not too many are running.
/// Thread-safe.
final class EndpointService {
    private final SharedServices shared;
    private final ExchangePolicy policy;
    private final BodyRoom bodies;
    private final RequestRoom room;
    private final SessionModels.Memory sessions = new SharedSessions(Clock.systemUTC());
    private final String gatewayId = "g" + RandomId.next();

    EndpointService(SharedServices shared, ExchangePolicy policy, BodyRoom bodies, RequestRoom room) {
        this.shared = shared;
        this.policy = policy;
        this.bodies = bodies;
        this.room = room;
    }

    void serve(Admission.Serve admitted, IncomingRequest request, ActiveConfig config) throws Exception {
        String caller = config.door().caller(request.arrival());
        try (RequestRoom.Place place = room.place(caller, request.headBytes());
                Trace trace = shared.meters().begin(admitted.endpoint());
                HeldBody held = bodies.begin()) {
            ReceivedBody body;
            try {
                enter(place, request);
                body = request.body(held);
            } catch (GatewayError e) {
                held.release(); // the answer may take a while
                refuse(admitted, request, e.error(), trace);
                return;
            }
            SecretWords secrets = ClientSecrets.of(admitted.client(), request.arrival().headers(),
                config.config(), config.secrets(), KeyDigest::sha256);
            run(clientRequest(admitted, request, body, held, secrets), request, config, trace, held);
        }
    }

    private static void enter(RequestRoom.Place place, IncomingRequest request) {
        String full = place.take();
        if (full == null) {
            request.admitted();
            return;
        }
        request.answer().always(new Header("connection", "close"));
        throw new GatewayError(ApiError.of(503, ApiError.Kind.OVERLOADED, full));
    }

    /// The log and the meters get the request even if the client has disconnected before the error.
    private void refuse(Admission.Serve admitted, IncomingRequest request, ApiError error, Trace trace)
            throws ClientDisconnectedException {
        try {
            request.refuse(error);
        } finally {
            Summary summary = request.isCutShort() ? unsent(admitted, request) : refused(admitted, request, error);
            ended(summary, null, request, trace, SecretWords.NONE);
        }
    }

    private static Summary unsent(Admission.Serve admitted, IncomingRequest request) {
        return Summary.unsent(request.id(), admitted.endpoint().format(), admitted.client().name());
    }

    private static Summary refused(Admission.Serve admitted, IncomingRequest request, ApiError error) {
        // a request for which there is no room is not at fault
        RequestEnd end = error.status() == 503 ? RequestEnd.REFUSED : RequestEnd.INVALID_REQUEST;
        return Summary.refused(request.id(), admitted.endpoint().format(), error, end, admitted.client().name());
    }

    private ClientRequest clientRequest(Admission.Serve admitted, IncomingRequest request, ReceivedBody body,
            HeldBody held, SecretWords secrets) {
        Endpoint endpoint = admitted.endpoint();
        return new ClientRequest(request.id(), endpoint, endpoint.format(), request.arrival().headers(), body.text(),
            Instant.now().getEpochSecond(), ThreadLocalRandom.current().nextLong(), gatewayId, admitted.client(),
            shared.answers().of(admitted.client().owner(), held::grows), secrets, body.scan());
    }

    private void run(ClientRequest clientRequest, IncomingRequest request, ActiveConfig config, Trace trace,
            HeldBody held) throws Exception {
        Transcript transcript = shared.log().transcript(clientRequest.body());
        request.answer().keep(transcript);
        var exchange = new Exchange(config.routes().with(sessions),
            policy.of(config.config(), request.arrival().headers()), clientRequest);
        var runner = new ExchangeRunner(exchange, request, shared, trace);
        Summary summary = runner.run(e -> shared.log().bug(request.id(), e));
        held.release(); // the client has its answer, and perhaps sends the next request
        Summary shown = HiddenKeys.in(summary, config.config(), clientRequest.secrets(), KeyDigest::sha256);
        ended(shown, transcript, request, trace, clientRequest.secrets());
    }

    private void ended(Summary summary, Transcript transcript, IncomingRequest request, Trace trace,
            SecretWords secrets) {
        shared.log().ended(summary, transcript, request.arrival(), secrets);
        trace.ended(summary, request.answer().bytes());
    }
}
