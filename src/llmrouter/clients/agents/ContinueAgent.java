package llmrouter.clients.agents;

import java.util.List;

import llmrouter.clients.GatewayAccess;
import llmrouter.clients.patch.AgentSetting;
import llmrouter.clients.patch.FilePatch;
import llmrouter.clients.patch.YamlSettings;
import llmrouter.json.Json;

/// Continue, on the command line and in editors. Its file is YAML; one that a user has written by hand is not edited. The first model of the list is the one that it begins
/// with, so the gateway's stands first.
final class ContinueAgent {
    private static final String ID = "llm-router";
    private static final String MODELS = "models";

    private ContinueAgent() {}

    static CodingAgent row() {
        var patch = new FilePatch(YamlSettings.SYNTAX, ContinueAgent::settings, List.of(MODELS, 0, "apiBase"));
        return CodingAgent.of("continue", "Continue", "cn", "npm install -g @continuedev/cli").aliases("cn")
            .files(new AgentFile(AgentScope.USER, FilePlace.of("~/.continue", "config.yaml"), patch))
            .checked("1.5.47, run with a scripted provider");
    }

    private static List<AgentSetting> settings(GatewayAccess access, Json.Obj now) {
        Json.Obj model = Json.object().put("name", ID).put("provider", "openai").put("model", access.model())
            .put("apiBase", access.openAiUrl()).put("apiKey", access.keyOrPlaceholder())
            .put("roles", Json.array(Json.of("chat"), Json.of("edit"), Json.of("apply")))
            .put("capabilities", Json.array(Json.of("tool_use")))
            .put("defaultCompletionOptions", Json.object().put("contextLength", access.contextWindow()));
        Json.Arr models = Json.array(model);
        if (now.get(MODELS) instanceof Json.Arr(var items)) {
            for (Json item : items) {
                if (!(item instanceof Json.Obj other && ID.equals(other.text("name")))) models.add(item);
            }
        }
        return List.of(AgentSetting.of(models, MODELS), kept(now, "name", ID), kept(now, "version", "1.0.0"),
            kept(now, "schema", "v1"));
    }

    /// What Continue asks for in each file.
    private static AgentSetting kept(Json.Obj now, String name, String otherwise) {
        return AgentSetting.of(now.get(name) == null ? Json.of(otherwise) : now.get(name), name);
    }
}
