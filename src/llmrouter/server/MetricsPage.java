package llmrouter.server;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import llmrouter.Version;
import llmrouter.config.ClientKey;
import llmrouter.metrics.Exposition;
import llmrouter.metrics.Meters;
import llmrouter.records.PassedThrough;
import llmrouter.records.RoutingStatus;
import llmrouter.records.ShownCandidates;
import llmrouter.routing.Candidate;
import llmrouter.routing.CandidateState;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.Route;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable.Use;
import llmrouter.server.log.LogWriter;
import llmrouter.server.log.RequestLog;
import llmrouter.state.StateStore;

/// `GET /metrics`: the counters, and the present state of candidates and caps.
///
/// @param meters the counters
record MetricsPage(Meters meters, StateStore state, RequestLog requests, Instant started, HeapUse memory) {
    String of(ActiveConfig active, boolean draining) {
        var out = new Exposition();
        meters.write(out);
        out.family("llmrouter_build_info", "gauge", "Always 1; the labels tell the versions.");
        out.sample(1, "version", Version.CURRENT, "java", Runtime.version().toString());
        out.family("process_start_time_seconds", "gauge", "When the gateway started, in seconds since 1970.");
        out.sample(started.getEpochSecond());
        out.family("llmrouter_draining", "gauge",
            "1 while the gateway lets its requests finish and takes no new ones.");
        out.sample(draining ? 1 : 0);
        ConfigRefusal refusal = active.refusal();
        out.family("llmrouter_config_refused", "gauge",
            "1 while a changed configuration is refused and the gateway goes on with the one before.");
        out.sample(refusal == null ? 0 : 1);
        out.family("llmrouter_config_refused_since_seconds", "gauge",
            "Since when, in seconds since 1970; 0 while none is refused.");
        out.sample(refusal == null ? 0 : refusal.since().getEpochSecond());
        if (requests.state() instanceof LogWriter.LogState log) {
            out.family("llmrouter_request_log_lines_total", "counter",
                "Lines of the request log that were written, and that the disk could not take.");
            out.sample(log.written(), "result", "written").sample(log.dropped(), "result", "dropped");
        }
        memory.write(out);
        ShownCandidates shown = ShownCandidates.of(active.config(), active.routes(), state);
        List<Choice> all = shown.choices();
        RoutingSnapshot snapshot = state.snapshot(all);
        if (snapshot != null) {
            candidates(shown, snapshot, out);
            buckets(all, snapshot, out);
        }
        clientKeys(active.config().masterKeys(), out);
        return out.toString();
    }

    /// The candidate `provider/*` has the worst of what its models have, so that the names that clients ask for make no
    /// series.
    private static void candidates(ShownCandidates shown, RoutingSnapshot snapshot, Exposition out) {
        out.family("llmrouter_candidate_state", "gauge", "1 for the state a candidate is in, 0 for the others.");
        for (Route route : shown.direct()) {
            Candidate candidate = route.primary().getFirst().candidate();
            CandidateState present = candidate.provider().leftOut() != null ? CandidateState.LEFT_OUT
                : shown.passed().get(candidate.ref()) instanceof PassedThrough models ? models.worst()
                : snapshot.health().get(candidate.ref()).state(snapshot.at());
            for (CandidateState state : CandidateState.values()) {
                out.sample(present == state ? 1 : 0, "candidate", candidate.ref(), "state", state.word());
            }
        }
        out.family("llmrouter_candidate_failures", "gauge",
            "Failures of a candidate in a row that count towards its circuit.");
        snapshot.health().forEach((ref, health) -> out.sample(
            shown.passed().get(ref) instanceof PassedThrough models ? models.failures() : health.strikes(),
            "candidate", ref));
        boolean passing = shown.direct().stream()
            .anyMatch(route -> route.primary().getFirst().candidate().model().isEvery());
        if (!passing) return;
        out.family("llmrouter_passed_through_unhealthy", "gauge",
            "Models that a provider passes through and that are on cooldown or whose circuit is not closed.");
        for (Route route : shown.direct()) {
            Candidate candidate = route.primary().getFirst().candidate();
            if (!candidate.model().isEvery()) continue;
            PassedThrough models = shown.passed().get(candidate.ref());
            out.sample(models == null ? 0 : models.unhealthy(), "provider", candidate.provider().id());
        }
    }

    private static void buckets(List<Choice> choices, RoutingSnapshot snapshot, Exposition out) {
        List<Cap> caps = Choice.distinctCaps(choices);
        out.family("llmrouter_bucket_used", "gauge", "What a cap has counted in its present window.");
        for (Cap cap : caps) {
            Use use = snapshot.uses().get(cap.key());
            each(cap, use.requests(), use.tokens(), use.inFlight(), out);
        }
        out.family("llmrouter_bucket_limit", "gauge", "What a cap allows in a window, or at the same time.");
        for (Cap cap : caps) each(cap, cap.requests(), cap.tokens(), cap.inFlight(), out);
    }

    /// The caps of client keys. The families are absent if there are none, or if their use is not known.
    private void clientKeys(List<ClientKey> keys, Exposition out) {
        List<Cap> caps = keys.stream().flatMap(key -> RoutingStatus.caps(key).stream()).toList();
        Map<String, Use> uses = caps.isEmpty() ? null : state.uses(caps);
        if (uses == null) return;
        out.family("llmrouter_client_key_used", "gauge",
            "What a cap of a client key has seen in its present window.");
        for (Cap cap : caps) {
            Use use = uses.get(cap.key());
            each(cap, use.requests(), use.tokens(), use.inFlight(), out);
        }
        out.family("llmrouter_client_key_limit", "gauge",
            "What a cap of a client key takes in a window, or at the same time.");
        for (Cap cap : caps) each(cap, cap.requests(), cap.tokens(), cap.inFlight(), out);
    }

    /// One sample for each quantity that the cap limits.
    private static void each(Cap cap, Long requests, Long tokens, Long inFlight, Exposition out) {
        if (cap.requests() != null) sample(requests, cap, "requests", out);
        if (cap.tokens() != null) sample(tokens, cap, "tokens", out);
        if (cap.inFlight() != null) sample(inFlight, cap, "in_flight", out);
    }

    private static void sample(long value, Cap cap, String of, Exposition out) {
        String key = Cap.clientOf(cap.key());
        if (key == null) out.sample(value, "bucket", cap.key(), "of", of);
        else out.sample(value, "key", key, "bucket", Cap.bucketOf(cap.key()), "of", of);
    }
}
