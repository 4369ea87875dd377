package llmrouter.protocol.waiting;

import llmrouter.chat.ApiError;
import llmrouter.chat.ApiError.Kind;
import llmrouter.http.HeaderMap;
import llmrouter.http.RetryAfter;
import llmrouter.http.ToldWait;

/// How long to wait after an error of a provider, by all that it sent. The one number counts for the pause before a
/// retry, for the cooldown, and for what the client is told.
///
/// `Retry-After` counts first, because it is about this refusal; then the end of the limit that is used up; then what
/// the body says. The fields of limits stand on every answer, so they mean something only on a refusal that is about a
/// limit: 429, and an overload (503, 529) that says which limit is used up.
public final class Waits {
    /// A guess which limit it was may be wrong by much, so it costs at most this.
    private static final long LONGEST_GUESS_MS = 3_600_000L;

    private Waits() {}

    /// Milliseconds, at most a day; -1 if nothing says it.
    ///
    /// @param status of the HTTP answer; a status of success if the error stands in the answer itself
    public static long ms(int status, HeaderMap headers, ApiError error, long epochSeconds) {
        long after = RetryAfter.ms(headers, epochSeconds);
        if (after >= 0) return after;
        boolean limited = status == 429 || error.kind() == Kind.RATE_LIMIT;
        boolean overloaded = status == 503 || status == 529 || error.kind() == Kind.OVERLOADED;
        if (!limited && !overloaded) return -1;
        long reset = left(LimitFields.usedUp(headers), epochSeconds);
        if (reset > 0) return reset;
        long said = left(error.pause(), epochSeconds);
        if (said >= 0) return said;
        long guess = status == 429 ? left(LimitFields.unclear(headers), epochSeconds) : -1;
        return guess > 0 ? Math.min(guess, LONGEST_GUESS_MS) : -1;
    }

    private static long left(ToldWait wait, long epochSeconds) {
        return wait == null ? -1 : wait.from(epochSeconds);
    }
}
