package llmrouter.cli.run;

import java.io.IOException;
import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.config.Config;
import llmrouter.config.Provider;
import llmrouter.config.Settings;
import llmrouter.config.YesNo;
import llmrouter.files.ConfigText;
import llmrouter.files.ConfigWatch;
import llmrouter.host.ConfigReloader;
import llmrouter.host.LocalGateway;
import llmrouter.host.OperatedGateway;
import llmrouter.host.Setup;
import llmrouter.server.ListenAddress;
import llmrouter.server.ListenAddress.KeyRule;
import llmrouter.service.Instance;

/// `start`: checks everything that a person could have got wrong, then runs the gateway until told to stop.
public final class StartCommand {
    private StartCommand() {}

    public static Command command() {
        return Command.of("start", "Run the gateway", StartCommand::run)
            .flags(Flag.CONFIG,
                Flag.text("host", "ADDRESS", "Where to listen. An address that others can reach needs a master key.")
                    .orElse("$LLM_ROUTER_HOST, else 127.0.0.1"),
                Flag.integer("port", "PORT", 0, 65535, "Where to listen; 0 takes any free port.").orElse("$LLM_ROUTER_PORT, else 8787"),
                Flag.bool("require-auth", "Whether clients must show a key; may be switched off on a loopback address only.")
                    .orElse("true if the configuration has a master key"),
                Flag.bool("allow-open", "Listen without any key on an address that others can reach."),
                Flag.bool("watch-config", "Take changes of the configuration file while running.").orElse("true"),
                Flag.bool("watch-binary", "Hand over to the program's new jar when the one it runs from is replaced.").orElse("true"),
                Flag.bool("takeover", "Replace your own gateway where one has the address; its requests finish. Other programs are left alone.").orElse("true"),
                Flag.integer("drain-timeout", "SECONDS", 0, 3600, "How long open requests may take to finish after 'stop', Ctrl-C or SIGTERM; a second one cuts them.")
                    .orElse("30"),
                Flag.TLS_KEYSTORE, Flag.TLS_PASSWORD, Flag.JSON)
            .examples(new Example("start", "With ~/.llm-router.json on http://127.0.0.1:8787"),
                new Example("start --config=team.json --host=0.0.0.0", "For a team; team.json must have a master key"));
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        Settings settings = Setup.settings(invocation);
        ConfigText text = Setup.text(invocation, settings);
        Config written = Setup.config(invocation, text);
        if (written.providers().stream().noneMatch(Provider::enabled)) {
            throw CliError.usage(text.path() + " has no enabled provider; add one with 'llm-router config --operation=upsert-provider'");
        }
        Config config = Setup.keys(invocation, Setup.withMasterKey(written, settings.masterKey()));
        boolean hasKey = config.masterKey() != null || !config.masterKeys().isEmpty();
        ListenAddress listen = listen(invocation, settings, hasKey);
        Setup.checkRequestLog(invocation, settings);
        if (settings.access().allOrigins()) invocation.say("warning: pages of every web site that a browser shows may use this gateway, because of LLM_ROUTER_CORS_ALLOW_ALL");
        var live = new ConfigReloader(invocation, settings, text, config);
        var gateway = new OperatedGateway(invocation, listen, terms(invocation, listen), text.path().toString(), live);
        var welcome = new StartBanner(gateway.begin(settings, config), text.path().toString(), config, listen.keys() == KeyRule.ALWAYS);
        if (invocation.arguments().isOn("json")) invocation.print(welcome.json().toString());
        else welcome.lines().forEach(invocation::print);
        try (var _ = watch(invocation, settings, text, live)) {
            return gateway.serve();
        }
    }

    private static Instance.Terms terms(Invocation invocation, ListenAddress listen) {
        Arguments arguments = invocation.arguments();
        boolean managed = YesNo.bool(invocation.shell().environment().getOrDefault("LLM_ROUTER_MANAGED_BY_STARTUP", "")) == Boolean.TRUE;
        return new Instance.Terms(arguments.isOn("watch-config", true), arguments.isOn("watch-binary", true), listen.keys() == KeyRule.ALWAYS,
            arguments.integer("drain-timeout", 30), managed);
    }

    /// @return null if there is no file to watch, or nobody wants it watched
    private static ConfigWatch watch(Invocation invocation, Settings settings, ConfigText text, ConfigReloader live) {
        boolean file = settings.configJson() == null || invocation.arguments().given("config");
        if (!file || !invocation.arguments().isOn("watch-config", true)) return null;
        return ConfigWatch.from(text, settings.watch().reloadDebounceMs(), live::noticed, why -> live.keep(List.of(why)));
    }

    /// Where to listen and whether a key is wanted; refuses what would let strangers in unasked.
    static ListenAddress listen(Invocation invocation, Settings settings, boolean hasKey) {
        Arguments arguments = invocation.arguments();
        String host = arguments.text("host", settings.listen().host());
        int port = (int) arguments.integer("port", settings.listen().port());
        boolean auth = arguments.isOn("require-auth", hasKey);
        if (auth && !hasKey) {
            throw CliError.usage("--require-auth needs a master key; set one with 'llm-router config --operation=set-master-key'");
        }
        if (!auth && !LocalGateway.isLoopback(host)) {
            if (!arguments.isOn("allow-open")) throw CliError.usage(openRefusal(host, hasKey));
            invocation.say("warning: everybody who can reach " + host + " may use your providers' keys, because of --allow-open");
        }
        KeyRule withoutKey = arguments.given("require-auth") ? KeyRule.NEVER : KeyRule.IF_CONFIGURED;
        return new ListenAddress(host, port, auth ? KeyRule.ALWAYS : withoutKey, Setup.listenerKey(invocation, settings));
    }

    private static String openRefusal(String host, boolean hasKey) {
        String fix = hasKey ? "leave out --require-auth=false" : "set a master key with 'llm-router config --operation=set-master-key'";
        return "others can reach " + host + ", and no key would be wanted; " + fix + ", or say --allow-open if that is meant";
    }
}
