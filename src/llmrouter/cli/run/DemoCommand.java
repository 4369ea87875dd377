package llmrouter.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.config.Format;
import llmrouter.config.read.SettingsTable;
import llmrouter.demo.DemoConfig;
import llmrouter.demo.DemoProvider;
import llmrouter.files.ConfigStore;
import llmrouter.host.GatewayInputs;
import llmrouter.host.HostContext;
import llmrouter.host.OperatedGateway;
import llmrouter.host.StartOptions;
import llmrouter.install.OwnProgram;
import llmrouter.server.ListenAddress;
import llmrouter.server.ListenAddress.KeyRule;

/// `demo`: a gateway in front of two simulated providers. It reads none of the user's files. It writes into a temporary
/// folder, and lists itself with the user's running gateways, so that `status`, `why`, `route` and `stop` find it.
public final class DemoCommand {
    private static final int DRAIN_SECONDS = 2;
    /// Variables of the user that change only how the demo reports.
    private static final List<String> PASSED_ON = List.of("LLM_ROUTER_LOG", "JOURNAL_STREAM");

    private DemoCommand() {}

    public static Command command() {
        return Command.of("demo", "Try the gateway with two simulated providers: no key, no network", DemoCommand::run)
            .flags(Flag.integer("port", "PORT", 0, 65535, "Where to listen; 0 takes any free port.").orElse("8787"),
                Flag.bool("faults", "Offer models too that fail, each as its name says, e.g. cut-5 or status-429."),
                Flag.bool("show-config", "Print the demo's configuration with addresses to replace, and end; "
                    + "it is a good example to start from."),
                Flag.JSON)
            .examples(new Example("demo", "Then paste the commands it prints into another terminal"),
                new Example("demo --port=0", "If port 8787 is in use"),
                new Example("demo --show-config", "A configuration to copy and to change"));
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        if (invocation.arguments().isOn("show-config")) {
            invocation.print(DemoConfig.example());
            return ExitCode.DONE;
        }
        boolean faults = invocation.arguments().isOn("faults");
        Format other = Format.DEFAULT.counterpart();
        try (var north = DemoProvider.start(Format.DEFAULT); var south = DemoProvider.start(other);
                var folder = DemoFolder.with(DemoConfig.text(north.baseUrl(), south.baseUrl(), faults))) {
            return serve(invocation, folder);
        }
    }

    private static int serve(Invocation invocation, DemoFolder folder) throws IOException, InterruptedException {
        HostContext host = host(invocation, folder);
        GatewayInputs inputs = GatewayInputs.of(host, folder.config().toString());
        var listen = new ListenAddress("127.0.0.1", (int) invocation.arguments().integer("port", 8787), KeyRule.NEVER);
        var options = new StartOptions(true, false, false, DRAIN_SECONDS, false, _ -> List.of());
        OperatedGateway gateway = OperatedGateway.start(host, inputs, inputs.load(), listen, options);
        var banner = new DemoBanner(gateway.url(), OwnProgram.command(), folder, hasConfig(invocation));
        if (invocation.arguments().isOn("json")) invocation.print(banner.json().toString());
        else banner.lines().forEach(invocation::print);
        return gateway.serve();
    }

    private static boolean hasConfig(Invocation invocation) {
        var environment = invocation.shell().environment();
        String variable = SettingsTable.CONFIG_FILE.in(environment::get);
        return SettingsTable.CONFIG_JSON.in(environment::get) != null
            || Files.exists(ConfigStore.locate(null, variable, invocation.shell().home()));
    }

    /// The user's surroundings, but an environment of the demo's own: state in memory, its own log, made-up keys.
    private static HostContext host(Invocation invocation, DemoFolder folder) {
        HostContext user = invocation.hostContext();
        Map<String, String> environment = new HashMap<>(DemoConfig.keys());
        environment.put("LLM_ROUTER_STATE_BACKEND", "memory");
        environment.put("LLM_ROUTER_REQUEST_LOG", folder.requestLog().toString());
        for (String name : PASSED_ON) {
            if (user.environment().get(name) instanceof String value) environment.put(name, value);
        }
        return new HostContext(environment, user.home(), user.terminal(), user.stop(), user.messages()).timed();
    }
}
