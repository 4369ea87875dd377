package llmrouter.http;

/// How long a server asks its clients to wait, as the server says it: a length of time, or the moment at which the wait
/// ends.
///
/// @param ms     of the length, or since 1970; 0 or more
/// @param moment whether it is a moment
public record ToldWait(long ms, boolean moment) {
    /// Longer waits are shortened to this: such a value is a mistake, or the limit of a week or a month, whose end may
    /// come sooner when the account is changed.
    public static final long LONGEST_MS = 24 * 3_600_000L;

    /// A length of time; less than nothing counts as nothing.
    public static ToldWait length(long ms) {
        return new ToldWait(Math.max(0, ms), false);
    }

    /// @param epochMs since 1970
    public static ToldWait until(long epochMs) {
        return new ToldWait(Math.max(0, epochMs), true);
    }

    /// The milliseconds that are left at a time: 0 if the moment has passed, at most a day.
    public long from(long epochSeconds) {
        return Math.clamp(moment ? ms - epochSeconds * 1000 : ms, 0, LONGEST_MS);
    }

    /// The longer one: a request that comes too early is refused again. Of a length and a moment, the moment, which is
    /// the more exact one.
    ///
    /// @param other or null
    public ToldWait or(ToldWait other) {
        if (other == null) return this;
        if (moment != other.moment) return moment ? this : other;
        return ms >= other.ms ? this : other;
    }
}
