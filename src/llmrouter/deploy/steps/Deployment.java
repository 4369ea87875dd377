package llmrouter.deploy.steps;

import java.util.ArrayList;
import java.util.List;

import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.api.KnownBinding;
import llmrouter.deploy.api.WorkerUpload;
import llmrouter.deploy.steps.DeployResult.Outcome;
import llmrouter.text.Plural;
import llmrouter.worker.HostedEnvironment;

/// Runs the steps of a deployment, in the order of [DeployStep]. The upload is one call that changes everything or
/// nothing: what failed before it has changed nothing. What fails after it leaves the new version live. Each step may
/// be done twice, so the same deployment can be run again and goes on where it stopped.
public final class Deployment {
    private final CloudflareApi api;
    private final DeployPlan plan;
    private final Preflight found;
    private final LiveLimits limits;
    private final StepLog log;
    private boolean piecesLeft;

    private Deployment(CloudflareApi api, DeployPlan plan, Preflight found, DeployListener listener,
            LiveLimits limits) {
        this.api = api;
        this.plan = plan;
        this.found = found;
        this.limits = limits;
        this.log = new StepLog(listener);
    }

    /// @param found by [Preflight#of] for this plan; it must not block
    public static DeployResult run(CloudflareApi api, DeployPlan plan, Preflight found, DeployListener listener,
            LiveLimits limits) throws InterruptedException {
        if (found.isBlocked()) throw new IllegalArgumentException("the plan is blocked");
        return new Deployment(api, plan, found, listener, limits).run();
    }

    private DeployResult run() throws InterruptedException {
        var upload = new UploadStep(api, plan, found);
        if (!log.run(DeployStep.UPLOAD, upload::run)) return notUploaded(upload);
        piecesLeft = !log.run(DeployStep.PIECES, this::deleteOldPieces);
        var targets = new TargetSteps(api, plan, found, limits);
        boolean set = log.run(DeployStep.WORKERS_DEV, targets::workersDev) && routes(targets) && domains(targets);
        if (!set) {
            log.note("the new version is live, but not at all its addresses");
            return DeployResult.stopped(Outcome.PARTLY, log, orBack(), found.urls());
        }
        return proven();
    }

    /// What is refused once is refused again.
    private String same() {
        return log.isRefused() ? "Correct that, then run the same command again" : "Run the same command again";
    }

    private String again() {
        return same() + ": it goes on where it stopped.";
    }

    private String orBack() {
        return found.exists() ? again() + " " + plan.place().command("rollback") + " goes back to the version before."
            : again();
    }

    private DeployResult notUploaded(UploadStep upload) {
        if (upload.mayBeLive()) {
            log.note("the connection broke, so the new version may be live or not");
            return DeployResult.stopped(Outcome.UNKNOWN, log, again(), List.of());
        }
        log.note(found.exists() ? "nothing was changed: the running version is as it was"
            : "nothing was changed: there is no Worker \"" + plan.worker() + "\"");
        return DeployResult.stopped(Outcome.UNCHANGED, log, same() + ".", List.of());
    }

    private boolean routes(TargetSteps targets) throws InterruptedException {
        if (found.routes().isEmpty()) return true;
        return log.run(DeployStep.ROUTES, targets::routes);
    }

    private boolean domains(TargetSteps targets) throws InterruptedException {
        if (found.domains().isEmpty()) return true;
        return log.run(DeployStep.DOMAINS, targets::domains);
    }

    /// They hold keys, and the new version does not read them.
    private String deleteOldPieces() throws CloudflareError {
        int pieces = plan.payload().pieces().size();
        var old = new ArrayList<String>();
        for (KnownBinding binding : api.bindings(plan.place())) {
            if (WorkerNames.pieceNumber(binding.name()) > pieces) old.add(binding.name());
        }
        for (String name : old) api.deleteSecret(plan.place(), name);
        return old.isEmpty() ? "no pieces of an earlier configuration are left"
            : Plural.of(old.size(), "piece") + " of the earlier configuration deleted";
    }

    private DeployResult proven() throws InterruptedException {
        List<String> urls = plan.liveUrl() != null ? List.of(plan.liveUrl()) : found.urls();
        if (urls.isEmpty()) {
            log.skipped(DeployStep.HEALTH, "the targets have no address that could be asked");
            return ended(Outcome.UNPROVEN, "Ask the gateway yourself: GET /health at one of its addresses.");
        }
        for (String url : urls) {
            var live = new LiveGateway(api.http(), url, limits, log.listener());
            if (!health(live)) {
                String wait = found.domains().isEmpty() ? "" : " The certificate of a new host may take some minutes.";
                return ended(Outcome.UNPROVEN, "The new version is uploaded, but was not seen at " + url + "." + wait
                    + " " + orBack());
            }
        }
        return models(urls.getFirst());
    }

    private boolean health(LiveGateway live) throws InterruptedException {
        return log.run(DeployStep.HEALTH, () -> expect(live.url(), live.health(plan.deployment())));
    }

    private DeployResult models(String url) throws InterruptedException {
        String key = plan.masterKey() != null ? plan.masterKey() : found.keepsKey() ? null : plan.payload().masterKey();
        if (key == null) {
            log.skipped(DeployStep.MODELS, "the key that counts is not known here");
            return ended(Outcome.DONE, "");
        }
        var live = new LiveGateway(api.http(), url, limits, log.listener());
        boolean good = log.run(DeployStep.MODELS, () -> expect(url, live.accepts(DeployStep.MODELS, key)));
        return ended(good ? Outcome.DONE : Outcome.UNPROVEN, good ? "" : "The new version is live, but does not answer "
            + "as it should. " + orBack());
    }

    private static String expect(String url, LiveGateway.Seen seen) throws CloudflareError {
        if (seen.good()) return seen.words();
        throw UploadStep.failed("see the gateway at " + url, seen.words(), "look at the logs of the Worker in the "
            + "dashboard");
    }

    private DeployResult ended(Outcome outcome, String resume) {
        if (!piecesLeft) return new DeployResult(outcome, log.live(), log.failure(), resume, found.urls());
        log.note("pieces of the earlier configuration, which hold keys, are still secrets of the Worker");
        Outcome worse = outcome == Outcome.DONE ? Outcome.PARTLY : outcome;
        return DeployResult.stopped(worse, log, resume.isEmpty() ? again() : resume, found.urls());
    }

    /// The parts of an upload that a plan decides.
    static WorkerUpload upload(DeployPlan plan, boolean newClass) {
        return new WorkerUpload(plan.modules(), plan.effectiveDate(), plan.effectiveFlags(), plan.bindings(),
            newClass ? WorkerNames.STATE_CLASS : null, plan.payload().secrets().and(plan.masterKey()));
    }

    /// Whether the Worker's bindings are those of a deployment.
    static boolean isLive(List<KnownBinding> bindings, String deployment) {
        for (KnownBinding binding : bindings) {
            if (binding.name().equals(HostedEnvironment.DEPLOYMENT)) return deployment.equals(binding.text());
        }
        return false;
    }
}
