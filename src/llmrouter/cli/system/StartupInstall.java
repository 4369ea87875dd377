package llmrouter.cli.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Confirmation;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.config.Settings;
import llmrouter.host.GatewayInputs;
import llmrouter.host.HostContext;
import llmrouter.host.HostError;
import llmrouter.host.ListenChoice;
import llmrouter.host.LoadedConfig;
import llmrouter.install.OwnProgram;
import llmrouter.install.SearchPath;
import llmrouter.json.Json;
import llmrouter.service.Instance;
import llmrouter.startup.StartupError;
import llmrouter.startup.StartupJob;
import llmrouter.startup.StartupService;

/// `startup install`: makes the gateway a service of the user, and waits until it listens. What the service would
/// refuse when it starts is refused here, with the variables that the service would have.
final class StartupInstall {
    private static final List<String> SWITCHES = List.of("require-auth", "allow-open", "drain-timeout");

    private final Invocation in;
    private final StartupService service;
    private final StartupJob job;
    private final ServiceVariables variables;
    private final List<String> notes;

    private StartupInstall(Invocation in, StartupService service, StartupJob job, ServiceVariables variables,
            List<String> notes) {
        this.in = in;
        this.service = service;
        this.job = job;
        this.variables = variables;
        this.notes = notes;
    }

    static int run(Invocation in) throws IOException, InterruptedException {
        try {
            return of(in).run();
        } catch (StartupError error) {
            throw CliError.failed(error.getMessage());
        }
    }

    private static StartupInstall of(Invocation in) throws IOException {
        var service = StartupService.of(in.shell().home(), in.shell().environment());
        List<String> program = OwnProgram.words(SearchPath.of(in.shell().environment().get("PATH")));
        if (program.isEmpty()) {
            throw CliError.failed("this program runs out of its source, and a service needs a program that stays; run "
                + "'./build.sh install' in its source tree, then 'llm-router startup install'");
        }
        var variables = ServiceVariables.of(in, service);
        var words = new ArrayList<>(program);
        words.addAll(startWords(in, variables));
        var set = new LinkedHashMap<String, String>();
        if (service.manager().restartsAfterEnd()) set.put("LLM_ROUTER_MANAGED_BY_STARTUP", "true");
        set.putAll(variables.copied());
        var job = new StartupJob(words, set, variables.secret(), service.manager().variablesFile(), in.shell().home(),
            in.arguments().integer("drain-timeout", 30));
        return new StartupInstall(in, service, job, variables, variables.notes());
    }

    /// All that decides what the service does stands in its command line, because it does not have this shell's
    /// variables.
    private static List<String> startWords(Invocation in, ServiceVariables variables) throws IOException {
        Arguments arguments = in.arguments();
        Path config = in.configFile().toAbsolutePath().normalize();
        HostContext here = in.hostContext();
        GatewayInputs ours = GatewayInputs.of(here, config.toString());
        Settings.Listen listen = ours.settings().listen();
        String host = arguments.text("host", listen.host());
        long port = arguments.integer("port", listen.port());
        if (port == 0) throw CliError.usage("a service needs a port that stays; choose one with --port=N");
        check(in, variables, config, host, (int) port);
        var words = new ArrayList<>(List.of("start", "--config=" + config, "--host=" + host, "--port=" + port,
            "--watch-config=" + arguments.isOn("watch-config", true),
            "--watch-binary=" + arguments.isOn("watch-binary", true)));
        for (String name : SWITCHES) {
            if (arguments.given(name)) words.add("--" + name + "=" + arguments.text(name));
        }
        for (String name : List.of("tls-keystore", "tls-password-file")) {
            if (arguments.given(name)) words.add("--" + name + "=" + in.path(name).toAbsolutePath().normalize());
        }
        return words;
    }

    /// @throws CliError a gateway with the variables of the service would not start
    private static void check(Invocation in, ServiceVariables variables, Path config, String host, int port)
            throws IOException {
        var service = new HostContext(variables.all(), in.shell().home(), false, in.shell().stop(), in::say);
        try {
            GatewayInputs inputs = GatewayInputs.of(service, config.toString());
            LoadedConfig loaded = inputs.load();
            Arguments arguments = in.arguments();
            Boolean keys = arguments.given("require-auth") ? Boolean.valueOf(arguments.isOn("require-auth")) : null;
            new ListenChoice(host, port, keys, arguments.isOn("allow-open")).address(service,
                loaded.config().hasClientKey(), inputs.listenerKey(arguments.text("tls-keystore"),
                    arguments.text("tls-password-file")));
        } catch (HostError refusal) {
            throw CliError.usage("the service would not start: " + refusal.getMessage() + variables.hint());
        }
    }

    private int run() throws IOException, InterruptedException {
        String preview = service.preview(job);
        if (in.arguments().isOn("dry-run")) return dry(preview);
        Confirmation.ask(in, "Start llm-router whenever you log in, as " + service.manager().service() + " of "
            + service.manager().name() + "?", true);
        boolean before = service.install(job);
        var arrival = ServiceArrival.await(in, service);
        if (in.arguments().isOn("json")) {
            in.print(json(before, arrival));
        } else {
            in.print((before ? "updated " : "installed ") + service.manager().service() + " of "
                + service.manager().name());
            in.print("  file     " + service.manager().file());
            in.print("  command  " + String.join(" ", job.words()));
            if (!variables.copied().isEmpty()) {
                in.print("  has      " + String.join(", ", variables.copied().keySet()) + " of this shell");
            }
            if (arrival.gateway() instanceof Instance gateway) in.print("  listens  " + gateway.url());
            notes.forEach(note -> in.say("note: " + note));
            lingering();
        }
        if (arrival.problem() == null) return ExitCode.DONE;
        in.say("the service is installed, but " + arrival.problem() + "; its messages: " + service.manager().logHint()
            + "; 'llm-router startup uninstall' removes it");
        return ExitCode.FAILED;
    }

    private void lingering() {
        String note = Lingering.note(service.manager().name());
        if (note != null) in.say("note: " + note);
    }

    private int dry(String preview) {
        if (in.arguments().isOn("json")) {
            in.print(Json.object().put("dryRun", true).put("file", service.manager().file().toString())
                .put("text", preview).put("commands", Json.strings(service.commands()))
                .put("notes", Json.strings(notes)));
            return ExitCode.DONE;
        }
        in.say("would write " + service.manager().file() + ":");
        in.print(preview);
        for (String line : service.commands()) in.say("would run " + line);
        notes.forEach(note -> in.say("note: " + note));
        lingering();
        return ExitCode.DONE;
    }

    private Json.Obj json(boolean before, ServiceArrival arrival) {
        Json.Obj json = Json.object().put("installed", true).put("updated", before)
            .put("manager", service.manager().name()).put("service", service.manager().service())
            .put("file", service.manager().file().toString()).put("command", Json.strings(job.words()))
            .put("variables", Json.strings(variables.copied().keySet())).put("running", arrival.gateway() != null)
            .put("notes", Json.strings(notes));
        if (arrival.gateway() instanceof Instance gateway) json.put("url", gateway.url()).put("pid", gateway.pid());
        if (arrival.problem() != null) json.put("problem", arrival.problem());
        return json;
    }
}
