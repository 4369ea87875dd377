package llmrouter.cli.menu.hosting;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Settings;
import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.payload.HostedPayload;
import llmrouter.deploy.wrangler.WranglerFile;
import llmrouter.files.Secrets;
import llmrouter.host.GatewayInputs;
import llmrouter.host.HostError;
import llmrouter.text.Plural;
import llmrouter.worker.StateMode;

/// What this machine knows before a wizard asks anything.
///
/// @param settings of this machine, for calls
/// @param config   null if there is none that can be used
/// @param key      the master key of the configuration, or null
/// @param size     of what a Worker gets, in words; empty if that was not asked for
/// @param inFile   whether the configuration is in a file
/// @param project  what a project of wrangler says, or null
/// @param worker   the name of the Worker
record HostedSubject(Settings settings, Config config, String key, String size, boolean inFile, WranglerFile project,
        String worker) {

    /// What would keep a deployment from being made is told before a person answers anything.
    ///
    /// @throws llmrouter.host.HostError the configuration is missing or has mistakes
    /// @throws CliError a Worker could not use the configuration
    static HostedSubject of(Invocation in) throws IOException {
        GatewayInputs inputs = GatewayInputs.of(in.hostContext(), in.arguments().text("config"));
        HostedSubject subject = of(in, inputs, inputs.writtenConfig());
        HostedPayload payload = HostedPayload.of(subject.config, secrets(in), null, StateMode.SHARED);
        var problems = new StringBuilder();
        for (DeployFinding finding : payload.findings()) {
            boolean asked = finding.subject().equals("master-key");
            if (finding.isBlocking() && !asked) problems.append("\n  ").append(finding.describe());
        }
        if (!problems.isEmpty()) throw CliError.usage("the configuration cannot be deployed:" + problems);
        String size = Plural.of(payload.bytes(), "byte") + " in " + Plural.of(payload.pieces().size(), "secret");
        return new HostedSubject(subject.settings, subject.config, subject.key, size, subject.inFile, subject.project,
            subject.worker);
    }

    private static Secrets secrets(Invocation in) {
        return new Secrets(in.shell().environment()::get, in.shell().home());
    }

    /// As [#of], with any configuration or none.
    static HostedSubject lenient(Invocation in) throws IOException {
        String file = new GivenWords(in).text("config");
        GatewayInputs inputs = GatewayInputs.of(in.hostContext(), file);
        Config config = null;
        try {
            config = inputs.writtenConfig();
        } catch (IOException | HostError _) {
            // the command works without one
        }
        return of(in, inputs, config);
    }

    private static HostedSubject of(Invocation in, GatewayInputs inputs, Config config) {
        var given = new GivenWords(in);
        String environment = given.text("env");
        WranglerFile project = null;
        if (given.has("project-dir")) {
            Path folder = in.path("project-dir").toAbsolutePath().normalize();
            project = given.has("worker-name") ? WranglerFile.in(folder, environment)
                : WranglerFile.needed(folder, environment);
        }
        refuseIfBlocked(project);
        String named = given.text("worker-name");
        String worker = named == null && project != null && project.name() != null ? project.name()
            : WorkerNames.of(named == null ? WorkerNames.USUAL : named, environment);
        String problem = WorkerNames.problem(worker);
        if (problem != null) throw CliError.usage(problem + "; correct --worker-name or --env");
        return new HostedSubject(inputs.settings(), config, config == null ? null : key(in, config), "",
            inputs.hasConfigFile(), project, worker);
    }

    private static void refuseIfBlocked(WranglerFile project) {
        if (project == null) return;
        for (DeployFinding finding : project.findings()) {
            if (finding.isBlocking()) throw CliError.usage(finding.describe());
        }
    }

    private static String key(Invocation in, Config config) {
        var master = secrets(in).resolve(config.withProviders(List.of())).config().masterKey();
        return master instanceof InlineSecret known ? known.value() : null;
    }

    String accountOfProject() {
        return project == null ? null : project.accountId();
    }

    boolean hasTargets() {
        return project != null && project.saysTargets() && !project.targets().isEmpty();
    }

    @Override
    public String toString() {
        return "HostedSubject[" + worker + "]";
    }
}
