package llmrouter.cli.hosting;

import java.io.IOException;
import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Confirmation;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.DeployFinding.Weight;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.api.WorkerVersion;
import llmrouter.deploy.steps.DeployResult;
import llmrouter.deploy.steps.DeployResult.Outcome;
import llmrouter.deploy.steps.WorkerRollback;
import llmrouter.json.Json;
import llmrouter.report.ConfigJson;

/// `rollback`: the hosted gateway is again what an earlier version was.
final class RollbackCommand {
    private RollbackCommand() {}

    static int run(Invocation in, HostingParts parts) throws IOException, InterruptedException {
        boolean dry = in.arguments().isOn("dry-run");
        if (!dry) wantAgreement(in, "a rollback changes what answers at once");
        HostedWorker worker = HostedWorker.of(in);
        try (AccountSession session = AccountSession.open(in, worker.accountId(), parts)) {
            WorkerRollback rollback = WorkerRollback.of(session.api(), session.account().id(), worker.name(),
                in.arguments().text("version-id"));
            if (rollback.target() == null) throw DeployDraft.refusal(rollback.findings());
            in.say("live now:      " + words(rollback.live()));
            in.say("goes back to:  " + words(rollback.target()));
            for (DeployFinding finding : rollback.findings()) {
                if (finding.isBlocking()) throw DeployDraft.refusal(rollback.findings());
                in.say((finding.weight() == Weight.WARNS ? "warning: " : "note: ") + finding.describe());
            }
            if (dry) return dryRun(in, session, rollback);
            Confirmation.ask(in, "Switch " + worker.name() + " to this version?", true);
            var steps = new StepLines(in);
            DeployResult result = rollback.run(session.api(), in.arguments().isOn(HostingCommands.EARLIER_KEY),
                LiveAddress.of(in), steps, parts.live());
            return ended(in, session, rollback, result, steps);
        } catch (CloudflareError error) {
            throw AccountSession.refusal(error);
        }
    }

    /// Without a terminal nothing can be asked.
    /// @throws CliError the user has not agreed in advance
    static void wantAgreement(Invocation in, String why) {
        if (in.terminal() || in.arguments().isOn("yes")) return;
        throw CliError.usage(why + ", and without a terminal nothing can be asked; agree with --yes");
    }

    private static String words(WorkerVersion version) {
        return version == null ? "a version that is not known" : version.words();
    }

    private static int ended(Invocation in, AccountSession session, WorkerRollback rollback, DeployResult result,
            StepLines steps) {
        if (!in.arguments().isOn("json")) {
            ResultReport.print(in, result, rollback.target().words() + " is live");
            return ResultReport.exitCode(result);
        }
        in.print(ResultReport.put(json(session, rollback), result, steps));
        return ResultReport.exitCode(result);
    }

    private static int dryRun(Invocation in, AccountSession session, WorkerRollback rollback) {
        if (in.arguments().isOn("json")) {
            in.print(ResultReport.put(json(session, rollback), new DeployResult(Outcome.UNCHANGED, List.of(), null, "",
                List.of()), new StepLines(in)).put("outcome", "dry-run").put("error", Json.Null.NULL));
            return ExitCode.DONE;
        }
        in.print("dry run: nothing was changed");
        in.print("would switch " + rollback.place().name() + " from " + words(rollback.live()) + " to "
            + words(rollback.target()));
        return ExitCode.DONE;
    }

    private static Json.Obj json(AccountSession session, WorkerRollback rollback) {
        return Json.object().put("operation", "rollback").put("worker", rollback.place().name())
            .put("account", session.account().id())
            .put("from", ConfigJson.textOrNull(rollback.live() == null ? null : rollback.live().id()))
            .put("to", rollback.target().id());
    }
}
