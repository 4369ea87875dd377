package vectors;

import llmrouter.gateway.Action;
import llmrouter.worker.HostedRequest;
import llmrouter.worker.Step;

/// One request to a hosted gateway. The steps of several may take turns.
final class HostedTurn {
    private final HostedAnswers deployment;
    private final int number;
    private final HostedRequest request;
    private final ProviderScript providers;
    private final ProviderScript.Clock clock;
    private final String body;
    private Step step;

    /// @param body null if it is no UTF-8
    HostedTurn(HostedAnswers deployment, int number, HostedRequest request, ProviderScript providers,
            ProviderScript.Clock clock, String body) {
        this.deployment = deployment;
        this.number = number;
        this.request = request;
        this.providers = providers;
        this.clock = clock;
        this.body = body;
        step = request.start(now());
    }

    private long now() {
        return clock.now();
    }

    /// Performs the next step; false if there is none any more.
    boolean step() {
        deployment.say(number + " at " + now() + " " + words());
        if (step instanceof Step.Done) return false;
        step = next();
        return true;
    }

    private String words() {
        return step instanceof Step.Perform(Action action) ? ScriptedExchange.words(action) : step.toString();
    }

    private Step next() {
        return switch (step) {
            case Step.ReadBody read -> body(read.limit());
            case Step.AskState(String message) -> {
                String answer = deployment.oneIn(40) ? null : deployment.ask(message);
                yield answer == null ? request.stateFailed(now()) : request.stateAnswered(answer, now());
            }
            case Step.TellState(String message) -> {
                deployment.ask(message);
                yield request.told(now());
            }
            case Step.Perform(Action action) -> perform(action);
            case Step.Done done -> done;
        };
    }

    private Step body(int limit) {
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
