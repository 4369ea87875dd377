package llmrouter.deploy.api;

/// An account of Cloudflare.
///
/// @param name for people; the id if the name is not known
public record CloudflareAccount(String id, String name) {
    /// The name with the id.
    public String words() {
        return name.equals(id) ? id : name + " (" + id + ")";
    }
}
