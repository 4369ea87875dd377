package llmrouter.deploy.steps;

import java.util.ArrayList;
import java.util.List;

import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.steps.DeployListener.StepEvent.StepDone;
import llmrouter.deploy.steps.DeployListener.StepEvent.StepFailed;
import llmrouter.deploy.steps.DeployListener.StepEvent.StepSkipped;
import llmrouter.deploy.steps.DeployListener.StepEvent.StepStarted;

/// The steps of one run: tells the listener, and remembers what is so now. One run, one owner.
final class StepLog {
    private final DeployListener listener;
    private final List<String> live = new ArrayList<>();
    private String failure;
    private boolean refused;

    StepLog(DeployListener listener) {
        this.listener = listener;
    }

    /// The work of a step.
    interface StepWork {
        /// @return what is so now, a clause
        String run() throws CloudflareError, InterruptedException;
    }

    /// Runs a step.
    ///
    /// @return whether it was done; if not, [#failure] says why
    boolean run(DeployStep step, StepWork work) throws InterruptedException {
        listener.on(new StepStarted(step));
        try {
            String done = work.run();
            live.add(done);
            listener.on(new StepDone(step, done));
            return true;
        } catch (CloudflareError e) {
            if (Thread.interrupted()) throw new InterruptedException();
            if (failure == null) refused = !e.isTrouble();
            failed(step, e.getMessage());
            return false;
        }
    }

    void failed(DeployStep step, String why) {
        if (failure == null) failure = why;
        listener.on(new StepFailed(step, why));
    }

    void skipped(DeployStep step, String why) {
        listener.on(new StepSkipped(step, why));
    }

    DeployListener listener() {
        return listener;
    }

    void note(String sentence) {
        live.add(sentence);
    }

    List<String> live() {
        return List.copyOf(live);
    }

    /// Whether the first step that failed was refused, so that the same again would be refused too.
    boolean isRefused() {
        return refused;
    }

    /// Why a step failed, the first one; null if none did.
    String failure() {
        return failure;
    }
}
