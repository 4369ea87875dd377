package llmrouter.deploy.steps;

import java.util.List;

import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;

/// The removal of a Worker.
///
/// @param exists whether there is such a Worker
/// @param lost   what hangs on it and goes with it, or stays behind, a sentence each
public record WorkerRemoval(String accountId, String worker, boolean exists, boolean durable, List<String> lost) {

    /// Looks at what hangs on a Worker. Nothing is changed.
    public static WorkerRemoval of(CloudflareApi api, String accountId, String worker) throws CloudflareError {
        throw new IllegalStateException("planned");
    }

    /// Deletes the Worker.
    public DeployResult run(CloudflareApi api, DeployListener listener) throws InterruptedException {
        throw new IllegalStateException("planned");
    }
}
