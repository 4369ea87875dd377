package llmrouter.records;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.json.Json;
import llmrouter.routing.CandidateState;
import llmrouter.routing.Health;
import llmrouter.routing.RoutingSnapshot;

/// The models that a provider passes through (its model is `*`) and that are not ok. Their names are in no
/// configuration, because clients name them. So only what is not ok is known of them, and their number is not bounded
/// by the configuration: a few are named, the others are counted.
///
/// In `GET /status` the candidate `p/*` has the worst state of them and two counts:
/// `{"ref":"p/*","state":"cooldown","unhealthy":3,"paused":2,…}`. Behind it are those that are named, as candidates of
/// their own with `"passedThrough":true`.
///
/// @param unhealthy how many are not ok
/// @param paused    how many of them are on cooldown or have an open circuit
/// @param worst     the worst state of them
/// @param failures  the most failures in a row of one of them
/// @param named     those that are named, by `provider/model`; those paused longest come first
public record PassedThrough(int unhealthy, int paused, CandidateState worst, int failures, List<String> named) {
    /// More models of one provider than this are counted.
    static final int MOST_NAMED = 12;

    private static final String FLAG = "passedThrough";
    private static final String COUNT = "unhealthy";

    /// By the candidate `provider/*`; without an entry for a provider of which nothing is wrong.
    ///
    /// @param unhealthy the candidates of the providers that are not ok
    /// @param listed    candidates that are shown in any case
    public static Map<String, PassedThrough> of(List<Provider> providers, RoutingSnapshot unhealthy,
            Set<String> listed) {
        var all = new LinkedHashMap<String, PassedThrough>();
        for (Provider provider : providers) {
            String start = provider.id() + "/";
            var some = new ArrayList<Map.Entry<String, Health>>();
            for (var entry : unhealthy.health().entrySet()) {
                String ref = entry.getKey();
                boolean passed = ref.startsWith(start) && provider.passesThrough(ref.substring(start.length()));
                if (passed && !listed.contains(ref)) some.add(entry);
            }
            if (!some.isEmpty()) all.put(start + Model.EVERY, of(some, unhealthy.at()));
        }
        return all;
    }

    private static PassedThrough of(List<Map.Entry<String, Health>> some, long now) {
        some.sort(Comparator.comparingLong((Map.Entry<String, Health> e) -> -e.getValue().availableAt())
            .thenComparing(Map.Entry::getKey));
        int paused = 0;
        int failures = 0;
        CandidateState worst = CandidateState.OK;
        for (var entry : some) {
            Health health = entry.getValue();
            if (health.availableAt() > now) paused++;
            failures = Math.max(failures, health.strikes());
            if (rank(health.state(now)) > rank(worst)) worst = health.state(now);
        }
        List<String> named = some.stream().limit(MOST_NAMED).map(Map.Entry::getKey).toList();
        return new PassedThrough(some.size(), paused, worst, failures, named);
    }

    private static int rank(CandidateState state) {
        return switch (state) {
            case OK -> 0;
            case HALF_OPEN -> 1;
            case COOLDOWN -> 2;
            case CIRCUIT_OPEN -> 3;
            case LEFT_OUT -> 4;
        };
    }

    /// The candidate `provider/*`.
    Json.Obj json(String ref) {
        return Json.object().put("ref", ref).put("state", worst.word()).put(COUNT, unhealthy).put("paused", paused);
    }

    /// Marks a candidate as one that is passed through.
    static Json.Obj flagged(Json.Obj candidate) {
        return candidate.put(FLAG, true);
    }

    /// Whether a candidate is a single model that is passed through.
    ///
    /// @param candidate an item of `candidates`
    public static boolean isFlagged(Json.Obj candidate) {
        return candidate.isTrue(FLAG);
    }

    /// Whether a candidate is a `provider/*` that stands for models that are not ok. What it says is said of these
    /// models, and so it is in no list beside them.
    ///
    /// @param candidate an item of `candidates`
    public static boolean isSum(Json.Obj candidate) {
        return candidate.has(COUNT);
    }

    /// How many models that are passed through are not ok.
    ///
    /// @param candidates as `GET /status` has them
    public static long count(List<Json.Obj> candidates) {
        return candidates.stream().mapToLong(candidate -> candidate.number(COUNT, 0)).sum();
    }

    /// How many of them are not named.
    ///
    /// @param candidates as `GET /status` has them
    public static long unnamed(List<Json.Obj> candidates) {
        return Math.max(0, count(candidates) - candidates.stream().filter(PassedThrough::isFlagged).count());
    }
}
