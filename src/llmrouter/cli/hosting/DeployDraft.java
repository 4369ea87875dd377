package llmrouter.cli.hosting;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.DeployTargets;
import llmrouter.deploy.WorkerModules;
import llmrouter.deploy.payload.HostedPayload;
import llmrouter.deploy.steps.DeployPlan;
import llmrouter.files.Secrets;
import llmrouter.host.GatewayInputs;

/// Everything about a deployment that is known without asking a server.
///
/// @param source   the configuration's file, or the variable that has it
/// @param config   as it is written
/// @param modules  null if this program has none
/// @param targets  null if only the configuration is exported
/// @param findings all that was found on this machine
record DeployDraft(HostedWorker worker, String source, Config config, HostedKey key, HostedPayload payload,
        WorkerModules modules, DeployTargets targets, Map<String, String> vars, boolean durable, String liveUrl,
        List<DeployFinding> findings) {

    private static final String NO_KEY = "there is no master key, and a hosted gateway does not work without one";

    /// Reads the configuration first, then everything else.
    ///
    /// @param modules of the Worker, or null
    /// @throws CliError something is wrong or missing
    static DeployDraft of(Invocation in, WorkerModules modules) throws IOException {
        HostedKey flagged = HostedKey.ofFlags(in);
        GatewayInputs inputs = GatewayInputs.of(in.hostContext(), in.arguments().text("config"));
        Config config = inputs.writtenConfig();
        HostedWorker worker = HostedWorker.of(in);
        boolean exported = in.arguments().isOn("export-only");
        DeployTargets targets = exported ? null : TargetFlags.of(in, worker.file());
        Map<String, String> vars = VarsInput.of(in, worker.file());
        boolean durable = in.arguments().isOn("durable-state", worker.file() != null && worker.file().durableState());
        var secrets = new Secrets(in.shell().environment()::get, in.shell().home());
        HostedPayload payload = HostedPayload.of(config, secrets, flagged.ofFlag(),
            HostedPayload.state(vars, durable));
        HostedKey key = flagged.isThere() ? flagged : HostedKey.ofPayload(payload.masterKey());
        boolean keyed = payload.hasKey() || config.masterKey() != null;
        boolean offline = exported || in.arguments().given("emit");
        if (!keyed && offline) throw CliError.usage(NO_KEY + "; give " + keyWays(in));
        key.refuseIfWeak(in);
        String source = inputs.hasConfigFile() ? inputs.configText().path().toString() : "LLM_ROUTER_CONFIG_JSON";
        var draft = new DeployDraft(worker, source, config, key, payload, modules, targets, vars, durable,
            LiveAddress.of(in), List.of());
        var findings = new ArrayList<>(worker.findings());
        findings.addAll(exported ? payload.findings() : draft.plan(null).check());
        findings.addAll(VarsInput.findings(vars));
        findings.addAll(HostedKey.findings(in, key));
        if (!keyed) {
            findings.add(DeployFinding.warns("master-key", "there is no master key here, so a Worker that has none yet "
                + "is refused", "give " + keyWays(in)));
        }
        return new DeployDraft(worker, source, config, key, payload, modules, targets, vars, durable,
            draft.liveUrl(), findings);
    }

    private static String keyWays(Invocation in) {
        return HostedKey.WAYS + ", or set one in the configuration with "
            + ConfigHint.of(in, "set-master-key --generate-master-key");
    }

    boolean isBlocked() {
        return findings.stream().anyMatch(DeployFinding::isBlocking);
    }

    /// @throws CliError a finding says that nothing may be sent
    void refuseIfBlocked() {
        if (isBlocked()) throw refusal(findings);
    }

    /// The findings that keep a deployment from being made.
    static CliError refusal(List<DeployFinding> findings) {
        var lines = new StringBuilder();
        for (DeployFinding finding : findings) {
            if (!finding.isBlocking()) continue;
            lines.append("\n  ").append(finding.describe());
        }
        boolean trouble = findings.stream().anyMatch(each -> each.isBlocking()
            && each.subject().equals(DeployFinding.API));
        String message = "nothing was sent:" + lines;
        return trouble ? CliError.failed(message) : CliError.usage(message);
    }

    /// @param accountId null if no server is asked
    DeployPlan plan(String accountId) {
        String date = worker.file() == null ? null : worker.file().compatibilityDate();
        List<String> flags = worker.file() == null ? List.of() : worker.file().compatibilityFlags();
        return new DeployPlan(accountId, worker.name(), payload, modules, key.ofFlag(), vars, targets, durable, date,
            flags, DeployPlan.newDeployment(), liveUrl);
    }

    @Override
    public String toString() {
        return "DeployDraft[" + worker.name() + "]";
    }
}
