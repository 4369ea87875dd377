package llmrouter.metrics;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import jdk.jfr.FlightRecorder;

import llmrouter.admission.Endpoint;
import llmrouter.chat.Usage;
import llmrouter.config.Config;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.gateway.Summary;
import llmrouter.gateway.Summary.Attempt;

/// What is counted. Thread-safe; counting takes no lock and waits for nobody.
///
/// Candidates and routes are counted under their own names while they are configured. Series of what a reload has removed go with it, and
/// requests that were still on their way then count as `other`.
public final class Meters {
    private static final String OTHER = "other";

    private final Family<LongAdder> requests = Family.counter("llmrouter_requests_total",
        "Requests by endpoint, client format, class of the status the client was told, and how they ended.", "endpoint", "format", "status", "end");
    private final Family<LongAdder> refused = Family.counter("llmrouter_refused_total", "Requests turned away at the door, by the status they were told.", "status");
    private final Family<LongAdder> routed = Family.counter("llmrouter_routed_total", "Requests by the alias or model they were routed by, and how they ended.", "route", "end");
    private final Family<LongAdder> attempts = Family.counter("llmrouter_attempts_total",
        "Calls of candidates by what came of them: ok, or the failure's category.", "provider", "candidate", "category");
    private final Family<LongAdder> tokens = Family.counter("llmrouter_tokens_total", "Tokens by the candidate that counted them, each token once.", "candidate", "kind");
    private final Family<Timing> durations = Family.timings("llmrouter_request_duration_seconds", "From a request's arrival until the client had everything.", "format", "streamed");
    private final Family<Timing> firstBytes = Family.timings("llmrouter_first_byte_seconds", "From a request's arrival until the candidate that answered it began to.", "candidate");
    private final Family<Timing> firstTokens = Family.timings("llmrouter_first_token_seconds", "From a request's arrival until a stream's first meaningful event.", "candidate");
    private final Family<LongAdder> reloads = Family.counter("llmrouter_config_reloads_total", "Changed configurations that were taken or refused.", "result");
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong streams = new AtomicLong();
    private volatile Set<String> candidates = Set.of();
    private volatile Set<String> routes = Set.of();

    /// From now on these are the names that count.
    public void configure(Config config) {
        var models = new HashSet<String>();
        for (Provider p : config.providers()) {
            for (Model m : p.models()) models.add(p.id() + "/" + m.id());
        }
        var all = new HashSet<>(models);
        all.addAll(config.aliases().keySet());
        models.add(OTHER);
        all.add(OTHER);
        candidates = models;
        routes = all;
        routed.keep("route", all);
        attempts.keep("candidate", models);
        tokens.keep("candidate", models);
        firstBytes.keep("candidate", models);
        firstTokens.keep("candidate", models);
    }

    /// @param taken or refused
    public void reloaded(boolean taken) {
        reloads.at(taken ? "taken" : "refused").increment();
    }

    /// A request got no further than the door.
    public void refused(int status) {
        refused.at(Integer.toString(status)).increment();
    }

    /// A request has come. The result is closed when it is over, whatever came of it.
    public Trace begin(Endpoint endpoint) {
        open.incrementAndGet();
        return new Trace(this, endpoint, FlightRecorder.isInitialized() ? new Flight() : null);
    }

    void streaming() {
        streams.incrementAndGet();
    }

    void over(boolean streamed) {
        open.decrementAndGet();
        if (streamed) streams.decrementAndGet();
    }

    void ended(Endpoint endpoint, Summary s) {
        String format = s.client() == null ? OTHER : s.client().word();
        requests.at(Trace.word(endpoint), format, s.status() / 100 + "xx", s.end().word()).increment();
        durations.at(format, Boolean.toString(s.streamed())).took(s.took().totalMs());
        if (s.way() != null) routed.at(known(routes, s.way().ref()), s.end().word()).increment();
        for (Attempt a : s.attempts()) {
            String candidate = known(candidates, a.candidate());
            attempts.at(candidate.substring(0, Math.max(0, candidate.indexOf('/'))), candidate, a.end().word()).increment();
        }
        if (s.candidate() != null) answered(known(candidates, s.candidate()), s);
    }

    private void answered(String candidate, Summary s) {
        if (s.took().firstByteMs() >= 0) firstBytes.at(candidate).took(s.took().firstByteMs());
        if (s.took().firstEventMs() >= 0) firstTokens.at(candidate).took(s.took().firstEventMs());
        if (!(s.usage() instanceof Usage u)) return;
        tokens.at(candidate, "input").add(u.input());
        tokens.at(candidate, "cache_read").add(u.cacheRead());
        tokens.at(candidate, "cache_write").add(u.cacheWrite());
        tokens.at(candidate, "output").add(u.output());
    }

    private static String known(Set<String> names, String name) {
        return names.contains(name) ? name : OTHER;
    }

    /// Puts everything that was counted on a page.
    public void write(Exposition out) {
        requests.write(out);
        refused.write(out);
        routed.write(out);
        attempts.write(out);
        tokens.write(out);
        durations.write(out);
        firstBytes.write(out);
        firstTokens.write(out);
        out.family("llmrouter_requests_open", "gauge", "Requests that have come and are not over.").sample(open.get());
        out.family("llmrouter_streams_open", "gauge", "Streams to clients that have begun and are not over.").sample(streams.get());
        reloads.write(out);
    }
}
