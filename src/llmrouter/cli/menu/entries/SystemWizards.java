package llmrouter.cli.menu.entries;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.OperationResult;
import llmrouter.cli.menu.OperationWords;
import llmrouter.cli.menu.Wizard;
import llmrouter.cli.menu.WizardStep;
import llmrouter.config.Config;
import llmrouter.json.Json;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;

/// Wizards about the gateway as a program: start, stop, service, clients, tests.
final class SystemWizards {
    private static final String PROVIDER = "provider";
    private static final String CLIENT = "client";
    private static final String MODEL = "model";
    private static final String TYPED = "typed";

    private SystemWizards() {}

    /// A command that has the terminal until it ends.
    static Wizard foreground(String command) {
        return new Wizard(command, List.of(), _ -> OperationWords.of(command), Wizard.Kind.FOREGROUND);
    }

    /// A command that has the terminal until it ends; then the menu is shown again.
    static Wizard excursion(String... words) {
        return new Wizard(words[0], List.of(), _ -> OperationWords.of(words), Wizard.Kind.EXCURSION);
    }

    static Wizard stop(MenuSession session) {
        return Wizard.removal("stop the gateway", List.of(), _ -> OperationWords.of("stop"));
    }

    static Wizard testProvider(MenuSession session) {
        return Wizard.report("test of a provider", List.of(
            ProviderWizards.which(session.config(), "Which provider is to be tested?")
                .intro(_ -> List.of("A test sends real requests, which the provider may charge for."))),
            a -> OperationWords.of("config", "test-provider", a.text(PROVIDER)));
    }

    static Wizard connect(MenuSession session) {
        Config config = session.config();
        List<Option<String>> names = MenuChoices.names(config);
        List<Option<String>> all = MenuChoices.withOther(config, names, "Another model of a provider");
        int usual = config.defaultModel() == null ? -1 : WizardStep.index(all, config.defaultModel());
        return Wizard.change("connect a client", List.of(client(() -> clients(session)),
            WizardStep.one(MODEL, _ -> new One<>("Which model does it ask for?",
                "An alias can be changed later without "
                + "touching the client.", all, usual)),
            WizardStep.line(TYPED, _ -> new Line("The model's name", "As provider/model.", "",
                MenuChoices.needed("a model as provider/model"))).when(a -> a.is(MODEL, MenuChoices.OTHER))),
            a -> OperationWords.of("connect", a.text(CLIENT), "--model=" + a.text(TYPED, a.text(MODEL))));
    }

    static Wizard disconnect(MenuSession session) {
        return Wizard.change("disconnect a client", List.of(client(() -> connected(session))),
            a -> OperationWords.of("connect", a.text(CLIENT), "--undo"));
    }

    private static WizardStep client(Supplier<List<Option<String>>> options) {
        return WizardStep.one(CLIENT, _ -> new One<>("Which client?", "The clients whose settings files are known. The "
            + "file is changed only where it must be, and can be restored.", options.get(), -1));
    }

    /// The clients that can be connected, those that are installed first.
    static List<Option<String>> clients(MenuSession session) {
        var installed = new ArrayList<Option<String>>();
        var others = new ArrayList<Option<String>>();
        for (Json.Obj client : listed(session)) {
            if (client.objects("files").isEmpty()) continue;
            boolean here = client.isTrue("installed");
            (here ? installed : others).add(new Option<>(client.text("id"), client.text("name"),
                isConnected(client) ? "connected" : here ? "installed" : ""));
        }
        installed.addAll(others);
        return installed;
    }

    /// The clients that are connected to a gateway.
    static List<Option<String>> connected(MenuSession session) {
        return listed(session).stream().filter(SystemWizards::isConnected)
            .map(client -> Option.of(client.text("id"), client.text("name"))).toList();
    }

    private static boolean isConnected(Json.Obj client) {
        return client.objects("files").stream().anyMatch(file -> file.text("url") != null);
    }

    private static List<Json.Obj> listed(MenuSession session) {
        OperationResult list = session.run(OperationWords.of("connect", "--json"));
        boolean read = list.isDone() && Json.parse(String.join("\n", list.out())) instanceof Json.Obj;
        return read ? ((Json.Obj) Json.parse(String.join("\n", list.out()))).objects("clients") : List.of();
    }

    /// Runs a client through the gateway without changing its settings.
    static Wizard code(MenuSession session) {
        List<Option<String>> options = listed(session).stream().filter(client -> client.isTrue("code"))
            .map(client -> new Option<>(client.text("id"), client.text("name"),
                client.isTrue("installed") ? "installed" : "not found")).toList();
        return new Wizard("run a client", List.of(client(() -> options)),
            a -> OperationWords.of("code", a.text(CLIENT)), Wizard.Kind.EXCURSION);
    }

    /// What starts a client.
    static String program(MenuSession session, String client) {
        for (Json.Obj each : listed(session)) {
            if (!each.text("id").equals(client)) continue;
            String path = each.text("program");
            return path != null ? path.substring(path.lastIndexOf('/') + 1) : each.text("install");
        }
        return client;
    }

    static Wizard installService(MenuSession session) {
        return Wizard.change("start the gateway with the system", List.of(), _ -> OperationWords.of("startup",
            "install"));
    }

    static Wizard uninstallService(MenuSession session) {
        return Wizard.removal("no longer start the gateway with the system", List.of(), _ -> OperationWords.of(
            "startup", "uninstall"));
    }
}
