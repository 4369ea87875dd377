package llmrouter.deploy.api;

/// A DNS record.
///
/// @param type    e.g. `A` or `CNAME`
/// @param proxied whether requests go through Cloudflare, where a Worker can answer them
public record DnsRecord(String id, String type, String name, String content, boolean proxied) {
    /// Whether it says where requests for the host go.
    public boolean isAddress() {
        return type.equals("A") || type.equals("AAAA") || type.equals("CNAME");
    }

    /// As in a zone file.
    public String words() {
        return name + " " + type + " " + content + (proxied ? " (proxied)" : " (DNS only)");
    }
}
