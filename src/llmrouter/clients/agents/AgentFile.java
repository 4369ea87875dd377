package llmrouter.clients.agents;

import llmrouter.clients.patch.FilePatch;

/// A settings file of a client that `connect` changes.
public record AgentFile(AgentScope scope, FilePlace place, FilePatch patch) {}
