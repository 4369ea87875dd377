package llmrouter.clients.agents;

import java.util.List;
import java.util.Map;

import llmrouter.clients.GatewayAccess;
import llmrouter.clients.patch.AgentSetting;
import llmrouter.clients.patch.FilePatch;
import llmrouter.clients.patch.TomlSettings;
import llmrouter.json.Json;

/// Kimi Code. It takes no key from the variables of the shell, but for a model that is defined by variables alone.
final class KimiCodeAgent {
    private static final String ID = "llm-router";

    private KimiCodeAgent() {}

    static CodingAgent row() {
        var patch = new FilePatch(TomlSettings.SYNTAX, (access, _) -> settings(access),
            List.of("providers", ID, "base_url"));
        return CodingAgent.of("kimi-code", "Kimi Code", "kimi", "npm install -g @moonshot-ai/kimi-code")
            .aliases("kimi", "kimi-cli")
            .files(new AgentFile(AgentScope.USER,
                FilePlace.of("~/.kimi-code", "config.toml").movedBy("KIMI_CODE_HOME", ""), patch))
            .launch(KimiCodeAgent::launch).checked("2.1.0, run with a scripted provider")
            .disturbedBy("KIMI_MODEL_NAME");
    }

    /// A pool of models for sub-agents would name other models than the gateway's. Other ways to a key exclude the one
    /// that is set.
    private static List<AgentSetting> settings(GatewayAccess access) {
        return List.of(AgentSetting.of(ID, "default_model"),
            AgentSetting.of("openai", "providers", ID, "type"),
            AgentSetting.of(access.openAiUrl(), "providers", ID, "base_url"),
            AgentSetting.of(access.keyOrPlaceholder(), "providers", ID, "api_key"),
            AgentSetting.without("providers", ID, "api_key_env"), AgentSetting.without("providers", ID, "oauth"),
            AgentSetting.of(ID, "models", ID, "provider"),
            AgentSetting.of(access.model(), "models", ID, "model"),
            AgentSetting.of(Json.of(access.contextWindow()), "models", ID, "max_context_size"),
            AgentSetting.of(Json.array(Json.of("tool_use")), "models", ID, "capabilities"),
            AgentSetting.of(access.model() + " (llm-router)", "models", ID, "display_name"),
            AgentSetting.without("secondary_model"));
    }

    private static AgentLaunch launch(GatewayAccess access) {
        return AgentLaunch.of(Map.of("KIMI_MODEL_NAME", access.model(), "KIMI_MODEL_PROVIDER_TYPE", "openai",
            "KIMI_MODEL_BASE_URL", access.openAiUrl(), "KIMI_MODEL_API_KEY", access.keyOrPlaceholder(),
            "KIMI_MODEL_MAX_CONTEXT_SIZE", Long.toString(access.contextWindow()),
            "KIMI_MODEL_CAPABILITIES", "tool_use", "KIMI_MODEL_DISPLAY_NAME", access.model() + " (llm-router)"));
    }
}
