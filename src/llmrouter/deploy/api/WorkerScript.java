package llmrouter.deploy.api;

/// A Worker in the list of an account.
///
/// @param migrationTag of its Durable Objects, or null
/// @param modified     e.g. `2026-11-30T10:00:00Z`; empty if unknown
public record WorkerScript(String name, String migrationTag, String modified) {}
