package llmrouter.deploy.api;

/// A custom domain.
///
/// @param service the Worker that answers there
public record WorkerDomain(String id, String hostname, String service, String zoneId, String zoneName) {}
