package llmrouter.report;

import java.time.Instant;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.Health;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable.Use;

/// How candidates and buckets stand, as JSON: `{"ref":"p/m","state":"cooldown","until":"…","reason":"rate_limited"}` and
/// `{"bucket":"p/minute","requests":{"used":12,"limit":40},"resets":"…"}`.
public final class StatusJson {
    private StatusJson() {}

    public static Json.Arr candidates(RoutingSnapshot snapshot) {
        var list = Json.array();
        snapshot.health().forEach((ref, health) -> list.add(candidate(ref, health, snapshot.at())));
        return list;
    }

    private static Json candidate(String ref, Health health, long now) {
        var page = Json.object().put("ref", ref).put("state", health.state(now).word());
        if (health.availableAt() > now) page.put("until", Instant.ofEpochMilli(health.availableAt()).toString());
        if (health.strikes() > 0) page.put("failures", health.strikes());
        return health.reason().isEmpty() ? page : page.put("reason", health.reason());
    }

    /// Each bucket once, however many candidates share it.
    public static Json.Arr buckets(List<Choice> choices, RoutingSnapshot snapshot) {
        var list = Json.array();
        for (Cap cap : Choice.distinctCaps(choices)) list.add(bucket(cap, snapshot.uses().get(cap.key())));
        return list;
    }

    private static Json bucket(Cap cap, Use use) {
        var page = Json.object().put("bucket", cap.key());
        if (cap.requests() != null) page.put("requests", Json.object().put("used", use.requests()).put("limit", cap.requests()));
        if (cap.tokens() != null) page.put("tokens", Json.object().put("used", use.tokens()).put("limit", cap.tokens()));
        if (cap.inFlight() != null) page.put("inFlight", Json.object().put("used", use.inFlight()).put("limit", cap.inFlight()));
        return use.resetsAt() == 0 ? page : page.put("resets", Instant.ofEpochMilli(use.resetsAt()).toString());
    }
}
