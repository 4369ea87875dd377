package llmrouter.cli.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import llmrouter.cli.Command;
import llmrouter.cli.Example;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Format;
import llmrouter.config.Settings;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.read.SettingsReader;
import llmrouter.demo.DemoConfig;
import llmrouter.demo.DemoProvider;
import llmrouter.host.LocalGateway;
import llmrouter.json.Json;
import llmrouter.server.ListenAddress;
import llmrouter.server.ListenAddress.KeyRule;
import llmrouter.server.ServerContext;

/// `demo`: the gateway before two make-believe providers. Nothing is read from or written to the user's files.
public final class DemoCommand {
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private DemoCommand() {}

    public static Command command() {
        return Command.of("demo", "Try the gateway with two make-believe providers: no key, no network", DemoCommand::run)
            .flags(Flag.integer("port", "PORT", 0, 65535, "Where to listen; 0 takes any free port.").orElse("8787"),
                Flag.bool("show-config", "Print the demo's configuration and end; it is a good example to start from."),
                Flag.JSON)
            .examples(new Example("demo", "Then paste one of the three commands it prints into another terminal"),
                new Example("demo --port=0", "When 8787 is taken"));
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        try (var north = DemoProvider.start(Format.OPENAI); var south = DemoProvider.start(Format.CLAUDE)) {
            String text = DemoConfig.text(north.baseUrl(), south.baseUrl());
            if (invocation.arguments().isOn("show-config")) {
                invocation.print(text);
                return 0;
            }
            var listen = new ListenAddress("127.0.0.1", (int) invocation.arguments().integer("port", 8787), KeyRule.NEVER);
            var gateway = LocalGateway.start(invocation, listen, settings(), new ServerContext(invocation.shell().home(), "the demo's own", null), config(text));
            if (invocation.arguments().isOn("json")) invocation.print(json(gateway.url()).toString());
            else introduce(invocation, gateway.url());
            gateway.serve(invocation, DRAIN);
        }
        return 0;
    }

    private static Config config(String text) {
        return switch (ConfigReader.read(text, "demo")) {
            case ConfigOutcome.ValidConfig valid -> valid.config();
            case ConfigOutcome.InvalidConfig invalid -> throw new IllegalStateException(invalid.problems().getFirst().describe());
        };
    }

    /// The defaults, with state in memory and without a request log: the demo leaves nothing behind.
    private static Settings settings() {
        var environment = Map.of("LLM_ROUTER_STATE_BACKEND", "memory", "LLM_ROUTER_REQUEST_LOG", "off");
        return switch (SettingsReader.read(environment::get)) {
            case Settings.SettingsOutcome.ValidSettings valid -> valid.settings();
            case Settings.SettingsOutcome.InvalidSettings invalid -> throw new IllegalStateException(invalid.problems().toString());
        };
    }

    private static Json.Obj json(String url) {
        return Json.object().put("url", url).put("commands", Json.array(Json.of(chat(url)), Json.of(stream(url)), Json.of(failover(url))));
    }

    private static String chat(String url) {
        return curl("-s -w '\\n'", url + "/v1/chat/completions", "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
    }

    private static String stream(String url) {
        return curl("-N", url + "/v1/messages", "{\"model\":\"slow\",\"max_tokens\":100,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
    }

    private static String failover(String url) {
        return curl("-si -w '\\n'", url + "/v1/chat/completions", "{\"model\":\"failover\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
    }

    private static void introduce(Invocation invocation, String url) {
        for (String line : List.of(
            "llm-router demo on " + url + " (Ctrl-C ends it)",
            "  north  a make-believe provider that speaks Chat Completions",
            "  south  a make-believe provider that speaks Messages",
            "",
            "Paste into another terminal:",
            "",
            "1. A chat:",
            "  " + chat(url),
            "",
            "2. A stream in the Messages format, out of a provider that speaks the other one:",
            "  " + stream(url),
            "",
            "3. A failover: north answers 503, so south takes over. The header x-llm-router-candidate tells who",
            "   answered, and every attempt is logged in this terminal:",
            "  " + failover(url),
            "")) invocation.print(line);
    }

    private static String curl(String options, String url, String body) {
        return "curl " + options + " " + url + " -H 'content-type: application/json' -d '" + body + "'";
    }
}
