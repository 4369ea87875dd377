package llmrouter.deploy.steps;

import java.util.List;

/// What became of a deployment, a rollback, a new key or a removal.
///
/// @param outcome how it ended
/// @param live    what is so now, a sentence each: what is live and what is not
/// @param failure why it stopped, or null
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

    public boolean isDone() {
        return outcome == Outcome.DONE;
    }
}
