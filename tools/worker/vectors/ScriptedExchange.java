package vectors;

import java.util.List;

import llmrouter.admission.ClientAccess;
import llmrouter.admission.Endpoint;
import llmrouter.chat.ApiError;
import llmrouter.config.Config;
import llmrouter.config.Format;
import llmrouter.config.secrets.ConfigSecrets;
import llmrouter.gateway.Action;
import llmrouter.gateway.Exchange;
import llmrouter.gateway.ExchangePolicy;
import llmrouter.gateway.ExchangePolicy.TimeLimits;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.json.Json;
import llmrouter.protocol.earlier.EarlierAnswers;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.PickResult;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.RetryPolicy;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RoutingTable;

/// Requests on their way through exchanges that share a routing table. It writes down all that would leave the gateway.
///
/// The script is that of a [ProviderScript] with the `config`, and the requests' `endpoint`, `client` (a format),
/// `headers` and `bodies`, and whether answers are remembered (`remembers`).
final class ScriptedExchange {
    private static final int MOST_STEPS = 200_000;

    private final Json.Obj script;
    private final ProviderScript.Clock clock = new ProviderScript.Clock(1_000);
    private final ProviderScript providers;
    private final RoutingTable table = new RoutingTable(new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 2,
        30_000, 3_600_000), change -> {});
    private final StringBuilder left = new StringBuilder();
    private final ListedAnswers memory = new ListedAnswers();
    private Exchange exchange;
    private int number;

    ScriptedExchange(Json.Obj script) {
        this.script = script;
        this.providers = new ProviderScript(script, 0, clock);
    }

    String run() {
        Config config = ConfigAnswers.valid(script.text("config"));
        var routes = new RouteResolver(config);
        for (String body : script.texts("bodies")) one(config, routes, body);
        return left.toString();
    }

    private void one(Config config, RouteResolver routes, String body) {
        EarlierAnswers earlier = script.isTrue("remembers") ? memory : EarlierAnswers.NONE;
        var request = new ClientRequest("request" + number++, Endpoint.valueOf(script.text("endpoint")),
            Format.of(script.text("client")), ProviderScript.fields(script, "headers"), body, 1_750_000_000L,
            script.number("seed", 0), "here", ClientAccess.UNLIMITED, earlier,
            ConfigSecrets.of(config, List.of()));
        providers.begin();
        exchange = new Exchange(routes, policy(), request);
        Action action = exchange.start(now());
        for (int step = 0; !(action instanceof Action.Finish); step++) {
            if (step > MOST_STEPS) throw new IllegalStateException("the exchange does not end");
            action = perform(action);
        }
        say(action);
    }

    private ExchangePolicy policy() {
        var limits = new TimeLimits(10_000, 60_000, 90_000, 120_000, 600_000, 300_000);
        return new ExchangePolicy(limits, 15_000, new RetryPolicy(3, 250, 3_000), script.isTrue("policyFallback"),
            script.isTrue("strict"), true);
    }

    private long now() {
        return clock.now();
    }

    private void say(Object words) {
        left.append(words).append('\n');
    }

    private Action perform(Action action) {
        say(words(action));
        return switch (action) {
            case Action.Consult c -> exchange.picked(pick(c), now());
            case Action.Report r -> {
                for (var outcome : r.outcomes()) table.report(outcome, now());
                yield exchange.reported(now());
            }
            case Action.Call c -> {
                providers.call();
                yield tell(providers.next(c.waitMs()));
            }
            case Action.Collect c -> tell(providers.next(c.waitMs()));
            case Action.Stream s -> {
                providers.stream(s.verbatim());
                yield tell(providers.next(s.waitMs()));
            }
            case Action.Await a -> tell(providers.next(a.waitMs()));
            case Action.Relay r -> tell(providers.next(r.waitMs()));
            case Action.Pause p -> tell(providers.pause(p.waitMs()));
            case Action.Reply _, Action.Close _ -> exchange.sent(now());
            case Action.Finish f -> f;
        };
    }

    /// What leaves the gateway by an action.
    static String words(Action action) {
        return switch (action) {
            case Action.Call c -> c + "\n" + c.request().headers().all() + "\n" + c.request().body();
            case Action.Relay r -> (r.open() == null ? "more " : "open " + r.open().all() + " ") + r.verbatim() + " "
                + r.text();
            case Action.Reply r -> r.status() + " " + r.headers().all() + " " + r.verbatim() + " " + r.body();
            case Action.Close c -> "close " + (c.open() == null ? "" : c.open().all()) + c.verbatim() + " " + c.text();
            case Action.Consult _ -> "";
            case Action.Report _, Action.Collect _, Action.Stream _, Action.Await _, Action.Pause _, Action.Finish _ ->
                action.toString();
        };
    }

    private PickResult pick(Action.Consult consult) {
        PickResult result = table.pick(consult.request(), now());
        say(result instanceof PickResult.Chosen c
            ? "picked " + c.reservation() + c.lastResort() + c.scale() + c.skipped() : result);
        return result;
    }

    private Action tell(ProviderScript.Event event) {
        return switch (event) {
            case ProviderScript.Event.Answered a -> exchange.answered(a.status(), a.headers(), now());
            case ProviderScript.Event.Body b -> exchange.body(b.text(), now());
            case ProviderScript.Event.Piece p -> exchange.chunk(p.text(), now());
            case ProviderScript.Event.Ended _ -> exchange.ended(now());
            case ProviderScript.Event.Broken b -> exchange.failed(new CallFailure(b.kind(), "it broke"), now());
            case ProviderScript.Event.Silence _ -> exchange.elapsed(now());
            case ProviderScript.Event.Left _ -> exchange.abandoned(now());
            case ProviderScript.Event.Stopped _ -> {
                var stops = ApiError.of(503, ApiError.Kind.OVERLOADED, "The gateway stops.");
                Action end = exchange.crashed(stops, RequestEnd.CLIENT_GONE, now());
                yield end == null ? exchange.elapsed(now()) : end;
            }
        };
    }
}
