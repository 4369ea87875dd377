package llmrouter.cli.hosting;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Confirmation;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.steps.DeployResult;
import llmrouter.deploy.steps.DeployResult.Outcome;
import llmrouter.deploy.steps.WorkerRemoval;
import llmrouter.json.Json;
import llmrouter.report.ConfigJson;

/// `deploy --delete`: takes the Worker off the account.
final class RemovalOfWorker {
    private static final List<String> OWN = List.of("delete", "yes", "json", "dry-run", "config",
        HostingCommands.ACCOUNT.name(), HostingCommands.WORKER.name(), HostingCommands.ENVIRONMENT.name(),
        HostingCommands.PROJECT.name());

    private RemovalOfWorker() {}

    static int run(Invocation in, HostingParts parts) throws IOException, InterruptedException {
        refuseOthers(in);
        HostedWorker worker = HostedWorker.of(in);
        if (in.arguments().isOn("dry-run")) return dryRun(in, worker);
        RollbackCommand.wantAgreement(in, "a Worker that is deleted does not come back");
        try (AccountSession session = AccountSession.open(in, worker.accountId(), parts)) {
            WorkerRemoval removal = WorkerRemoval.of(session.api(), session.account().id(), worker.name());
            if (!removal.exists()) {
                throw CliError.usage("there is no Worker '" + worker.name() + "' in the account "
                    + session.account().name() + ", so nothing was deleted; --worker-name and --env name another one");
            }
            if (!removal.ours()) {
                throw CliError.usage("the Worker '" + worker.name() + "' is not an llm-router, so it is not deleted; "
                    + "--worker-name names another one");
            }
            in.say("deletes the Worker " + worker.name() + " of the account " + session.account().name() + ":");
            removal.lost().forEach(line -> in.say("  " + line));
            Confirmation.ask(in, "Delete it?", false);
            var steps = new StepLines(in);
            return ended(in, session, worker, removal.run(session.api(), steps), steps);
        } catch (CloudflareError error) {
            throw AccountSession.refusal(error);
        }
    }

    /// A flag that has no effect may mean that the user wants something else.
    /// @throws CliError a flag belongs to a deployment
    private static void refuseOthers(Invocation in) {
        var others = new ArrayList<String>();
        for (String word : in.arguments().words()) {
            String name = word.substring(2, word.indexOf('='));
            if (!name.startsWith(HostingCommands.TOKEN.name()) && !OWN.contains(name)) others.add("--" + name);
        }
        if (others.isEmpty()) return;
        throw CliError.usage(String.join(", ", new LinkedHashSet<>(others)) + (others.size() == 1 ? " belongs"
            : " belong") + " to a deployment and not to --delete; leave out one of them");
    }

    private static int dryRun(Invocation in, HostedWorker worker) {
        String account = AccountSession.accountId(in, worker.accountId());
        if (in.arguments().isOn("json")) {
            in.print(ResultReport.put(json(worker, account, false), new DeployResult(Outcome.UNCHANGED, List.of(), null,
                "", List.of()), new StepLines(in)).put("outcome", "dry-run").put("error", Json.Null.NULL));
            return ExitCode.DONE;
        }
        in.print("dry run: nothing was deleted");
        in.print("would delete the Worker " + worker.name() + (account == null ? "" : " of the account " + account)
            + " with its secrets, versions, routes and custom domains");
        return ExitCode.DONE;
    }

    private static Json.Obj json(HostedWorker worker, String account, boolean deleted) {
        return Json.object().put("operation", "deploy").put("deleted", deleted).put("worker", worker.name())
            .put("account", ConfigJson.textOrNull(account));
    }

    private static int ended(Invocation in, AccountSession session, HostedWorker worker, DeployResult result,
            StepLines steps) {
        if (!in.arguments().isOn("json")) {
            ResultReport.print(in, result, "the Worker " + worker.name() + " is deleted");
            return ResultReport.exitCode(result);
        }
        in.print(ResultReport.put(json(worker, session.account().id(), result.isDone()), result, steps));
        return ResultReport.exitCode(result);
    }
}
