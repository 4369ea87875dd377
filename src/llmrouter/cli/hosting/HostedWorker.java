package llmrouter.cli.hosting;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Invocation;
import llmrouter.deploy.DeployFinding;
import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.wrangler.WranglerFile;

/// Which Worker a command is about, as flags and a project of wrangler say.
///
/// @param name with its environment
/// @param file of the project; null if there is none
record HostedWorker(String name, WranglerFile file) {
    /// @throws CliError a name cannot be one, or the project's file has a mistake
    static HostedWorker of(Invocation in) {
        String environment = in.arguments().text("env");
        WranglerFile file = in.arguments().given("project-dir") ? file(in, environment) : unread(in);
        String given = in.arguments().text("worker-name");
        boolean named = given == null && file != null && file.name() != null;
        String name = named ? file.name() : WorkerNames.of(given == null ? WorkerNames.USUAL : given, environment);
        String problem = WorkerNames.problem(name);
        if (problem != null) {
            throw CliError.usage(problem + "; correct " + (named ? "the name in " + file.path() : given == null
                ? "--env" : environment == null ? "--worker-name" : "--worker-name or --env"));
        }
        return new HostedWorker(name, file);
    }

    /// A project in the current folder may be that of another Worker, so it is read only if the user says so.
    ///
    /// @return null
    private static WranglerFile unread(Invocation in) {
        for (String name : List.of("wrangler.toml", "wrangler.jsonc", "wrangler.json")) {
            if (!Files.exists(Path.of(name))) continue;
            in.say("note: " + name + " of this folder is not read; --project-dir=. reads it");
        }
        return null;
    }

    /// Null if the folder has no such file, but the user names the Worker.
    private static WranglerFile file(Invocation in, String environment) {
        Path folder = in.path("project-dir").toAbsolutePath().normalize();
        boolean named = in.arguments().given("worker-name");
        WranglerFile file = named ? WranglerFile.in(folder, environment) : WranglerFile.needed(folder, environment);
        if (file == null) in.say("note: there is no configuration of wrangler in " + folder + ", so nothing is read");
        if (file == null || !file.isBlocked()) return file;
        var problems = new ArrayList<String>();
        for (DeployFinding finding : file.findings()) {
            if (finding.isBlocking()) problems.add(finding.describe());
        }
        throw CliError.usage(String.join("\n  ", problems));
    }

    /// The account that the project names, or null.
    String accountId() {
        return file == null ? null : file.accountId();
    }

    List<DeployFinding> findings() {
        return file == null ? List.of() : file.findings();
    }
}
