package llmrouter.cli.agent;

import java.util.List;
import java.util.Locale;

import llmrouter.clients.KnownClient;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

/// A coding agent that the guide can connect: which probes it needs, and what to set in it.
enum AgentClient {
    CLAUDE_CODE("Claude Code", "/v1/messages", KnownClient.CLAUDE_CODE, List.of(AgentClient.CLAUDE_MODELS)),
    OPENCODE("OpenCode", "/v1/chat/completions", KnownClient.OPENCODE, List.of(AgentClient.OPENAI_MODELS)),
    CODEX("Codex", "/v1/responses", KnownClient.CODEX, List.of(AgentClient.OPENAI_MODELS, AgentClient.RESPONSES)) {
        @Override
        Obj question(String model) {
            return Json.object().put("model", model).put("max_output_tokens", FEW_TOKENS).put("input", WORD);
        }
    };

    static final String OPENAI_MODELS = "openai_models_probe";
    static final String CLAUDE_MODELS = "claude_models_probe";
    static final String RESPONSES = "codex_responses_probe";
    /// The most tokens of the answer to a question; OpenAI's Responses take no less.
    private static final int FEW_TOKENS = 16;
    private static final String WORD = "ping";

    private final String title;
    private final String path;
    private final KnownClient settings;
    private final List<String> probes;

    AgentClient(String title, String path, KnownClient settings, List<String> probes) {
        this.title = title;
        this.path = path;
        this.settings = settings;
        this.probes = probes;
    }

    /// Where it posts its conversations.
    String path() {
        return path;
    }

    /// The shortest request that a model answers; two of the formats have the same one.
    Obj question(String model) {
        Obj message = Json.object().put("role", "user").put("content", WORD);
        return Json.object().put("model", model).put("max_tokens", FEW_TOKENS).put("messages", Json.array(message));
    }

    /// As `connect` names it, e.g. `claude-code`.
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The line of its gate, e.g. `patch_gate_claude_code`.
    String gateName() {
        return "patch_gate_" + name().toLowerCase(Locale.ROOT) + (this == CODEX ? "_cli" : "");
    }

    String title() {
        return title;
    }

    KnownClient settings() {
        return settings;
    }

    /// Whether the client works only if this probe passes.
    boolean needs(String probe) {
        return probe.equals("health_probe") || probes.contains(probe) || probe.equals(modelProbe());
    }

    /// The name of the probe that asks a model in its format.
    String modelProbe() {
        return name().toLowerCase(Locale.ROOT) + "_model_probe";
    }
}
