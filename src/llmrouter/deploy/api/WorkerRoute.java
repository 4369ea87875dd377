package llmrouter.deploy.api;

/// A route of a zone.
///
/// @param script the Worker that it leads to; null if requests are kept from all Workers
public record WorkerRoute(String id, String pattern, String script) {}
