package llmrouter.records;

import java.util.List;
import java.util.Map;

import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.KeyPlace;
import llmrouter.config.Provider;
import llmrouter.json.Json;
import llmrouter.routing.Candidate;
import llmrouter.routing.CandidateState;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.FailureClass;
import llmrouter.routing.Health;
import llmrouter.routing.Route;
import llmrouter.routing.RouteOutlook;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable.Use;
import llmrouter.text.Timestamps;

/// The state of candidates, the use of caps and the outlook of routes, as JSON:
/// `{"ref":"p/m","state":"cooldown","until":"…","reason":"rate_limited"}`,
/// `{"bucket":"p/minute","requests":{"used":12,"limit":40},"resets":"…"}` and
/// `{"state":"capped","until":"…","why":"a cap of p is full"}`.
public final class StatusJson {
    private StatusJson() {}

    /// @param config with the providers of the candidates
    public static Json.Arr candidates(RoutingSnapshot snapshot, Config config) {
        Json.Arr list = Json.array();
        snapshot.health().forEach((ref, health) -> {
            Provider provider = config.provider(Candidate.providerOf(ref));
            list.add(candidate(ref, health, snapshot.at(), provider));
        });
        return list;
    }

    /// The candidates of these direct routes, each with the outlook of its route (`outlook`). A candidate whose
    /// provider is left out has the reason in `why`.
    ///
    /// @param passed what is wrong with models that are passed through, by the candidate `provider/*`
    /// @param named  those of them that are named
    public static Json.Arr candidates(RoutingSnapshot snapshot, List<RouteOutlook> direct,
            Map<String, PassedThrough> passed, List<RouteOutlook> named) {
        Json.Arr list = Json.array();
        for (RouteOutlook outlook : direct) {
            Candidate candidate = outlook.route().primary().getFirst().candidate();
            String leftOut = candidate.provider().leftOut();
            Json.Obj json = leftOut != null ? Json.object().put("ref", candidate.ref())
                .put("state", CandidateState.LEFT_OUT.word()).put("why", leftOut)
                : passed.get(candidate.ref()) instanceof PassedThrough sum ? sum.json(candidate.ref())
                : candidate(candidate, snapshot);
            list.add(json.put("outlook", outlook(outlook)));
        }
        for (RouteOutlook outlook : named) {
            Candidate candidate = outlook.route().primary().getFirst().candidate();
            Json.Obj json = PassedThrough.flagged(candidate(candidate, snapshot));
            list.add(json.put("outlook", outlook(outlook)));
        }
        return list;
    }

    /// Providers that are left out: `[{"provider":"p","why":"…"}]`.
    public static Json.Arr leftOut(List<Provider> providers) {
        Json.Arr list = Json.array();
        for (Provider provider : providers) {
            list.add(Json.object().put("provider", provider.id()).put("why", provider.leftOut()));
        }
        return list;
    }

    /// Whether a route can be answered now; if not, until when and why.
    public static Json.Obj outlook(RouteOutlook outlook) {
        var json = Json.object().put("state", outlook.state().word());
        if (outlook.untilMs() > 0) json.put("until", Timestamps.utcMs(outlook.untilMs()));
        return switch (outlook.state()) {
            case OK -> json;
            case LAST_RESORT, CAPPED -> json.put("why", SkipWords.of(outlook.skipped()));
            case LEFT_OUT -> json.put("why", leftOut(outlook.route()));
        };
    }

    private static String leftOut(Route route) {
        return String.join("; ",
            route.leftOut().stream().map(candidate -> candidate.provider().leftOutLine()).distinct().toList());
    }

    private static Json.Obj candidate(Candidate candidate, RoutingSnapshot snapshot) {
        Health health = snapshot.health().get(candidate.ref());
        return candidate(candidate.ref(), health, snapshot.at(), candidate.provider());
    }

    /// A candidate that waits because its provider refused the key has how the key is corrected in `fix`.
    ///
    /// @param provider or null if it is not known
    private static Json.Obj candidate(String ref, Health health, long now, Provider provider) {
        var candidate = Json.object().put("ref", ref).put("state", health.state(now).word());
        if (health.availableAt() > now) candidate.put("until", Timestamps.utcMs(health.availableAt()));
        if (health.strikes() > 0) candidate.put("failures", health.strikes());
        if (health.reason().isEmpty()) return candidate;
        candidate.put("reason", health.reason());
        boolean refused = health.reason().equals(FailureClass.AUTH.word()) && health.availableAt() > now;
        return refused && provider != null ? candidate.put("fix", KeyPlace.correction(provider)) : candidate;
    }

    /// Each cap once, however many candidates share it.
    public static Json.Arr caps(List<Choice> choices, RoutingSnapshot snapshot) {
        Json.Arr list = Json.array();
        for (Cap cap : Choice.distinctCaps(choices)) list.add(cap(cap, snapshot.uses().get(cap.key())));
        return list;
    }

    /// A client's key: `{"name":"ci","models":["work"],"buckets":[…]}`. Members that say nothing are left out.
    ///
    /// @param uses by the keys of the caps; null if they are not known
    public static Json clientKey(ClientKey key, List<Cap> caps, Map<String, Use> uses) {
        var json = Json.object().put("name", key.name());
        if (!key.models().isEmpty()) json.put("models", Json.strings(key.models()));
        if (key.expires() != null) json.put("expires", Timestamps.utcMs(key.expires() * 1000));
        if (caps.isEmpty() || uses == null) return json;
        Json.Arr list = Json.array();
        for (Cap cap : caps) list.add(cap(cap, uses.get(cap.key())));
        return json.put("buckets", list);
    }

    private static Json cap(Cap cap, Use use) {
        var json = Json.object().put("bucket", cap.key());
        if (cap.requests() != null) json.put("requests", used(use.requests(), cap.requests()));
        if (cap.tokens() != null) json.put("tokens", used(use.tokens(), cap.tokens()));
        if (cap.inFlight() != null) json.put("inFlight", used(use.inFlight(), cap.inFlight()));
        return use.resetsAt() == 0 ? json : json.put("resets", Timestamps.utcMs(use.resetsAt()));
    }

    private static Json.Obj used(long used, long limit) {
        return Json.object().put("used", used).put("limit", limit);
    }
}
