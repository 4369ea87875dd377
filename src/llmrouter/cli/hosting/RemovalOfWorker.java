package llmrouter.cli.hosting;

import java.io.IOException;

import llmrouter.cli.CliError;
import llmrouter.cli.Confirmation;
import llmrouter.cli.Invocation;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.steps.DeployResult;
import llmrouter.deploy.steps.WorkerRemoval;
import llmrouter.json.Json;

/// `deploy --delete`: takes the Worker off the account.
final class RemovalOfWorker {
    private RemovalOfWorker() {}

    static int run(Invocation in) throws IOException, InterruptedException {
        RollbackCommand.wantAgreement(in, "a Worker that is deleted does not come back");
        HostedWorker worker = HostedWorker.of(in);
        try (AccountSession session = AccountSession.open(in, worker.accountId())) {
            WorkerRemoval removal = WorkerRemoval.of(session.api(), session.account().id(), worker.name());
            if (!removal.exists()) {
                throw CliError.usage("there is no Worker '" + worker.name() + "' in the account "
                    + session.account().name() + ", so nothing was deleted; --worker-name and --env name another one");
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

    private static int ended(Invocation in, AccountSession session, HostedWorker worker, DeployResult result,
            StepLines steps) {
        if (!in.arguments().isOn("json")) {
            ResultReport.print(in, result);
            return ResultReport.exitCode(result);
        }
        Json.Obj json = Json.object().put("operation", "deploy").put("deleted", result.isDone())
            .put("worker", worker.name()).put("account", session.account().id());
        in.print(ResultReport.put(json, result, steps));
        return ResultReport.exitCode(result);
    }
}
