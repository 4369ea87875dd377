package llmrouter.gateway;

/// The timers of one exchange: which one runs, when it expires, when the client is due a heartbeat, and how long all took. Times are
/// milliseconds of any steady clock; a limit of 0 is off. No timer may kill a model that is thinking, and every silence must end some day.
final class ExchangeTimers {
    private static final long FAR = Long.MAX_VALUE / 4;
    /// `[DONE]` comes with the answer or not at all.
    private static final long LAST_LINE_MS = 1_000;

    private final long heartbeatMs;
    private boolean heartbeats;
    private long lastWrite;
    private ExchangePolicy limits;
    private long startedAt;
    private long calledAt;
    private long firstByteAt = -1;
    private long firstEventAt = -1;
    private long deadline = FAR;
    private String expiry = "";
    private boolean idle;
    private long lastRead;

    ExchangeTimers(ExchangePolicy policy) {
        limits = policy;
        heartbeatMs = policy.heartbeatMs();
    }

    void started(long now) {
        startedAt = now;
        lastWrite = now;
    }

    /// Heartbeats only make sense in an event stream.
    void heartbeats(boolean on) {
        heartbeats = on && heartbeatMs > 0;
    }

    /// An attempt begins.
    void attempted(long now) {
        calledAt = now;
    }

    /// How long the present attempt has taken.
    long sinceAttempt(long now) {
        return now - calledAt;
    }

    /// The attempt's call begins: a streamed one must show its head in time, a whole answer must be there in time.
    void called(long now, ExchangePolicy candidateLimits, boolean streaming) {
        limits = candidateLimits;
        idle = false;
        if (streaming) set(now, soonest(limits.firstByteMs(), limits.firstEventMs()), "sent no answer within ");
        else set(now, limits.answerMs(), "did not finish its answer within ");
    }

    /// No event can come before the first byte: of the two limits the shorter one holds.
    private static long soonest(long a, long b) {
        return a == 0 ? b : b == 0 ? a : Math.min(a, b);
    }

    /// The provider has begun to answer.
    void answered(long now) {
        firstByteAt = now;
    }

    /// The head of a stream is here; its first meaningful event must follow.
    void streaming() {
        set(calledAt, limits.firstEventMs(), "sent no content within ");
    }

    /// From the first meaningful event on only silence counts.
    void committed(long now) {
        firstEventAt = now;
        if (idle) return;
        idle = true;
        set(lastRead, limits.idleMs(), "fell silent in the middle of its answer for ");
    }

    /// The answer is complete; only the stream's last line may follow, and whatever comes does not prolong the wait.
    void finishing(long now) {
        if (!idle) return;
        idle = false;
        set(now, LAST_LINE_MS, "did not end its stream within ");
    }

    void read(long now) {
        lastRead = now;
        if (idle) set(now, limits.idleMs(), "fell silent in the middle of its answer for ");
    }

    /// An error's body is being read.
    void collecting(long now, long limitMs) {
        set(now, limitMs, "did not finish its error message within ");
    }

    private void set(long from, long limitMs, String words) {
        deadline = limitMs == 0 ? FAR : from + limitMs;
        expiry = words + limitMs + " ms";
    }

    void wrote(long now) {
        lastWrite = now;
    }

    boolean heartbeatDue(long now) {
        return heartbeats && now - lastWrite >= heartbeatMs;
    }

    /// What the upstream failed to do, or null while there is time.
    String expired(long now) {
        return now >= deadline ? expiry : null;
    }

    /// How long to wait for the next event before asking again.
    long waitMs(long now) {
        long until = heartbeats ? Math.min(deadline, lastWrite + heartbeatMs) : deadline;
        return Math.max(0, until - now);
    }

    Summary.Took took(long now) {
        return new Summary.Took(now - startedAt, sinceStart(firstByteAt), sinceStart(firstEventAt));
    }

    private long sinceStart(long time) {
        return time < 0 ? -1 : time - startedAt;
    }
}
