package llmrouter.cli.hosting;

import java.io.IOException;
import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.steps.DeployResult;
import llmrouter.deploy.steps.DeployResult.Outcome;
import llmrouter.deploy.steps.KeyRotation;
import llmrouter.files.Secrets;
import llmrouter.host.GatewayInputs;
import llmrouter.host.HostError;
import llmrouter.json.Json;
import llmrouter.report.ConfigJson;

/// `worker-key`: sets the master key of the hosted gateway, or replaces it. A key that is to be made is always a new
/// one, whatever key the configuration has.
final class WorkerKeyCommand {
    private final Invocation in;
    private final HostedWorker worker;
    private final HostedKey next;
    private final HostedKey old;

    private WorkerKeyCommand(Invocation in, HostedWorker worker, HostedKey next, HostedKey old) {
        this.in = in;
        this.worker = worker;
        this.next = next;
        this.old = old;
    }

    static int run(Invocation in, HostingParts parts) throws IOException, InterruptedException {
        HostedKey flagged = HostedKey.ofFlags(in);
        boolean configured = in.arguments().isOn("use-config-key") && !flagged.isThere();
        boolean needed = configured || in.arguments().isOn(HostingCommands.SAVE.name());
        HostedKey own = needed ? ofConfiguration(in) : known(in);
        HostedKey next = configured ? own : flagged;
        if (!next.isThere()) throw missing(configured);
        next.refuseIfWeak(in);
        var command = new WorkerKeyCommand(in, HostedWorker.of(in), next, own);
        return in.arguments().isOn("dry-run") ? command.dryRun() : command.rotate(parts);
    }

    private static CliError missing(boolean configured) {
        return CliError.usage(configured ? "--use-config-key: the configuration has no master key; give "
            + HostedKey.WAYS : "which key? Give " + HostedKey.WAYS + "; --use-config-key sets that of the "
                + "configuration");
    }

    /// @throws CliError the key of the configuration cannot be had
    private static HostedKey ofConfiguration(Invocation in) throws IOException {
        Config config = GatewayInputs.of(in.hostContext(), in.arguments().text("config")).writtenConfig();
        var secrets = new Secrets(in.shell().environment()::get, in.shell().home());
        String problem = secrets.resolve(config.withProviders(List.of())).problem();
        if (problem != null) throw CliError.usage(problem);
        return HostedKey.configured(config, secrets);
    }

    /// The key of the configuration, if there is one that can be had.
    private static HostedKey known(Invocation in) {
        try {
            return ofConfiguration(in);
        } catch (IOException | HostError | CliError _) {
            return HostedKey.NONE;
        }
    }

    private String oldWords() {
        return old.isThere() ? "fingerprint " + old.fingerprint() + ", if it is that of the configuration"
            : "not known on this machine";
    }

    private int dryRun() {
        if (in.arguments().isOn("json")) {
            in.print(json("dry-run", null, null));
            return ExitCode.DONE;
        }
        in.print("dry run: nothing was changed");
        in.print("Worker   " + worker.name() + ", its secret " + WorkerNames.MASTER_KEY);
        in.print("new key  " + next.words(true));
        in.print("old key  " + oldWords() + "; it ends at once");
        return ExitCode.DONE;
    }

    private int rotate(HostingParts parts) throws IOException, InterruptedException {
        try (AccountSession session = AccountSession.open(in, worker.accountId(), parts)) {
            KeyRotation rotation = KeyRotation.of(session.api(), session.account().id(), worker.name(), next.value(),
                old.value(), LiveAddress.of(in));
            if (!rotation.exists()) {
                throw CliError.usage("there is no Worker '" + worker.name() + "' in the account "
                    + session.account().name() + "; " + rotation.place().command("deploy") + " makes it, and "
                    + "--worker-name and --env name another one");
            }
            if (!rotation.ours()) {
                throw CliError.usage("the Worker '" + worker.name() + "' is not an llm-router; --worker-name names "
                    + "another one");
            }
            in.say((rotation.replaces() ? "replaces the master key of " : "sets a master key for ") + worker.name()
                + ": the new key has the fingerprint " + next.fingerprint() + "; the old key: " + (rotation.oldHolds()
                    ? "fingerprint " + old.fingerprint() : "not known on this machine"));
            var steps = new StepLines(in);
            try (var _ = new EndedEarly(in, next.isGenerated() ? next.value() : null)) {
                return ended(session, rotation, rotation.run(session.api(), steps, parts.live()), steps);
            }
        } catch (CloudflareError error) {
            throw AccountSession.refusal(error);
        }
    }

    private int ended(AccountSession session, KeyRotation rotation, DeployResult result, StepLines steps) {
        boolean used = result.outcome() != Outcome.UNCHANGED;
        boolean save = in.arguments().isOn(HostingCommands.SAVE.name());
        boolean saved = save && used && result.outcome() != Outcome.UNKNOWN && NewKeySaver.save(in, next.value());
        String made = used && next.isGenerated() ? next.value() : null;
        if (in.arguments().isOn("json")) {
            Json.Obj json = json("worker-key", session.account().id(), rotation);
            in.print(ResultReport.put(json, result, steps).put("generatedMasterKey", ConfigJson.textOrNull(made))
                .put("saved", saved));
            return ResultReport.exitCode(result);
        }
        in.print("newFingerprint=" + next.fingerprint());
        if (rotation.oldHolds()) in.print("oldFingerprint=" + old.fingerprint());
        ResultReport.print(in, result, "the new master key of " + worker.name() + " works" + (rotation.oldHolds()
            && !old.value().equals(next.value()) ? ", the old one is refused" : ""));
        if (result.isDone() && old.isThere() && !saved && !next.value().equals(old.value())) {
            in.say("note: the configuration still has " + (rotation.oldHolds() ? "the old" : "another")
                + " key. A later deploy keeps the new one of the Worker; the gateway on this machine takes the "
                + "key of the configuration");
        }
        if (made != null) in.print("generatedMasterKey=" + made);
        return ResultReport.exitCode(result);
    }

    private Json.Obj json(String outcome, String account, KeyRotation rotation) {
        return Json.object().put("operation", "worker-key").put("outcome", outcome).put("worker", worker.name())
            .put("account", ConfigJson.textOrNull(account == null
                ? AccountSession.accountId(in, worker.accountId()) : account))
            .put("masterKey", next.json(outcome.equals("dry-run")))
            .put("oldFingerprint", ConfigJson.textOrNull(rotation == null || rotation.oldHolds() ? old.fingerprint()
                : null))
            .put("replaces", rotation == null ? Json.Null.NULL : Json.of(rotation.replaces()))
            .put("steps", Json.array()).put("live", Json.array()).put("urls", Json.array())
            .put("resume", Json.Null.NULL).put("generatedMasterKey", Json.Null.NULL).put("saved", false)
            .put("error", Json.Null.NULL);
    }
}
