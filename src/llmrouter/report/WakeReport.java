package llmrouter.report;

import java.util.List;

import llmrouter.json.Json;
import llmrouter.routing.EndedCooldown;

/// The cooldowns and circuits that `wake` has ended, as JSON:
/// `{"candidate":"p/m","state":"cooldown","reason":"auth_failed","remainingMs":590000,"said":"…"}`; `said` is the same
/// for people.
public final class WakeReport {
    private WakeReport() {}

    public static Json.Arr json(List<EndedCooldown> ended) {
        Json.Arr list = Json.array();
        for (EndedCooldown one : ended) {
            list.add(Json.object().put("candidate", one.ref()).put("state", one.state().word())
                .put("reason", one.reason()).put("remainingMs", one.remainingMs()).put("said", one.line()));
        }
        return list;
    }
}
