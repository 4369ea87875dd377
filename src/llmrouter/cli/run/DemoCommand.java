package llmrouter.cli.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.clients.CurlCommand;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Format;
import llmrouter.config.Settings;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.read.SettingsReader;
import llmrouter.demo.DemoConfig;
import llmrouter.demo.DemoProvider;
import llmrouter.host.GatewayRun;
import llmrouter.json.Json;
import llmrouter.server.ListenAddress;
import llmrouter.server.ListenAddress.KeyRule;
import llmrouter.server.ServerContext;

/// `demo`: a gateway in front of two simulated providers. It reads none of the user's files and writes none.
public final class DemoCommand {
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private DemoCommand() {}

    public static Command command() {
        return Command.of("demo", "Try the gateway with two simulated providers: no key, no network", DemoCommand::run)
            .flags(Flag.integer("port", "PORT", 0, 65535, "Where to listen; 0 takes any free port.").orElse("8787"),
                Flag.bool("show-config", "Print the demo's configuration and end; it is a good example to start from."),
                Flag.JSON)
            .examples(new Example("demo", "Then paste one of the three commands it prints into another terminal"),
                new Example("demo --port=0", "If port 8787 is in use"));
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        Format other = Format.DEFAULT.counterpart();
        try (var north = DemoProvider.start(Format.DEFAULT); var south = DemoProvider.start(other)) {
            String text = DemoConfig.text(north.baseUrl(), south.baseUrl());
            if (invocation.arguments().isOn("show-config")) invocation.print(text);
            else serve(invocation, config(text));
        }
        return 0;
    }

    private static void serve(Invocation invocation, Config config) throws IOException, InterruptedException {
        var listen = new ListenAddress("127.0.0.1", (int) invocation.arguments().integer("port", 8787), KeyRule.NEVER);
        var server = new ServerContext(invocation.shell().home(), "the demo's own", null);
        GatewayRun gateway = GatewayRun.start(invocation.hostContext().timed(), listen, settings(), server, config);
        if (invocation.arguments().isOn("json")) invocation.print(json(gateway.url()).toString());
        else lines(gateway.url()).forEach(invocation::print);
        gateway.serve(DRAIN);
    }

    private static Config config(String text) {
        return switch (ConfigReader.read(text, "demo")) {
            case ConfigOutcome.ValidConfig valid -> valid.config();
            case ConfigOutcome.InvalidConfig invalid ->
                throw new IllegalStateException(invalid.problems().getFirst().describe());
        };
    }

    /// The defaults, with state in memory and without a request log: the demo writes no file.
    private static Settings settings() {
        var environment = Map.of("LLM_ROUTER_STATE_BACKEND", "memory", "LLM_ROUTER_REQUEST_LOG", "off");
        return switch (SettingsReader.read(environment::get)) {
            case Settings.SettingsOutcome.ValidSettings valid -> valid.settings();
            case Settings.SettingsOutcome.InvalidSettings invalid ->
                throw new IllegalStateException(invalid.problems().toString());
        };
    }

    private static Json.Obj json(String url) {
        List<String> commands = List.of(chat(url), stream(url), failover(url));
        return Json.object().put("url", url).put("commands", Json.strings(commands));
    }

    private static String chat(String url) {
        return CurlCommand.post("-s -w '\\n' ", url + "/v1/chat/completions", null, CurlCommand.hello("demo"));
    }

    private static String stream(String url) {
        return CurlCommand.post("-N ", url + "/v1/messages", null,
            CurlCommand.hello("slow").put("max_tokens", 100).put("stream", true));
    }

    private static String failover(String url) {
        return CurlCommand.post("-si -w '\\n' ", url + "/v1/chat/completions", null, CurlCommand.hello("failover"));
    }

    private static List<String> lines(String url) {
        return List.of(
            "llm-router demo on " + url + " (Ctrl-C ends it)",
            "  north  a simulated provider that speaks " + Format.DEFAULT.title(),
            "  south  a simulated provider that speaks " + Format.DEFAULT.counterpart().title(),
            "",
            "Paste into another terminal:",
            "",
            "1. A chat:",
            "  " + chat(url),
            "",
            "2. A stream in the Messages format, from a provider that speaks Chat Completions:",
            "  " + stream(url),
            "",
            "3. A failover: north answers 503, so south is called. The header x-llm-router-candidate names the",
            "   candidate that answered, and every attempt is logged in this terminal:",
            "  " + failover(url),
            "");
    }
}
