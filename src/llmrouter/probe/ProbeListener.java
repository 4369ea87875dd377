package llmrouter.probe;

/// Learns how a probe goes on. It is called by the thread that runs the probe.
public interface ProbeListener {
    /// One that does nothing.
    ProbeListener NONE = new ProbeListener() {
        @Override
        public void settled(ProbeProgress progress) {}

        @Override
        public void waits(long ms, String why) {}
    };

    /// How far a probe is.
    ///
    /// @param done        questions that are settled
    /// @param total       questions that there are in all; it becomes smaller when some need not be asked
    /// @param remainingMs an estimate of the time until the end
    /// @param subject     what was settled, e.g. `Messages at https://…, model m`
    /// @param outcome     what came of it, a clause
    record ProbeProgress(int done, int total, long remainingMs, String subject, String outcome) {}

    void settled(ProbeProgress progress);

    /// A pause begins that is longer than that between two requests.
    void waits(long ms, String why);
}
