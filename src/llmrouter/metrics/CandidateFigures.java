package llmrouter.metrics;

import java.util.Map;
import java.util.TreeMap;

import llmrouter.json.Json;

/// Adds up what the meters have of each candidate. Not thread-safe.
final class CandidateFigures {
    private static final String OK = "ok";

    private static final class Sums {
        private long calls;
        private long failed;
        private long input;
        private long output;
        private long firstTokens;
        private long firstTokenMs;
    }

    private final Map<String, Sums> candidates = new TreeMap<>();

    private Sums of(String candidate) {
        return candidates.computeIfAbsent(candidate, _ -> new Sums());
    }

    void calls(String candidate, String result, long count) {
        of(candidate).calls += count;
        if (!result.equals(OK)) of(candidate).failed += count;
    }

    void tokens(String candidate, TokenCounts counts) {
        of(candidate).input += counts.prompt();
        of(candidate).output += counts.output();
    }

    void firstTokens(String candidate, Timing timing) {
        of(candidate).firstTokens += timing.count();
        of(candidate).firstTokenMs += timing.sumMs();
    }

    /// The tokens of all candidates.
    Json.Obj tokens() {
        long input = 0;
        long output = 0;
        for (Sums sums : candidates.values()) {
            input += sums.input;
            output += sums.output;
        }
        return Json.object().put("input", input).put("output", output);
    }

    Json.Arr json() {
        Json.Arr all = Json.array();
        candidates.forEach((ref, sums) -> all.add(Json.object().put("ref", ref).put("calls", sums.calls)
            .put("failedCalls", sums.failed).put("inputTokens", sums.input).put("outputTokens", sums.output)
            .put("firstTokens", sums.firstTokens).put("firstTokenMs", sums.firstTokenMs)));
        return all;
    }
}
