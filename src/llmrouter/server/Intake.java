package llmrouter.server;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

import llmrouter.admission.Endpoint;
import llmrouter.admission.FormatDetector;
import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.config.Format;
import llmrouter.config.Settings.Listen;
import llmrouter.gateway.ClientRequest;
import llmrouter.gateway.Exchange;
import llmrouter.gateway.ExchangePolicy;
import llmrouter.gateway.Summary;
import llmrouter.http.AcceptField;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.json.Json;
import llmrouter.metrics.Exposition;
import llmrouter.metrics.Trace;
import llmrouter.page.StatusHtml;
import llmrouter.protocol.Protocol;
import llmrouter.server.log.RequestLog;
import llmrouter.server.log.Transcript;
import llmrouter.state.StateStore;
import llmrouter.text.Printable;
import llmrouter.upstream.Upstream;

/// Takes every request: guards, finds the endpoint, reads the body, and runs an exchange or answers itself. Called on a virtual
/// thread of the request's own; whatever goes wrong ends here, in the client's format.
final class Intake implements HttpHandler {
    private static final ApiError TOO_SLOW = ApiError.of(408, ApiError.Kind.TIMEOUT, "The request's body did not go on. Send it again, without a pause of a minute.");

    private final Supplier<ActiveConfig> live;
    private final ExchangePolicy policy;
    private final int maxBodyBytes;
    private final Semaphore room;
    private final CallerAddress callers;
    private final Upstream upstream;
    private final StateStore state;
    private final ClientWatch watch;
    private final Lifecycle lifecycle;
    private final RequestLog log;
    private final StatusPage status;
    private final MetricsPage metrics;
    private final ControlDoor control;
    private final String instance = "g" + id();

    Intake(Supplier<ActiveConfig> live, ExchangePolicy policy, Listen listen, CallerAddress callers, Upstream upstream, StateStore state,
            ClientWatch watch, Lifecycle lifecycle, RequestLog log, StatusPage status, MetricsPage metrics, Operator operator) {
        this.live = live;
        this.policy = policy;
        this.maxBodyBytes = listen.maxBodyBytes();
        this.room = new Semaphore(listen.maxConnections());
        this.callers = callers;
        this.upstream = upstream;
        this.state = state;
        this.watch = watch;
        this.lifecycle = lifecycle;
        this.log = log;
        this.status = status;
        this.metrics = metrics;
        this.control = new ControlDoor(operator, state, lifecycle, () -> status.of(live.get(), lifecycle.isEnding()));
    }

    @Override
    public void handle(HttpExchange http) throws IOException {
        ClientPace pace = ClientPace.CURRENT.get();
        pace.rest();
        var client = new ClientAnswer(http, pace);
        var headers = headers(http);
        String path = path(http.getRequestURI());
        String requestId = "req_" + id();
        lifecycle.began();
        try {
            serve(http, client, headers, path, requestId);
        } catch (GatewayError e) {
            metrics.meters().refused(e.error().status());
            refuse(client, e.error(), shape(path, headers), requestId);
        } catch (ClientGoneException | IOException _) {
            log.debug(requestId + " the client has gone");
        } catch (InterruptedException _) {
            log.debug(requestId + " was cut as the gateway stopped");
        } catch (Throwable e) {
            log.bug(requestId, e);
            if (!client.begun()) refuse(client, ExchangeRunner.ownFault(requestId), shape(path, headers), requestId);
        } finally {
            lifecycle.ended();
        }
        // Closing the exchange would end what has gone out as if it were whole, and what has not begun would count against the server's
        // connections for ever: it lets go only of what fails (JDK 25, observed).
        if (!client.complete()) throw new IOException("the connection of " + requestId + " is cut");
    }

    /// The path as the client wrote it. Two slashes in front would begin a host's name, which no path of ours does.
    private static String path(URI target) {
        String whole = target.toString();
        if (whole.startsWith("//")) return whole.substring(0, whole.indexOf('?') < 0 ? whole.length() : whole.indexOf('?'));
        return target.getRawPath() == null ? "" : target.getRawPath();
    }

    private static HeaderMap headers(HttpExchange http) {
        var fields = new ArrayList<Header>();
        for (Map.Entry<String, List<String>> f : http.getRequestHeaders().entrySet()) {
            for (String value : f.getValue()) fields.add(new Header(f.getKey(), value));
        }
        return HeaderMap.of(fields);
    }

    private static String id() {
        var random = ThreadLocalRandom.current();
        return Long.toHexString(random.nextLong() | Long.MIN_VALUE) + Integer.toHexString(random.nextInt() | Integer.MIN_VALUE);
    }

    private void serve(HttpExchange http, ClientAnswer client, HeaderMap headers, String path, String requestId) throws Exception {
        try {
            HeadGuard.admit(http, headers);
        } catch (GatewayError e) {
            client.always(new Header("connection", "close"));
            throw e;
        }
        String method = http.getRequestMethod();
        Endpoint endpoint = Endpoint.of(method, path);
        if (endpoint == Endpoint.HEALTH || endpoint == Endpoint.READY) {
            health(endpoint, method, client, requestId);
            return;
        }
        if (control.admits(http, path, headers)) {
            client.always(new Header("connection", "close"));
            control.serve(method, path, client, fields(requestId));
            return;
        }
        callers.admit(http.getRemoteAddress().getAddress(), headers);
        ActiveConfig now = live.get();
        now.origins().admit(headers, http.getRequestURI());
        for (Header h : now.origins().grant(headers)) client.always(h);
        List<Header> preflight = now.origins().preflight(method, headers);
        if (preflight != null) {
            client.reply(204, HeaderMap.of(preflight), "", false);
            return;
        }
        if (endpoint == Endpoint.ROOT) client.always(new Header("vary", "accept"));
        if (endpoint == Endpoint.ROOT && method.equals("GET") && AcceptField.prefersHtml(headers)) {
            browse(http, client, headers, requestId, now);
            return;
        }
        boolean probe = endpoint == Endpoint.ROOT && method.equals("HEAD");
        if (!probe) now.guard().admitKey(headers, Instant.now().getEpochSecond());
        if (lifecycle.isEnding()) client.always(new Header("connection", "close"));
        if (lifecycle.stage() == Lifecycle.Stage.DRAINING && endpoint != Endpoint.STATUS && endpoint != Endpoint.METRICS) {
            throw new GatewayError(ApiError.of(503, ApiError.Kind.OVERLOADED, "The gateway is stopping. Ask again in a moment."));
        }
        if (endpoint == Endpoint.UNKNOWN) {
            throw new GatewayError(ApiError.of(404, ApiError.Kind.NOT_FOUND, "There is no " + method + " " + Printable.ascii(path, 100) + " here. GET / lists the endpoints."));
        }
        if (endpoint == Endpoint.RESPONSES && "websocket".equalsIgnoreCase(headers.get("upgrade"))) {
            client.always(new Header("upgrade", "HTTP/1.1"));
            throw new GatewayError(ApiError.of(426, ApiError.Kind.INVALID_REQUEST, "WebSockets are not served here; use plain HTTP."));
        }
        checkMethod(endpoint, method, client);
        switch (endpoint) {
            case STATUS -> {
                now.guard().admitOperator(http.getRemoteAddress().getAddress());
                client.reply(200, fields(requestId), status.of(now, lifecycle.isEnding()).toString(), false);
            }
            case METRICS -> {
                now.guard().admitOperator(http.getRemoteAddress().getAddress());
                client.reply(200, fields(requestId, Exposition.TYPE), metrics.of(now, lifecycle.isEnding()), false);
            }
            case ROOT -> client.reply(200, fields(requestId), Pages.root(), false);
            case MODELS -> client.reply(200, fields(requestId), Pages.models(now.models(), path, http.getRequestURI().getRawQuery(), shape(path, headers)), false);
            case MESSAGES, COUNT_TOKENS, CHAT, RESPONSES, EMBEDDINGS, COMPLETIONS, UNIFIED -> converse(http, client, headers, path, endpoint, requestId, now);
            case HEALTH, READY, UNKNOWN -> throw new AssertionError(endpoint + " is answered above");
        }
    }

    /// The status page, for somebody in front of a browser.
    private void browse(HttpExchange http, ClientAnswer client, HeaderMap headers, String requestId, ActiveConfig now) throws ClientGoneException {
        try {
            now.guard().admitBrowser(headers, Instant.now().getEpochSecond());
        } catch (GatewayError e) {
            metrics.meters().refused(e.error().status());
            log.debug(requestId + " is refused with " + e.error().status());
            client.always(new Header("www-authenticate", "Basic realm=\"llm-router\", charset=\"UTF-8\""));
            client.reply(401, StatusHtml.fields(), StatusHtml.locked(), false);
            return;
        }
        now.guard().admitOperator(http.getRemoteAddress().getAddress());
        client.reply(200, StatusHtml.fields(), status.html(now, lifecycle.isEnding()), false);
    }

    private void health(Endpoint endpoint, String method, ClientAnswer client, String requestId) throws ClientGoneException {
        checkMethod(endpoint, method, client);
        boolean leaving = endpoint == Endpoint.READY && lifecycle.isEnding();
        var answer = Json.object().put("status", leaving ? "draining" : "ok");
        if (leaving) answer.put("reason", "The gateway is stopping: it finishes the requests it has and takes no new ones.");
        else if (endpoint == Endpoint.READY && state.trouble() instanceof String trouble) answer.put("state", trouble);
        client.reply(leaving ? 503 : 200, fields(requestId), answer.toString(), false);
    }

    private static void checkMethod(Endpoint endpoint, String method, ClientAnswer client) {
        if (endpoint.allows(method)) return;
        client.always(new Header("allow", endpoint.allow()));
        throw new GatewayError(ApiError.of(405, ApiError.Kind.INVALID_REQUEST, Printable.ascii(method, 100) + " is not possible here. Use " + endpoint.allow() + "."));
    }

    /// Reads the conversation and runs its exchange, if there is room for it.
    private void converse(HttpExchange http, ClientAnswer client, HeaderMap headers, String path, Endpoint endpoint, String requestId, ActiveConfig now) throws Exception {
        boolean admitted = room.tryAcquire();
        try (Trace trace = metrics.meters().begin(endpoint)) {
            String body;
            try {
                if (!admitted) throw crowded(client);
                body = body(headers, http, client, shape(path, headers), requestId);
            } catch (GatewayError e) {
                refuse(client, e.error(), shape(path, headers), requestId);
                ended(Summary.refused(requestId, endpoint.format(), e.error().status()), null, trace, client);
                return;
            }
            converse(http, client, headers, body, endpoint, requestId, now, trace);
        } finally {
            if (admitted) room.release();
        }
    }

    private static GatewayError crowded(ClientAnswer client) {
        client.always(new Header("retry-after", "1"));
        client.always(new Header("connection", "close"));
        return new GatewayError(ApiError.of(503, ApiError.Kind.OVERLOADED,
            "The gateway has as many requests as it takes at once. Ask again in a moment, or raise LLM_ROUTER_MAX_CONNECTIONS."));
    }

    private void converse(HttpExchange http, ClientAnswer client, HeaderMap headers, String body, Endpoint endpoint, String requestId, ActiveConfig now, Trace trace) throws Exception {
        Transcript transcript = log.transcript(body);
        client.keep(transcript);
        var request = new ClientRequest(requestId, endpoint, endpoint.format(), headers, body, Instant.now().getEpochSecond(),
            ThreadLocalRandom.current().nextLong(), instance);
        var exchange = new Exchange(now.routes(), policy(headers, now), request);
        var runner = new ExchangeRunner(exchange, upstream, state, client, watch, http.getLocalAddress(), http.getRemoteAddress(), trace);
        ended(runner.run(e -> log.bug(requestId, e)), transcript, trace, client);
    }

    private void ended(Summary summary, Transcript transcript, Trace trace, ClientAnswer client) {
        log.ended(summary, transcript);
        trace.ended(summary, client.bytes());
    }

    private String body(HeaderMap headers, HttpExchange http, ClientAnswer client, Format shape, String requestId) {
        ClientPace pace = ClientPace.CURRENT.get();
        try {
            String body = BodyReader.read(headers, pace.reading(http.getRequestBody(), () -> giveUp(client, shape, requestId)), maxBodyBytes);
            pace.rest();
            return body;
        } catch (IOException | IndexOutOfBoundsException _) { // the latter for a chunk of 2^31 bytes and more (JDK 25)
            if (pace.wasLate()) throw new GatewayError(TOO_SLOW); // which it has been told, if it could be
            client.requestIsTorn();
            throw GatewayError.badRequest("The body broke off, or its chunks are framed wrongly.", null);
        }
    }

    /// Called while the request's own thread waits for its body.
    private void giveUp(ClientAnswer client, Format shape, String requestId) {
        client.always(new Header("connection", "close"));
        client.farewell(TOO_SLOW.status(), fields(requestId), Protocol.of(shape).writeError(TOO_SLOW, requestId));
    }

    /// Strict translation is a matter of the configuration or of the single request.
    private ExchangePolicy policy(HeaderMap headers, ActiveConfig now) {
        String asked = headers.get("x-llm-router-strict");
        boolean strict = asked == null ? now.config().strictTranslation() : asked.equalsIgnoreCase("true") || asked.equals("1");
        return policy.withStrict(strict);
    }

    private void refuse(ClientAnswer client, ApiError error, Format shape, String requestId) {
        log.debug(requestId + " is refused with " + error.status());
        if (error.status() < 500) client.always(new Header("x-should-retry", "false"));
        try {
            client.reply(error.status(), fields(requestId), Protocol.of(shape).writeError(error, requestId), false);
        } catch (ClientGoneException _) {
            log.debug(requestId + " the client has gone");
        }
    }

    private static Format shape(String path, HeaderMap headers) {
        return FormatDetector.suggestedBy(headers, path);
    }

    private static HeaderMap fields(String requestId) {
        return fields(requestId, "application/json");
    }

    private static HeaderMap fields(String requestId, String type) {
        return HeaderMap.of(List.of(new Header("content-type", type), new Header("x-llm-router-request-id", requestId),
            new Header("x-request-id", requestId), new Header("request-id", requestId)));
    }
}
