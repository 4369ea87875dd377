package llmrouter.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.gateway.Action;
import llmrouter.gateway.request.UpstreamRequest;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.fail;

/// Performs the steps of hosted requests as the shim does, with a scripted upstream and a clock that only pauses move.
final class HostedStory {
    static final String KEY = "gw_test-key-A1b2C3d4E5f6G7h8";

    /// What the upstream does with one call.
    ///
    /// @param pieces of the body; null for a call that breaks without an answer
    record Scripted(int status, String type, List<String> pieces) {
        static Scripted json(int status, String body) {
            return new Scripted(status, "application/json", List.of(body));
        }

        static Scripted stream(String... pieces) {
            return new Scripted(200, "text/event-stream", List.of(pieces));
        }

        static Scripted broken() {
            return new Scripted(0, null, null);
        }
    }

    /// What the client got.
    record Got(int status, HeaderMap headers, String body) {
        Json.Obj json() {
            return (Json.Obj) Json.parse(body);
        }
    }

    final Map<String, String> env = new HashMap<>();
    final List<UpstreamRequest> calls = new ArrayList<>();
    final Deque<Scripted> upstream = new ArrayDeque<>();
    final List<String> lines = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    /// Null for a deployment without shared state.
    RoutingObject object;
    boolean objectFails;
    long now = 1_796_126_400_000L;
    private HostedGateway gateway;
    private Deque<String> pieces = new ArrayDeque<>();
    private Scripted answering;
    private final StringBuilder body = new StringBuilder();
    private HeaderMap head;

    HostedStory(String config) {
        env.put("LLM_ROUTER_CONFIG_JSON", config);
    }

    HostedStory with(String name, String value) {
        env.put(name, value);
        return this;
    }

    HostedStory shared() {
        object = new RoutingObject(env::get, List.of(), "boot", now);
        return this;
    }

    HostedGateway gateway() {
        if (gateway == null) {
            gateway = HostedGateway.of(env::get, object != null, "1.2.3", "g0123456789abcdef01234567", now);
        }
        return gateway;
    }

    Got get(String path, String... headers) {
        return run("GET", path, "", headers);
    }

    Got post(String path, String body, String... headers) {
        var all = new ArrayList<>(List.of("x-api-key", KEY, "content-type", "application/json"));
        all.addAll(List.of(headers));
        return run("POST", path, body, all.toArray(String[]::new));
    }

    Got run(String method, String path, String sent, String... headers) {
        var fields = new ArrayList<Header>(List.of(new Header("host", "gateway.example")));
        for (int i = 0; i < headers.length; i += 2) fields.add(new Header(headers[i], headers[i + 1]));
        body.setLength(0);
        head = null;
        var got = new Got[1];
        HostedRequest request = gateway().begin(new HostedHead(method, path, HeaderMap.of(fields), "203.0.113.7"),
            "0123456789abcdef0123456789abcdef", now);
        Step step = request.start(now);
        while (!(step instanceof Step.Done(String line))) step = perform(request, step, sent, got);
        if (!line.isEmpty()) lines.add(line);
        return got[0];
    }

    private Step perform(HostedRequest x, Step step, String sent, Got[] got) {
        return switch (step) {
            case Step.ReadBody read when sent.length() > read.limit() -> x.bodyTooLarge();
            case Step.ReadBody _ -> x.body(sent, now);
            case Step.AskState(String message) -> {
                asked.add(message);
                yield objectFails ? x.stateFailed(now) : x.stateAnswered(object.ask(message, now), now);
            }
            case Step.TellState(String message) -> {
                asked.add(message);
                if (!objectFails) object.ask(message, now);
                yield x.told(now);
            }
            case Step.Done done -> fail(done.toString());
            case Step.Perform(Action action) -> perform(x, action, got);
        };
    }

    private Step perform(HostedRequest x, Action action, Got[] got) {
        return switch (action) {
            case Action.Call call -> {
                calls.add(call.request());
                if (upstream.isEmpty()) fail("no answer is scripted for " + call.request());
                answering = upstream.poll();
                if (answering.pieces() == null) yield x.failed("the connection was lost", now);
                pieces = new ArrayDeque<>(answering.pieces());
                var type = HeaderMap.of(List.of(new Header("content-type", answering.type())));
                yield x.answered(answering.status(), type, now);
            }
            case Action.Collect _ -> x.collected(String.join("", answering.pieces()), now);
            case Action.Stream _, Action.Await _ -> more(x);
            case Action.Relay relay -> {
                if (relay.open() != null) head = relay.open();
                body.append(relay.text());
                yield more(x);
            }
            case Action.Pause pause -> {
                now += pause.waitMs();
                yield x.elapsed(now);
            }
            case Action.Close close -> {
                if (close.open() != null) head = close.open();
                got[0] = new Got(200, head, body.append(close.text()).toString());
                yield x.sent(now);
            }
            case Action.Reply reply -> {
                got[0] = new Got(reply.status(), reply.headers(), reply.body());
                yield x.sent(now);
            }
            case Action.Consult _, Action.Report _, Action.Finish _ -> fail("not for the shim: " + action);
        };
    }

    private Step more(HostedRequest x) {
        return pieces.isEmpty() ? x.ended(now) : x.chunk(pieces.poll(), now);
    }
}
