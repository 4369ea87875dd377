package llmrouter.deploy.steps;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.api.KnownBinding;
import llmrouter.deploy.api.WorkerDeployment;
import llmrouter.deploy.api.WorkerPlace;
import llmrouter.deploy.api.WorkerVersion;
import llmrouter.deploy.steps.DeployResult.Outcome;
import llmrouter.worker.HostedEnvironment;

/// The way back to an earlier version of a Worker. A version has its own modules, variables and secrets, so the
/// configuration and all keys of that time come back with it.
///
/// Several versions may belong to one deployment of this program: setting or deleting a secret makes a version too.
/// Without a given id, the way back leads to the last version of the deployment before the one that is live.
///
/// @param live     the version that gets the requests now, or null
/// @param target   the version that would get them; null if there is none
/// @param versions all that are known, the newest first
/// @param findings what the way back means, and what speaks against it
public record WorkerRollback(WorkerPlace place, WorkerVersion live, WorkerVersion target,
        List<WorkerVersion> versions, List<DeployFinding> findings) {
    private static final int SECRETS_CHANGED = 10220;
    private static final int MOST_LOOKED_AT = 20;

    public WorkerRollback {
        versions = List.copyOf(versions);
        findings = List.copyOf(findings);
    }

    /// Finds the version to go back to. Nothing is changed.
    ///
    /// @param versionId or null for the deployment that was live before
    public static WorkerRollback of(CloudflareApi api, String accountId, String worker, String versionId)
            throws CloudflareError {
        var place = new WorkerPlace(accountId, worker);
        if (api.script(place) == null) {
            return new WorkerRollback(place, null, null, List.of(), List.of(DeployFinding.blocks("worker",
                "there is no Worker \"" + worker + "\" in the account", "check --worker-name, --env and --account-id; "
                    + place.command("deploy") + " makes it")));
        }
        List<WorkerDeployment> deployments = api.deployments(place);
        List<WorkerVersion> versions = api.versions(place);
        String liveId = deployments.isEmpty() ? null : deployments.getFirst().version();
        WorkerVersion live = liveId == null ? null : api.version(place, liveId);
        WorkerVersion target = versionId != null ? api.version(place, versionId)
            : before(api, place, live, deployments);
        return new WorkerRollback(place, live, target, versions, findings(place, live, target));
    }

    private static WorkerVersion before(CloudflareApi api, WorkerPlace place, WorkerVersion live,
            List<WorkerDeployment> deployments) throws CloudflareError {
        var seen = new LinkedHashSet<String>();
        for (WorkerDeployment deployment : deployments) {
            if (deployment.version() != null) seen.add(deployment.version());
        }
        int looked = 0;
        for (String id : seen) {
            if (live == null || id.equals(live.id()) || looked++ == MOST_LOOKED_AT) continue;
            WorkerVersion version = api.version(place, id);
            if (!Objects.equals(deploymentOf(version), deploymentOf(live))) return version;
        }
        return null;
    }

    private static String deploymentOf(WorkerVersion version) {
        return version.text(HostedEnvironment.DEPLOYMENT);
    }

    private static List<DeployFinding> findings(WorkerPlace place, WorkerVersion live, WorkerVersion target) {
        if (target == null) {
            return List.of(DeployFinding.blocks("version", "there is no earlier deployment to go back to", "deploy the "
                + "configuration that you want"));
        }
        var findings = new ArrayList<DeployFinding>();
        boolean ours = OwnWorker.is(target.bindings());
        if (live != null && live.id().equals(target.id())) {
            findings.add(DeployFinding.blocks("version", target.words() + " is live already",
                "choose another version"));
        } else if (!ours) {
            findings.add(DeployFinding.blocks("version", target.words() + " is not an llm-router",
                "choose another one"));
        } else if (live != null && !Objects.equals(live.migrationTag(), target.migrationTag())) {
            findings.add(DeployFinding.blocks("durable-state", "the Durable Object class was made after "
                + target.words() + ", and Cloudflare does not roll back over that",
                "deploy the configuration that you want, with --durable-state or without it"));
        }
        findings.add(DeployFinding.tells("version", "a version has its secrets too: the configuration of that time "
            + "comes back with all its keys, those of providers and of clients"));
        boolean ownKey = has(live, WorkerNames.MASTER_KEY);
        if (ownKey && !has(target, WorkerNames.MASTER_KEY)) {
            findings.add(DeployFinding.warns("master-key", "the master key that was set with worker-key is not part of "
                + "that version, so the one of its configuration counts again", "set one after it with "
                + place.command("worker-key --generate-master-key")));
        }
        return findings;
    }

    private static boolean has(WorkerVersion version, String name) {
        return version != null && version.bindings().stream().map(KnownBinding::name).anyMatch(name::equals);
    }

    public boolean isBlocked() {
        return findings.stream().anyMatch(DeployFinding::isBlocking);
    }

    /// Switches to the version. A master key that has been replaced since does not come back unless that is wanted: it
    /// may have been replaced because others know it.
    ///
    /// @param oldKeyToo whether an earlier master key may come back
    /// @param liveUrl   where the gateway is asked afterwards; null for an address that the account says
    public DeployResult run(CloudflareApi api, boolean oldKeyToo, String liveUrl, DeployListener listener,
            LiveLimits limits) throws InterruptedException {
        if (isBlocked()) throw new IllegalArgumentException("the rollback is blocked");
        var log = new StepLog(listener);
        boolean[] reached = {false};
        boolean[] refused = {false};
        boolean losesKey = has(live, WorkerNames.MASTER_KEY) && !has(target, WorkerNames.MASTER_KEY);
        boolean switched = log.run(DeployStep.SWITCH, () -> {
            try {
                if (losesKey && !oldKeyToo) throw refused();
                change(api, oldKeyToo);
            } catch (CloudflareError e) {
                refused[0] = !e.isTrouble();
                reached[0] = e.failure().reached();
                if (!reached[0] || !isLive(api)) throw e;
            }
            return target.words() + " gets all requests";
        });
        if (!switched) {
            log.note(reached[0] ? "the connection broke, so either version may be live"
                : "nothing was changed: the running version is as it was");
            return DeployResult.stopped(reached[0] ? Outcome.UNKNOWN : Outcome.UNCHANGED, log, refused[0] ? ""
                : "Run the same command again.", List.of());
        }
        return proven(api, log, LiveAddresses.of(api, place).first(liveUrl), limits);
    }

    /// Cloudflare refuses a version whose secrets are others than the present ones, and names them. That is what a
    /// deployment of another configuration means, so it is then forced, but for the master key.
    private void change(CloudflareApi api, boolean oldKeyToo) throws CloudflareError {
        try {
            api.deployVersion(place, target.id(), false);
        } catch (CloudflareError e) {
            if (e.code() != SECRETS_CHANGED) throw e;
            if (e.failure().said().contains(WorkerNames.MASTER_KEY) && !oldKeyToo) throw refused();
            api.deployVersion(place, target.id(), true);
        }
    }

    private CloudflareError refused() {
        return CloudflareError.refused("go back to " + target.words(), "the master key was replaced after it, so the "
            + "earlier key would work again", "allow that with --allow-earlier-master-key if the earlier key is not "
            + "known to others, and set a new one after it with " + place.command("worker-key --generate-master-key")
            + "; or deploy the earlier configuration again, which keeps the present key");
    }

    private boolean isLive(CloudflareApi api) {
        try {
            List<WorkerDeployment> deployments = api.deployments(place);
            return !deployments.isEmpty() && target.id().equals(deployments.getFirst().version());
        } catch (CloudflareError _) {
            return false;
        }
    }

    private DeployResult proven(CloudflareApi api, StepLog log, String url, LiveLimits limits)
            throws InterruptedException {
        if (url == null) {
            log.skipped(DeployStep.HEALTH, "no address of the Worker is known");
            return DeployResult.stopped(Outcome.UNPROVEN, log, "Ask the gateway yourself: GET /health.", List.of());
        }
        var gateway = new LiveGateway(api.http(), url, limits, log.listener());
        boolean seen = log.run(DeployStep.HEALTH, () -> {
            LiveGateway.Seen health = gateway.health(deploymentOf(target));
            if (health.good()) return health.words();
            throw UploadStep.failed("see the version at " + url, health.words(),
                "look at the deployments of the Worker "
                + "in the dashboard");
        });
        return seen ? DeployResult.done(log, List.of(gateway.url()))
            : DeployResult.stopped(Outcome.UNPROVEN, log, "Ask the gateway again in a minute: GET /health.",
                List.of(gateway.url()));
    }
}
