package llmrouter.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.json.Json;
import llmrouter.routing.Candidate;
import llmrouter.routing.CandidateState;
import llmrouter.routing.Health;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.text.Plural;
import llmrouter.text.TimeWords;

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
    static boolean isFlagged(Json.Obj candidate) {
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
    static long count(List<Json.Obj> candidates) {
        return candidates.stream().mapToLong(candidate -> candidate.number(COUNT, 0)).sum();
    }

    /// How many of them are not named.
    ///
    /// @param candidates as `GET /status` has them
    public static long unnamed(List<Json.Obj> candidates) {
        return Math.max(0, count(candidates) - candidates.stream().filter(PassedThrough::isFlagged).count());
    }

    /// A sentence about each provider that has models which cannot be answered:
    /// `p: 1 model that is passed through is on cooldown for another 9 min: auth_failed: the provider refused the key.`
    ///
    /// @param candidates as `GET /status` has them
    static List<String> sentences(List<Json.Obj> candidates, long now) {
        var sentences = new ArrayList<String>();
        for (Json.Obj sum : candidates) {
            if (!isSum(sum)) continue;
            String provider = Candidate.providerOf(sum.text("ref"));
            List<Json.Obj> named = candidates.stream().filter(c -> isFlagged(c) && c.has("until")
                && provider.equals(Candidate.providerOf(c.text("ref"))) && !StatusVerdict.answerable(c)).toList();
            if (!named.isEmpty()) sentences.add(sentence(provider, sum, named, now));
        }
        return sentences;
    }

    private static String sentence(String provider, Json.Obj sum, List<Json.Obj> named, long now) {
        long until = 0;
        boolean cooldown = true;
        boolean needsAPerson = false;
        var reasons = new LinkedHashSet<String>();
        var ofProvider = new LinkedHashSet<String>();
        for (Json.Obj candidate : named) {
            until = Math.max(until, Instant.parse(candidate.text("until")).toEpochMilli());
            cooldown &= CandidateState.parse(candidate.text("state")) == CandidateState.COOLDOWN;
            String reason = candidate.text("reason");
            if (reason != null) reasons.add(Meanings.ofEnd(reason));
            if (Meanings.concernsProvider(reason)) ofProvider.add(reason);
            needsAPerson |= Meanings.needsAPerson(reason);
        }
        long count = Math.max(named.size(), sum.number("paused", 0));
        String which = provider + ": " + Plural.of(count, "model") + (count == 1 ? " that is" : " that are")
            + " passed through" + (count == 1 ? " is " : " are ") + (cooldown ? "on cooldown" : "paused");
        String wait = (count == 1 ? " for another " : " for up to another ") + TimeWords.of(until - now);
        return which + wait + (reasons.isEmpty() ? "" : ": " + String.join("; ", reasons))
            + (ofProvider.isEmpty() ? "" : ". " + String.join(" and ", ofProvider)
                + (ofProvider.size() == 1 ? " concerns" : " concern")
                + " the whole provider, so its other models may fail too")
            + (needsAPerson ? "; " + Meanings.wake(provider) + "." : ".");
    }
}
