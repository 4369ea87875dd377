package llmrouter.routing;

/// A small random sequence (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014), the same on
/// every platform. For spreading retries, never for secrets. Not thread-safe.
public final class SplitMix64 {
    private long state;

    public SplitMix64(long seed) {
        state = seed;
    }

    public long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /// A number in `[0, bound)`.
    public long below(long bound) {
        return (next() >>> 1) % bound;
    }
}
