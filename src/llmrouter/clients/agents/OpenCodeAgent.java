package llmrouter.clients.agents;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

import llmrouter.clients.GatewayAccess;
import llmrouter.clients.patch.AgentSetting;
import llmrouter.clients.patch.FilePatch;
import llmrouter.clients.patch.JsonSettings;
import llmrouter.json.Json;

/// OpenCode. It merges its files, and `opencode.jsonc` counts more than `opencode.json` beside it. A list of enabled
/// providers, if there is one, must have the gateway in it. `OPENCODE_CONFIG_CONTENT` counts more than the files.
///
/// It writes `$schema` into a file that has none, so that is set here: otherwise the file would be another one after the
/// first start.
///
/// It needs the limit of the answer beside that of the context, and takes 32,000 for what it does not know.
final class OpenCodeAgent {
    private static final String PROVIDER = "llm-router";
    private static final long USUAL_OUTPUT = 32_000;

    private OpenCodeAgent() {}

    static CodingAgent row() {
        var patch = new FilePatch(JsonSettings.SYNTAX, OpenCodeAgent::settings,
            List.of("provider", PROVIDER, "options", "baseURL"));
        return CodingAgent.of("opencode", "OpenCode", "opencode", "npm install -g opencode-ai").aliases("open-code")
            .files(new AgentFile(AgentScope.USER, FilePlace.of("~/.config/opencode", "opencode.jsonc", "opencode.json")
                    .movedBy("XDG_CONFIG_HOME", "opencode"), patch),
                new AgentFile(AgentScope.PROJECT, FilePlace.of("", "opencode.jsonc", "opencode.json"), patch),
                new AgentFile(AgentScope.PROJECT, FilePlace.of(".opencode", "opencode.jsonc", "opencode.json"), patch))
            .launch(OpenCodeAgent::launch).checked("1.18.33, run with a scripted provider")
            .disturbedBy("OPENCODE_CONFIG", "OPENCODE_CONFIG_CONTENT", "OPENCODE_CONFIG_DIR");
    }

    private static List<AgentSetting> settings(GatewayAccess access, Json.Obj now) {
        var all = new ArrayList<AgentSetting>();
        if (now.get("$schema") == null) all.add(AgentSetting.of("https://opencode.ai/config.json", "$schema"));
        all.addAll(List.of(
            AgentSetting.of(provider(access), "provider", PROVIDER),
            AgentSetting.of(PROVIDER + "/" + access.model(), "model"),
            AgentSetting.of(PROVIDER + "/" + access.smallModel(), "small_model")));
        if (now.get("enabled_providers") instanceof Json.Arr enabled && !enabled.items().contains(Json.of(PROVIDER))) {
            all.add(AgentSetting.of(PROVIDER, "enabled_providers", enabled.size()));
        }
        return all;
    }

    private static Json.Obj provider(GatewayAccess access) {
        var models = Json.object();
        for (String model : new LinkedHashSet<>(List.of(access.model(), access.smallModel()))) {
            Json.Obj limit = Json.object().put("context", access.contextWindow())
                .put("output", Math.min(USUAL_OUTPUT, access.contextWindow()));
            models.put(model, Json.object().put("name", model).put("limit", limit));
        }
        Json.Obj options = Json.object().put("baseURL", access.openAiUrl()).put("apiKey", access.keyOrPlaceholder());
        return Json.object().put("npm", "@ai-sdk/openai-compatible").put("name", PROVIDER).put("options", options)
            .put("models", models);
    }

    private static AgentLaunch launch(GatewayAccess access) {
        Json.Obj content = Json.object().put("provider", Json.object().put(PROVIDER, provider(access)))
            .put("model", PROVIDER + "/" + access.model()).put("small_model", PROVIDER + "/" + access.smallModel());
        return AgentLaunch.of(Map.of("OPENCODE_CONFIG_CONTENT", content.toString()));
    }
}
