package llmrouter.gateway;

import llmrouter.config.Settings;
import llmrouter.config.Settings.RetrySettings;
import llmrouter.config.Settings.TimeSettings;
import llmrouter.config.Timeouts;
import llmrouter.routing.RetryPolicy;

/// How an exchange behaves beyond its configuration: time limits in milliseconds (0 = off) and retries.
///
/// @param heartbeatMs      silence after which a streaming client is told that we are alive
/// @param policyFallback   whether an answer refused by policy may be asked for elsewhere
/// @param strict           whether a lossy translation is refused
/// @param debug            whether answers say how they were routed
public record ExchangePolicy(long connectMs, long firstByteMs, long firstEventMs, long answerMs, long idleMs, long heartbeatMs,
        RetryPolicy retry, boolean policyFallback, boolean strict, boolean debug) {

    /// As the environment wants it.
    public static ExchangePolicy of(Settings settings) {
        TimeSettings t = settings.times();
        RetrySettings r = settings.retry();
        return new ExchangePolicy(t.connectMs(), t.firstByteMs(), t.firstEventMs(), t.answerMs(), t.idleMs(), t.heartbeatMs(),
            new RetryPolicy(r.attempts(), r.baseDelayMs(), r.maxDelayMs()), r.policyFallback(), false, settings.log().debugRouting());
    }

    /// With a provider's own time limits where it has any.
    ExchangePolicy with(Timeouts t) {
        return new ExchangePolicy(or(t.connectMs(), connectMs), or(t.firstByteMs(), firstByteMs), or(t.firstEventMs(), firstEventMs),
            or(t.answerMs(), answerMs), or(t.idleMs(), idleMs), heartbeatMs, retry, policyFallback, strict, debug);
    }

    public ExchangePolicy withStrict(boolean on) {
        return new ExchangePolicy(connectMs, firstByteMs, firstEventMs, answerMs, idleMs, heartbeatMs, retry, policyFallback, on, debug);
    }

    private static long or(Long own, long general) {
        return own != null ? own : general;
    }
}
