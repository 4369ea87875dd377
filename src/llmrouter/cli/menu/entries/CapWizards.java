package llmrouter.cli.menu.entries;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.OperationWords;
import llmrouter.cli.menu.Wizard;
import llmrouter.cli.menu.WizardAnswers;
import llmrouter.cli.menu.WizardStep;
import llmrouter.config.Bucket.Window;
import llmrouter.config.Bucket;
import llmrouter.config.Config;
import llmrouter.config.Provider;
import llmrouter.config.WindowGrammar;
import llmrouter.json.Json;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;
import llmrouter.tui.Question.Several;

/// Wizards about the caps of providers.
final class CapWizards {
    private static final String PROVIDER = "provider";
    private static final String CAP = "cap";
    private static final String NAME = "name";
    private static final String SCOPE = "scope";
    private static final String MODELS = "models";
    private static final String LIMITS = "limits";
    private static final String REQUESTS = "requests";
    private static final String TOKENS = "tokens";
    private static final String CONCURRENCY = "concurrency";
    private static final String WINDOW = "window";
    private static final String OWN_WINDOW = "own-window";
    private static final String ALL = "all";
    private static final String SOME = "some";
    private static final String OWN = "own";
    private static final String INTRO = "A cap limits requests, tokens or simultaneous requests to a provider. Several "
        + "caps may count the same request.";
    private static final List<Option<String>> WINDOWS = List.of(
        Option.of("minute:1", "a minute"), Option.of("hour:1", "an hour"), Option.of("hour:5", "5 hours"),
        Option.of("day:1", "a day"), Option.of("week:1", "a week"), Option.of("month:1", "a month"),
        new Option<>(OWN, "another time", "typed in the next step"));

    private CapWizards() {}

    /// A window as people type it, e.g. `hour:5`.
    static String windowText(Window window) {
        return window.unit().name().toLowerCase(Locale.ROOT) + ":" + window.size();
    }

    static Wizard add(MenuSession session) {
        Config config = session.config();
        var steps = new ArrayList<WizardStep>();
        steps.add(ProviderWizards.which(config, "A cap of which provider?").intro(_ -> List.of(INTRO)));
        steps.addAll(details(config, _ -> null));
        return Wizard.change("add a cap", steps, CapWizards::added);
    }

    /// The questions about one cap.
    ///
    /// @param now the cap as it is; null for a new one
    private static List<WizardStep> details(Config config, Function<WizardAnswers, Bucket> now) {
        return List.of(
            WizardStep.line(NAME, a -> new Line("A name for the cap", "Shown in lists, e.g. Free tier, each day.",
                now.apply(a) == null ? "" : now.apply(a).name(), MenuChoices.needed("a name"))),
            WizardStep.one(SCOPE, a -> scope(now.apply(a))),
            WizardStep.several(MODELS, a -> models(ProviderWizards.provider(config, a), now.apply(a)))
                .when(a -> a.is(SCOPE, SOME)),
            WizardStep.several(LIMITS, a -> limits(now.apply(a))),
            limit(REQUESTS, "How many requests?", a -> now.apply(a) == null ? null : now.apply(a).requests()),
            limit(TOKENS, "How many tokens, input and output?",
                a -> now.apply(a) == null ? null : now.apply(a).tokens()),
            limit(CONCURRENCY, "How many requests at the same time?",
                a -> now.apply(a) == null ? null : now.apply(a).concurrency()),
            WizardStep.one(WINDOW, a -> window(now.apply(a))).when(CapWizards::hasWindow),
            WizardStep.line(OWN_WINDOW, a -> new Line("In which time?", "A unit and a number, e.g. hour:6, 7d or "
                + "month:1.", now.apply(a) == null || now.apply(a).window() == null ? ""
                : windowText(now.apply(a).window()), CapWizards::windowProblem))
                .when(a -> hasWindow(a) && a.is(WINDOW, OWN)));
    }

    private static One<String> scope(Bucket now) {
        int current = now == null ? -1 : now.models().isEmpty() ? 0 : 1;
        return new One<>("The requests of which models does it count?", "A cap for all models counts every request to "
            + "the provider.", List.of(Option.of(ALL, "All models of the provider"), Option.of(SOME, "Some models")),
            current);
    }

    private static Several<String> models(Provider provider, Bucket now) {
        List<Option<String>> options = MenuChoices.modelsOf(provider);
        Set<Integer> chosen = now == null ? Set.of() : WizardStep.indexes(options, now.models());
        return new Several<>("Which models?", "The cap counts the requests of all of them together.", options, chosen,
            1);
    }

    private static Several<String> limits(Bucket now) {
        List<Option<String>> options = List.of(Option.of(REQUESTS, "Requests in a time"),
            Option.of(TOKENS, "Tokens in a time"), Option.of(CONCURRENCY, "Requests at the same time"));
        var chosen = new HashSet<Integer>();
        if (now != null && now.requests() != null) chosen.add(0);
        if (now != null && now.tokens() != null) chosen.add(1);
        if (now != null && now.concurrency() != null) chosen.add(2);
        return new Several<>("What does it limit?", "One or more of them.", options, chosen, 1);
    }

    private static WizardStep limit(String name, String title, Function<WizardAnswers, Long> now) {
        return WizardStep.line(name, a -> new Line(title, "A whole number above 0.",
            now.apply(a) == null ? "" : now.apply(a).toString(), MenuChoices::number))
            .when(a -> a.list(LIMITS).contains(name));
    }

    private static boolean hasWindow(WizardAnswers a) {
        return a.list(LIMITS).contains(REQUESTS) || a.list(LIMITS).contains(TOKENS);
    }

    private static One<String> window(Bucket now) {
        int current = now == null || now.window() == null ? -1 : WizardStep.index(WINDOWS, windowText(now.window()));
        boolean own = current < 0 && now != null && now.window() != null;
        return new One<>("In which time?", "Minutes, hours and days begin with the clock; weeks on Monday; months on "
            + "the first day. All in UTC.", WINDOWS, own ? WINDOWS.size() - 1 : current);
    }

    private static String windowProblem(String text) {
        return WindowGrammar.parse(text.strip()) == null ? "That is no time: " + WindowGrammar.HINT + "." : null;
    }

    private static OperationWords added(WizardAnswers a) {
        var words = new ArrayList<>(List.of("config", "set-caps", a.text(PROVIDER)));
        words.add("--cap-name=" + a.text(NAME));
        words.addAll(settings(a));
        return OperationWords.of(words);
    }

    private static List<String> settings(WizardAnswers a) {
        var words = new ArrayList<String>();
        words.add("--cap-models=" + (a.is(SCOPE, ALL) ? "all" : MenuChoices.list(a.list(MODELS))));
        for (String limit : List.of(REQUESTS, TOKENS, CONCURRENCY)) {
            if (a.has(limit)) words.add("--cap-" + limit + "=" + a.text(limit));
        }
        if (a.has(WINDOW)) words.add("--cap-window=" + a.text(OWN_WINDOW, a.text(WINDOW)));
        return words;
    }

    // ── change and remove ──

    private static List<WizardStep> which(Config config, String title) {
        return List.of(ProviderWizards.which(withCaps(config), "A cap of which provider?"),
            WizardStep.one(CAP, a -> new One<>(title, "The caps of the provider.",
                MenuChoices.caps(ProviderWizards.provider(config, a)), -1)).decides());
    }

    /// The providers that have caps.
    private static Config withCaps(Config config) {
        return config.withProviders(config.providers().stream().filter(p -> !p.rateLimits().isEmpty()).toList());
    }

    private static Bucket cap(Config config, WizardAnswers a) {
        return ProviderWizards.provider(config, a).rateLimits().stream().filter(cap -> cap.id().equals(a.text(CAP)))
            .findFirst().orElseThrow();
    }

    static Wizard edit(MenuSession session) {
        Config config = session.config();
        var steps = new ArrayList<>(which(config, "Which cap?"));
        steps.addAll(details(config, a -> cap(config, a)));
        return Wizard.change("change a cap", steps, a -> edited(a, cap(config, a)));
    }

    /// The cap keeps its id, also under another name. What it limits no longer is removed, for which only the flag
    /// with JSON has words.
    private static OperationWords edited(WizardAnswers a, Bucket now) {
        var gone = new ArrayList<String>();
        if (now.requests() != null && !a.has(REQUESTS)) gone.add(REQUESTS);
        if (now.tokens() != null && !a.has(TOKENS)) gone.add(TOKENS);
        if (now.concurrency() != null && !a.has(CONCURRENCY)) gone.add(CONCURRENCY);
        if (gone.isEmpty()) {
            var words = new ArrayList<>(List.of("config", "set-caps", a.text(PROVIDER), "--cap-id=" + a.text(CAP),
                "--cap-name=" + a.text(NAME)));
            words.addAll(settings(a));
            return OperationWords.of(words);
        }
        var cap = Json.object().put("id", a.text(CAP)).put("name", a.text(NAME));
        cap.put("models", a.is(SCOPE, ALL) ? Json.strings(List.of("all")) : Json.strings(a.list(MODELS)));
        for (String limit : List.of(REQUESTS, TOKENS, CONCURRENCY)) {
            if (a.has(limit)) cap.put(limit, Long.parseLong(a.text(limit)));
        }
        for (String limit : gone) cap.put(limit, Json.Null.NULL);
        cap.put("window", a.has(WINDOW) ? Json.of(a.text(OWN_WINDOW, a.text(WINDOW))) : Json.Null.NULL);
        return OperationWords.of("config", "set-caps", a.text(PROVIDER), "--rate-limits=" + Json.array(cap));
    }

    static Wizard remove(MenuSession session) {
        return Wizard.removal("remove a cap", which(session.config(), "Which cap is to be removed?"),
            a -> OperationWords.of("config", "set-caps", a.text(PROVIDER), "--cap-id=" + a.text(CAP), "--remove-cap"));
    }
}
