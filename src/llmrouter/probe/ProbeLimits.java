package llmrouter.probe;

/// The limits of a probe.
///
/// @param requestsPerMinute that are sent at most, of every kind
/// @param retries           after a rate limit or a failure that may pass, for each question
/// @param longestWaitMs     that a provider may ask for; a question whose provider asks for more is given up
/// @param answerMs          for one whole answer
/// @param connectMs         for a connection
public record ProbeLimits(int requestsPerMinute, int retries, long longestWaitMs, long answerMs, long connectMs) {
    public static final int USUAL_RPM = 30;
    public static final ProbeLimits USUAL = new ProbeLimits(USUAL_RPM, 3, 60_000, 30_000, 10_000);

    /// The pause from one request to the next.
    long intervalMs() {
        return (60_000 + requestsPerMinute - 1) / requestsPerMinute;
    }

    public ProbeLimits withRequestsPerMinute(int most) {
        return new ProbeLimits(most, retries, longestWaitMs, answerMs, connectMs);
    }

    public ProbeLimits withAnswerMs(long most) {
        return new ProbeLimits(requestsPerMinute, retries, longestWaitMs, most, Math.min(connectMs, most));
    }
}
