package llmrouter.cli.menu.entries;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.OperationWords;
import llmrouter.cli.menu.Wizard;
import llmrouter.cli.menu.WizardAnswers;
import llmrouter.cli.menu.WizardStep;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.Alias;
import llmrouter.config.Config;
import llmrouter.config.edit.RemovalChange.RemoveAlias;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;

/// Wizards about aliases.
final class AliasWizards {
    private static final String ALIAS = "alias";
    private static final String ID = "id";
    private static final String STRATEGY = "strategy";
    private static final String WHAT = "what";
    private static final String TARGETS = "targets";
    private static final String FALLBACKS = "fallbacks";
    private static final String ID_HELP = """
        The name that clients ask for, e.g. work or chat.default. Clients need not know which models stand behind it.
        A letter or digit, then letters, digits and . _ : -""";
    private static final String TARGETS_HELP = """
        The models that may answer a request for the alias. Another alias may be a target too.
        If one fails or its caps are used up, the next one is asked.""";
    private static final String FALLBACKS_HELP =
        "They are asked, in their order, only when no target can answer. None is fine.";

    private AliasWizards() {}

    static Wizard add(MenuSession session) {
        Config config = session.config();
        var targets = targets(config, _ -> true);
        var fallbacks = fallbacks(config, _ -> true);
        var steps = new ArrayList<WizardStep>();
        steps.add(WizardStep.line(ID, _ -> new Line("The alias's name", ID_HELP, "", MenuChoices.newAliasId(config)))
            .intro(_ -> List.of("An alias is a name for several models. Its strategy says which one answers.")));
        steps.add(WizardStep.one(STRATEGY, _ -> strategies(null)));
        steps.addAll(targets.steps(a -> MenuChoices.names(config), _ -> List.of()));
        steps.addAll(fallbacks.steps(a -> others(config, a, a.text(ID)), _ -> List.of()));
        return Wizard.change("add an alias", steps, a -> {
            var words = new ArrayList<>(List.of("config", "add-alias", a.text(ID), "--strategy=" + a.text(STRATEGY),
                "--targets=" + targets.text(a)));
            String list = fallbacks.text(a);
            if (!list.isEmpty()) words.add("--fallback-targets=" + list);
            return OperationWords.of(words);
        });
    }

    private static RefSteps targets(Config config, Predicate<WizardAnswers> when) {
        return new RefSteps(config, TARGETS, "Which models may answer?", TARGETS_HELP, 1)
            .weighted(a -> Strategy.of(a.text(STRATEGY, now(config, a).word())).weighs()).when(when);
    }

    private static RefSteps fallbacks(Config config, Predicate<WizardAnswers> when) {
        return new RefSteps(config, FALLBACKS, "Which models are asked when none of them can answer?", FALLBACKS_HELP,
            0).when(when);
    }

    private static Strategy now(Config config, WizardAnswers answers) {
        Alias alias = config.aliases().get(answers.text(ALIAS, ""));
        return alias == null ? Strategy.ORDERED : alias.strategy();
    }

    /// What is neither a target nor the alias itself.
    private static List<Option<String>> others(Config config, WizardAnswers answers, String own) {
        return MenuChoices.names(config).stream()
            .filter(option -> !answers.list(TARGETS).contains(option.value()) && !option.value().equals(own)).toList();
    }

    /// @param now what is configured; null if nothing is
    private static One<String> strategies(Strategy now) {
        List<Option<String>> options = List.of(
            new Option<>(Strategy.AUTO.word(), "auto", "recommended: by weight, health and what is left of the caps"),
            new Option<>(Strategy.ORDERED.word(), "ordered", "always the first one that can answer"),
            new Option<>(Strategy.ROUND_ROBIN.word(), "round-robin", "each in turn"),
            new Option<>(Strategy.WEIGHTED_RR.word(), "weighted-rr", "each in turn, more often with a higher weight"),
            new Option<>(Strategy.QUOTA_AWARE_WEIGHTED_RR.word(), "quota-aware-weighted-rr",
                "by weight, and less where caps are nearly used up"));
        return new One<>("How is a target chosen?", "The strategy decides the order in which targets are asked.",
            options, now == null ? -1 : WizardStep.index(options, now.word()));
    }

    private static WizardStep which(Config config, String title) {
        return WizardStep.one(ALIAS, _ -> new One<>(title, "The aliases of the configuration.",
            MenuChoices.aliases(config), -1)).decides();
    }

    static Wizard edit(MenuSession session) {
        Config config = session.config();
        var targets = targets(config, a -> a.is(WHAT, TARGETS));
        var fallbacks = fallbacks(config, a -> a.is(WHAT, FALLBACKS));
        var steps = new ArrayList<WizardStep>();
        steps.add(which(config, "Which alias?"));
        steps.add(WizardStep.one(WHAT, _ -> new One<>("What do you want to change?", "Everything else stays as it is.",
            List.of(new Option<>(STRATEGY, "Its strategy", "how a target is chosen"),
                new Option<>(TARGETS, "Its targets", "with order and weights"),
                new Option<>(FALLBACKS, "Its fallback targets", "")), -1)).decides());
        steps.add(WizardStep.one(STRATEGY, a -> strategies(now(config, a))).when(a -> a.is(WHAT, STRATEGY)));
        steps.addAll(targets.steps(a -> names(config, a.text(ALIAS)), a -> config.aliases().get(a.text(ALIAS))
            .targets()));
        steps.addAll(fallbacks.steps(a -> names(config, a.text(ALIAS)), a -> config.aliases().get(a.text(ALIAS))
            .fallbackTargets()));
        return Wizard.change("change an alias", steps, a -> {
            var words = new ArrayList<>(List.of("config", "add-alias", a.text(ALIAS)));
            words.add(switch (a.text(WHAT)) {
                case STRATEGY -> "--strategy=" + a.text(STRATEGY);
                case TARGETS -> "--targets=" + targets.text(a);
                default -> fallbacks.text(a).isEmpty() ? "--clear-fallback-targets"
                    : "--fallback-targets=" + fallbacks.text(a);
            });
            return OperationWords.of(words);
        });
    }

    private static List<Option<String>> names(Config config, String own) {
        return MenuChoices.names(config).stream().filter(option -> !option.value().equals(own)).toList();
    }

    static Wizard rename(MenuSession session) {
        Config config = session.config();
        return Wizard.change("rename an alias", List.of(which(config, "Which alias?"),
            WizardStep.line(ID, a -> new Line("Its new name", ID_HELP, a.text(ALIAS),
                MenuChoices.newAliasId(config)))),
            a -> OperationWords.of("config", "rename-alias", a.text(ALIAS), a.text(ID)));
    }

    static Wizard remove(MenuSession session) {
        var removal = new RemovalSteps(session, a -> new RemoveAlias(a.text(ALIAS), true));
        return Wizard.removal("remove an alias", List.of(which(session.config(), "Which alias is to be removed?"),
            removal.step()), a -> removal.words(a, "config", "remove-alias", a.text(ALIAS)));
    }
}
