package llmrouter.cli.menu.entries;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.OperationWords;
import llmrouter.cli.menu.Wizard;
import llmrouter.cli.menu.WizardAnswers;
import llmrouter.cli.menu.WizardStep;
import llmrouter.config.BaseUrls.UrlProblem;
import llmrouter.config.BaseUrls;
import llmrouter.config.Config;
import llmrouter.config.EndpointGrammar;
import llmrouter.config.Endpoints;
import llmrouter.config.Format;
import llmrouter.config.Ids;
import llmrouter.config.Provider;
import llmrouter.config.edit.RemovalChange.RemoveProvider;
import llmrouter.providers.KnownProvider;
import llmrouter.providers.ProviderAddress;
import llmrouter.providers.ProviderTable;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;
import llmrouter.tui.Question.Several;

/// Wizards that add a provider, change it and remove it.
final class ProviderWizards {
    static final String PRESET = "preset";
    static final String ADDRESS = "address";
    private static final String ID = "id";
    private static final String NAME = "name";
    private static final String MODELS = "models";
    private static final String WHICH = "which";
    static final String FORMAT = "format";
    private static final String PROVIDER = "provider";
    private static final String WHAT = "what";
    private static final String CHECK = "check";
    private static final String YES = "yes";
    private static final String NO = "no";
    private static final String RPM = "rpm";
    private static final String CHECK_HELP = """
        The check asks for the list of models and finds the formats that the provider really speaks. It is made for the
        review and again when the provider is saved. A provider that cannot be reached now can be saved without it.""";
    private static final String HEADERS = "headers";
    private static final String ON = "on";
    private static final String OFF = "off";
    private static final String ALL_MODELS = "all";
    static final String ADDRESS_HELP = """
        The base URL as the provider's documentation shows it, e.g. https://api.example.com/v1
        Several addresses for several formats may be pasted, separated by blanks. An address that ends in an endpoint,
        such as /chat/completions or /v1/messages, is for that endpoint's format.""";
    private static final String ID_HELP = """
        A short name for references such as openai/model-a: a lower-case letter, then lower-case letters, digits and
        hyphens. It can be changed later; references follow.""";
    static final String MODELS_HELP = """
        The names that the provider uses, separated by commas or blanks. A list may be pasted as it is.
        * stands for every other model of the provider.""";

    private ProviderWizards() {}

    // ── add ──

    /// Adds a provider of the table of known providers.
    static Wizard addKnown(MenuSession session) {
        var steps = new ArrayList<WizardStep>();
        steps.add(WizardStep.one(PRESET, _ -> new One<>("Which provider?",
            "The providers whose address and format are known. Type a part of the name to filter.",
            presets(session), -1)).decides());
        steps.add(WizardStep.line(ADDRESS, a -> new Line("Its address", ADDRESS_HELP, preset(a).base(),
            ProviderWizards::addressProblem)).when(a -> preset(a).base().indexOf('{') >= 0));
        steps.add(WizardStep.line(ID, a -> new Line("An id for it", ID_HELP, freeId(session.config(), preset(a).id()),
            MenuChoices.newProviderId(session.config()))));
        steps.addAll(key(session, a -> preset(a).key() != null).steps());
        steps.addAll(models());
        return Wizard.change("add a provider", steps, a -> added(a, preset(a).name(), preset(a).base()));
    }

    static KnownProvider preset(WizardAnswers answers) {
        return ProviderTable.of(answers.text(PRESET));
    }

    private static KeySteps key(MenuSession session, Predicate<WizardAnswers> when) {
        return new KeySteps(session, "Where is its key?",
            a -> a.has(PRESET) ? preset(a).key() : null, new Option<>(KeySteps.NONE, "It needs no key", ""), when);
    }

    /// The known providers; those whose key is in the environment come first.
    static List<Option<String>> presets(MenuSession session) {
        var rows = new ArrayList<>(ProviderTable.ROWS);
        rows.sort(Comparator.comparing(row -> !isSet(session, row)));
        return rows.stream().map(row -> new Option<>(row.id(), row.name(),
            isSet(session, row) ? row.key() + " is set" : row.key() == null ? "no key" : "")).toList();
    }

    static boolean isSet(MenuSession session, KnownProvider row) {
        return row.key() != null && !session.environment().getOrDefault(row.key(), "").isBlank();
    }

    static String freeId(Config config, String wanted) {
        String id = wanted;
        for (int n = 2; MenuChoices.provider(config, id) != null; n++) id = wanted + "-" + n;
        return id;
    }

    static String addressProblem(String text) {
        List<String> urls = EndpointGrammar.list(text);
        if (urls.isEmpty()) return "Type an address, e.g. https://api.example.com/v1";
        for (String url : urls) {
            if (url.indexOf('{') >= 0) return "Put your own value in place of what is in braces.";
            UrlProblem problem = BaseUrls.problem(url);
            if (problem != null) return "The address " + problem.what() + ": " + problem.fix() + ".";
        }
        return null;
    }

    /// The questions about its models, and whether it is asked before it is saved.
    private static List<WizardStep> models() {
        return List.of(
            WizardStep.one(WHICH, _ -> new One<>("Which of its models?", MODELS_HELP,
                List.of(new Option<>(ALL_MODELS, "All of them", "passed through by the provider's own names"),
                    new Option<>(MODELS, "Only those that I name", "")), -1)),
            WizardStep.line(MODELS, _ -> new Line("Its models", MODELS_HELP, "", MenuChoices.needed("a model's name")))
                .when(a -> a.is(WHICH, MODELS)),
            WizardStep.one(CHECK, a -> new One<>("Ask the provider before it is saved?", CHECK_HELP,
                List.of(new Option<>(YES, "Yes", a.is(WHICH, MODELS)
                    ? "each model gets a few tokens, which may be billed" : "costs nothing"),
                    new Option<>(NO, "No", "it is saved as you have said")), -1)),
            WizardStep.line(RPM, _ -> new Line("How many requests in a minute, at most?", CHECK_HELP, "30",
                MenuChoices::number)).when(a -> a.is(CHECK, YES) && a.is(WHICH, MODELS)));
    }

    private static OperationWords added(WizardAnswers answers, String name, String base) {
        var words = new ArrayList<>(List.of("config", "add-provider", answers.text(ID), "--name=" + name));
        String address = answers.text(ADDRESS, base);
        words.add(addressFlag(address));
        if (answers.has(FORMAT)) words.add("--formats=" + String.join(",", answers.list(FORMAT)));
        words.addAll(KeySteps.words(answers, "api-key"));
        words.add("--models=" + answers.text(MODELS, "*"));
        words.add(answers.is(CHECK, YES) ? "--probe" : "--skip-probe");
        if (answers.has(RPM)) words.add("--probe-rpm=" + answers.text(RPM));
        return new OperationWords(words, KeySteps.secret(answers));
    }

    /// The flag for an address as it was typed, or for several.
    static String addressFlag(String address) {
        return (EndpointGrammar.list(address).size() > 1 ? "--endpoints=" : "--base-url=") + address;
    }

    /// Adds a provider by its address.
    static Wizard addByAddress(MenuSession session) {
        var steps = new ArrayList<WizardStep>();
        steps.add(WizardStep.line(ADDRESS, _ -> new Line("Its address", ADDRESS_HELP, "",
            ProviderWizards::addressProblem)));
        steps.add(WizardStep.line(NAME, a -> new Line("A name for people", "Shown in lists, e.g. Our own server.",
            host(a.text(ADDRESS)), MenuChoices.needed("a name"))));
        steps.add(WizardStep.line(ID, a -> new Line("An id for it", ID_HELP,
            freeId(session.config(), Ids.providerId(a.text(NAME))), MenuChoices.newProviderId(session.config()))));
        steps.addAll(key(session, _ -> true).steps());
        steps.addAll(models());
        WizardStep formats = formats();
        steps.add(formats.when(a -> formats.applies().test(a) && a.is(CHECK, NO)));
        return Wizard.change("add a provider", steps, a -> added(a, a.text(NAME), ""));
    }

    static String host(String address) {
        String url = EndpointGrammar.list(address).getFirst();
        int from = url.indexOf("://") + 3;
        int end = from;
        while (end < url.length() && "/:?".indexOf(url.charAt(end)) < 0) end++;
        return url.substring(from, end);
    }

    /// Asks for the formats of an address that does not tell them.
    static WizardStep formats() {
        return WizardStep.several(FORMAT, _ -> new Several<>("Which formats does it speak?",
            "The documentation of the provider shows requests: a path that ends in /chat/completions, /responses or "
            + "/messages tells the format. Most providers speak Chat Completions.", formatOptions(), Set.of(), 1))
            .when(a -> a.has(ADDRESS) && !tellsFormats(a.text(ADDRESS)));
    }

    /// Whether the formats of an address, or of several, are known without asking.
    static boolean tellsFormats(String address) {
        return EndpointGrammar.list(address).stream().allMatch(url -> Endpoints.formatOf(url) != null
            || Format.namedIn(url) != null || ProviderAddress.formatOf(url) != null);
    }

    private static List<Option<String>> formatOptions() {
        var options = new ArrayList<Option<String>>();
        for (Format format : Format.values()) {
            options.add(new Option<>(format.word(), format.title(), "POST …/" + format.endpoint()));
        }
        return options;
    }

    // ── change ──

    /// Changes one thing of a provider.
    static Wizard edit(MenuSession session) {
        Config config = session.config();
        var steps = new ArrayList<WizardStep>();
        steps.add(which(config, "Which provider?"));
        steps.add(WizardStep.one(WHAT, a -> new One<>("What do you want to change?", "Everything else stays as it is.",
            parts(provider(config, a)), -1)).decides());
        steps.add(WizardStep.line(NAME, a -> new Line("Its new name", "Shown in lists.", provider(config, a).name(),
            MenuChoices.needed("a name"))).when(a -> a.is(WHAT, NAME)));
        steps.add(WizardStep.line(ID, a -> new Line("Its new id", ID_HELP, a.text(PROVIDER),
            MenuChoices.newProviderId(config))).when(a -> a.is(WHAT, ID)));
        steps.add(WizardStep.line(ADDRESS, a -> new Line("Its new address", ADDRESS_HELP, base(provider(config, a)),
            ProviderWizards::addressProblem)).when(a -> a.is(WHAT, ADDRESS)));
        steps.addAll(new KeySteps(session, "Where is its key?", _ -> null, null, a -> a.is(WHAT,
            KeySteps.SOURCE)).steps());
        steps.add(WizardStep.one(FORMAT, a -> formatOf(provider(config, a))).when(a -> a.is(WHAT, FORMAT)));
        steps.add(WizardStep.line(MODELS, a -> new Line("All of its models", MODELS_HELP + "\nA model that stays in "
            + "the list keeps its settings.", MenuChoices.list(provider(config, a).models().stream()
            .map(m -> m.id()).toList()), MenuChoices.needed("a model's name"))).when(a -> a.is(WHAT, MODELS)));
        steps.add(WizardStep.line(HEADERS, _ -> new Line("All headers to add to its requests, as a JSON object",
            "For example {\"x-team\": \"research\"}. The ones that it has now are replaced; {} removes them.", "",
            text -> text.strip().startsWith("{") ? null : "Type a JSON object, e.g. {\"x-team\": \"research\"}."))
            .when(a -> a.is(WHAT, HEADERS)));
        return Wizard.change("change a provider", steps, ProviderWizards::edited);
    }

    static WizardStep which(Config config, String title) {
        return WizardStep.one(PROVIDER, _ -> new One<>(title, "The providers of the configuration. Type a part of the "
            + "name to filter.", MenuChoices.providers(config), -1)).decides();
    }

    static Provider provider(Config config, WizardAnswers answers) {
        return MenuChoices.provider(config, answers.text(PROVIDER));
    }

    private static List<Option<String>> parts(Provider p) {
        return List.of(new Option<>(NAME, "Its name", p.name()),
            new Option<>(ID, "Its id", "references follow"),
            new Option<>(ADDRESS, "Its address", base(p)),
            new Option<>(KeySteps.SOURCE, "Its key", ""),
            new Option<>(FORMAT, "Its preferred format", p.formats().getFirst().title()),
            new Option<>(MODELS, "Its list of models", ""),
            new Option<>(HEADERS, "Headers that are added to its requests", ""),
            p.enabled() ? new Option<>(OFF, "Switch it off", "it stays in the file") : Option.of(ON, "Switch it on"));
    }

    private static String base(Provider p) {
        if (p.baseUrl() != null) return p.baseUrl();
        return p.baseUrlByFormat().isEmpty() ? "" : p.baseUrlByFormat().values().iterator().next();
    }

    /// An id for the provider at an address: `https://api.example.com/v1` makes `example`; an address of digits or
    /// without a dot makes `local`.
    static String idFor(String address) {
        String host = host(address);
        String name = host.startsWith("api.") ? host.substring(4) : host;
        int last = name.lastIndexOf('.');
        boolean local = last < 0 || host.startsWith("[") || Character.isDigit(host.charAt(host.length() - 1));
        return local ? "local" : Ids.providerId(name.substring(0, last));
    }

    private static One<String> formatOf(Provider p) {
        List<Option<String>> options = formatOptions();
        return new One<>("Its preferred format", "The format of requests that need not be translated to another one.",
            options, WizardStep.index(options, p.formats().getFirst().word()));
    }

    private static OperationWords edited(WizardAnswers a) {
        String id = a.text(PROVIDER);
        var words = new ArrayList<>(List.of("config", "add-provider", id));
        switch (a.text(WHAT)) {
            case NAME -> words.add("--name=" + a.text(NAME));
            case ID -> words = new ArrayList<>(List.of("config", "rename-provider", id, a.text(ID)));
            case ADDRESS -> words.add(addressFlag(a.text(ADDRESS)));
            case FORMAT -> words.add("--format=" + a.text(FORMAT));
            case MODELS -> words.add("--models=" + a.text(MODELS));
            case ON -> words.add("--enabled=true");
            case OFF -> words.add("--enabled=false");
            case HEADERS -> words.add("--headers=" + a.text(HEADERS));
            case KeySteps.SOURCE -> words.addAll(KeySteps.words(a, "api-key"));
            default -> throw new IllegalStateException("no such part: " + a.text(WHAT));
        }
        return new OperationWords(words, KeySteps.secret(a));
    }

    // ── remove ──

    static Wizard remove(MenuSession session) {
        var removal = new RemovalSteps(session, a -> new RemoveProvider(a.text(PROVIDER), true));
        return Wizard.removal("remove a provider", List.of(which(session.config(), "Which provider is to be removed?"),
            removal.step()), a -> removal.words(a, "config", "remove-provider", a.text(PROVIDER)));
    }
}
