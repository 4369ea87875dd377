package llmrouter.deploy.steps;

/// Learns how the steps go on. It is called by the thread that runs them.
public interface DeployListener {
    /// One that does nothing.
    DeployListener NONE = _ -> {};

    /// What happened to a step.
    sealed interface StepEvent {
        DeployStep step();

        record StepStarted(DeployStep step) implements StepEvent {}

        /// @param words what is so now, a clause
        record StepDone(DeployStep step, String words) implements StepEvent {}

        /// The step takes time: what was seen until now.
        record StepWaits(DeployStep step, String words, long elapsedMs) implements StepEvent {}

        /// @param words why, and what to do
        record StepFailed(DeployStep step, String words) implements StepEvent {}

        /// Nothing had to be done.
        record StepSkipped(DeployStep step, String words) implements StepEvent {}
    }

    void on(StepEvent event);
}
