package llmrouter.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

import llmrouter.admission.Endpoint;
import llmrouter.config.Format;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.routing.RouteResolver;
import llmrouter.state.StateStore;

/// Many exchanges at the same time against one shared state and imagined providers: no sockets, and the time is a
/// number.
final class Crowd {
    /// What a provider does with a call; it drives the exchange as far as its first action that is not an `Await`.
    interface Provider {
        Action serve(UpstreamRequest call, Exchange exchange, long now);
    }

    /// @param replies how often the client was given an end
    record Played(Summary summary, int replies, int calls) {}

    private final RouteResolver routes;
    private final StateStore state;
    private final Provider provider;
    private final AtomicLong calls = new AtomicLong();

    /// @param config with `'` for `"`
    Crowd(String config, StateStore state, Provider provider) {
        this.routes = new RouteResolver(Story.config(config));
        this.state = state;
        this.provider = provider;
    }

    /// All calls to all providers.
    long calls() {
        return calls.get();
    }

    Played ask(String body, int number, String... headers) {
        var request = new ClientRequest("req_" + number, Endpoint.CHAT, Format.OPENAI, Story.headers(headers),
            body.replace('\'', '"'), 1_750_000_000L, number, "gw1");
        var exchange = new Exchange(routes, Story.POLICY, request);
        long now = 1_000;
        int replies = 0;
        int mine = 0;
        Action action = exchange.start(now);
        while (true) {
            switch (action) {
                case Action.Consult c -> action = exchange.picked(state.consult(c.request()), now);
                case Action.Report r -> {
                    state.report(r.outcomes());
                    action = exchange.reported(now);
                }
                case Action.Call c -> {
                    calls.incrementAndGet();
                    mine++;
                    action = provider.serve(c.request(), exchange, now);
                }
                case Action.Pause p -> {
                    now += p.waitMs();
                    action = exchange.elapsed(now);
                }
                case Action.Relay r -> action = exchange.ended(now);
                case Action.Reply _, Action.Close _ -> {
                    replies++;
                    action = exchange.sent(now);
                }
                case Action.Finish f -> {
                    return new Played(f.summary(), replies, mine);
                }
                case Action.Collect _, Action.Stream _, Action.Await _ ->
                    throw new AssertionError("the provider left the exchange waiting: " + action);
            }
        }
    }

    /// Asks `n` times at the same time.
    ///
    /// @param body of each request by its number
    List<Played> all(int n, IntFunction<String> body) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pending = new ArrayList<Future<Played>>();
            for (int i = 0; i < n; i++) {
                int number = i;
                pending.add(threads.submit(() -> ask(body.apply(number), number)));
            }
            var played = new ArrayList<Played>();
            for (Future<Played> future : pending) played.add(future.get());
            return played;
        }
    }

    static Action answer(Exchange exchange, int status, String json, long now, String... headers) {
        String body = json.replace('\'', '"');
        Action action = exchange.answered(status, Story.headers(headers), now);
        if (action instanceof Action.Collect) return exchange.body(body, now);
        action = exchange.chunk(body, now);
        return action instanceof Action.Await ? exchange.ended(now) : action;
    }

    /// A stream's head and one piece; what comes then is its end.
    static Action stream(Exchange exchange, String piece, long now) {
        exchange.answered(200, HeaderMap.EMPTY, now);
        Action action = exchange.chunk(piece, now);
        return action instanceof Action.Await ? exchange.ended(now) : action;
    }
}
