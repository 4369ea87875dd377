package llmrouter.deploy.steps;

import java.util.ArrayList;
import java.util.List;

import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.api.KnownBinding;
import llmrouter.deploy.api.WorkerBinding;
import llmrouter.deploy.api.WorkerScript;

/// One look at an account for a plan: the Worker of that name, what it has, and the account's name below workers.dev.
/// Routes and domains are looked at by [TargetLook]. One look, one owner.
final class PreflightLook {
    private final CloudflareApi api;
    private final DeployPlan plan;
    private final List<DeployFinding> findings = new ArrayList<>();
    private boolean exists;
    private boolean newClass;
    private boolean hasKey;
    private String subdomain;

    PreflightLook(CloudflareApi api, DeployPlan plan) {
        this.api = api;
        this.plan = plan;
    }

    /// A look that may fail.
    interface Look {
        void run() throws CloudflareError;
    }

    Preflight look() {
        findings.addAll(plan.check());
        tried("worker", this::worker);
        tried("subdomain", this::subdomain);
        key();
        var targets = new TargetLook(api, plan, findings);
        targets.look(exists, subdomain);
        var urls = new ArrayList<String>();
        if (plan.targets().workersDev() && subdomain != null) {
            urls.add("https://" + plan.worker() + "." + subdomain + ".workers.dev");
        }
        urls.addAll(targets.urls());
        return new Preflight(exists, hasKey && plan.masterKey() == null, newClass, subdomain, targets.routes(),
            targets.domains(), urls, findings);
    }

    private void tried(String subject, Look look) {
        tried(findings, subject, look);
    }

    /// A call that fails becomes a finding. Its message says what to do.
    static void tried(List<DeployFinding> findings, String subject, Look look) {
        try {
            look.run();
        } catch (CloudflareError e) {
            findings.add(DeployFinding.blocks(e.isTrouble() ? DeployFinding.API : subject, e.what(),
                e.failure().fix()));
        }
    }

    private void worker() throws CloudflareError {
        WorkerScript script = api.script(plan.place());
        newClass = plan.durableState() && (script == null || script.migrationTag() == null);
        if (newClass && script != null) {
            findings.add(DeployFinding.tells("durable-state", "this deployment makes the Durable Object class "
                + WorkerNames.STATE_CLASS + "; Cloudflare does not roll back to versions before it"));
        }
        if (script == null) return;
        exists = true;
        List<KnownBinding> bindings = api.bindings(plan.place());
        if (!OwnWorker.is(bindings)) {
            findings.add(DeployFinding.blocks("worker", "the account has a Worker \"" + plan.worker()
                + "\" that is not an llm-router",
                "choose another name with --worker-name, or delete that Worker first"));
            return;
        }
        hasKey = bindings.stream().anyMatch(b -> b.name().equals(WorkerNames.MASTER_KEY) && b.isSecret());
        compare(bindings);
    }

    private void compare(List<KnownBinding> bindings) {
        List<String> named = plan.bindings().stream().map(WorkerBinding::name).toList();
        var lost = new ArrayList<String>();
        long kept = 0;
        for (KnownBinding binding : bindings) {
            if (named.contains(binding.name())) continue;
            if (binding.isSecret()) kept++;
            else if (!binding.name().equals(WorkerNames.STATE)) lost.add(binding.name());
        }
        if (!lost.isEmpty()) {
            findings.add(DeployFinding.warns("setting", "the Worker has variables that this deployment takes away: "
                + String.join(", ", lost), "give them again, for example with --var"));
        }
        boolean losesState = !plan.durableState()
            && bindings.stream().anyMatch(b -> b.name().equals(WorkerNames.STATE));
        if (losesState) {
            findings.add(DeployFinding.warns("durable-state", "the Worker has durable state now, and this deployment "
                + "does not use it", "deploy with --durable-state to go on with its counts"));
        }
        long all = named.size() + kept;
        if (all > PlanChecks.MOST_VARIABLES && named.size() <= PlanChecks.MOST_VARIABLES) {
            findings.add(DeployFinding.blocks("payload", "with the " + kept + " secrets that the Worker keeps it would "
                + "have " + all + " variables and secrets, more than the " + PlanChecks.MOST_VARIABLES
                + " that Cloudflare allows", "delete secrets that are not used"));
        }
    }

    private void subdomain() throws CloudflareError {
        subdomain = api.subdomain(plan.accountId());
        if (subdomain != null) return;
        String fix = "choose one in the dashboard under Workers, or register one with --workers-dev-name";
        if (plan.targets().workersDev()) {
            findings.add(DeployFinding.blocks("subdomain", "the account has no name below workers.dev", fix));
        } else {
            findings.add(DeployFinding.warns("subdomain", "the account has no name below workers.dev, and Cloudflare "
                + "may refuse its first Worker without one", fix));
        }
    }

    private void key() {
        boolean given = plan.masterKey() != null;
        if (hasKey && given) {
            findings.add(DeployFinding.tells("master-key", "the master key that the Worker has as a secret of its own "
                + "is replaced"));
        } else if (hasKey) {
            findings.add(DeployFinding.tells("master-key", "the Worker has a master key as a secret of its own, which "
                + "stays and counts; that of the configuration does not"));
        } else if (!given && !plan.payload().hasKey()) {
            findings.add(DeployFinding.blocks("master-key", "there is no master key, and a hosted gateway answers no "
                + "request without one", "set one in the configuration, or make one with --generate-master-key"));
        }
    }
}
