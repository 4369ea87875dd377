package llmrouter.docs;

import llmrouter.clients.agents.AgentScope;
import llmrouter.clients.agents.CodingAgent;
import llmrouter.clients.agents.CodingAgents;

/// The table of clients that `connect` and `code` know, for `docs/clients.md`.
final class ClientsPage {
    private ClientsPage() {}

    static String text() {
        var page = new StringBuilder("""
            | client | `connect` changes | for one start: `code` | checked with |
            |---|---|---|---|
            """);
        for (CodingAgent agent : CodingAgents.ALL) {
            page.append("| ").append(agent.name()).append(" (`").append(agent.id()).append("`) | ").append(files(agent))
                .append(" | ").append(agent.launch() == null ? "no" : "yes").append(" | ").append(agent.checked())
                .append(" |\n");
        }
        return page.toString();
    }

    private static String files(CodingAgent agent) {
        var files = new StringBuilder();
        for (AgentScope scope : AgentScope.values()) {
            if (agent.file(scope) == null) continue;
            files.append(files.isEmpty() ? "" : "; with `--project` ").append(agent.file(scope).place().describe());
        }
        return files.isEmpty() ? "nothing; it takes variables only, which `connect` prints" : files.toString();
    }
}
