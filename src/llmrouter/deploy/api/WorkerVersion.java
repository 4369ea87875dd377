package llmrouter.deploy.api;

/// A version of a Worker.
///
/// @param number  counts from 1; 0 if unknown
/// @param created e.g. `2026-11-30T10:00:00Z`; empty if unknown
/// @param source  what made it, e.g. `api` or `wrangler`; empty if unknown
public record WorkerVersion(String id, long number, String created, String source) {}
