package llmrouter.routing;

/// What the shared state should know of an attempt.
public sealed interface Outcome {
    /// The candidate answers: whatever it had done before is forgiven. Said at the end of a good answer, and by a probe
    /// as soon as its stream has begun, so that nobody waits for its end.
    record Alive(String ref, String affinity) implements Outcome {}

    /// The attempt is over.
    ///
    /// @param reached whether the provider may have seen it; if not, everything is given back
    /// @param tokens  that it really used, or -1 if nobody knows
    record Settled(Reservation reservation, boolean reached, long tokens) implements Outcome {
        /// How a bucket's count of requests changes by it.
        public long requestsOff() {
            return reached ? 0 : -1;
        }

        /// How a bucket's count of tokens changes by it.
        public long tokensOff() {
            return !reached ? -reservation.tokens() : tokens < 0 ? 0 : tokens - reservation.tokens();
        }
    }

    /// The attempt failed in a way that says something about the candidate.
    ///
    /// @param retryAfterMs what the provider asked for, or -1
    record Failed(String ref, FailureClass category, long retryAfterMs) implements Outcome {}

    /// The model refused a request field, which should not be sent there again; or, with a `+` before it, insisted on
    /// one.
    record Refused(String ref, String field) implements Outcome {}

    /// The model counted a prompt that had been estimated.
    ///
    /// @param permille tokens it counted where a thousand were estimated
    record Measured(String ref, long permille) implements Outcome {
        /// What lies outside says more about the request than about the tokenizer: hidden instructions, content that
        /// was dropped.
        private static final long LEAST = 300;
        private static final long MOST = 3000;

        public static Measured of(String ref, long counted, long estimated) {
            return new Measured(ref, Math.clamp(counted * 1000 / estimated, LEAST, MOST));
        }

        /// A moving average in which an eighth is new.
        ///
        /// @param before 0 if there is none yet
        long after(long before) {
            return before == 0 ? permille : (before * 7 + permille) / 8;
        }
    }

    /// Thinking was signed.
    ///
    /// @param signature hash of the signature
    /// @param issuer    provider id
    record Signed(String signature, String issuer) implements Outcome {}
}
