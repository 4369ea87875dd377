package llmrouter.server;

import java.io.IOException;
import java.time.Instant;
import java.util.function.Supplier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;

import llmrouter.admission.Admission;
import llmrouter.admission.Moment;
import llmrouter.chat.ApiError;
import llmrouter.chat.GatewayError;
import llmrouter.http.HeaderMap;
import llmrouter.metrics.Exposition;
import llmrouter.page.StatusHtml;
import llmrouter.routing.RequestEnd;
import llmrouter.server.log.RequestLog;

/// Takes every request: asks the front door, then answers itself or has the endpoint served. Called on a virtual
/// thread of the request's own. Every failure ends here, as an error in the client's format or as a cut connection.
final class Intake implements HttpHandler {
    private static final ApiError WRONG_PASSWORD = ApiError.of(401, ApiError.Kind.AUTHENTICATION,
        "The password is not one of this gateway's keys.");

    private final Supplier<ActiveConfig> active;
    private final SharedServices shared;
    private final Lifecycle lifecycle;
    private final RequestLog log;
    private final EndpointService endpoints;
    private final StatusPage status;
    private final MetricsPage metrics;

    /// @param active the configuration of the requests that arrive now
    Intake(Supplier<ActiveConfig> active, SharedServices shared, EndpointService endpoints, StatusPage status,
            MetricsPage metrics) {
        this.active = active;
        this.shared = shared;
        this.lifecycle = shared.lifecycle();
        this.log = shared.log();
        this.endpoints = endpoints;
        this.status = status;
        this.metrics = metrics;
    }

    @Override
    public void handle(HttpExchange http) throws IOException {
        var request = IncomingRequest.of(http);
        lifecycle.began();
        try {
            serve(request);
        } catch (ClientDisconnectedException | IOException _) {
            log.debug(request.id() + " the client has disconnected");
        } catch (InterruptedException _) {
            log.debug(request.id() + " was cut because the gateway stopped");
        } catch (Throwable e) {
            log.bug(request.id(), e);
            if (!request.answer().begun()) answerOwnFault(request);
        } finally {
            lifecycle.ended();
        }
        // To close the exchange would end a broken answer as if it were whole, and an exchange without an answer
        // would count against the server's connections for ever. The server cuts a connection only if its handler
        // fails (JDK 25, observed).
        if (!request.answer().complete()) throw new IOException("the connection of " + request.id() + " is cut");
    }

    private void answerOwnFault(IncomingRequest request) {
        ApiError error = ExchangeRunner.ownFault(request.id());
        log.refused(request.arrival(), error, RequestEnd.INTERNAL_ERROR);
        try {
            request.refuse(error);
        } catch (ClientDisconnectedException _) {
            log.debug(request.id() + " the client has disconnected");
        }
    }

    private void serve(IncomingRequest request) throws Exception {
        ActiveConfig config = active.get();
        Admission admission = config.door().admit(request.arrival(), moment(config.refusal()));
        admission.fields().forEach(request.answer()::always);
        try {
            follow(admission.decision(), request, config);
        } catch (GatewayError e) {
            reject(request, e.error());
        }
    }

    /// @param refusal or null
    private Moment moment(ConfigRefusal refusal) {
        long refusedSince = refusal == null ? 0 : refusal.since().getEpochSecond();
        return new Moment(Instant.now().getEpochSecond(), lifecycle.stage(), shared.state().trouble(), refusedSince);
    }

    private void follow(Admission.Decision decision, IncomingRequest request, ActiveConfig config) throws Exception {
        switch (decision) {
            case Admission.Refuse(ApiError error) -> reject(request, error);
            case Admission.Reply reply -> request.reply(reply);
            case Admission.ShowStatus _ -> request.reply(status.of(config, isEnding()));
            case Admission.ShowMetrics _ -> {
                HeaderMap fields = request.arrival().answerFields(Exposition.TYPE);
                String text = config.secrets().without(metrics.of(config, isEnding()));
                request.reply(new Admission.Reply(200, fields, text));
            }
            case Admission.ShowPage _ ->
                request.reply(new Admission.Reply(200, StatusHtml.fields(), status.html(config, isEnding())));
            case Admission.AskForKey(boolean locked) -> {
                askedForKey(request);
                request.reply(new Admission.Reply(401, StatusHtml.fields(), StatusHtml.locked(locked)));
            }
            case Admission.Serve serve -> endpoints.serve(serve, request, config);
        }
    }

    private boolean isEnding() {
        return lifecycle.stage().isEnding();
    }

    /// A browser begins without a key, as every sign-in does; only a wrong key is worth a line.
    private void askedForKey(IncomingRequest request) {
        shared.meters().refused(401);
        if (request.arrival().headers().get("authorization") != null) {
            log.refused(request.arrival(), WRONG_PASSWORD, RequestEnd.REFUSED);
        }
    }

    private void reject(IncomingRequest request, ApiError error) throws ClientDisconnectedException {
        shared.meters().refused(error.status());
        log.refused(request.arrival(), error, RequestEnd.REFUSED);
        request.refuse(error);
    }
}
