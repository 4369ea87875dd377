package llmrouter.proof;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// The challenges of a gateway. Each is good for one use within ten seconds. A challenge has its own time and a MAC in
/// it, so those that are given out take no memory; those that were used are remembered until their time is over.
/// Thread-safe.
public final class Challenges {
    static final long LIFE_MS = 10_000;
    /// Only proven requests use one, so this many in ten seconds are no commands of a person.
    private static final int MOST_USED = 10_000;
    private static final int TIME_DIGITS = 16;
    private static final int BEGIN_DIGITS = TIME_DIGITS + 32;

    private final MutualProof proof;
    private final LongSupplier clockMs;
    /// By challenge: when its time is over.
    private final Map<String, Long> used = new HashMap<>();

    public Challenges(MutualProof proof) {
        this(proof, () -> System.nanoTime() / 1_000_000);
    }

    /// @param clockMs milliseconds since any moment; no clock that can be set
    Challenges(MutualProof proof, LongSupplier clockMs) {
        this.proof = proof;
        this.clockMs = clockMs;
    }

    /// A new one.
    public String next() {
        String begin = "%016x".formatted(clockMs.getAsLong()) + ProofKey.randomDigits();
        return begin + proof.ofChallenge(begin);
    }

    /// Uses one up.
    ///
    /// @return false if it is not one of these, was used before, or is too old
    public boolean use(String challenge) {
        if (!ProofKey.isDigits(challenge, BEGIN_DIGITS + 64)) return false;
        String begin = challenge.substring(0, BEGIN_DIGITS);
        if (!ProofKey.same(proof.ofChallenge(begin), challenge.substring(BEGIN_DIGITS))) return false;
        long now = clockMs.getAsLong();
        long until = Long.parseUnsignedLong(challenge.substring(0, TIME_DIGITS), 16) + LIFE_MS;
        synchronized (used) {
            used.values().removeIf(end -> end - now <= 0);
            return until - now > 0 && used.size() < MOST_USED && used.putIfAbsent(begin, until) == null;
        }
    }

    /// How many are remembered, for tests.
    int remembered() {
        synchronized (used) {
            return used.size();
        }
    }
}
