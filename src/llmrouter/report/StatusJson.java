package llmrouter.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import llmrouter.config.ClientKey;
import llmrouter.json.Json;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.Health;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable.Use;

/// The state of candidates and the use of caps, as JSON:
/// `{"ref":"p/m","state":"cooldown","until":"…","reason":"rate_limited"}` and
/// `{"bucket":"p/minute","requests":{"used":12,"limit":40},"resets":"…"}`.
public final class StatusJson {
    private StatusJson() {}

    public static Json.Arr candidates(RoutingSnapshot snapshot) {
        Json.Arr list = Json.array();
        snapshot.health().forEach((ref, health) -> list.add(candidate(ref, health, snapshot.at())));
        return list;
    }

    private static Json candidate(String ref, Health health, long now) {
        var candidate = Json.object().put("ref", ref).put("state", health.state(now).word());
        if (health.availableAt() > now) candidate.put("until", Instant.ofEpochMilli(health.availableAt()).toString());
        if (health.strikes() > 0) candidate.put("failures", health.strikes());
        return health.reason().isEmpty() ? candidate : candidate.put("reason", health.reason());
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
        if (key.expires() != null) json.put("expires", Instant.ofEpochSecond(key.expires()).toString());
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
        return use.resetsAt() == 0 ? json : json.put("resets", Instant.ofEpochMilli(use.resetsAt()).toString());
    }

    private static Json.Obj used(long used, long limit) {
        return Json.object().put("used", used).put("limit", limit);
    }
}
