package llmrouter.cli.hosting;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.DeployFinding.Weight;
import llmrouter.deploy.api.CloudflareAccount;
import llmrouter.deploy.api.WorkerBinding;
import llmrouter.deploy.steps.DeployPlan;
import llmrouter.deploy.steps.DeployResult;
import llmrouter.deploy.steps.DeployResult.Outcome;
import llmrouter.deploy.steps.DeployStep;
import llmrouter.deploy.steps.Preflight;
import llmrouter.deploy.wrangler.WranglerProject;
import llmrouter.json.Json;
import llmrouter.report.ConfigJson;
import llmrouter.text.Plural;
import llmrouter.worker.HostedEnvironment;

/// What `deploy` prints: as text for people, or one JSON object with the same members whatever happened.
final class DeployReport {
    private final Invocation in;
    private final DeployDraft draft;
    private final boolean asJson;
    private CloudflareAccount account;
    private DeployPlan plan;
    private Preflight found;

    DeployReport(Invocation in, DeployDraft draft) {
        this.in = in;
        this.draft = draft;
        this.asJson = in.arguments().isOn("json");
    }

    /// What the look at the account has found.
    void found(CloudflareAccount own, DeployPlan planned, Preflight preflight) {
        account = own;
        plan = planned;
        found = preflight;
        in.say((found.exists() ? "updates the Worker " : "makes the Worker ") + draft.worker().name() + " from "
            + payload());
    }

    /// Tells what does not keep the deployment from being made.
    void warnings(List<DeployFinding> findings) {
        for (DeployFinding finding : findings) {
            if (finding.isBlocking()) continue;
            in.say((finding.weight() == Weight.WARNS ? "warning: " : "note: ") + finding.describe());
        }
    }

    private String payload() {
        return draft.source() + ": " + Plural.of(draft.payload().bytes(), "byte") + " in "
            + Plural.of(draft.payload().pieces().size(), "secret");
    }

    // ── without a server ──

    int dryRun() {
        int code = draft.isBlocked() ? ExitCode.WRONG_INPUT : ExitCode.DONE;
        if (asJson) {
            in.print(json("dry-run").put("error", error()));
            return code;
        }
        in.print("dry run: no server was asked, nothing was sent");
        in.print("configuration  " + payload());
        in.print("Worker         " + draft.worker().name() + (draft.modules() == null ? ""
            : ", modules of " + Plural.of(draft.modules().bytes(), "byte")));
        in.print("account        " + accountWords());
        if (draft.targets() != null) in.print("target         " + String.join(", ", draft.targets().describe()));
        boolean mayBeKept = draft.key().ofFlag() == null;
        in.print("master key     " + draft.key().words(true)
            + (mayBeKept ? ", unless the Worker has one of its own" : ""));
        in.print("state          " + (draft.durable() ? "durable, in one Durable Object"
            : "none: each request is routed by itself"));
        if (draft.targets() != null) in.print("bindings       " + String.join(", ", bindings()));
        if (draft.targets() != null) order();
        for (DeployFinding finding : draft.findings()) {
            in.print(switch (finding.weight()) {
                case BLOCKS -> "must be corrected: ";
                case WARNS -> "warning: ";
                case TELLS -> "note: ";
            } + finding.describe());
        }
        return code;
    }

    private Json error() {
        if (!draft.isBlocked()) return Json.Null.NULL;
        return Json.object().put("message", DeployDraft.refusal(draft.findings()).getMessage())
            .put("code", "wrong_input").put("exit", ExitCode.WRONG_INPUT);
    }

    private String accountWords() {
        String id = AccountSession.accountId(in, draft.worker().accountId());
        return id == null ? "the one that the token may use" : id;
    }

    private void order() {
        in.print("would be done, in this order:");
        int number = 1;
        for (DeployStep step : steps()) in.print("  " + number++ + ". " + step.words());
    }

    /// The steps of a deployment with these targets.
    private List<DeployStep> steps() {
        var steps = new ArrayList<>(List.of(DeployStep.UPLOAD, DeployStep.PIECES, DeployStep.WORKERS_DEV));
        if (!draft.targets().routes().isEmpty()) steps.add(DeployStep.ROUTES);
        if (!draft.targets().domains().isEmpty()) steps.add(DeployStep.DOMAINS);
        steps.addAll(List.of(DeployStep.HEALTH, DeployStep.MODELS));
        return steps;
    }

    /// The names of what the Worker is given.
    private List<String> bindings() {
        if (draft.targets() == null) return List.of();
        return draft.plan(null).bindings().stream().map(WorkerBinding::toString).toList();
    }

    int exported(Path file) {
        String key = draft.key().isGenerated() ? draft.key().value() : null;
        if (asJson) {
            in.print(json("exported").put("written", Json.strings(List.of(file.toString())))
                .put("generatedMasterKey", ConfigJson.textOrNull(key)).put("error", Json.Null.NULL));
            return ExitCode.DONE;
        }
        in.print("wrote " + file + ": " + Plural.of(draft.payload().bytes(), "byte")
            + " with all keys, for your eyes only (mode 0600)");
        if (key != null) in.print("generatedMasterKey=" + key);
        in.print("a gateway in a container or on another machine takes it as it is: llm-router start --config=FILE");
        if (draft.payload().pieces().size() > 1) {
            in.print("it is too long for one secret of a Worker; 'llm-router deploy' and 'llm-router deploy "
                + "--emit=wrangler' cut it into " + draft.payload().pieces().size());
        } else {
            in.print("as a secret of a Worker: wrangler secret put " + HostedEnvironment.piece(1) + " --name "
                + draft.worker().name() + " < " + file);
        }
        return ExitCode.DONE;
    }

    int emitted(WranglerProject project) {
        String key = draft.key().isGenerated() ? draft.key().value() : null;
        List<String> written = project.written().stream().map(Path::toString).toList();
        if (asJson) {
            in.print(json("emitted").put("written", Json.strings(written)).put("next", Json.strings(project.next()))
                .put("generatedMasterKey", ConfigJson.textOrNull(key)).put("error", Json.Null.NULL));
            return ExitCode.DONE;
        }
        written.forEach(file -> in.print("wrote " + file));
        if (key != null) in.print("generatedMasterKey=" + key);
        in.print("to deploy it, one of these is enough; run it in " + project.folder() + ":");
        project.next().forEach(command -> in.print("  " + command));
        return ExitCode.DONE;
    }

    // ── after the steps ──

    int ended(DeployResult result, StepLines steps, boolean saved) {
        boolean used = result.outcome() != Outcome.UNCHANGED;
        String key = used && draft.key().isGenerated() ? draft.key().value() : null;
        if (asJson) {
            Json.Obj json = ResultReport.put(json("deploy"), result, steps);
            in.print(json.put("generatedMasterKey", ConfigJson.textOrNull(key)).put("saved", saved));
            return ResultReport.exitCode(result);
        }
        ResultReport.print(in, result, "the gateway answers at " + String.join(", ", result.urls()));
        String url = result.urls().isEmpty() ? null : result.urls().getFirst();
        if (result.isDone() && url != null) new HostedClients(url, draft.config()).lines().forEach(in::print);
        // last, so that it is still on the screen
        if (key != null) in.print("generatedMasterKey=" + key);
        return ResultReport.exitCode(result);
    }

    // ── JSON ──

    /// All members, in one order; those that an outcome does not have are null or empty.
    private Json.Obj json(String what) {
        boolean ahead = what.equals("dry-run");
        List<DeployFinding> findings = found == null ? draft.findings() : found.findings();
        String url = found == null || found.urls().isEmpty() ? null : found.urls().getFirst();
        return Json.object().put("operation", "deploy").put("outcome", what).put("worker", draft.worker().name())
            .put("account", ConfigJson.textOrNull(account == null
                ? AccountSession.accountId(in, draft.worker().accountId()) : account.id()))
            .put("configuration", draft.source()).put("bytes", draft.payload().bytes())
            .put("pieces", draft.payload().pieces().size()).put("bindings", Json.strings(bindings()))
            .put("targets", Json.strings(draft.targets() == null ? List.of() : draft.targets().describe()))
            .put("durableState", draft.durable()).put("masterKey", draft.key().json(ahead))
            .put("keepsKeyOfWorker", found != null && found.keepsKey())
            .put("deployment", ConfigJson.textOrNull(plan == null ? null : plan.deployment()))
            .put("findings", findings(findings)).put("steps", plannedSteps(what)).put("live", Json.array())
            .put("urls", Json.strings(found == null ? List.of() : found.urls())).put("resume", Json.Null.NULL)
            .put("clients", url == null ? Json.Null.NULL
                : new HostedClients(url, draft.config()).json())
            .put("written", Json.array()).put("next", Json.array()).put("generatedMasterKey", Json.Null.NULL)
            .put("saved", false).put("error", Json.Null.NULL);
    }

    private Json.Arr plannedSteps(String what) {
        Json.Arr steps = Json.array();
        if (!what.equals("dry-run") || draft.targets() == null) return steps;
        for (DeployStep step : steps()) {
            steps.add(Json.object().put("step", step.word()).put("outcome", "planned").put("what", step.words()));
        }
        return steps;
    }

    private static Json.Arr findings(List<DeployFinding> findings) {
        Json.Arr all = Json.array();
        for (DeployFinding finding : findings) {
            all.add(Json.object().put("weight", finding.weight().name().toLowerCase(Locale.ROOT))
                .put("subject", finding.subject()).put("what", finding.what()).put("fix", finding.fix()));
        }
        return all;
    }
}
