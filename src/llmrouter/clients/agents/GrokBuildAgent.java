package llmrouter.clients.agents;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.clients.GatewayAccess;
import llmrouter.clients.patch.AgentSetting;
import llmrouter.clients.patch.FilePatch;
import llmrouter.clients.patch.TomlSettings;
import llmrouter.json.Json;

/// Grok Build. A model with a key of its own needs no account at xAI. Its reader of Responses refuses fields that it does
/// not know, so it is told to speak Chat Completions.
final class GrokBuildAgent {
    private static final String ID = "llm-router";
    /// Models for side tasks, which are xAI's own unless they are set. Searches of the web stay with xAI, which makes
    /// them itself.
    private static final List<String> SIDE_TASKS = List.of("session_summary", "prompt_suggestion", "image_description");

    private GrokBuildAgent() {}

    static CodingAgent row() {
        var patch = new FilePatch(TomlSettings.SYNTAX, (access, _) -> settings(access),
            List.of("model", ID, "base_url"));
        return CodingAgent.of("grok-build", "Grok Build", "grok", "npm install -g @xai-official/grok").aliases("grok")
            .files(new AgentFile(AgentScope.USER, FilePlace.of("~/.grok", "config.toml").movedBy("GROK_HOME", ""),
                patch))
            .launch(GrokBuildAgent::launch).checked("1.0.41, run with a scripted provider")
            .disturbedBy("GROK_DEFAULT_MODEL", "GROK_CONFIG", "GROK_CONFIG_PATH");
    }

    private static List<AgentSetting> settings(GatewayAccess access) {
        var settings = new ArrayList<AgentSetting>();
        settings.add(AgentSetting.of(ID, "models", "default"));
        for (String task : SIDE_TASKS) settings.add(AgentSetting.of(ID, "models", task));
        settings.add(AgentSetting.of(access.model(), "model", ID, "model"));
        settings.add(AgentSetting.of(access.model() + " (llm-router)", "model", ID, "name"));
        settings.add(AgentSetting.of(access.openAiUrl(), "model", ID, "base_url"));
        settings.add(AgentSetting.of(access.keyOrPlaceholder(), "model", ID, "api_key"));
        settings.add(AgentSetting.of("chat_completions", "model", ID, "api_backend"));
        settings.add(AgentSetting.of(Json.of(access.contextWindow()), "model", ID, "context_window"));
        return settings;
    }

    /// The models of the gateway's list take the place of xAI's.
    private static AgentLaunch launch(GatewayAccess access) {
        return AgentLaunch.of(Map.of("GROK_MODELS_BASE_URL", access.openAiUrl(),
            "XAI_API_KEY", access.keyOrPlaceholder(), "GROK_DEFAULT_MODEL", access.model()));
    }
}
