package llmrouter.deploy.steps;

import llmrouter.deploy.api.CloudflareApi;

/// Runs the steps of a deployment. Running the same plan again goes on where it stopped.
public final class Deployment {
    private Deployment() {}

    /// @param found by [Preflight#of] for this plan; it must not block
    public static DeployResult run(CloudflareApi api, DeployPlan plan, Preflight found, DeployListener listener,
            LiveLimits limits) throws InterruptedException {
        throw new IllegalStateException("planned");
    }
}
