package llmrouter.deploy.steps;

import java.util.List;

import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.api.WorkerVersion;

/// The way back to an earlier version of a Worker.
///
/// @param live     the version that gets the requests now, or null
/// @param target   the version that would get them
/// @param versions all that are known, the newest first
/// @param findings what the way back means, and what speaks against it
public record WorkerRollback(String accountId, String worker, WorkerVersion live, WorkerVersion target,
        List<WorkerVersion> versions, List<DeployFinding> findings) {

    /// Finds the version to go back to. Nothing is changed.
    ///
    /// @param versionId or null for the version that was live before
    public static WorkerRollback of(CloudflareApi api, String accountId, String worker, String versionId)
            throws CloudflareError {
        throw new IllegalStateException("planned");
    }

    /// Switches to the version.
    ///
    /// @param liveUrl where the gateway is asked afterwards; null if it is not asked
    public DeployResult run(CloudflareApi api, String liveUrl, DeployListener listener, LiveLimits limits)
            throws InterruptedException {
        throw new IllegalStateException("planned");
    }
}
