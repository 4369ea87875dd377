package llmrouter.cli.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.steps.DeployPlan;
import llmrouter.deploy.steps.DeployResult;
import llmrouter.deploy.steps.DeployResult.Outcome;
import llmrouter.deploy.steps.Deployment;
import llmrouter.deploy.steps.Preflight;
import llmrouter.deploy.wrangler.WranglerProject;

/// `deploy`: puts the gateway on Cloudflare Workers. Everything on this machine is checked first; then the account is
/// looked at; only then is anything sent.
final class DeployCommand {
    private DeployCommand() {}

    static int run(Invocation in, HostingParts parts) throws IOException, InterruptedException {
        checkCombination(in);
        if (in.arguments().isOn("delete")) return RemovalOfWorker.run(in, parts);
        DeployDraft draft = DeployDraft.of(in, parts.modules().get());
        var report = new DeployReport(in, draft);
        if (in.arguments().isOn("dry-run")) return report.dryRun();
        draft.refuseIfBlocked();
        report.warnings(draft.findings());
        if (in.arguments().isOn("export-only")) return report.exported(PayloadExport.write(in, draft.payload().json()));
        if (in.arguments().given("emit")) return report.emitted(emitted(in, draft));
        return deploy(in, draft, report, parts);
    }

    private static void checkCombination(Invocation in) {
        boolean export = in.arguments().isOn("export-only");
        boolean emit = in.arguments().given("emit");
        boolean delete = in.arguments().isOn("delete");
        if (export && emit || delete && (export || emit)) {
            throw CliError.usage("give one of --export-only, --emit and --delete");
        }
        if (in.arguments().isOn(HostingCommands.SAVE.name()) && (export || emit || delete)) {
            throw CliError.usage("--save belongs to a deployment, which saves the key once the Worker has it; without "
                + "one, make a key with " + ConfigHint.of(in, "set-master-key --generate-master-key") + " first");
        }
        if (in.arguments().given("out") && !export && !emit) {
            throw CliError.usage("--out belongs to --export-only or --emit=wrangler");
        }
    }

    private static WranglerProject emitted(Invocation in, DeployDraft draft) throws IOException {
        Path folder = PayloadExport.place(in, PayloadExport.USUAL_FOLDER);
        if (Files.isRegularFile(folder)) {
            throw CliError.usage(folder + " is a file, and --emit=wrangler writes a folder; name one with --out");
        }
        String account = AccountSession.accountId(in, draft.worker().accountId());
        return WranglerProject.write(folder, draft.plan(account));
    }

    private static int deploy(Invocation in, DeployDraft draft, DeployReport report, HostingParts parts)
            throws IOException, InterruptedException {
        try (AccountSession session = AccountSession.open(in, draft.worker().accountId(), parts)) {
            DeployPlan plan = draft.plan(session.account().id());
            Preflight found = look(in, session, plan);
            if (found.isBlocked()) throw DeployDraft.refusal(found.findings());
            report.warnings(found.findings().stream().filter(each -> !draft.findings().contains(each)).toList());
            report.found(session.account(), plan, found);
            return run(in, session, draft, report, plan, found, parts);
        }
    }

    private static int run(Invocation in, AccountSession session, DeployDraft draft, DeployReport report,
            DeployPlan plan, Preflight found, HostingParts parts) throws InterruptedException {
        var steps = new StepLines(in);
        try (var _ = new EndedEarly(in, draft.key().isGenerated() ? draft.key().value() : null)) {
            DeployResult result = Deployment.run(session.api(), plan, found, steps, parts.live());
            boolean wanted = in.arguments().isOn(HostingCommands.SAVE.name()) && isThere(result.outcome());
            boolean saved = wanted && NewKeySaver.save(in, draft.key().value());
            return report.ended(result, steps, saved);
        }
    }

    /// Looks at the account. A name below workers.dev is registered only if nothing else is missing.
    private static Preflight look(Invocation in, AccountSession session, DeployPlan plan) {
        Preflight found = Preflight.of(session.api(), plan);
        String name = in.arguments().text("workers-dev-name");
        if (name == null || found.subdomain() != null) return found;
        for (DeployFinding finding : found.findings()) {
            if (finding.isBlocking() && !finding.subject().equals("subdomain")) return found;
        }
        try {
            session.api().registerSubdomain(session.account().id(), name);
        } catch (CloudflareError error) {
            throw AccountSession.refusal(error);
        }
        in.say("registered " + name + ".workers.dev for the account");
        return Preflight.of(session.api(), plan);
    }

    /// Whether the Worker has what was sent.
    private static boolean isThere(Outcome outcome) {
        return switch (outcome) {
            case DONE, UNPROVEN, PARTLY -> true;
            case UNCHANGED, UNKNOWN -> false;
        };
    }
}
