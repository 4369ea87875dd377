package llmrouter.deploy.steps;

import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;

/// A new master key for a deployed Worker.
///
/// @param exists   whether there is such a Worker
/// @param replaces whether it has a secret with a master key already
/// @param newKey   a secret
/// @param oldKey   the key that holds until now as far as this machine knows it, or null
/// @param liveUrl  where the gateway is asked; null if it is not known
public record KeyRotation(String accountId, String worker, boolean exists, boolean replaces, String newKey,
        String oldKey, String liveUrl) {

    /// Looks at the Worker. Nothing is changed.
    ///
    /// @param liveUrl given by the user; null for the address that the account says
    public static KeyRotation of(CloudflareApi api, String accountId, String worker, String newKey, String oldKey,
            String liveUrl) throws CloudflareError {
        throw new IllegalStateException("planned");
    }

    /// A key as it may be shown, to tell keys apart: the first characters of its digest.
    public static String fingerprint(String key) {
        throw new IllegalStateException("planned");
    }

    /// Sets the key, and proves at the live gateway that the new one works and the old one does not.
    public DeployResult run(CloudflareApi api, DeployListener listener, LiveLimits limits)
            throws InterruptedException {
        throw new IllegalStateException("planned");
    }

    @Override
    public String toString() {
        return "KeyRotation[" + worker + "]";
    }
}
