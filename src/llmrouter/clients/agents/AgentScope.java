package llmrouter.clients.agents;

/// For which starts of a client a settings file counts.
public enum AgentScope {
    /// All of this user.
    USER("user"),
    /// Those in one folder.
    PROJECT("project");

    private final String word;

    AgentScope(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
