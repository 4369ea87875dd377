import java.util.List;

import llmrouter.admission.Endpoint;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Endpoints;
import llmrouter.config.Format;
import llmrouter.config.read.ConfigReader;
import llmrouter.gateway.Action;
import llmrouter.gateway.ClientRequest;
import llmrouter.gateway.Exchange;
import llmrouter.gateway.ExchangePolicy;
import llmrouter.gateway.ExchangePolicy.TimeLimits;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.RetryPolicy;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RoutingTable;

/// One request's way through the gateway, with one provider whose answer is known beforehand and a clock that only
/// its pauses move. It writes down all that would leave the gateway.
final class WorkerExchange {
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
        var outcome = ConfigReader.read("{\"version\":2,\"providers\":[{\"id\":\"p\",\"baseUrl\":\"https://p.example/v1\",\"apiKey\":\"k\",\"formats\":[\"" + provider.word()
                + "\"],\"models\":[\"m\"]}]}", "config.json");
        if (!(outcome instanceof ConfigOutcome.ValidConfig valid)) return outcome.toString();
        var policy = new ExchangePolicy(new TimeLimits(1000, 1000, 1000, 1000, 1000), 1000, new RetryPolicy(2, 10, 100), true, false, true);
        var endpoint = Endpoint.of("POST", "/v1/" + Endpoints.of(client));
        var request = new ClientRequest("request", endpoint, client, HeaderMap.EMPTY, body, 0, 1, "here");
        return new WorkerExchange(new Exchange(new RouteResolver(valid.config()), policy, request), status, type, answer).run();
    }

    private String run() {
        var action = exchange.start(now);
        while (!(action instanceof Action.Finish)) action = perform(action);
        return left.append(action).toString();
    }

    private Action perform(Action action) {
        return switch (action) {
            case Action.Consult c -> exchange.picked(table.pick(c.question(), now), now);
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
