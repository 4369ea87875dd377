package llmrouter.clients;

import java.util.List;

import llmrouter.json.Json;

/// The table of clients: a constant each, with what to set in it.
public enum KnownClient {
    CLAUDE_CODE {
        @Override
        public ClientSetup setup(GatewayAccess access) {
            return ClientSetup.byCommand("Claude Code", List.of("ANTHROPIC_BASE_URL=" + access.url(),
                "ANTHROPIC_AUTH_TOKEN=" + access.keyOrPlaceholder(), "ANTHROPIC_MODEL=" + access.model()), "claude");
        }
    },
    CODEX {
        @Override
        public ClientSetup setup(GatewayAccess access) {
            return ClientSetup.byFile("Codex", "~/.codex/config.toml",
                List.of("openai_base_url = \"" + access.openAiUrl() + "\"", "model = \"" + access.model() + "\""),
                List.of("OPENAI_API_KEY=" + access.keyOrPlaceholder()));
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

    /// What to set in this client for one gateway.
    public abstract ClientSetup setup(GatewayAccess access);
}
