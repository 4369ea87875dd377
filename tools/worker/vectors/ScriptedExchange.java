package vectors;

import java.util.List;

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
import llmrouter.http.HeaderMap;
import llmrouter.http.Latin1;
import llmrouter.json.Json;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.PickResult;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.RetryPolicy;
import llmrouter.routing.RouteResolver;
import llmrouter.routing.RoutingTable;
import llmrouter.routing.SplitMix64;

/// One request's way through the gateway. A script says what the providers do, when time passes and when the client
/// leaves; the clock moves only by waits that pass. It writes down all that would leave the gateway.
///
/// The script is a JSON object: `config`; the request's `endpoint`, `client` (a format), `headers`, `body`; `calls`,
/// one for each call to a provider, of which the last counts again; `seed` of the times that pass; and how many events
/// come before the client leaves (`leaves`) or the gateway stops (`stops`). A call has `fails` (a kind of
/// [CallFailure]) or else `status`, `headers`, `text`, `way` ([Pieces]) and how it `ends`.
final class ScriptedExchange {
    private static final int MOST_STEPS = 200_000;

    private final Json.Obj script;
    private final RoutingTable table = new RoutingTable(new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 2,
        30_000, 3_600_000), change -> {});
    private final SplitMix64 chance;
    private final StringBuilder left = new StringBuilder();
    private Exchange exchange;
    private int calls;
    private int events;
    private long now = 1_000;
    /// The present call's answer; null before one has come.
    private Json.Obj answer;
    private boolean answered;
    /// What is still to come of the answer's body; null if it is not read piece by piece.
    private List<String> pieces;
    private int next;

    ScriptedExchange(Json.Obj script) {
        this.script = script;
        this.chance = new SplitMix64(script.number("seed", 0));
    }

    String run() {
        Config config = ConfigAnswers.valid(script.text("config"));
        var routes = new RouteResolver(config);
        for (String body : script.texts("bodies")) one(config, routes, body);
        return left.toString();
    }

    private void one(Config config, RouteResolver routes, String body) {
        var headers = HeaderMap.of(TranslationAnswers.fields(script, "headers"));
        var request = new ClientRequest("request", Endpoint.valueOf(script.text("endpoint")),
            Format.of(script.text("client")), headers, body, 1_750_000_000L, script.number("seed", 0), "here")
                .hiding(ConfigSecrets.of(config, List.of()));
        exchange = new Exchange(routes, policy(), request);
        events = 0;
        Action action = exchange.start(now);
        for (int step = 0; !(action instanceof Action.Finish); step++) {
            if (step > MOST_STEPS) throw new IllegalStateException("the exchange does not end");
            action = perform(action);
        }
        say(action);
        now += 1_000;
    }

    private ExchangePolicy policy() {
        var limits = new TimeLimits(10_000, 60_000, 90_000, 120_000, 600_000, 300_000);
        return new ExchangePolicy(limits, 15_000, new RetryPolicy(3, 250, 3_000), script.isTrue("policyFallback"),
            script.isTrue("strict"), true);
    }

    private void say(Object words) {
        left.append(words).append('\n');
    }

    private Action perform(Action action) {
        return switch (action) {
            case Action.Consult c -> exchange.picked(pick(c), now);
            case Action.Report r -> {
                say(r);
                for (var outcome : r.outcomes()) table.report(outcome, now);
                yield exchange.reported(now);
            }
            case Action.Call c -> {
                say(c + "\n" + c.request().headers().all() + "\n" + c.request().body());
                called();
                yield await(c.waitMs());
            }
            case Action.Collect c -> await(c.waitMs());
            case Action.Stream s -> {
                pieces = Pieces.of(bytes(s.verbatim()), way());
                yield await(s.waitMs());
            }
            case Action.Await a -> await(a.waitMs());
            case Action.Relay r -> {
                say((r.open() == null ? "more " : "open " + r.open().all() + " ") + r.verbatim() + " " + r.text());
                yield await(r.waitMs());
            }
            case Action.Pause p -> {
                say(p);
                yield leaves() ? exchange.abandoned(now) : exchange.elapsed(now += p.waitMs());
            }
            case Action.Reply r -> {
                say(r.status() + " " + r.headers().all() + " " + r.verbatim() + " " + r.body());
                yield exchange.sent(now);
            }
            case Action.Close c -> {
                say("close " + (c.open() == null ? "" : c.open().all()) + c.verbatim() + " " + c.text());
                yield exchange.sent(now);
            }
            case Action.Finish f -> f;
        };
    }

    private PickResult pick(Action.Consult consult) {
        PickResult result = table.pick(consult.request(), now);
        say(result instanceof PickResult.Chosen c
            ? "picked " + c.reservation() + c.lastResort() + c.scale() + c.skipped() : result);
        return result;
    }

    private void called() {
        List<Json.Obj> all = script.objects("calls");
        answer = all.get(Math.min(calls++, all.size() - 1));
        answered = false;
        pieces = null;
        next = 0;
    }

    private String way() {
        String way = answer.text("way");
        return way == null ? "whole" : way;
    }

    private String bytes(boolean verbatim) {
        String text = answer.text("text");
        return verbatim ? Latin1.utf8(text) : text;
    }

    private boolean leaves() {
        return ++events == script.number("leaves", -1);
    }

    /// The next event of the call, or a part of the time without one.
    private Action await(long waitMs) {
        if (leaves()) return exchange.abandoned(now);
        if (events == script.number("stops", -1)) {
            Action end = exchange.crashed(ApiError.of(503, ApiError.Kind.OVERLOADED, "The gateway stops."),
                RequestEnd.CLIENT_GONE, now);
            if (end != null) return end;
        }
        now += chance.below(20);
        if (waitMs > 0 && chance.below(12) == 0) return exchange.elapsed(now += waitMs);
        if (!answered) return begin(waitMs);
        if (pieces == null) return ended(waitMs, true);
        return next < pieces.size() ? exchange.chunk(pieces.get(next++), now) : ended(waitMs, false);
    }

    private Action begin(long waitMs) {
        String fails = answer.text("fails");
        if ("SILENCE".equals(fails)) return exchange.elapsed(now += Math.max(1, waitMs));
        if (fails != null) return exchange.failed(new CallFailure(CallFailure.Kind.valueOf(fails), "it broke"), now);
        answered = true;
        var headers = HeaderMap.of(TranslationAnswers.fields(answer, "headers"));
        return exchange.answered((int) answer.number("status", 200), headers, now);
    }

    /// @param whole whether the body is given at once
    private Action ended(long waitMs, boolean whole) {
        String ends = answer.text("ends");
        if ("SILENCE".equals(ends)) return exchange.elapsed(now += Math.max(1, waitMs));
        if (ends != null) return exchange.failed(new CallFailure(CallFailure.Kind.valueOf(ends), "it broke"), now);
        return whole ? exchange.body(answer.text("text"), now) : exchange.ended(now);
    }
}
