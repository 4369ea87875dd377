package llmrouter.clients.agents;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.clients.GatewayAccess;
import llmrouter.clients.patch.AgentSetting;
import llmrouter.clients.patch.FilePatch;
import llmrouter.clients.patch.JsonSettings;
import llmrouter.json.Json;

/// Claude Code. Its settings file has variables, which win over those of the shell (seen with 2.1.332), so the file
/// alone is enough. A `model` in the file counts less than `ANTHROPIC_MODEL`.
///
/// A key of Anthropic's, in a variable or out of `apiKeyHelper`, would be sent to the gateway as `x-api-key` beside the
/// gateway's own. An empty value keeps Claude Code from that, also if the shell exports one.
final class ClaudeCodeAgent {
    private static final String ENV = "env";
    /// Each sends the requests to another service, whatever the base URL is.
    private static final List<String> ELSEWHERE = List.of("CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_VERTEX",
        "CLAUDE_CODE_USE_FOUNDRY");
    /// The older name of the model for small tasks, which would win over the newer one.
    private static final String OLD_SMALL = "ANTHROPIC_SMALL_FAST_MODEL";
    private static final String API_KEY = "ANTHROPIC_API_KEY";
    private static final String TOKEN = "ANTHROPIC_AUTH_TOKEN";
    private static final String HELPER = "apiKeyHelper";

    private ClaudeCodeAgent() {}

    static CodingAgent row() {
        var patch = new FilePatch(JsonSettings.SYNTAX, (access, _) -> settings(access),
            List.of(ENV, "ANTHROPIC_BASE_URL"));
        return CodingAgent.of("claude-code", "Claude Code", "claude", "npm install -g @anthropic-ai/claude-code")
            .aliases("claude", "claudecode", "cc")
            .files(new AgentFile(AgentScope.USER,
                    FilePlace.of("~/.claude", "settings.json").movedBy("CLAUDE_CONFIG_DIR", ""), patch),
                new AgentFile(AgentScope.PROJECT, FilePlace.of(".claude", "settings.local.json"), patch),
                new AgentFile(AgentScope.PROJECT, FilePlace.of(".claude", "settings.json"), patch))
            .launch(ClaudeCodeAgent::launch).checked("2.1.332, run with a scripted provider")
            .disturbedBy(ELSEWHERE.toArray(String[]::new));
    }

    /// Claude Code takes names that it does not know for models with a window of a million tokens, so the window is
    /// set. Each family of its own models is set too, because sub-agents and settings of the user name them. The hints
    /// are headers that say what kind of request each one is. A search for tools is answered by Anthropic only.
    private static Map<String, String> variables(GatewayAccess access) {
        var variables = new LinkedHashMap<String, String>();
        variables.put("ANTHROPIC_BASE_URL", access.url());
        variables.put("ANTHROPIC_MODEL", access.model());
        for (String family : List.of("OPUS", "SONNET", "FABLE")) {
            variables.put("ANTHROPIC_DEFAULT_" + family + "_MODEL", access.model());
        }
        variables.put("ANTHROPIC_DEFAULT_HAIKU_MODEL", access.smallModel());
        variables.put("CLAUDE_CODE_SUBAGENT_MODEL", access.model());
        variables.put("CLAUDE_CODE_MAX_CONTEXT_TOKENS", Long.toString(access.contextWindow()));
        variables.put("CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY", "1");
        variables.put("CLAUDE_CODE_GATEWAY_HINT_HEADERS", "1");
        variables.put("ENABLE_TOOL_SEARCH", Boolean.toString(access.anthropic()));
        return variables;
    }

    private static List<AgentSetting> settings(GatewayAccess access) {
        var all = new ArrayList<AgentSetting>();
        variables(access).forEach((name, value) -> {
            all.add(AgentSetting.of(value, ENV, name));
            if (name.equals("ANTHROPIC_BASE_URL")) {
                all.add(AgentSetting.of(access.keyOrPlaceholder(), ENV, TOKEN));
                all.add(AgentSetting.of("", ENV, API_KEY));
            }
        });
        all.add(AgentSetting.without(HELPER));
        all.add(AgentSetting.without(ENV, OLD_SMALL));
        for (String name : ELSEWHERE) all.add(AgentSetting.without(ENV, name));
        return all;
    }

    /// The user's settings file would win over the variables of the process, and `--settings` wins over the file. A key
    /// does not stand there: a helper program prints it out of a variable.
    private static AgentLaunch launch(GatewayAccess access) {
        var variables = variables(access);
        var file = Json.object();
        variables.forEach(file::put);
        file.put(API_KEY, "").put(TOKEN, access.key() == null ? access.keyOrPlaceholder() : "");
        var settings = Json.object().put(ENV, file);
        var environment = new LinkedHashMap<>(variables);
        if (access.key() == null) {
            environment.put(TOKEN, access.keyOrPlaceholder());
        } else {
            settings.put(HELPER, printing(AgentLaunch.KEY_VARIABLE));
            environment.put(AgentLaunch.KEY_VARIABLE, access.key());
        }
        var without = new ArrayList<>(ELSEWHERE);
        without.addAll(List.of(API_KEY, OLD_SMALL));
        return new AgentLaunch(environment, List.of("--settings", settings.toString()), without);
    }

    /// A command line for the shell of the system that prints a variable.
    private static String printing(String variable) {
        return File.separatorChar == '/' ? "printenv " + variable : "echo %" + variable + "%";
    }
}
