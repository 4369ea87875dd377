package llmrouter.clients.agents;

import java.util.LinkedHashSet;
import java.util.List;

import llmrouter.clients.GatewayAccess;
import llmrouter.clients.patch.AgentSetting;
import llmrouter.clients.patch.FilePatch;
import llmrouter.clients.patch.JsonSettings;
import llmrouter.json.Json;

/// Crush. Its newer format, `crushrc`, is a shell script, which nothing can edit safely; `crush.json` is still read.
final class CrushAgent {
    private static final String PROVIDER = "llm-router";

    private CrushAgent() {}

    static CodingAgent row() {
        var patch = new FilePatch(JsonSettings.SYNTAX, (access, _) -> settings(access),
            List.of("providers", PROVIDER, "base_url"));
        return CodingAgent.of("crush", "Crush", "crush", "npm install -g @charmland/crush")
            .files(new AgentFile(AgentScope.USER,
                    FilePlace.of("~/.config/crush", "crush.json").movedBy("XDG_CONFIG_HOME", "crush"), patch),
                new AgentFile(AgentScope.PROJECT, FilePlace.of("", ".crush.json", "crush.json"), patch))
            .checked("0.96.1, read in its documentation").disturbedBy("CRUSH_GLOBAL_CONFIG")
            .notes("Crush remembers the model that was chosen in it last; choose " + PROVIDER
                + " in its list of models once if it starts with another one");
    }

    private static List<AgentSetting> settings(GatewayAccess access) {
        Json.Arr models = Json.array();
        for (String model : new LinkedHashSet<>(List.of(access.model(), access.smallModel()))) {
            models.add(Json.object().put("id", model).put("name", model)
                .put("context_window", access.contextWindow()));
        }
        Json.Obj provider = Json.object().put("name", PROVIDER).put("type", "openai-compat")
            .put("base_url", access.openAiUrl()).put("api_key", access.keyOrPlaceholder()).put("models", models);
        return List.of(AgentSetting.of(provider, "providers", PROVIDER),
            AgentSetting.of(choice(access.model()), "models", "large"),
            AgentSetting.of(choice(access.smallModel()), "models", "small"));
    }

    private static Json.Obj choice(String model) {
        return Json.object().put("model", model).put("provider", PROVIDER);
    }
}
