package llmrouter.deploy.steps;

import java.util.List;

/// What became of a deployment, a rollback, a new key or a removal.
///
/// @param outcome how it ended
/// @param live    what is so now, a clause each: what was done, and what was not
/// @param failure why it stopped, with what to do; null if it did not
/// @param resume  how to go on, a sentence; empty if nothing is left to do
/// @param urls    at which the gateway answers
public record DeployResult(Outcome outcome, List<String> live, String failure, String resume, List<String> urls) {
    /// How it ended.
    public enum Outcome {
        /// All steps were done, and the live gateway was seen.
        DONE,
        /// The change is made, but the live gateway was not seen, or did not answer as it should.
        UNPROVEN,
        /// A part of the steps was done.
        PARTLY,
        /// Nothing was changed.
        UNCHANGED,
        /// The connection broke, and the change may have been made or not.
        UNKNOWN
    }

    public DeployResult {
        live = List.copyOf(live);
        urls = List.copyOf(urls);
    }

    static DeployResult done(StepLog log, List<String> urls) {
        return new DeployResult(Outcome.DONE, log.live(), null, "", urls);
    }

    static DeployResult stopped(Outcome outcome, StepLog log, String resume, List<String> urls) {
        return new DeployResult(outcome, log.live(), log.failure(), resume, urls);
    }

    public boolean isDone() {
        return outcome == Outcome.DONE;
    }
}
