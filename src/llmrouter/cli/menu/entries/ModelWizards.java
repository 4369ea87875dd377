package llmrouter.cli.menu.entries;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.OperationWords;
import llmrouter.cli.menu.Wizard;
import llmrouter.cli.menu.WizardAnswers;
import llmrouter.cli.menu.WizardStep;
import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Config;
import llmrouter.config.Model;
import llmrouter.config.Provider;
import llmrouter.config.edit.ModelsChange;
import llmrouter.config.edit.RemovalChange.Removed;
import llmrouter.config.edit.input.ModelsInput;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;
import llmrouter.tui.Question.Several;

/// Wizards about the models of providers.
final class ModelWizards {
    private static final String PROVIDER = "provider";
    private static final String MODELS = "models";
    private static final String MODEL = "model";
    private static final String NAMES = "names";

    private ModelWizards() {}

    static Wizard add(MenuSession session) {
        Config config = session.config();
        var asker = new ProviderOffer.Asker(session);
        return Wizard.change("add models", List.of(
            ProviderWizards.which(config, "Models of which provider?"),
            WizardStep.several(MODELS, a -> new Several<>("Which models are to be added?", "The provider's own list, "
                + "without those that are configured. Type a part of a name to filter.",
                unconfigured(config, a, asker), Set.of(), 1))
                .when(a -> a.has(PROVIDER) && unconfigured(config, a, asker).size() > 1),
            WizardStep.line(NAMES, _ -> new Line("The names of the models to add", ProviderWizards.MODELS_HELP, "",
                MenuChoices.needed("a model's name")))
                .when(a -> !a.has(MODELS) || a.list(MODELS).contains(MenuChoices.OTHER))),
            a -> OperationWords.of("config", "add-models", "--provider-id=" + a.text(PROVIDER),
                "--models=" + added(a)));
    }

    private static String added(WizardAnswers a) {
        var chosen = new ArrayList<>(a.list(MODELS));
        chosen.remove(MenuChoices.OTHER);
        String list = MenuChoices.list(chosen);
        return !a.has(NAMES) ? list : list.isEmpty() ? a.text(NAMES) : list + "," + a.text(NAMES);
    }

    /// What the provider offers and the configuration does not name, and the option for another name.
    private static List<Option<String>> unconfigured(Config config, WizardAnswers a, ProviderOffer.Asker asker) {
        Provider provider = ProviderWizards.provider(config, a);
        var options = new ArrayList<Option<String>>();
        for (String id : asker.ask(OperationWords.of(provider.id())).models()) {
            boolean there = provider.models().stream().anyMatch(m -> m.id().equals(id));
            if (!there) options.add(Option.of(id, id));
        }
        options.add(new Option<>(MenuChoices.OTHER, "Another name", "typed in the next step"));
        return options;
    }

    static Wizard remove(MenuSession session) {
        Config config = session.config();
        var removal = new RemovalSteps(session, a -> {
            var change = new ModelsChange(a.text(PROVIDER),
                ModelsInput.removed(MenuChoices.list(a.list(MODELS)), true));
            return (draft, before) -> {
                var changed = change.applyTo(draft, before);
                return new Removed("models", String.join(", ", changed.removed()), changed.cascaded());
            };
        });
        return Wizard.removal("remove models", List.of(
            ProviderWizards.which(config, "Models of which provider?"),
            WizardStep.several(MODELS, a -> new Several<>("Which models are to be removed?",
                "Nothing is chosen at first.",
                MenuChoices.modelsOf(ProviderWizards.provider(config, a)), Set.of(), 1)),
            removal.step()),
            a -> removal.words(a, "config", "remove-models", "--provider-id=" + a.text(PROVIDER),
                "--models=" + MenuChoices.list(a.list(MODELS))));
    }

    /// @param on whether models are switched on, else off
    static Wizard switched(MenuSession session, boolean on) {
        var options = new ArrayList<Option<String>>();
        for (Provider provider : session.config().providers()) {
            if (provider.enabled() != on) {
                options.add(new Option<>(provider.id(), provider.id(), "the whole provider"));
            }
            for (Model model : provider.models()) {
                String ref = provider.id() + "/" + model.id();
                if (model.enabled() != on) options.add(Option.of(ref, ref));
            }
        }
        String word = on ? "on" : "off";
        return Wizard.change("switch models " + word, List.of(
            WizardStep.several(MODELS, _ -> new Several<>("What is to be switched " + word + "?",
                on ? "Requests may go to it again." : "Requests go to other targets. It stays in the file.", options,
                Set.of(), 1))),
            a -> OperationWords.of(on ? List.of("config", "enable") : List.of("config", "disable"))
                .with(a.list(MODELS)));
    }

    private static WizardStep which(Config config, String title) {
        return WizardStep.one(MODEL, _ -> new One<>(title, "The models of the configuration. Type a part of the name "
            + "to filter.", MenuChoices.models(config, _ -> true), -1)).decides();
    }

    private static Model model(Config config, WizardAnswers answers) {
        String ref = answers.text(MODEL);
        int slash = ref.indexOf('/');
        Provider provider = MenuChoices.provider(config, ref.substring(0, slash));
        return provider.models().stream().filter(m -> m.id().equals(ref.substring(slash + 1))).findFirst()
            .orElseThrow();
    }

    static Wizard otherNames(MenuSession session) {
        Config config = session.config();
        return Wizard.change("other names of a model", List.of(
            WizardStep.one(MODEL, _ -> new One<>("Which model?", "The models of the configuration.",
                MenuChoices.singleModels(config), -1)).decides(),
            WizardStep.line(NAMES, a -> new Line("All of its other names", "Names by which clients may ask for the "
                + "model, e.g. fast for provider/fast. Separated by commas; - for none.",
                MenuChoices.list(model(config, a).aliases()), MenuChoices.needed("a name, or - for none")))),
            a -> {
                var words = new ArrayList<>(List.of("config", "set-model-aliases", "--model=" + a.text(MODEL)));
                words.add(a.is(NAMES, "-") ? "--clear-model-aliases" : "--model-aliases=" + a.text(NAMES));
                return OperationWords.of(words);
            });
    }

    static Wizard fallbacks(MenuSession session) {
        Config config = session.config();
        var refs = new RefSteps(config, "fallbacks", "Which models are tried when it fails?", """
            A request goes to the first of them that can answer. Several may be chosen; none removes the fallbacks.
            Nothing is chosen at first but what is configured now.""", 0);
        var steps = new ArrayList<WizardStep>();
        steps.add(which(config, "Fallbacks of which model?"));
        steps.addAll(refs.steps(a -> MenuChoices.singleModels(config).stream()
            .filter(option -> !option.value().equals(a.text(MODEL))).toList(),
            a -> model(config, a).fallbackModels().stream().map(ref -> new AliasTarget(ref, "1")).toList()));
        return Wizard.change("fallbacks of a model", steps, a -> {
            var words = new ArrayList<>(List.of("config", "set-model-fallbacks", "--model=" + a.text(MODEL)));
            String list = refs.text(a);
            words.add(list.isEmpty() ? "--clear-fallbacks" : "--fallback-models=" + list);
            return OperationWords.of(words);
        });
    }
}
