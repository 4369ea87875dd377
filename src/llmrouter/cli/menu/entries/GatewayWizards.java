package llmrouter.cli.menu.entries;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.OperationWords;
import llmrouter.cli.menu.Wizard;
import llmrouter.cli.menu.WizardStep;
import llmrouter.config.Config;
import llmrouter.files.ConfigStore;
import llmrouter.files.FileError;
import llmrouter.files.KeptCopy;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;

/// Wizards about the gateway as a whole and about the configuration file.
final class GatewayWizards {
    private static final String MODEL = "model";
    private static final String TYPED = "typed";
    private static final String STRICT = "strict";
    private static final String COPY = "copy";
    private static final String ID = "id";
    private static final String OFF = "off";

    private GatewayWizards() {}

    static Wizard defaultModel(MenuSession session) {
        Config config = session.config();
        return model(config, "set the default model", "Which model answers requests that name none?",
            "Requests without a model, and with the names default and smart, go to it.", config.defaultModel(),
            "set-default-model");
    }

    static Wizard unknownModels(MenuSession session) {
        Config config = session.config();
        return model(config, "set the model for unknown names",
            "Which model answers for names that are not configured?",
            "Some clients ask for names that you cannot set. With off, such requests are refused.",
            config.unknownModels(), "set-unknown-models");
    }

    private static Wizard model(Config config, String title, String question, String help, String now,
            String operation) {
        var names = new ArrayList<>(MenuChoices.withOther(config, MenuChoices.names(config), "Another model of a "
            + "provider"));
        names.add(new Option<>(OFF, "off", "none"));
        int current = now == null ? -1 : WizardStep.index(names, now);
        return Wizard.change(title, List.of(
            WizardStep.one(MODEL, _ -> new One<>(question, help, names, current)),
            WizardStep.line(TYPED, _ -> new Line("Its name", "As provider/model.", now == null ? "" : now,
                MenuChoices.needed("a model as provider/model"))).when(a -> a.is(MODEL, MenuChoices.OTHER))),
            a -> OperationWords.of("config", operation, a.text(TYPED, a.text(MODEL))));
    }

    static Wizard strict(MenuSession session) {
        boolean now = session.config().strictTranslation();
        return Wizard.change("set strict translation", List.of(WizardStep.one(STRICT, _ -> new One<>(
            "What is done when a translation to another format would lose something?",
            "Formats differ. A loss is always reported in the answer's headers and in the request log.",
            List.of(new Option<>("on", "Refuse the request", "strict"),
                new Option<>(OFF, "Translate it, and report the loss", "usual")), now ? 0 : 1))),
            a -> OperationWords.of("config", "set-strict", a.text(STRICT)));
    }

    /// Shows one part of the configuration.
    static Wizard show(MenuSession session) {
        Config config = session.config();
        var options = new ArrayList<>(MenuChoices.providers(config));
        options.addAll(MenuChoices.names(config));
        return Wizard.report("one part", List.of(WizardStep.one(ID, _ -> new One<>("Which part?",
            "A provider, an alias or a model. Type a part of its name to filter.", options, -1))),
            a -> OperationWords.of("config", "show", a.text(ID)));
    }

    /// Shows which candidates a request would go to.
    static Wizard route(MenuSession session) {
        return Wizard.report("a request's way", List.of(WizardStep.line(MODEL, _ -> new Line(
            "Which model would the client ask for?", "A name as a client sends it: an alias, provider/model, or any "
            + "other.", "", MenuChoices.needed("a name")))), a -> OperationWords.of("route", a.text(MODEL)));
    }

    static Wizard undo(MenuSession session) {
        List<Option<String>> copies = copies(session);
        return Wizard.change("go back to a copy", List.of(WizardStep.one(COPY, _ -> new One<>(
            "To which copy of the file?", "A copy is what the file was before a change. Going back can be taken back "
            + "in the same way.", copies, -1))), a -> OperationWords.of("config", "undo", a.text(COPY)));
    }

    static List<Option<String>> copies(MenuSession session) {
        try {
            return ConfigStore.at(session.configFile()).copies().stream().map(GatewayWizards::copy).toList();
        } catch (FileError _) {
            return List.of(); // the operation tells why
        }
    }

    private static Option<String> copy(KeptCopy copy) {
        String number = String.valueOf(copy.number());
        String newest = copy.number() == 1 ? "before the last change" : "";
        return new Option<>(number, "copy " + number + ", replaced at " + copy.at().toString().substring(0, 19) + "Z",
            newest);
    }
}
