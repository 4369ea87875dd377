package llmrouter.cli.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.config.Settings;
import llmrouter.config.YesNo;
import llmrouter.config.read.SettingsTable;
import llmrouter.files.RollingLog;
import llmrouter.host.EarlyParts;
import llmrouter.host.GatewayInputs;
import llmrouter.host.HostContext;
import llmrouter.host.ListenChoice;
import llmrouter.host.LoadedConfig;
import llmrouter.host.OperatedGateway;
import llmrouter.host.StartOptions;
import llmrouter.json.Json;
import llmrouter.server.ListenAddress;
import llmrouter.server.ListenAddress.KeyRule;

/// `start`: checks all settings, the configuration and the flags, then runs the gateway until it is asked to stop.
public final class StartCommand {
    private StartCommand() {}

    public static Command command() {
        return Command.of("start", "Run the gateway", StartCommand::run)
            .flags(Flag.CONFIG,
                Flag.text("host", "ADDRESS",
                    "Where to listen. An address that others can reach needs a key for clients.")
                    .orElse("$LLM_ROUTER_HOST, else 127.0.0.1"),
                Flag.integer("port", "PORT", 0, 65535, "Where to listen; 0 takes any free port.")
                    .orElse("$LLM_ROUTER_PORT, else 8787"),
                Flag.bool("require-auth",
                    "Whether clients must show a key; may be switched off on a loopback address only.")
                    .orElse("true if the configuration has a key for clients"),
                Flag.bool("allow-open", "Listen without any key on an address that others can reach."),
                Flag.bool("watch-config", "Apply changes of the configuration file while running.").orElse("true"),
                Flag.bool("watch-binary", "Hand over to the program's new jar when the one it runs from is replaced.")
                    .orElse("true"),
                Flag.bool("takeover",
                    "Replace your own gateway if it has the address; its requests finish. "
                        + "Other programs are left alone.")
                    .orElse("true"),
                Flag.integer("drain-timeout", "SECONDS", 0, 3600,
                    "How long open requests may take to finish after 'stop', Ctrl-C or SIGTERM; "
                        + "a second signal cuts them.")
                    .orElse("30"),
                Flag.TLS_KEYSTORE, Flag.TLS_PASSWORD, Flag.JSON)
            .examples(new Example("start", "With ~/.llm-router.json on http://127.0.0.1:8787"),
                new Example("start --config=team.json --host=0.0.0.0",
                    "For a team; team.json must have a key for clients"));
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        EarlyParts.begin();
        Arguments arguments = invocation.arguments();
        HostContext host = invocation.hostContext().timed();
        GatewayInputs inputs = GatewayInputs.of(host, arguments.text("config"));
        LoadedConfig first = inputs.load();
        ListenAddress listen = listenAddress(arguments, host, inputs, first);
        inputs.checkRequestLog();
        if (inputs.settings().access().allOrigins()) {
            host.messages().accept("warning: any web page can call this gateway, because of LLM_ROUTER_CORS_ALLOW_ALL");
        }
        var gateway = OperatedGateway.start(host, inputs, first, listen, options(invocation));
        warnOfLimits(invocation, gateway);
        String reach = ReachableUrl.of(listen, gateway.url());
        var banner = new StartBanner(gateway.url(), reach, first.text().path().toString(), first.config(),
            listen.keys() == KeyRule.ALWAYS);
        RollingLog log = inputs.requestLog();
        if (arguments.isOn("json")) {
            String path = log == null ? null : log.path().toString();
            String trouble = LogNote.trouble(log);
            Json.Obj json = banner.json().put("requestLog", path)
                .put("memory", gateway.heapLimits().json()).put("connections", gateway.connectionLimits().json());
            if (trouble != null) json.put("requestLogProblem", trouble);
            invocation.print(json.toString());
        } else {
            banner.lines().forEach(invocation::print);
            invocation.print(gateway.heapLimits().line());
            invocation.print(gateway.connectionLimits().line());
            invocation.print(LogNote.of(log, inputs.settings().log().level()));
        }
        return gateway.serve();
    }

    /// The usual limits are lowered without a warning; those that the user has set are not.
    private static void warnOfLimits(Invocation invocation, OperatedGateway gateway) {
        var environment = invocation.shell().environment();
        String body = SettingsTable.MAX_REQUEST_BODY_BYTES.in(environment::get);
        if (body != null) warn(invocation, gateway.heapLimits().warning(body));
        if (SettingsTable.MAX_CONNECTIONS.in(environment::get) != null) {
            warn(invocation, gateway.connectionLimits().warning());
        }
    }

    /// @param warning or null
    private static void warn(Invocation invocation, String warning) {
        if (warning != null) invocation.hostContext().messages().accept("warning: " + warning);
    }

    private static ListenAddress listenAddress(Arguments arguments, HostContext host, GatewayInputs inputs,
            LoadedConfig first) {
        Settings settings = inputs.settings();
        Boolean requireKey = arguments.given("require-auth") ? Boolean.valueOf(arguments.isOn("require-auth")) : null;
        int port = (int) arguments.integer("port", settings.listen().port());
        var choice = new ListenChoice(arguments.text("host", settings.listen().host()), port, requireKey,
            arguments.isOn("allow-open"));
        return choice.address(host, first.config().hasClientKey(),
            inputs.listenerKey(arguments.text("tls-keystore"), arguments.text("tls-password-file")));
    }

    private static StartOptions options(Invocation invocation) {
        Arguments arguments = invocation.arguments();
        String managed = SettingsTable.MANAGED_BY_STARTUP.in(invocation.shell().environment()::get);
        return new StartOptions(arguments.isOn("watch-config", true), arguments.isOn("watch-binary", true),
            arguments.isOn("takeover", true), arguments.integer("drain-timeout", 30),
            managed != null && YesNo.bool(managed) == Boolean.TRUE, port -> restartWords(invocation, port));
    }

    /// The words of this command line, with the port that the gateway really has and with a takeover.
    private static List<String> restartWords(Invocation invocation, int port) {
        var words = new ArrayList<>(List.of(invocation.command().name()));
        words.addAll(invocation.arguments().words("port", Integer.toString(port), "takeover", "true"));
        return words;
    }
}
