package llmrouter.clients.agents;

import java.util.Map;

import llmrouter.clients.GatewayAccess;

/// GitHub Copilot CLI. It takes a provider from variables only; no settings file has them.
final class CopilotAgent {
    private CopilotAgent() {}

    static CodingAgent row() {
        return CodingAgent.of("copilot", "Copilot CLI", "copilot", "npm install -g @github/copilot")
            .aliases("copilot-cli", "github-copilot").launch(CopilotAgent::launch)
            .checked("1.0.102, run with an endpoint that records");
    }

    private static AgentLaunch launch(GatewayAccess access) {
        return AgentLaunch.of(Map.of("COPILOT_PROVIDER_BASE_URL", access.openAiUrl(),
            "COPILOT_PROVIDER_TYPE", "openai", "COPILOT_PROVIDER_API_KEY", access.keyOrPlaceholder(),
            "COPILOT_MODEL", access.model(),
            "COPILOT_PROVIDER_MAX_PROMPT_TOKENS", Long.toString(access.contextWindow())));
    }
}
