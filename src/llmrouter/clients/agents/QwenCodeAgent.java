package llmrouter.clients.agents;

import java.util.List;
import java.util.Map;

import llmrouter.clients.GatewayAccess;
import llmrouter.clients.patch.AgentSetting;
import llmrouter.clients.patch.FilePatch;
import llmrouter.clients.patch.JsonSettings;
import llmrouter.clients.patch.SettingsSyntax;
import llmrouter.json.Json;

/// Qwen Code. A model of the list is known by its id and its base URL, and takes its key from a variable, which `env`
/// of the same file sets. A model of the list counts more than the variables of the process.
final class QwenCodeAgent {
    private static final List<?> MODELS = List.of("modelProviders", "openai");

    private QwenCodeAgent() {}

    static CodingAgent row() {
        var patch = new FilePatch(JsonSettings.SYNTAX, QwenCodeAgent::settings, List.of("env", "GATEWAY_URL"));
        return CodingAgent.of("qwen-code", "Qwen Code", "qwen", "npm install -g @qwen-code/qwen-code").aliases("qwen")
            .files(new AgentFile(AgentScope.USER, FilePlace.of("~/.qwen", "settings.json").movedBy("QWEN_HOME", ""),
                    patch),
                new AgentFile(AgentScope.PROJECT, FilePlace.of(".qwen", "settings.json"), patch))
            .launch(QwenCodeAgent::launch).checked("0.24.4, run with an endpoint that records")
            .disturbedBy(AgentLaunch.KEY_VARIABLE);
    }

    private static List<AgentSetting> settings(GatewayAccess access, Json.Obj now) {
        Json.Obj model = Json.object().put("id", access.model()).put("name", access.model() + " (llm-router)")
            .put("baseUrl", access.openAiUrl()).put("envKey", AgentLaunch.KEY_VARIABLE)
            .put("generationConfig", Json.object().put("contextWindowSize", access.contextWindow()));
        return List.of(AgentSetting.of(model, "modelProviders", "openai", place(now)),
            AgentSetting.of(access.keyOrPlaceholder(), "env", AgentLaunch.KEY_VARIABLE),
            AgentSetting.of(access.openAiUrl(), "env", "GATEWAY_URL"),
            AgentSetting.of("openai", "security", "auth", "selectedType"),
            AgentSetting.of(access.model(), "model", "name"));
    }

    /// The index of the gateway's model in the list; the first free one if it is not there.
    private static int place(Json.Obj now) {
        if (!(SettingsSyntax.at(now, MODELS) instanceof Json.Arr models)) return 0;
        for (int i = 0; i < models.size(); i++) {
            boolean ours = models.items().get(i) instanceof Json.Obj model
                && AgentLaunch.KEY_VARIABLE.equals(model.text("envKey"));
            if (ours) return i;
        }
        return models.size();
    }

    private static AgentLaunch launch(GatewayAccess access) {
        return AgentLaunch.of(Map.of("OPENAI_BASE_URL", access.openAiUrl(), "OPENAI_API_KEY", access.keyOrPlaceholder(),
            "OPENAI_MODEL", access.model()), "--auth-type", "openai").overruledByFiles();
    }
}
