package llmrouter.clients.agents;

import java.util.List;

/// The table of clients, in the order of lists.
public final class CodingAgents {
    public static final List<CodingAgent> ALL = List.of(ClaudeCodeAgent.row(), CodexAgent.row(), OpenCodeAgent.row(),
        CopilotAgent.row(), QwenCodeAgent.row(), KimiCodeAgent.row(), CrushAgent.row(), ClineAgent.row(),
        ContinueAgent.row(), GrokBuildAgent.row());

    private CodingAgents() {}

    /// The client that a user means by a word, or null.
    public static CodingAgent named(String word) {
        for (CodingAgent agent : ALL) {
            if (agent.isNamed(word)) return agent;
        }
        return null;
    }

    /// The ids, for messages.
    public static List<String> ids() {
        return ALL.stream().map(CodingAgent::id).toList();
    }
}
