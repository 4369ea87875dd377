package llmrouter.deploy.steps;

import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.api.CloudflareError.ApiFailure;
import llmrouter.deploy.api.WorkerScript;
import llmrouter.text.Plural;

/// The upload. Where the connection breaks, the account tells whether the new version is there. One run, one owner.
final class UploadStep {
    private final CloudflareApi api;
    private final DeployPlan plan;
    private final Preflight found;
    private boolean mayBeLive;

    UploadStep(CloudflareApi api, DeployPlan plan, Preflight found) {
        this.api = api;
        this.plan = plan;
        this.found = found;
    }

    /// Whether the new version may be live although the upload failed.
    boolean mayBeLive() {
        return mayBeLive;
    }

    String run() throws CloudflareError {
        try {
            api.upload(plan.place(), Deployment.upload(plan, found.newClass()));
        } catch (CloudflareError e) {
            if (!e.failure().reached()) throw e;
            settle(e);
        }
        String what = "the Worker \"" + plan.worker() + "\" is uploaded as deployment " + plan.deployment();
        return what + ", with its configuration in " + Plural.of(plan.payload().pieces().size(), "secret");
    }

    /// Finds out what became of an upload without an answer. An upload that makes a class is not the same when it is
    /// done twice: if it is not there, it is tried once more.
    private void settle(CloudflareError broken) throws CloudflareError {
        if (isThere(broken)) return;
        if (!found.newClass()) throw broken;
        try {
            api.upload(plan.place(), Deployment.upload(plan, true));
        } catch (CloudflareError e) {
            if (!e.failure().reached()) throw e;
            if (!isThere(e)) throw e;
        }
    }

    private boolean isThere(CloudflareError broken) throws CloudflareError {
        try {
            WorkerScript script = api.script(plan.place());
            return script != null && Deployment.isLive(api.bindings(plan.place()), plan.deployment());
        } catch (CloudflareError _) {
            mayBeLive = true;
            throw broken;
        }
    }

    static CloudflareError failed(String doing, String why, String fix) {
        return new CloudflareError(new ApiFailure(doing, 0, 0, why, null, fix, false));
    }
}
