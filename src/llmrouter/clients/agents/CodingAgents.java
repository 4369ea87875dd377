package llmrouter.clients.agents;

import java.util.List;

/// The table of clients, in the order of lists.
public final class CodingAgents {
    public static final List<CodingAgent> ALL = List.of(ClaudeCodeAgent.row(), OpenCodeAgent.row(), QwenCodeAgent.row(),
        CrushAgent.row(), ClineAgent.row(), CopilotAgent.row(),
        CodexAgent.row(), KimiCodeAgent.row(), GrokBuildAgent.row(), ContinueAgent.row());

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
