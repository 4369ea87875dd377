package llmrouter.gateway;

import llmrouter.config.Config;
import llmrouter.config.Settings;
import llmrouter.config.Settings.RetrySettings;
import llmrouter.config.Settings.TimeSettings;
import llmrouter.config.Timeouts;
import llmrouter.http.HeaderMap;
import llmrouter.providers.LocalHost;
import llmrouter.routing.Candidate;
import llmrouter.routing.RetryPolicy;
import llmrouter.text.Letters;

/// How an exchange behaves beyond its configuration.
///
/// @param limits         for upstream calls, where a provider has none of its own
/// @param heartbeatMs    silence after which a streaming client is sent a heartbeat; 0 = never
/// @param policyFallback whether a request that one provider's content policy refused may go to another
/// @param strict         whether a lossy translation is refused
/// @param debug          whether answers say how they were routed
public record ExchangePolicy(TimeLimits limits, long heartbeatMs, RetryPolicy retry, boolean policyFallback,
        boolean strict, boolean debug) {

    /// Time limits of one upstream call, in milliseconds; 0 = no limit.
    ///
    /// @param connectMs    until the connection stands
    /// @param firstByteMs  until a streamed answer's head has come
    /// @param localFirstByteMs the same for a provider in the gateway's own network
    /// @param firstEventMs until a stream's first event with content
    /// @param answerMs     until a whole answer has come
    /// @param idleMs       of silence within a stream that has begun
    public record TimeLimits(long connectMs, long firstByteMs, long localFirstByteMs, long firstEventMs, long answerMs,
            long idleMs) {
        /// The limits for a call to this candidate.
        public TimeLimits of(Candidate candidate) {
            boolean local = LocalHost.isIn(candidate.provider().baseUrlFor(candidate.format()));
            TimeLimits usual = local ? new TimeLimits(connectMs, localFirstByteMs, localFirstByteMs, firstEventMs,
                answerMs, idleMs) : this;
            return usual.with(candidate.provider().timeouts());
        }

        /// These limits, replaced by a provider's own where it has any.
        public TimeLimits with(Timeouts own) {
            return new TimeLimits(or(own.connectMs(), connectMs), or(own.firstByteMs(), firstByteMs), localFirstByteMs,
                or(own.firstEventMs(), firstEventMs), or(own.answerMs(), answerMs), or(own.idleMs(), idleMs));
        }

        private static long or(Long own, long general) {
            return own != null ? own : general;
        }
    }

    /// The policy that the settings describe.
    public static ExchangePolicy of(Settings settings) {
        TimeSettings t = settings.times();
        RetrySettings r = settings.retry();
        var limits = new TimeLimits(t.connectMs(), t.firstByteMs(), t.localFirstByteMs(), t.firstEventMs(),
            t.answerMs(), t.idleMs());
        var retry = new RetryPolicy(r.attempts(), r.baseDelayMs(), r.maxDelayMs());
        boolean debug = settings.log().debugRouting();
        return new ExchangePolicy(limits, t.heartbeatMs(), retry, r.policyFallback(), false, debug);
    }

    /// The policy for a request. Strict translation is set in the configuration, or by a single request.
    ///
    /// @param headers of the request
    public ExchangePolicy of(Config config, HeaderMap headers) {
        String asked = headers.get("x-llm-router-strict");
        if (asked == null) return withStrict(config.strictTranslation());
        return withStrict(Letters.same(asked, "true") || asked.equals("1"));
    }

    /// The same policy with one attempt for each candidate.
    public ExchangePolicy withOneAttempt() {
        var once = new RetryPolicy(1, retry.baseDelayMs(), retry.maxDelayMs());
        return new ExchangePolicy(limits, heartbeatMs, once, policyFallback, strict, debug);
    }

    /// The same policy with strict translation on or off.
    public ExchangePolicy withStrict(boolean on) {
        return new ExchangePolicy(limits, heartbeatMs, retry, policyFallback, on, debug);
    }
}
