package llmrouter;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A clock that stands until a test moves it. Any thread may read it.
public final class ManualClock extends Clock {
    private volatile long now;

    private ManualClock(long epochMs) {
        now = epochMs;
    }

    public static ManualClock at(String instant) {
        return new ManualClock(Instant.parse(instant).toEpochMilli());
    }

    /// One thread moves it.
    public void passes(long ms) {
        now += ms;
    }

    @Override
    public long millis() {
        return now;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
