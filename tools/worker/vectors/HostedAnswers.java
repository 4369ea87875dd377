package vectors;

import java.util.ArrayList;
import java.util.List;

import llmrouter.gateway.Action;
import llmrouter.json.Json;
import llmrouter.worker.HostedGateway;
import llmrouter.worker.HostedHead;
import llmrouter.worker.HostedRequest;
import llmrouter.worker.RoutingObject;
import llmrouter.worker.Step;

/// Requests to a hosted gateway, step by step as the platform's shim performs them. It writes down all that would leave
/// the gateway, and what would be stored.
///
/// The script is that of a [ProviderScript] with the variables `env` of a deployment, whether its state is `shared`,
/// and `requests`, each with `method`, `target`, `headers`, `address` and `body`.
final class HostedAnswers {
    private static final String RANDOM = "0123456789abcdef0123456789abcdef";
    private static final int MOST_STEPS = 200_000;

    private final Json.Obj script;
    private final ProviderScript providers;
    private final HostedGateway gateway;
    private final List<String> journal = new ArrayList<>();
    private final StringBuilder left = new StringBuilder();
    /// Null without shared state.
    private RoutingObject object;
    private HostedRequest request;
    private Json.Obj asked;

    HostedAnswers(Json.Obj script) {
        this.script = script;
        this.providers = new ProviderScript(script, 1_750_000_000_000L);
        boolean shared = script.isTrue("shared");
        gateway = HostedGateway.of(script.object("env")::text, shared, "9.9", "g123", now());
        if (shared && gateway.problem() == null) object = object();
    }

    private RoutingObject object() {
        return new RoutingObject(script.object("env")::text, List.copyOf(journal), "boot", now());
    }

    private long now() {
        return providers.now();
    }

    private void say(Object words) {
        left.append(words).append('\n');
    }

    String run() {
        say(gateway.problem());
        int number = 0;
        for (Json.Obj one : script.objects("requests")) {
            asked = one;
            providers.begin();
            var head = new HostedHead(one.text("method"), one.text("target"), ProviderScript.fields(one, "headers"),
                one.text("address"));
            String random = RANDOM.substring(number) + RANDOM.substring(0, number++);
            request = gateway.begin(head, random, now());
            perform(request.start(now()));
            // the platform may end the object between two requests
            if (object != null && providers.oneIn(4)) object = object();
        }
        return left.append(journal).toString();
    }

    private void perform(Step first) {
        Step step = first;
        for (int n = 0; !(step instanceof Step.Done); n++) {
            if (n > MOST_STEPS) throw new IllegalStateException("the request does not end");
            step = next(step);
        }
        say(step);
    }

    private Step next(Step step) {
        return switch (step) {
            case Step.ReadBody read -> {
                say(read);
                yield body(asked.text("body"), read.limit());
            }
            case Step.AskState(String message) -> {
                if (object == null || providers.oneIn(30)) yield request.stateFailed(now());
                yield request.stateAnswered(ask(message), now());
            }
            case Step.TellState(String message) -> {
                if (object != null) ask(message);
                yield request.told(now());
            }
            case Step.Perform(Action action) -> {
                say(ScriptedExchange.words(action));
                yield perform(action);
            }
            case Step.Done done -> done;
        };
    }

    /// The state's answer; what it wants stored is stored before.
    private String ask(String message) {
        String answer = object.ask(message, now());
        boolean replaces = object.replaces();
        List<String> rows = object.takeLines();
        if (replaces) journal.clear();
        journal.addAll(rows);
        say(message + "\n" + answer);
        return answer;
    }

    private Step body(String body, int limit) {
        if (body == null) return request.bodyNotUtf8();
        if (body.equals("damaged")) return request.bodyDamaged();
        return body.length() > limit ? request.bodyTooLarge() : request.body(body, now());
    }

    private Step perform(Action action) {
        return switch (action) {
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
            case Action.Reply _, Action.Close _ -> request.sent(now());
            case Action.Consult _, Action.Report _, Action.Finish _ ->
                throw new IllegalStateException("no step for the shim");
        };
    }

    private Step tell(ProviderScript.Event event) {
        return switch (event) {
            case ProviderScript.Event.Answered a -> request.answered(a.status(), a.headers(), now());
            case ProviderScript.Event.Body b -> request.collected(b.text(), now());
            case ProviderScript.Event.Piece p -> request.chunk(p.text(), now());
            case ProviderScript.Event.Ended _ -> request.ended(now());
            case ProviderScript.Event.Broken b -> request.failed(b.kind() + " refused", now());
            case ProviderScript.Event.Silence _ -> request.elapsed(now());
            case ProviderScript.Event.Left _ -> request.abandoned(now());
            case ProviderScript.Event.Stopped _ -> {
                Step end = request.crashed(now());
                yield end == null ? request.elapsed(now()) : end;
            }
        };
    }
}
