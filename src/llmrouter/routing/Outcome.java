package llmrouter.routing;

/// What an attempt tells the shared state.
public sealed interface Outcome {
    /// The candidate answers: earlier failures no longer count. Reported at the end of a good answer; an attempt that
    /// tests a half-open circuit reports it when its stream begins, so that other requests need not wait for the end.
    ///
    /// @param affinity    key of the conversation that stays with the candidate, or null
    /// @param fingerprint of the provider that answered ([Fingerprint]); empty if unknown
    record Healthy(String ref, String affinity, String fingerprint) implements Outcome {}

    /// The attempt is over.
    ///
    /// @param reached whether the provider may have received it; if not, everything is given back
    /// @param tokens  that were used, or -1 if that is unknown
    record Settled(Reservation reservation, boolean reached, long tokens) implements Outcome {
        /// By how much a cap's count of requests changes.
        public long requestsOff() {
            return reached ? 0 : -1;
        }

        /// By how much a cap's count of tokens changes.
        public long tokensOff() {
            return !reached ? -reservation.tokens() : tokens < 0 ? 0 : tokens - reservation.tokens();
        }
    }

    /// The attempt failed in a way that says something about the health of the candidate.
    ///
    /// @param retryAfterMs what the provider asked for, or -1
    /// @param fingerprint  of the provider that failed ([Fingerprint]); empty if unknown
    record Failed(String ref, FailureClass category, long retryAfterMs, String fingerprint) implements Outcome {}

    /// The model refused a request field, which is not sent to it again; or, with a `+` before the name, required one.
    record Refused(String ref, String field) implements Outcome {}

    /// The model counted a prompt that had been estimated.
    ///
    /// @param permille tokens it counted where a thousand were estimated
    record Measured(String ref, long permille) implements Outcome {
        /// Values outside these bounds come from the request (hidden instructions, dropped content), not from the
        /// tokenizer.
        private static final long LEAST = 300;
        private static final long MOST = 3000;

        public static Measured of(String ref, long counted, long estimated) {
            return new Measured(ref, bounded(counted * 1000 / estimated));
        }

        static long bounded(long permille) {
            return Math.clamp(permille, LEAST, MOST);
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
