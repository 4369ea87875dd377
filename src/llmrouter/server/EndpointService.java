package llmrouter.server;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

import llmrouter.admission.Admission;
import llmrouter.admission.Endpoint;
import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.Settings.Listen;
import llmrouter.config.secrets.SecretWords;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.gateway.Exchange;
import llmrouter.gateway.ExchangePolicy;
import llmrouter.gateway.Summary;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.metrics.Trace;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.SessionModels;
import llmrouter.server.log.ClientSecrets;
import llmrouter.server.log.HiddenKeys;
import llmrouter.server.log.Transcript;
import llmrouter.state.SharedSessions;

/// Serves the endpoints that need a provider: reads the body and runs one exchange, if not too many are running.
/// Thread-safe.
final class EndpointService {
    private final SharedServices shared;
    private final ExchangePolicy policy;
    private final int maxBodyBytes;
    private final Semaphore capacity;
    private final SessionModels.Memory sessions = new SharedSessions(Clock.systemUTC());
    private final String gatewayId = "g" + RandomId.next();

    EndpointService(SharedServices shared, ExchangePolicy policy, Listen listen) {
        this.shared = shared;
        this.policy = policy;
        this.maxBodyBytes = listen.maxBodyBytes();
        this.capacity = new Semaphore(listen.maxConnections());
    }

    void serve(Admission.Serve admitted, IncomingRequest request, ActiveConfig config) throws Exception {
        boolean hasCapacity = capacity.tryAcquire();
        try (Trace trace = shared.meters().begin(admitted.endpoint())) {
            String body;
            try {
                if (!hasCapacity) throw tooMany(request);
                body = request.body(maxBodyBytes);
            } catch (GatewayError e) {
                refuse(admitted, request, e.error(), trace);
                return;
            }
            SecretWords secrets = ClientSecrets.of(admitted.client(), request.arrival().headers(),
                config.config(), config.secrets());
            run(clientRequest(admitted, request, body, secrets), request, config, trace);
        } finally {
            if (hasCapacity) capacity.release();
        }
    }

    private static GatewayError tooMany(IncomingRequest request) {
        request.answer().always(new Header("retry-after", "1"));
        request.answer().always(new Header("connection", "close"));
        return new GatewayError(ApiError.of(503, ApiError.Kind.OVERLOADED,
            "The gateway has too many concurrent requests. Try again in a moment,"
                + " or raise LLM_ROUTER_MAX_CONNECTIONS."));
    }

    /// The log and the meters get the request even if the client has disconnected before the error.
    private void refuse(Admission.Serve admitted, IncomingRequest request, ApiError error, Trace trace)
            throws ClientDisconnectedException {
        try {
            request.refuse(error);
        } finally {
            var summary = Summary.refused(request.id(), admitted.endpoint().format(), error, RequestEnd.INVALID_REQUEST,
                admitted.client().name());
            ended(summary, null, request, trace, SecretWords.NONE);
        }
    }

    private ClientRequest clientRequest(Admission.Serve admitted, IncomingRequest request, String body,
            SecretWords secrets) {
        Endpoint endpoint = admitted.endpoint();
        return new ClientRequest(request.id(), endpoint, endpoint.format(), request.arrival().headers(), body,
            Instant.now().getEpochSecond(), ThreadLocalRandom.current().nextLong(), gatewayId, admitted.client(),
            shared.answers().of(admitted.client().name()), secrets);
    }

    private void run(ClientRequest clientRequest, IncomingRequest request, ActiveConfig config, Trace trace)
            throws Exception {
        Transcript transcript = shared.log().transcript(clientRequest.body());
        request.answer().keep(transcript);
        var exchange = new Exchange(config.routes().with(sessions), policy(request.arrival().headers(), config),
            clientRequest);
        var runner = new ExchangeRunner(exchange, request, shared, trace);
        Summary summary = runner.run(e -> shared.log().bug(request.id(), e));
        ended(HiddenKeys.in(summary, config.config(), clientRequest.secrets()), transcript, request, trace,
            clientRequest.secrets());
    }

    /// Strict translation is set in the configuration, or by a single request.
    private ExchangePolicy policy(HeaderMap headers, ActiveConfig config) {
        String asked = headers.get("x-llm-router-strict");
        if (asked == null) return policy.withStrict(config.config().strictTranslation());
        return policy.withStrict(asked.equalsIgnoreCase("true") || asked.equals("1"));
    }

    private void ended(Summary summary, Transcript transcript, IncomingRequest request, Trace trace,
            SecretWords secrets) {
        shared.log().ended(summary, transcript, request.arrival(), secrets);
        trace.ended(summary, request.answer().bytes());
    }
}
