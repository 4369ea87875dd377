package llmrouter.cli.menu;

import java.util.List;

import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;

/// Wizards about the gateway as a program: start, stop, service, clients, tests.
final class SystemWizards {
    private static final String PROVIDER = "provider";
    private static final String CLIENT = "client";

    private SystemWizards() {}

    /// A command that has the terminal until it ends.
    static Wizard foreground(String command) {
        return new Wizard(command, List.of(), _ -> OperationWords.of(command), Wizard.Kind.FOREGROUND);
    }

    /// A command that has the terminal until it ends; then the menu is shown again.
    static Wizard excursion(String command) {
        return new Wizard(command, List.of(), _ -> OperationWords.of(command), Wizard.Kind.EXCURSION);
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
        return Wizard.change("connect a client", List.of(client("Which client?")),
            a -> OperationWords.of("connect", a.text(CLIENT)));
    }

    static Wizard disconnect(MenuSession session) {
        return Wizard.change("disconnect a client", List.of(client("Which client?")),
            a -> OperationWords.of("connect", a.text(CLIENT), "--undo"));
    }

    private static WizardStep client(String title) {
        return WizardStep.one(CLIENT, _ -> new One<>(title, "The clients whose configuration files are known. The file "
            + "is changed only where it must be, and can be restored.", clients(), -1));
    }

    /// The clients that can be connected.
    static List<Option<String>> clients() {
        return List.of();
    }

    /// What starts a client.
    static String program(String client) {
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
