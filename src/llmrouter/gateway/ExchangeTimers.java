package llmrouter.gateway;

import llmrouter.gateway.ExchangePolicy.TimeLimits;

/// The timers of one exchange: which one runs, when it expires, when the client is due a heartbeat, and how long
/// everything took. Times are milliseconds of any steady clock; a limit of 0 is off. No limit may end a call to a model
/// that is still thinking, and every silence must end at some time. One exchange, one owner.
final class ExchangeTimers {
    private static final long FAR = Long.MAX_VALUE / 4;
    /// `[DONE]` comes with the answer or not at all.
    private static final long LAST_LINE_MS = 1_000;
    private static final String DID_NOT_FINISH = "did not finish its answer within ";

    private final long heartbeatMs;
    private boolean heartbeats;
    private long lastWrite;
    private TimeLimits limits;
    private long startedAt;
    private long attemptedAt;
    private long firstByteAt = -1;
    private long firstEventAt = -1;
    private long deadline = FAR;
    private String expiry = "";
    private boolean idleTimer;
    private long lastRead;

    ExchangeTimers(ExchangePolicy policy) {
        limits = policy.limits();
        heartbeatMs = policy.heartbeatMs();
    }

    /// The request has been received.
    void started(long now) {
        startedAt = now;
        lastWrite = now;
    }

    /// Heartbeats are possible in an event stream only.
    void heartbeats(boolean on) {
        heartbeats = on && heartbeatMs > 0;
    }

    /// An attempt begins.
    void attempted(long now) {
        attemptedAt = now;
    }

    /// How long the present attempt has taken.
    long sinceAttempt(long now) {
        return now - attemptedAt;
    }

    /// The attempt's call begins: the head of a stream must come in time, or else the whole answer.
    void called(long now, TimeLimits candidateLimits, boolean streaming) {
        limits = candidateLimits;
        idleTimer = false;
        if (streaming) set(now, shorter(limits.firstByteMs(), limits.firstEventMs()), "sent no answer within ");
        else set(now, limits.answerMs(), DID_NOT_FINISH);
    }

    /// No event can come before the first byte, so the shorter of the two limits applies.
    private static long shorter(long a, long b) {
        if (a == 0) return b;
        return b == 0 ? a : Math.min(a, b);
    }

    /// The provider has begun to answer.
    void answered(long now) {
        firstByteAt = now;
    }

    /// The head of a stream has come; its first event with content must follow.
    void streaming() {
        set(attemptedAt, limits.firstEventMs(), "sent no content within ");
    }

    /// What comes is a whole answer, although a stream was asked for. Nothing of it can be told before its end, so it
    /// has the time of a whole answer.
    void wholeComes() {
        if (!idleTimer) set(attemptedAt, limits.answerMs(), DID_NOT_FINISH);
    }

    /// The first event with content has come. From now on only the time without any data is limited.
    void contentCame(long now) {
        if (idleTimer) return;
        firstEventAt = now;
        idleTimer = true;
        restartIdleTimer(lastRead);
    }

    /// The answer is complete. Only the stream's last line may follow, and other data does not prolong the wait.
    void finishing(long now) {
        if (!idleTimer) return;
        idleTimer = false;
        set(now, LAST_LINE_MS, "did not end its stream within ");
    }

    /// Data of the stream has come.
    void read(long now) {
        lastRead = now;
        if (idleTimer) restartIdleTimer(now);
    }

    /// Whole seconds from the request to the latest data of the answer.
    long secondsToRead() {
        return Math.max(0, Math.max(lastRead, firstByteAt) - startedAt) / 1000;
    }

    private void restartIdleTimer(long from) {
        set(from, limits.idleMs(), "sent nothing in the middle of its answer for ");
    }

    /// An error's body is being read.
    void readingError(long now, long limitMs) {
        set(now, limitMs, "did not finish its error message within ");
    }

    private void set(long from, long limitMs, String words) {
        deadline = limitMs == 0 ? FAR : from + limitMs;
        expiry = words + limitMs + " ms";
    }

    /// Something was sent to the client.
    void wrote(long now) {
        lastWrite = now;
    }

    boolean heartbeatDue(long now) {
        return heartbeats && now - lastWrite >= heartbeatMs;
    }

    /// What the provider failed to do in time, as the end of a sentence that begins with "The provider"; null while
    /// there is time.
    String expired(long now) {
        return now >= deadline ? expiry : null;
    }

    /// How long to wait for the next event before the timers are looked at again.
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
