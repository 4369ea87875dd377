package llmrouter.metrics;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import jdk.jfr.FlightRecorder;

import llmrouter.admission.Endpoint;
import llmrouter.config.Config;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.gateway.Summary;
import llmrouter.gateway.Summary.Attempt;
import llmrouter.json.Json;
import llmrouter.routing.Candidate;
import llmrouter.routing.RequestEnd;

/// The meters of one gateway. Thread-safe; counting takes no lock and never waits.
///
/// Candidates and routes are counted under their own names while they are configured. A reload drops the series of
/// names that it removed; requests that were open then and used such a name count as `other`. So the number of series
/// depends on the configuration only.
public final class Meters {
    private static final String OTHER = "other";

    private final Family<LongAdder> requests = Family.counter("llmrouter_requests_total",
        "Requests by endpoint, client format, class of the status sent to the client, and end.",
        "endpoint", "format", "status", "end");
    private final Family<LongAdder> refused = Family.counter("llmrouter_refused_total",
        "Requests refused before they were routed, by the status sent to the client.", "status");
    private final Family<LongAdder> routed = Family.counter("llmrouter_routed_total",
        "Requests by the alias or model they were routed by, and end.", "route", "end");
    private final Family<LongAdder> attempts = Family.counter("llmrouter_attempts_total",
        "Calls of candidates by their result: ok, or the category of the failure.",
        "provider", "candidate", "category");
    private final Family<TokenCounts> tokens = Family.tokens("llmrouter_tokens_total",
        "Tokens as counted by the candidate; each token is in one kind only.", "candidate");
    private final Family<Timing> durations = Family.timings("llmrouter_request_duration_seconds",
        "From the arrival of a request until the client had the whole answer.", "format", "streamed");
    private final Family<Timing> firstBytes = Family.timings("llmrouter_first_byte_seconds",
        "From the arrival of a request until the first byte of the candidate's answer.", "candidate");
    private final Family<Timing> firstTokens = Family.timings("llmrouter_first_token_seconds",
        "From the arrival of a request until the first meaningful event of its stream.", "candidate");
    private final Family<LongAdder> reloads = Family.counter("llmrouter_config_reloads_total",
        "Changed configurations that were taken or refused.", "result");
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong streams = new AtomicLong();
    private volatile Set<String> candidates = Set.of();
    private volatile Set<String> routes = Set.of();

    /// Takes the names of a new configuration; series of names that are not in it are dropped.
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

    /// A changed configuration was taken or refused.
    public void reloaded(boolean taken) {
        reloads.at(taken ? "taken" : "refused").increment();
    }

    /// A request was refused before it was routed.
    ///
    /// @param status sent to the client
    public void refused(int status) {
        refused.at(Integer.toString(status)).increment();
    }

    /// A request has arrived. The caller closes the result when the request is over, however it ended.
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
            String provider = Candidate.providerOf(candidate);
            attempts.at(provider, candidate, a.end().word()).increment();
        }
        if (s.candidate() != null) answered(known(candidates, s.candidate()), s);
    }

    private void answered(String candidate, Summary s) {
        if (s.took().firstByteMs() >= 0) firstBytes.at(candidate).took(s.took().firstByteMs());
        if (s.took().firstEventMs() >= 0) firstTokens.at(candidate).took(s.took().firstEventMs());
        if (s.usage() != null) tokens.at(candidate).add(s.usage());
    }

    /// The name under which a candidate or a route is counted. All models that a provider passes through are counted
    /// together, as `provider/*`, because clients choose their names.
    private static String known(Set<String> names, String name) {
        if (names.contains(name)) return name;
        String every = name.substring(0, name.indexOf('/') + 1) + Model.EVERY;
        return names.contains(every) ? every : OTHER;
    }

    /// What is open now, and what was counted since the gateway started, for commands that show it:
    /// `{"open":1,"streams":1,"requests":9,"failed":1,"refused":0,"tokens":{"input":1,"output":2},"candidates":[…]}`.
    /// `requests` are over, `failed` of them by no action of the client. A candidate has
    /// `{"ref":"p/m","calls":9,"failedCalls":1,"inputTokens":1,"outputTokens":2,"firstTokens":3,"firstTokenMs":400}`,
    /// where the last member is the sum of the times.
    public Json.Obj figures() {
        var ended = new long[2];
        requests.each((labels, count) -> {
            ended[0] += count.sum();
            if (RequestEnd.parse(labels.getLast()).failed()) ended[1] += count.sum();
        });
        var rejected = new long[1];
        refused.each((_, count) -> rejected[0] += count.sum());
        var all = new CandidateFigures();
        attempts.each((labels, count) -> all.calls(labels.get(1), labels.get(2), count.sum()));
        tokens.each((labels, counts) -> all.tokens(labels.getFirst(), counts));
        firstTokens.each((labels, timing) -> all.firstTokens(labels.getFirst(), timing));
        return Json.object().put("open", open.get()).put("streams", streams.get()).put("requests", ended[0])
            .put("failed", ended[1]).put("refused", rejected[0]).put("tokens", all.tokens())
            .put("candidates", all.json());
    }

    /// Writes every meter.
    public void write(Exposition out) {
        requests.write(out);
        refused.write(out);
        routed.write(out);
        attempts.write(out);
        tokens.write(out);
        durations.write(out);
        firstBytes.write(out);
        firstTokens.write(out);
        out.family("llmrouter_requests_open", "gauge", "Requests that are being served.").sample(open.get());
        out.family("llmrouter_streams_open", "gauge", "Streams to clients that are open.").sample(streams.get());
        reloads.write(out);
    }
}
