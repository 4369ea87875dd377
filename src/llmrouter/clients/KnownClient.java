package llmrouter.clients;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.JsonWriter;

/// The table of clients: a constant each, with what to set in it. Checked with Claude Code 2.1.332 and Codex 0.171.0.
public enum KnownClient {
    CLAUDE_CODE {
        @Override
        public ClientSetup setup(GatewayAccess access) {
            return ClientSetup.byCommand("Claude Code", claudeCode(access), "claude");
        }
    },
    /// The same, for every start of Claude Code.
    CLAUDE_CODE_SETTINGS {
        @Override
        public ClientSetup setup(GatewayAccess access) {
            var variables = Json.object();
            for (String variable : claudeCode(access)) {
                int equals = variable.indexOf('=');
                variables.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
            String file = JsonWriter.pretty(Json.object().put("env", variables));
            return ClientSetup.byFile("Claude Code, at every start", "~/.claude/settings.json", file.lines().toList(),
                List.of());
        }
    },
    /// A provider of its own, so that the user's OpenAI account stays as it is set up. The keys in front belong to the
    /// top of a TOML file, the table to its end.
    CODEX {
        @Override
        public ClientSetup setup(GatewayAccess access) {
            var lines = new ArrayList<>(List.of("# at the top of the file", "model_provider = \"llm-router\"",
                "model = " + Json.of(access.model()), "model_context_window = " + access.contextWindow(),
                "# at the end of the file", "[model_providers.llm-router]", "name = \"llm-router\"",
                "base_url = " + Json.of(access.openAiUrl()), "wire_api = \"responses\""));
            if (access.key() == null) return ClientSetup.byFile("Codex", CODEX_FILE, lines, List.of());
            lines.add("env_key = \"" + CODEX_KEY + "\"");
            return ClientSetup.byFile("Codex", CODEX_FILE, lines, List.of(CODEX_KEY + "=" + access.key()));
        }
    },
    OPENCODE {
        @Override
        public ClientSetup setup(GatewayAccess access) {
            Json.Obj options = Json.object()
                .put("baseURL", access.openAiUrl()).put("apiKey", access.keyOrPlaceholder());
            Json.Obj provider = Json.object().put("npm", "@ai-sdk/openai-compatible")
                .put("options", options)
                .put("models", Json.object().put(access.model(), Json.object()));
            Json.Obj file = Json.object().put("provider", Json.object().put("llm-router", provider))
                .put("model", "llm-router/" + access.model());
            return ClientSetup.byFile("OpenCode", "opencode.json", List.of(file.toString()), List.of());
        }
    },
    ANTHROPIC_SDK {
        @Override
        public ClientSetup setup(GatewayAccess access) {
            return ClientSetup.inProgram("Anthropic SDK",
                List.of("ANTHROPIC_BASE_URL=" + access.url(), "ANTHROPIC_API_KEY=" + access.keyOrPlaceholder()),
                "model " + access.model());
        }
    },
    OPENAI_SDK {
        @Override
        public ClientSetup setup(GatewayAccess access) {
            return ClientSetup.inProgram("OpenAI SDK",
                List.of("OPENAI_BASE_URL=" + access.openAiUrl(), "OPENAI_API_KEY=" + access.keyOrPlaceholder()),
                "model " + access.model());
        }
    },
    CURL {
        @Override
        public ClientSetup setup(GatewayAccess access) {
            return ClientSetup.byCommand("curl", List.of(),
                CurlCommand.post("", access.url() + "/v1/chat/completions", access.key(),
                    CurlCommand.hello(access.model())));
        }
    };

    private static final String CODEX_FILE = "~/.codex/config.toml";
    /// The variable that Codex takes the gateway's key from.
    private static final String CODEX_KEY = "GATEWAY_KEY";

    /// What to set in this client for one gateway.
    public abstract ClientSetup setup(GatewayAccess access);

    /// Claude Code takes names that it does not know for models with a window of a million tokens, so the window is
    /// set. It asks for a Haiku where it wants a small model, so that is set to a name of the gateway. The hints are
    /// headers that say what kind of request each one is.
    private static List<String> claudeCode(GatewayAccess access) {
        return List.of("ANTHROPIC_BASE_URL=" + access.url(), "ANTHROPIC_AUTH_TOKEN=" + access.keyOrPlaceholder(),
            "ANTHROPIC_MODEL=" + access.model(), "ANTHROPIC_DEFAULT_HAIKU_MODEL=" + access.smallModel(),
            "CLAUDE_CODE_MAX_CONTEXT_TOKENS=" + access.contextWindow(), "CLAUDE_CODE_GATEWAY_HINT_HEADERS=1");
    }
}
