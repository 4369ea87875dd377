import java.util.List;

import llmrouter.admission.Admission;
import llmrouter.admission.Arrival;
import llmrouter.admission.FrontDoor;
import llmrouter.admission.FrontDoorTerms;
import llmrouter.admission.GatewayStage;
import llmrouter.admission.Moment;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Format;
import llmrouter.config.IpBlock;
import llmrouter.config.Settings.AccessSettings;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.secrets.ConfigSecrets;
import llmrouter.gateway.Action;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.gateway.Exchange;
import llmrouter.gateway.ExchangePolicy;
import llmrouter.gateway.ExchangePolicy.TimeLimits;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.RequestTarget;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.RetryPolicy;
import llmrouter.routing.OfferedModels;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RoutingTable;

/// One request's way through the gateway, with one provider whose answer is known beforehand and a clock that only
/// its pauses move. It writes down all that would leave the gateway.
final class WorkerExchange {
    private static final HeaderMap KEY = HeaderMap.of(List.of(new Header("x-api-key", "key")));

    private final RoutingTable table = new RoutingTable(new HealthPolicy(1, 1, 1, 1, 1, 2, 1, 1), change -> {});
    private final Exchange exchange;
    private final int status;
    private final String type;
    private final String answer;
    private final StringBuilder left = new StringBuilder();
    private boolean given;
    private long now;

    private WorkerExchange(Exchange exchange, int status, String type, String answer) {
        this.exchange = exchange;
        this.status = status;
        this.type = type;
        this.answer = answer;
    }

    /// @param body   of the client's request, for the model `p/m`
    /// @param type   the content type of the provider's answer
    /// @return what went to the provider and to the client, and the summary
    static String run(Format client, Format provider, String body, int status, String type, String answer) {
        var outcome = ConfigReader.read("{\"version\":2,\"masterKey\":\"key\",\"providers\":[{\"id\":\"p\","
            + "\"baseUrl\":\"https://p.example/v1\",\"apiKey\":\"k\",\"formats\":[\"" + provider.word()
            + "\"],\"models\":[\"m\"]}]}", "config.json");
        if (!(outcome instanceof ConfigOutcome.ValidConfig valid)) return outcome.toString();
        var limits = new TimeLimits(1000, 1000, 1000, 1000, 1000, 1000);
        var policy = new ExchangePolicy(limits, 1000, new RetryPolicy(2, 10, 100), true, false, true);
        String path = "/v1/" + client.endpoint();
        String refused = words(admit(valid.config(), "POST " + path, HeaderMap.EMPTY));
        String listed = words(admit(valid.config(), "GET /v1/models?limit=1", KEY));
        Admission admission = admit(valid.config(), "POST " + path, KEY);
        if (!(admission.decision() instanceof Admission.Serve(var endpoint, var key))) return words(admission);
        var request = new ClientRequest("request", endpoint, client, HeaderMap.EMPTY, body, 0, 1, "here", key)
            .hiding(ConfigSecrets.of(valid.config(), List.of()));
        var exchange = new Exchange(new RouteResolver(valid.config()), policy, request);
        return refused + listed + new WorkerExchange(exchange, status, type, answer).run();
    }

    /// What the front door decides. Any function of the key will do in place of its digest here.
    private static Admission admit(Config config, String request, HeaderMap headers) {
        var access = new AccessSettings(List.of(), false, List.of(IpBlock.parse("10.0.0.0/8")), List.of());
        var terms = new FrontDoorTerms(access, "0.0.0.0", "1", key -> key);
        int space = request.indexOf(' ');
        var target = RequestTarget.parse(request.substring(space + 1));
        var arrival = new Arrival("request", request.substring(0, space), target, "HTTP/1.1", headers,
            new Arrival.Peer("10.1.2.3", false, false));
        var moment = new Moment(0, GatewayStage.SERVING, null, 0);
        return new FrontDoor(config, OfferedModels.NONE, true, 0, terms).admit(arrival, moment);
    }

    private static String words(Admission admission) {
        return admission.decision() instanceof Admission.Reply reply ? reply.body() : admission.decision().toString();
    }

    private String run() {
        var action = exchange.start(now);
        while (!(action instanceof Action.Finish)) action = perform(action);
        return left.append(action).toString();
    }

    private Action perform(Action action) {
        return switch (action) {
            case Action.Consult c -> exchange.picked(table.pick(c.request(), now), now);
            case Action.Report r -> {
                for (Outcome outcome : r.outcomes()) table.report(outcome, now);
                yield exchange.reported(now);
            }
            case Action.Call c -> {
                left.append(c.request()).append(c.request().headers().all()).append(c.request().body());
                given = false;
                yield exchange.answered(status, HeaderMap.of(List.of(new Header("content-type", type))), now);
            }
            case Action.Collect _ -> exchange.body(answer, now);
            case Action.Stream _, Action.Await _ -> more();
            case Action.Relay r -> {
                left.append(r.text());
                yield more();
            }
            case Action.Pause p -> exchange.elapsed(now += p.waitMs());
            case Action.Reply r -> {
                left.append(r.status()).append(r.headers().all()).append(r.body());
                yield exchange.sent(now);
            }
            case Action.Close c -> {
                left.append(c.text());
                yield exchange.sent(now);
            }
            case Action.Finish f -> f;
        };
    }

    /// The provider's stream comes in one piece, then ends.
    private Action more() {
        if (given) return exchange.ended(now);
        given = true;
        return exchange.chunk(answer, now);
    }
}
