package llmrouter.cli.menu.entries;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import llmrouter.cli.menu.WizardAnswers;
import llmrouter.cli.menu.WizardStep;
import llmrouter.config.Alias.AliasTarget;
import llmrouter.config.Config;
import llmrouter.config.PastedList;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.Option;
import llmrouter.tui.Question.Several;

/// Two questions for a list of references: which ones, and in which order. The second one is asked only if there are
/// several, or if a name that is not in the configuration is wanted.
final class RefSteps {
    private final Config config;
    private final String name;
    private final String title;
    private final String help;
    private final int least;
    private Predicate<WizardAnswers> weighted = _ -> false;
    private Predicate<WizardAnswers> when = _ -> true;

    /// @param name  of the first step
    /// @param least how many must be chosen
    RefSteps(Config config, String name, String title, String help, int least) {
        this.config = config;
        this.name = name;
        this.title = title;
        this.help = help;
        this.least = least;
    }

    /// The references may have weights.
    RefSteps weighted(Predicate<WizardAnswers> condition) {
        weighted = condition;
        return this;
    }

    /// The steps are left out otherwise.
    RefSteps when(Predicate<WizardAnswers> condition) {
        when = condition;
        return this;
    }

    /// @param options what can be chosen
    /// @param now     what is configured now, in order
    List<WizardStep> steps(Function<WizardAnswers, List<Option<String>>> options,
            Function<WizardAnswers, List<AliasTarget>> now) {
        return List.of(
            WizardStep.several(name, a -> choice(options.apply(a), now.apply(a))).when(when),
            WizardStep.line(order(), a -> new Line(weighted.test(a) ? "In which order, with which weights?"
                : "In which order?", orderHelp(a), initial(a, now.apply(a)), this::problem)).when(this::isOrdered));
    }

    private String order() {
        return name + "-order";
    }

    private Several<String> choice(List<Option<String>> options, List<AliasTarget> now) {
        List<Option<String>> all = MenuChoices.withOther(config, options, "Another model of a provider");
        var refs = new ArrayList<>(now.stream().map(AliasTarget::ref).toList());
        boolean unlisted = refs.stream().anyMatch(ref -> WizardStep.index(all, ref) < 0);
        if (unlisted) refs.add(MenuChoices.OTHER);
        Set<Integer> chosen = WizardStep.indexes(all, refs);
        return new Several<>(title, help, all, chosen, least);
    }

    private boolean isOrdered(WizardAnswers a) {
        List<String> chosen = a.list(name);
        return when.test(a) && (chosen.size() > 1 || chosen.contains(MenuChoices.OTHER));
    }

    private String orderHelp(WizardAnswers a) {
        String weights = weighted.test(a) ? "\n@ and a number behind a reference is its weight: with @2 it gets twice "
            + "as many requests as with @1." : "";
        return "References as provider/model, or an alias, separated by commas; the first one is tried first." +
            weights;
    }

    /// What is configured now and still wanted, in its order; then what is new.
    private String initial(WizardAnswers a, List<AliasTarget> now) {
        var wanted = new ArrayList<>(a.list(name));
        boolean others = wanted.remove(MenuChoices.OTHER);
        var list = new ArrayList<String>();
        String one = weighted.test(a) ? "@1" : "";
        for (AliasTarget target : now) {
            boolean listed = wanted.remove(target.ref());
            if (listed || others) list.add(target.ref() + (weighted.test(a) ? "@" + target.weight() : ""));
        }
        for (String ref : wanted) list.add(ref + one);
        return MenuChoices.list(list);
    }

    private String problem(String text) {
        return PastedList.words(text).size() < Math.max(1, least) ? "Type at least one reference as provider/model."
            : null;
    }

    /// The answer as one list for a flag; empty for none.
    String text(WizardAnswers a) {
        return a.has(order()) ? a.text(order()) : MenuChoices.list(a.list(name));
    }
}
