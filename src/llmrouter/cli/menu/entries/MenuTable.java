package llmrouter.cli.menu.entries;

import java.util.List;

import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.OperationWords;
import llmrouter.cli.menu.Wizard;
import llmrouter.config.Config;

/// The whole menu, in the order in which a gateway is usually set up.
final class MenuTable {
    static final List<MenuGroup> GROUPS = List.of(providers(), models(), aliases(), caps(), keys(), settings(), look(),
        running(), hosting(), file());

    private MenuTable() {}

    private static MenuGroup providers() {
        return MenuGroup.of("Providers", "add, change, test, remove",
            MenuEntry.of("Add a known provider", "config add-provider", ProviderWizards::addKnown)
                .hint("OpenAI, Anthropic, OpenRouter and others"),
            MenuEntry.of("Add a provider by its address", "config add-provider", ProviderWizards::addByAddress),
            MenuEntry.of("Change a provider", "config add-provider", ProviderWizards::edit)
                .hint("name, id, address, key, models, on and off").needs(MenuTable::provider),
            MenuEntry.of("Test a provider", "config test-provider", SystemWizards::testProvider)
                .hint("sends real requests").needs(MenuTable::provider),
            MenuEntry.of("Remove a provider", "config remove-provider", ProviderWizards::remove)
                .needs(MenuTable::provider));
    }

    private static MenuGroup models() {
        return MenuGroup.of("Models", "add, remove, on and off, other names, fallbacks",
            MenuEntry.of("Add models to a provider", "config add-models", ModelWizards::add).needs(MenuTable::provider),
            MenuEntry.of("Set the fallbacks of a model", "config set-model-fallbacks", ModelWizards::fallbacks)
                .hint("tried when it fails").needs(MenuTable::model),
            MenuEntry.of("Set other names of a model", "config set-model-aliases", ModelWizards::otherNames)
                .needs(MenuTable::namedModel),
            MenuEntry.of("Switch models off", "config disable", s -> ModelWizards.switched(s, false))
                .needs(MenuTable::model),
            MenuEntry.of("Switch models on", "config enable", s -> ModelWizards.switched(s, true))
                .needs(MenuTable::disabled),
            MenuEntry.of("Remove models", "config remove-models", ModelWizards::remove).needs(MenuTable::model));
    }

    private static MenuGroup aliases() {
        return MenuGroup.of("Aliases", "one name for several models",
            MenuEntry.of("Add an alias", "config add-alias", AliasWizards::add).needs(MenuTable::model),
            MenuEntry.of("Change an alias", "config add-alias", AliasWizards::edit)
                .hint("strategy, targets, weights, fallbacks").needs(MenuTable::alias),
            MenuEntry.of("Rename an alias", "config rename-alias", AliasWizards::rename).needs(MenuTable::alias),
            MenuEntry.of("Remove an alias", "config remove-alias", AliasWizards::remove).needs(MenuTable::alias));
    }

    private static MenuGroup caps() {
        return MenuGroup.of("Caps", "limits of requests and tokens",
            MenuEntry.of("Add a cap", "config set-caps", CapWizards::add).needs(MenuTable::provider),
            MenuEntry.of("Change a cap", "config set-caps", CapWizards::edit).needs(MenuTable::cap),
            MenuEntry.of("Show all caps and what is left", "status", _ -> Wizard.report("caps", "status", "--verbose")),
            MenuEntry.of("Remove a cap", "config set-caps", CapWizards::remove).needs(MenuTable::cap));
    }

    private static MenuGroup keys() {
        return MenuGroup.of("Keys for clients", "who may use the gateway",
            MenuEntry.of("Set the master key", "config set-master-key", ClientKeyWizards::setMasterKey)
                .hint("typed or made"),
            MenuEntry.of("Add a client key", "config add-key", ClientKeyWizards::add)
                .hint("with its models, caps and end"),
            MenuEntry.of("Change a client key", "config set-key", ClientKeyWizards::edit).needs(MenuTable::clientKey),
            MenuEntry.of("List the keys", "config list-keys", _ -> Wizard.report("keys", "config", "list-keys")),
            MenuEntry.of("Revoke a client key", "config revoke-key", ClientKeyWizards::revoke)
                .needs(MenuTable::clientKey),
            MenuEntry.of("Remove the master key", "config remove-master-key", ClientKeyWizards::removeMasterKey)
                .needs(s -> s.config().masterKey() == null ? "There is no master key." : null));
    }

    private static MenuGroup settings() {
        return MenuGroup.of("Settings", "default model, unknown names, strict translation",
            MenuEntry.of("Set the default model", "config set-default-model", GatewayWizards::defaultModel)
                .needs(MenuTable::model),
            MenuEntry.of("Set what answers for unknown names", "config set-unknown-models",
                GatewayWizards::unknownModels).needs(MenuTable::model),
            MenuEntry.of("Set strict translation", "config set-strict", GatewayWizards::strict));
    }

    private static MenuGroup look() {
        return MenuGroup.of("Look", "summary, routing, health, check",
            MenuEntry.of("Summary of the configuration", "config list", _ -> Wizard.report("summary", "config",
                "list")),
            MenuEntry.of("Summary of the routing", "config list-routing", _ -> Wizard.report("routing", "config",
                "list-routing")),
            MenuEntry.of("Show one part", "config show", GatewayWizards::show).needs(MenuTable::provider),
            MenuEntry.of("Where would a request go?", "route", GatewayWizards::route).needs(MenuTable::provider),
            MenuEntry.of("What happened to the latest request?", "why", _ -> Wizard.report("latest request", "why")),
            MenuEntry.of("Status of the running gateway", "status", _ -> Wizard.report("status", "status")),
            MenuEntry.of("Check the file", "config validate", _ -> Wizard.report("check", "config", "validate")),
            MenuEntry.of("Check everything", "doctor", _ -> Wizard.report("doctor", "doctor"))
                .hint("file, port, clock, keys"));
    }

    private static MenuGroup running() {
        return MenuGroup.of("Run and connect", "start, service, clients",
            MenuEntry.of("Start the gateway here", "start", _ -> SystemWizards.foreground("start"))
                .hint("it has this terminal until Ctrl-C").needs(MenuTable::provider),
            MenuEntry.of("Stop the running gateway", "stop", SystemWizards::stop)
                .needs(s -> GatewayHeader.running(s).isEmpty() ? "No gateway runs with this configuration." : null),
            MenuEntry.of("Connect a client", "connect", SystemWizards::connect)
                .hint("Claude Code, Codex and others").needs(MenuTable::provider),
            MenuEntry.of("Disconnect a client", "connect", SystemWizards::disconnect)
                .hint("its file is as before").needs(s -> SystemWizards.connected(s).isEmpty()
                    ? "No client is connected." : null),
            MenuEntry.of("Run a client once", "code", SystemWizards::code).hint("its file is not changed")
                .needs(MenuTable::provider),
            MenuEntry.of("Watch the running gateway", "top", _ -> SystemWizards.excursion("top"))
                .hint("live, until q"),
            MenuEntry.of("Start with the system: install", "startup install", SystemWizards::installService)
                .needs(MenuTable::provider),
            MenuEntry.of("Start with the system: status", "startup status", _ -> Wizard.report("service", "startup",
                "status")),
            MenuEntry.of("Start with the system: uninstall", "startup uninstall", SystemWizards::uninstallService));
    }

    private static MenuGroup hosting() {
        return MenuGroup.of("Host on Cloudflare", "the gateway as a Worker",
            MenuEntry.of("Deploy", "deploy", _ -> SystemWizards.excursion("deploy"))
                .hint("address, key, state; again after changes").needs(MenuTable::provider),
            MenuEntry.of("Set or replace its master key", "worker-key", _ -> SystemWizards.excursion("worker-key"))
                .hint("the old one ends at once"),
            MenuEntry.of("Back to an earlier version", "rollback", _ -> SystemWizards.excursion("rollback")),
            MenuEntry.of("Delete it", "deploy", _ -> SystemWizards.excursion("deploy", "--delete")));
    }

    private static MenuGroup file() {
        return MenuGroup.of("File", "history, undo, migrate",
            MenuEntry.of("History of changes", "config history", _ -> Wizard.report("history", "config", "history")),
            MenuEntry.of("Undo: go back to a copy", "config undo", GatewayWizards::undo)
                .needs(s -> GatewayWizards.copies(s).isEmpty() ? "There is no kept copy yet." : null),
            MenuEntry.of("Migrate the file to the current version", "config migrate-config",
                _ -> Wizard.change("migrate the file", List.of(), _ -> OperationWords.of("config", "migrate-config")))
                .needs(s -> s.hasFile() ? null : "There is no configuration file yet."));
    }

    // ── what must be there ──

    /// Why nothing configured can be chosen: there is nothing, or the file has mistakes.
    private static String absent(MenuSession session, boolean there, String otherwise) {
        if (there) return null;
        String trouble = session.trouble();
        return trouble == null ? otherwise : "This cannot be done now: " + trouble + ".";
    }

    private static String provider(MenuSession session) {
        return absent(session, !session.config().providers().isEmpty(), "There is no provider yet; add one first.");
    }

    private static String model(MenuSession session) {
        Config config = session.config();
        boolean any = config.providers().stream().anyMatch(p -> !p.models().isEmpty());
        return absent(session, any, "There is no model yet; add a provider first.");
    }

    private static String namedModel(MenuSession session) {
        return absent(session, !MenuChoices.singleModels(session.config()).isEmpty(),
            "No model is configured by its name; 'Add models to a provider' names some.");
    }

    private static String disabled(MenuSession session) {
        boolean any = session.config().providers().stream()
            .anyMatch(p -> !p.enabled() || p.models().stream().anyMatch(m -> !m.enabled()));
        return absent(session, any, "Nothing is switched off.");
    }

    private static String alias(MenuSession session) {
        return absent(session, !session.config().aliases().isEmpty(), "There is no alias yet; add one first.");
    }

    private static String cap(MenuSession session) {
        boolean any = session.config().providers().stream().anyMatch(p -> !p.rateLimits().isEmpty());
        return absent(session, any, "There is no cap yet; add one first.");
    }

    private static String clientKey(MenuSession session) {
        return absent(session, !session.config().masterKeys().isEmpty(), "No client has a key of its own yet.");
    }
}
