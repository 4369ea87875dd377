package llmrouter.deploy.api;

import java.nio.file.Path;
import java.util.List;

import llmrouter.config.Settings;

/// The calls of Cloudflare's API that a deployment needs. Thread-safe. Close it.
public final class CloudflareApi implements AutoCloseable {
    private final ApiAccess access;

    private CloudflareApi(ApiAccess access) {
        this.access = access;
    }

    /// @param settings for proxies and trusted authorities
    /// @param home     what `~` means
    /// @throws CloudflareError no call can be made with this access, or a file with certificates cannot be read
    public static CloudflareApi of(ApiAccess access, Settings settings, Path home) throws CloudflareError {
        return new CloudflareApi(access);
    }

    private static IllegalStateException planned() {
        return new IllegalStateException("planned");
    }

    /// Whether the token is one that can be used.
    ///
    /// @param accountId for a token that belongs to an account; null if it is not known
    public void verifyToken(String accountId) throws CloudflareError {
        throw planned();
    }

    /// The accounts that the token may see.
    public List<CloudflareAccount> accounts() throws CloudflareError {
        throw planned();
    }

    /// All zones of an account, from all pages.
    public List<CloudflareZone> zones(String accountId) throws CloudflareError {
        throw planned();
    }

    /// The Workers of an account.
    public List<WorkerScript> scripts(String accountId) throws CloudflareError {
        throw planned();
    }

    /// The name below `workers.dev` that the account has, or null.
    public String subdomain(String accountId) throws CloudflareError {
        throw planned();
    }

    /// Registers the name below `workers.dev`.
    public void registerSubdomain(String accountId, String name) throws CloudflareError {
        throw planned();
    }

    public ApiAccess access() {
        return access;
    }

    @Override
    public void close() {}
}
