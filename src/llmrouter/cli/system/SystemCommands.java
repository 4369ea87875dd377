package llmrouter.cli.system;

import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.Flag;
import llmrouter.cli.Operation;
import llmrouter.config.Format;

/// The rows of the command table for this group.
public final class SystemCommands {
    private static final String[] INSTALL_FLAGS = {"host", "port", "require-auth", "allow-open", "watch-config",
        "watch-binary", "drain-timeout", "tls-keystore", "tls-password-file", "proxy-env", "env", "dry-run"};

    private SystemCommands() {}

    public static Command startup() {
        return Command.of("startup", "Start the gateway whenever you log in, as a service of your system",
                StartupStatus::run)
            .flags(startupFlags()).with(Flag.CONFIG, Flag.YES, Flag.JSON,
                Flag.bool("dry-run", "Show what would be written and called, and change nothing."))
            .operations(
                install("install").examples(
                    new Example("startup install --dry-run", "Shows the service's file and the calls"),
                    new Example("startup install --port=9000 --proxy-env", "With the proxies of this shell")),
                Operation.of("uninstall", StartupUninstall::run, "End the service and remove it", "dry-run"),
                Operation.of("status", StartupStatus::run, "Show whether the service is installed and runs"))
            .examples(new Example("startup", "Is it installed, and does it run?"));
    }

    public static Command update() {
        return Command.of("update", "Replace this program by another version that you have as a file",
                UpdateCommand::run).aliases("upgrade")
            .flags(Flag.path("from", "FILE", "The new llm-router.jar, a zip file with it, or a folder with it."),
                Flag.text("sha256", "SUM", "The SHA-256 of that file.")
                    .orElse("read from a file FILE.sha256 or SHA256SUMS beside it"),
                Flag.bool("unverified", "Take the file although no checksum is known."),
                Flag.bool("force", "Install an older version too."),
                Flag.bool("undo", "Put the version before the last update back."),
                Flag.bool("check", "Say what would happen, and change nothing."), Flag.JSON)
            .examples(new Example("update --from=llm-router.jar --check", "Is it newer, and is its checksum right?"),
                new Example("update --from=llm-router.jar",
                    "Running gateways hand over to it; exit code 1 if one does not"),
                new Example("update --undo", "Back to the version before"));
    }

    public static Command doctor() {
        return Command.of("doctor", "Check configuration, files, port, clock, providers and keys, and say what to do",
                DoctorCommand::run)
            .flags(Flag.CONFIG,
                Flag.bool("live", "Also ask each configured model what it can do: tools, streaming, images, JSON "
                    + "Schema, usage. The providers bill these short answers."),
                Flag.bool("store", "With --live: write what was found into the configuration."),
                Flag.integer("probe-rpm", "N", 1, 6000, "With --live: requests in a minute to one provider.")
                    .orElse("30"),
                Flag.bool("offline", "Contact no provider."),
                Flag.bool("verbose", "List also what is ok."), Flag.YES, Flag.JSON)
            .examples(new Example("doctor", "Costs nothing; exit code 1 if there is a problem"),
                new Example("doctor --live --store --yes", "What can my models do?"));
    }

    public static Command smoke() {
        return Command.of("smoke", "Send one small request for each model and format, through a gateway of its own",
                SmokeCommand::run)
            .flags(Flag.CONFIG,
                Flag.text("providers", "LIST", "Only these providers.").orElse("all"),
                Flag.text("models", "LIST", "Only these models, as id or PROVIDER/MODEL.")
                    .orElse("all that are configured, and the default model"),
                Flag.text("formats", "LIST", "Only these formats of the client: " + Format.anyOf("", "") + ".")
                    .orElse("all"),
                Flag.integer("timeout-ms", "MS", 500, 600_000, "Time for one answer.").orElse("90000"),
                Flag.integer("max-tokens", "N", 1, 100_000, "Tokens of one answer.").orElse("64"),
                Flag.text("request-text", "TEXT", "What to ask.").orElse("for two letters"), Flag.YES, Flag.JSON)
            .examples(new Example("smoke",
                    "PASS or FAIL for each; on top of what caps count; exit code 0 only if all passed"),
                new Example("smoke --providers=openai --formats=claude", "Does translation work for this provider?"));
    }

    private static Operation install(String name) {
        return Operation.of(name, StartupInstall::run,
            "Install the service and start it; one that is installed is brought up to date", INSTALL_FLAGS);
    }

    /// The flags of [#startupOperations] that `config` does not have by itself.
    public static Flag[] startupFlags() {
        return new Flag[] {
            Flag.text("host", "ADDRESS", "Where the service listens.").orElse("$LLM_ROUTER_HOST, else 127.0.0.1"),
            Flag.integer("port", "PORT", 1, 65535, "Where the service listens.").orElse("$LLM_ROUTER_PORT, else 8787"),
            Flag.bool("require-auth", "Whether clients must show a key.")
                .orElse("true if the configuration has a key for clients"),
            Flag.bool("allow-open", "Listen without any key on an address that others can reach."),
            Flag.bool("watch-config", "Apply changes of the configuration file while running.").orElse("true"),
            Flag.bool("watch-binary", "Start the new jar when the one it runs from is replaced.").orElse("true"),
            Flag.integer("drain-timeout", "SECONDS", 0, 3600, "How long open requests may take to finish.")
                .orElse("30"),
            Flag.TLS_KEYSTORE, Flag.TLS_PASSWORD,
            Flag.bool("proxy-env", "Give the service this shell's variables for proxies, authorities and Java."),
            Flag.list("env", "NAME", "Give the service this variable of this shell too; may be repeated.")};
    }

    /// The same under the names that older scripts use, for `config`.
    public static Operation[] startupOperations() {
        return new Operation[] {
            install("startup-install").group("Service"),
            Operation.of("startup-uninstall", StartupUninstall::run, "End the service and remove it", "dry-run")
                .group("Service"),
            Operation.of("startup-status", StartupStatus::run, "Show whether the service is installed and runs")
                .group("Service")};
    }
}
