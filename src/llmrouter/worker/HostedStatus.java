package llmrouter.worker;

import llmrouter.json.Json;
import llmrouter.records.RoutingStatus;
import llmrouter.records.StateView;
import llmrouter.records.StatusJson;
import llmrouter.text.Timestamps;

/// `GET /status` of a hosted gateway. It has the members of a local gateway's that make sense without a process, and
/// `withoutEffect`: what of the configuration the deployment cannot keep.
final class HostedStatus {
    private HostedStatus() {}

    static String of(HostedGateway gateway, StateView state, long now) {
        HostedGateway.Active active = gateway.active();
        var page = Json.object().put("name", "llm-router").put("version", gateway.version()).put("hosted", true)
            .put("started", Timestamps.utcMs(gateway.started()))
            .put("uptimeSeconds", Math.max(0, now - gateway.started()) / 1000).put("draining", false)
            .put("keyRequired", true).put("locked", active.door().locked()).put("config", "the deployment");
        if (gateway.deployment() != null) page.put("deployment", gateway.deployment());
        page.put("state", Json.object().put("backend", gateway.mode().words()));
        if (!active.lost().isEmpty()) page.put("withoutEffect", Json.strings(active.lost()));
        page.put("leftOut", StatusJson.leftOut(active.config().leftOut()));
        new RoutingStatus(active.config(), active.routes(), gateway.health()).addTo(page, state);
        return active.secrets().in(page.toString()) ? active.secrets().without(page).toString() : page.toString();
    }
}
