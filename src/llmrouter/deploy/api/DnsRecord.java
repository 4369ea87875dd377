package llmrouter.deploy.api;

/// A DNS record.
///
/// @param proxied whether requests go through Cloudflare, where a Worker can answer them
public record DnsRecord(String id, String type, String name, String content, boolean proxied) {}
