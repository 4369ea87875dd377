package llmrouter.clients.agents;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.clients.GatewayAccess;
import llmrouter.clients.patch.AgentSetting;
import llmrouter.clients.patch.FilePatch;
import llmrouter.clients.patch.TomlSettings;
import llmrouter.json.Json;
import llmrouter.toml.TomlValue;
import llmrouter.toml.TomlWriter;

/// Codex. The gateway is a provider of its own, so that the user's account at OpenAI stays as it is set up. Its key
/// stands in the file: since 0.149 a provider takes no key of another, and a variable would have to be exported.
final class CodexAgent {
    private static final String PROVIDERS = "model_providers";
    private static final String ID = "llm-router";
    /// Of a single start, so that what a file says of [#ID] is not mixed with it.
    private static final String ONCE = "llm-router-once";

    private CodexAgent() {}

    static CodingAgent row() {
        var patch = new FilePatch(TomlSettings.SYNTAX, (access, _) -> settings(access),
            List.of(PROVIDERS, ID, "base_url"));
        return CodingAgent.of("codex", "Codex", "codex", "npm install -g @openai/codex").aliases("codex-cli")
            .files(new AgentFile(AgentScope.USER, FilePlace.of("~/.codex", "config.toml").movedBy("CODEX_HOME", ""),
                patch))
            .launch(CodexAgent::launch).checked("0.171.0, run with a scripted provider")
            .notes("a profile, `codex --profile NAME`, uses the gateway unless its own file, `NAME.config.toml`, names "
                + "a model or a provider");
    }

    /// `profile` and `review_model` would name other models: the first one, with which 0.171 refuses to start, those of a
    /// table in the same file, and the second one that of reviews. Other ways to a key exclude the one that is set. What
    /// else a user has put into the provider stays.
    private static List<AgentSetting> settings(GatewayAccess access) {
        return List.of(AgentSetting.of(access.model(), "model"), AgentSetting.of(ID, "model_provider"),
            AgentSetting.of(Json.of(access.contextWindow()), "model_context_window"),
            AgentSetting.without("profile"), AgentSetting.without("review_model"),
            AgentSetting.of(ID, PROVIDERS, ID, "name"),
            AgentSetting.of(access.openAiUrl(), PROVIDERS, ID, "base_url"),
            AgentSetting.of("responses", PROVIDERS, ID, "wire_api"),
            AgentSetting.of(access.keyOrPlaceholder(), PROVIDERS, ID, "experimental_bearer_token"),
            AgentSetting.without(PROVIDERS, ID, "env_key"), AgentSetting.without(PROVIDERS, ID, "auth"),
            AgentSetting.without(PROVIDERS, ID, "requires_openai_auth"));
    }

    private static AgentLaunch launch(GatewayAccess access) {
        var members = new LinkedHashMap<String, TomlValue>();
        members.put("name", TomlValue.of(ID));
        members.put("base_url", TomlValue.of(access.openAiUrl()));
        members.put("wire_api", TomlValue.of("responses"));
        members.put("env_key", TomlValue.of(AgentLaunch.KEY_VARIABLE));
        return AgentLaunch.of(Map.of(AgentLaunch.KEY_VARIABLE, access.keyOrPlaceholder()),
            "-c", "model=" + TomlWriter.of(TomlValue.of(access.model())),
            "-c", "model_provider=" + TomlWriter.of(TomlValue.of(ONCE)),
            "-c", "model_context_window=" + access.contextWindow(),
            "-c", PROVIDERS + "." + ONCE + "=" + TomlWriter.of(new TomlValue.Table(members)));
    }
}
