package llmrouter.clients.agents;

import java.util.List;

import llmrouter.clients.GatewayAccess;
import llmrouter.clients.patch.AgentSetting;
import llmrouter.clients.patch.FilePatch;
import llmrouter.clients.patch.JsonSettings;
import llmrouter.clients.patch.SettingsSyntax;
import llmrouter.json.Json;

/// The command line of Cline. Without `updatedAt` it takes the whole file for a broken one and writes a new one; it sets
/// the time itself at its next start.
final class ClineAgent {
    private static final String KIND = "openai-compatible";
    private static final String UPDATED = "updatedAt";
    private static final String LONG_AGO = "2026-01-01T00:00:00.000Z";

    private ClineAgent() {}

    static CodingAgent row() {
        var patch = new FilePatch(JsonSettings.SYNTAX, ClineAgent::settings,
            List.of("providers", KIND, "settings", "baseUrl"), List.of(UPDATED));
        return CodingAgent.of("cline", "Cline", "cline", "npm install -g cline")
            .files(new AgentFile(AgentScope.USER, FilePlace.of("~/.cline/data/settings", "providers.json")
                .movedBy("CLINE_DIR", "data/settings"), patch))
            .checked("3.0.65, run with an endpoint that records").disturbedBy("CLINE_DATA_DIR")
            .notes("the extension of Cline for editors has settings of its own: choose OpenAI Compatible there");
    }

    private static List<AgentSetting> settings(GatewayAccess access, Json.Obj now) {
        Json.Obj settings = Json.object().put("provider", KIND).put("apiKey", access.keyOrPlaceholder())
            .put("model", access.model()).put("baseUrl", access.openAiUrl());
        boolean dated = SettingsSyntax.at(now, List.of("providers", KIND, UPDATED)) instanceof Json.Str;
        Json updated = dated ? SettingsSyntax.at(now, List.of("providers", KIND, UPDATED)) : Json.of(LONG_AGO);
        return List.of(AgentSetting.of(now.get("version") == null ? Json.of(1) : now.get("version"), "version"),
            AgentSetting.of(KIND, "lastUsedProvider"),
            AgentSetting.of(settings, "providers", KIND, "settings"),
            AgentSetting.of(updated, "providers", KIND, UPDATED),
            AgentSetting.of("manual", "providers", KIND, "tokenSource"));
    }
}
