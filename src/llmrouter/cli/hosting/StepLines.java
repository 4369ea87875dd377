package llmrouter.cli.hosting;

import llmrouter.cli.Invocation;
import llmrouter.deploy.steps.DeployListener;
import llmrouter.deploy.steps.DeployStep;
import llmrouter.json.Json;
import llmrouter.text.TimeWords;

/// Tells how the steps go on: lines on standard error at once, and JSON at the end.
final class StepLines implements DeployListener {
    /// A step that waits is told so often.
    private static final long BETWEEN_MS = 5_000;

    private final Invocation in;
    private final Json.Arr all = Json.array();
    private long toldMs;

    StepLines(Invocation in) {
        this.in = in;
    }

    @Override
    public void on(StepEvent event) {
        switch (event) {
            case StepEvent.StepStarted(DeployStep step) -> {
                toldMs = 0;
                in.say(step.words() + " ...");
            }
            case StepEvent.StepWaits(_, String words, long elapsedMs) -> {
                if (elapsedMs - toldMs < BETWEEN_MS) return;
                toldMs = elapsedMs;
                in.say("  " + TimeWords.of(elapsedMs) + ": " + words);
            }
            case StepEvent.StepDone(DeployStep step, String words) -> ended(step, "done", words);
            case StepEvent.StepSkipped(DeployStep step, String words) -> {
                in.say(step.words() + " ...");
                ended(step, "skipped", words);
            }
            case StepEvent.StepFailed(DeployStep step, String words) -> ended(step, "failed", words);
        }
    }

    private void ended(DeployStep step, String outcome, String words) {
        all.add(Json.object().put("step", step.word()).put("outcome", outcome).put("what", words));
        in.say("  " + outcome + ": " + words);
    }

    /// Every step that ended, in its order.
    Json.Arr json() {
        return all;
    }
}
