package llmrouter.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import llmrouter.Version;
import llmrouter.cli.CliError;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.install.InstallError;
import llmrouter.install.Installation;
import llmrouter.install.OwnProgram;
import llmrouter.install.SearchPath;
import llmrouter.json.Json;
import llmrouter.service.Instance;
import llmrouter.service.Instances;

/// `install`: puts the program that runs the command into the user's own folders, or removes it from there.
public final class InstallCommand {
    private InstallCommand() {}

    public static Command command() {
        return Command.of("install", "Put the program into your own folders, so that it starts with one word",
            InstallCommand::run)
            .flags(Flag.path("dir", "FOLDER", "The folder that gets bin/llm-router and share/llm-router.")
                .orElse("~/.local"),
                Flag.bool("uninstall", "Remove what was installed; your configuration, state and logs stay."),
                Flag.bool("dry-run", "List what would be written or removed, and change nothing."), Flag.JSON)
            .examples(new Example("install", "Again after an update: a running gateway then hands over to the new jar"),
                new Example("install --uninstall", "Removes exactly the files that install wrote"));
    }

    private static int run(Invocation invocation) throws IOException {
        boolean dry = invocation.arguments().isOn("dry-run");
        try {
            Installation installation = Installation.in(folder(invocation), dry);
            if (invocation.arguments().isOn("uninstall")) uninstall(invocation, installation, dry);
            else install(invocation, installation, dry);
        } catch (InstallError error) {
            throw CliError.failed(error.getMessage());
        }
        return ExitCode.DONE;
    }

    private static Path folder(Invocation invocation) {
        if (invocation.arguments().given("dir")) return invocation.path("dir");
        Path home = invocation.shell().home();
        if (Files.isDirectory(home)) return home.resolve(".local");
        throw CliError.usage("your home folder " + home + " does not exist; name another folder with --dir");
    }

    // ── in ──

    private static void install(Invocation invocation, Installation installation, boolean dry) throws IOException {
        installation.install(OwnProgram.find());
        Map<String, String> environment = invocation.shell().environment();
        SearchPath path = SearchPath.of(environment.get("PATH"));
        Path bin = installation.launcher().getParent();
        boolean onPath = path.has(bin);
        if (invocation.arguments().isOn("json")) {
            invocation.print(json(installation, dry).put("installed", !dry).put("onPath", onPath));
            return;
        }
        lists(invocation, installation, dry);
        if (installation.made().isEmpty()) invocation.print("everything is up to date in " + installation.share());
        if (!dry) invocation.print("llm-router " + Version.CURRENT + " starts with: "
            + (onPath ? "llm-router" : installation.launcher()));
        hints(invocation, path, installation.launcher(), environment.get("SHELL"));
    }

    private static void lists(Invocation invocation, Installation installation, boolean dry) {
        for (Path made : installation.made()) invocation.print((dry ? "would write " : "wrote ") + made);
        for (Path removed : installation.removed()) {
            invocation.print((dry ? "would remove " : "removed ") + removed);
        }
    }

    private static void hints(Invocation invocation, SearchPath path, Path launcher, String shell) {
        Path bin = launcher.getParent();
        Path other = path.before(launcher);
        if (!path.has(bin)) {
            invocation.say("note: " + bin + " is not on your PATH; add it, then open a new terminal:\n  "
                + SearchPath.addition(bin, shell));
        } else if (other != null) {
            invocation.say("note: your shell finds " + other + " before this one; put " + bin
                + " earlier on your PATH, or remove the other one");
        }
    }

    private static Json.Obj json(Installation installation, boolean dry) {
        return Json.object().put("version", Version.CURRENT).put("launcher", installation.launcher().toString())
            .put("folder", installation.share().toString()).put("written", texts(installation.made()))
            .put("removed", texts(installation.removed())).put("dryRun", dry);
    }

    private static Json.Arr texts(List<Path> paths) {
        return Json.strings(paths.stream().map(Path::toString).toList());
    }

    // ── out ──

    private static void uninstall(Invocation invocation, Installation installation, boolean dry) throws IOException {
        boolean found = installation.uninstall();
        List<Path> kept = ownFiles(invocation.shell().home());
        if (invocation.arguments().isOn("json")) {
            invocation.print(json(installation, dry).put("installed", found && dry).put("kept", texts(kept)));
            return;
        }
        if (!found) invocation.print("nothing is installed in " + installation.share());
        lists(invocation, installation, dry);
        if (!kept.isEmpty()) invocation.print("your configuration, state and logs stay where they are:");
        for (Path file : kept) invocation.print("  " + file);
        if (found && !dry) running(invocation, installation.share());
    }

    /// The files that gateways and `config` keep in the home folder.
    private static List<Path> ownFiles(Path home) throws IOException {
        if (!Files.isDirectory(home)) return List.of();
        try (var files = Files.list(home)) {
            return files.filter(file -> file.getFileName().toString().startsWith(".llm-router.")).sorted().toList();
        }
    }

    /// Says which gateways still run from what was removed.
    private static void running(Invocation invocation, Path share) {
        for (Instance gateway : Instances.in(invocation.shell().home(), invocation::say).running()) {
            boolean own = gateway.jar() != null && Path.of(gateway.jar()).startsWith(share);
            if (!own) continue;
            invocation.say("note: a gateway still runs on " + gateway.url() + "; end it with: kill " + gateway.pid());
        }
    }
}
