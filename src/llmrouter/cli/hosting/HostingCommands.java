package llmrouter.cli.hosting;

import java.util.List;

import llmrouter.cli.CliError;
import llmrouter.cli.Command;
import llmrouter.cli.Command.CommandAction;
import llmrouter.cli.Command.Example;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.cli.NewMasterKey;
import llmrouter.deploy.WorkerModules;
import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.api.ApiPermission;

/// The rows of the command table for this group.
public final class HostingCommands {
    static final Flag TOKEN = Flag.secret("api-token", "TOKEN", "Cloudflare's API token. It needs "
        + ApiPermission.SCRIPTS_EDIT.words() + ", for a route or a custom domain also "
        + ApiPermission.ZONE_READ.words() + " and " + ApiPermission.ROUTES_EDIT.words() + ".")
        .orElse("$CLOUDFLARE_API_TOKEN, else $CF_API_TOKEN");
    static final Flag ACCOUNT = Flag.text("account-id", "ID", "The account.")
        .orElse("$CLOUDFLARE_ACCOUNT_ID, else the only one that the token may use");
    static final Flag WORKER = Flag.text("worker-name", "NAME", "The name of the Worker: lower-case letters, digits, "
        + "hyphens and underscores.")
        .orElse("that of --project-dir, else " + WorkerNames.USUAL).alias("name");
    static final Flag ENVIRONMENT = Flag.text("env", "NAME", "An environment: the Worker is called WORKER-NAME.");
    static final Flag PROJECT = Flag.path("project-dir", "FOLDER", "A project of wrangler: the Worker's name, account, "
        + "targets, variables and compatibility are read from its wrangler.toml or wrangler.jsonc, which is not "
        + "changed.");
    static final Flag LIVE_URL = Flag.text("live-url", "URL", "Where the live gateway is asked whether it works.")
        .orElse("the address of the target");
    static final Flag WEAK = Flag.bool("allow-weak-master-key", "Take a key that might be guessed.");
    static final Flag SAVE = Flag.bool("save", "Save the key that --generate-master-key makes into the configuration.");

    static final String EARLIER_KEY = "allow-earlier-master-key";

    private HostingCommands() {}

    /// @param asking asks a person for what is missing
    public static Command deploy(CommandAction asking) {
        return deploy(asking, HostingParts.USUAL);
    }

    static Command deploy(CommandAction asking, HostingParts parts) {
        return Command.of("deploy", "Put the gateway on Cloudflare Workers, or take it off again",
                in -> asks(in) && !isOffline(in) ? asked(in, asking, parts) : DeployCommand.run(in, parts))
            .flags(Flag.CONFIG, TOKEN, ACCOUNT, WORKER, ENVIRONMENT, PROJECT,
                Flag.bool("workers-dev", "Answer at https://WORKER-NAME.SUBDOMAIN.workers.dev."),
                Flag.text("workers-dev-name", "SUBDOMAIN", "Register this name below workers.dev if the account has "
                    + "none yet. It is one for all Workers of the account."),
                Flag.list("domain", "HOST", "Answer at this host, which becomes the Worker's own custom domain; may be "
                    + "repeated."),
                Flag.bool("replace-dns", "Replace the DNS record that --domain already has."),
                Flag.list("route-pattern", "PATTERN", "Answer at the addresses of this pattern, e.g. "
                    + "router.example.com/*, whose host must have a proxied DNS record; may be repeated."),
                Flag.text("zone-name", "ZONE", "The zone of --route-pattern or --domain.")
                    .orElse("the zone of the account with the longest name that fits"))
            .with(keyFlags())
            .with(WEAK, SAVE,
                Flag.bool("durable-state", "Count caps, cooldowns and cursors in one Durable Object for all of the "
                    + "Worker's instances. Without it they have no effect."),
                Flag.list("var", "NAME=VALUE", "A setting of the hosted gateway; may be repeated. It is no "
                    + "secret: the account shows it."),
                LIVE_URL,
                Flag.bool("dry-run", "Say what would be sent. No server is asked."),
                Flag.bool("export-only", "Write the configuration as the Worker would get it, with all keys, and stop. "
                    + "No server is asked."),
                Flag.choice("emit", "Write a project that wrangler can deploy, and stop. No server is asked.",
                    List.of("wrangler")),
                Flag.path("out", "PATH", "The file of --export-only, or the folder of --emit.")
                    .orElse(PayloadExport.USUAL_FILE + ", or " + PayloadExport.USUAL_FOLDER).alias("output"),
                Flag.bool("delete", "Delete the Worker."), Flag.YES, Flag.JSON)
            .examples(
                new Example("deploy --workers-dev --dry-run", "What would be sent, and what would be missing"),
                new Example("deploy", "At a terminal: asks for what is missing, shows what will be done, does it"),
                new Example("deploy --workers-dev --generate-master-key --save --yes", "Without a question"),
                new Example("deploy --domain=router.example.com --durable-state --yes", "With exact caps"),
                new Example("deploy --emit=wrangler --out=hosted --workers-dev", "For a pipeline that runs wrangler"),
                new Example("deploy --delete", "Takes the Worker off the account"));
    }

    /// @param asking as above
    public static Command workerKey(CommandAction asking) {
        return workerKey(asking, HostingParts.USUAL);
    }

    static Command workerKey(CommandAction asking, HostingParts parts) {
        return Command.of("worker-key", "Set or replace the master key of the hosted gateway",
                in -> asks(in) && !in.arguments().isOn("dry-run") ? asking.run(in)
                    : WorkerKeyCommand.run(in, parts))
            .flags(Flag.CONFIG, TOKEN, ACCOUNT, WORKER, ENVIRONMENT, PROJECT)
            .with(NewMasterKey.flags())
            .with(Flag.bool("use-config-key", "Set the key of the configuration."), WEAK, SAVE, LIVE_URL,
                Flag.bool("dry-run", "Say what would be done. No server is asked."), Flag.YES, Flag.JSON)
            .examples(
                new Example("worker-key --generate-master-key --dry-run", "What would be done"),
                new Example("worker-key --generate-master-key --save",
                    "After a leak: the old key ends at once, the new one is printed once and saved"));
    }

    /// @param asking as above
    public static Command rollback(CommandAction asking) {
        return rollback(asking, HostingParts.USUAL);
    }

    static Command rollback(CommandAction asking, HostingParts parts) {
        return Command.of("rollback", "Switch the hosted gateway back to an earlier version",
                in -> asks(in) && !in.arguments().isOn("dry-run") ? asking.run(in) : RollbackCommand.run(in, parts))
            .flags(TOKEN, ACCOUNT, WORKER, ENVIRONMENT, PROJECT,
                Flag.text("version-id", "ID", "The version to switch to.").orElse("the one that was live before"),
                Flag.bool(EARLIER_KEY, "Let the master key of that version count again although it has been replaced "
                    + "since."),
                LIVE_URL,
                Flag.bool("dry-run", "Say to which version it would go back. The account is asked; nothing is changed."),
                Flag.YES, Flag.JSON)
            .examples(new Example("rollback --dry-run", "What would be live again"),
                new Example("rollback --yes", "To the version that was live before"));
    }

    private static Flag[] keyFlags() {
        Flag[] flags = NewMasterKey.flags();
        flags[0] = flags[0].orElse("that of the configuration");
        return flags;
    }

    /// A program without the Worker says so before it asks anything.
    private static int asked(Invocation in, CommandAction asking, HostingParts parts) throws Exception {
        boolean delete = in.arguments().isOn("delete");
        if (!delete && parts.modules().get() == null) {
            throw CliError.usage(WorkerModules.MISSING + "; " + WorkerModules.FIX);
        }
        return asking.run(in);
    }

    /// Whether a person can be asked, and has not said that there is nothing to ask.
    private static boolean asks(Invocation in) {
        return in.terminal() && !in.arguments().isOn("yes") && !in.arguments().isOn("json");
    }

    private static boolean isOffline(Invocation in) {
        return in.arguments().isOn("dry-run") || in.arguments().isOn("export-only") || in.arguments().given("emit");
    }
}
