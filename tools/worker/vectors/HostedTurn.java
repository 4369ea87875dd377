package vectors;

import llmrouter.json.Json;
import worker.WorkerModule;

/// One request to a hosted gateway. The steps of several may take turns.
final class HostedTurn {
    private final HostedAnswers deployment;
    private final ModuleRecord record;
    private final int number;
    private final WorkerModule.Request request;
    private final ProviderScript providers;
    private final ProviderScript.Clock clock;
    private final String body;
    private WorkerModule.Todo step;

    /// @param body null if it is no UTF-8
    HostedTurn(HostedAnswers deployment, ModuleRecord record, int number, WorkerModule.Request request,
            ProviderScript providers, ProviderScript.Clock clock, String body) {
        this.deployment = deployment;
        this.record = record;
        this.number = number;
        this.request = request;
        this.providers = providers;
        this.clock = clock;
        this.body = body;
        step = gives("start", request.start(now()), now());
    }

    private long now() {
        return clock.now();
    }

    private WorkerModule.Todo gives(String method, WorkerModule.Todo next, Object... arguments) {
        record.add(number, method, ModuleRecord.of(next), arguments);
        return next;
    }

    /// Performs the next step; false if there is none any more.
    boolean step() {
        Json shown = ModuleRecord.of(step);
        deployment.say(number + " at " + now() + " " + shown);
        if (step.kind().equals("done")) return false;
        step = next();
        return true;
    }

    private WorkerModule.Todo next() {
        return switch (step.kind()) {
            case "body" -> body(step.limit());
            case "ask" -> {
                String answer = deployment.oneIn(40) ? null : deployment.ask(step.text());
                yield answer == null ? gives("stateFailed", request.stateFailed(now()), now())
                    : gives("stateAnswered", request.stateAnswered(answer, now()), answer, now());
            }
            case "tell" -> {
                deployment.ask(step.text());
                yield gives("told", request.told(now()), now());
            }
            case "reply", "close" -> gives("sent", request.sent(now()), now());
            case "pause" -> tell(providers.pause((long) step.waitMs()));
            default -> call();
        };
    }

    private WorkerModule.Todo body(int limit) {
        if (body == null) return gives("bodyNotUtf8", request.bodyNotUtf8());
        if (body.equals("damaged")) return gives("bodyFailed", request.bodyFailed(body, now()), body, now());
        return body.length() > limit ? gives("bodyTooLarge", request.bodyTooLarge())
            : gives("body", request.body(body, now()), body, now());
    }

    /// `call`, `collect`, `stream`, `await` and `relay` wait for what the provider does.
    private WorkerModule.Todo call() {
        if (step.kind().equals("call")) providers.call();
        if (step.kind().equals("stream")) providers.stream(step.verbatim());
        return tell(providers.next((long) step.waitMs()));
    }

    private WorkerModule.Todo tell(ProviderScript.Event event) {
        return switch (event) {
            case ProviderScript.Event.Answered a -> {
                String[] headers = HostedAnswers.pairs(a.headers());
                yield gives("answered", request.answered(a.status(), headers, now()), a.status(), headers, now());
            }
            case ProviderScript.Event.Body(String text) ->
                gives("collected", request.collected(text, now()), text, now());
            case ProviderScript.Event.Piece(String text) -> gives("chunk", request.chunk(text, now()), text, now());
            case ProviderScript.Event.Ended _ -> gives("ended", request.ended(now()), now());
            case ProviderScript.Event.Broken b -> {
                String words = b.kind() + " refused";
                yield gives("failed", request.failed(words, now()), words, now());
            }
            case ProviderScript.Event.Silence _ -> gives("elapsed", request.elapsed(now()), now());
            case ProviderScript.Event.Left _ -> gives("abandoned", request.abandoned(now()), now());
            case ProviderScript.Event.Stopped _ -> {
                var end = gives("crashed", request.crashed(now()), now());
                yield end == null ? gives("elapsed", request.elapsed(now()), now()) : end;
            }
        };
    }
}
