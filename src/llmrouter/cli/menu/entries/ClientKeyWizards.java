package llmrouter.cli.menu.entries;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.OperationWords;
import llmrouter.cli.menu.Wizard;
import llmrouter.cli.menu.WizardAnswers;
import llmrouter.cli.menu.WizardStep;
import llmrouter.config.Config;
import llmrouter.config.Ids;
import llmrouter.tui.Question.Confirm;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;
import llmrouter.tui.Question.Several;

/// Wizards about the keys that clients must send.
final class ClientKeyWizards {
    private static final String NAME = "name";
    private static final String MODELS = "models";
    private static final String SCOPE = "scope";
    private static final String CAPS = "caps";
    private static final String EXPIRES = "expires";
    private static final String WHAT = "what";
    private static final String SURE = "sure";
    private static final String ALL = "all";
    private static final String SOME = "some";
    private static final String NOTHING = "-";
    private static final String CAPS_HELP = "Such as 60/1m, 200k tokens/1d or 4 concurrent, separated by commas; "
        + "- for none.";
    private static final String EXPIRES_HELP = "A day such as 2027-01-31, a time from now such as 30d, or never.";
    private static final String REMOVAL_HELP = "A running gateway whose last key is removed refuses every request "
        + "until it gets one or is restarted. A gateway that is started without any key is open to every program on "
        + "this machine.";

    private ClientKeyWizards() {}

    // ── the master key ──

    static Wizard setMasterKey(MenuSession session) {
        var steps = new KeySteps(session, "The key that clients must send", _ -> "LLM_ROUTER_MASTER_KEY",
            new Option<>(KeySteps.MAKE, "Make a new key", "strong; it is shown once, after saving"), _ -> true);
        return Wizard.change("set the master key", steps.steps(), a -> {
            var words = new ArrayList<>(List.of("config", "set-master-key"));
            if (a.is(KeySteps.SOURCE, KeySteps.MAKE)) words.add("--generate-master-key");
            words.addAll(KeySteps.words(a, "master-key"));
            return new OperationWords(words, KeySteps.secret(a));
        });
    }

    static Wizard removeMasterKey(MenuSession session) {
        boolean last = session.config().masterKeys().isEmpty();
        return Wizard.removal("remove the master key", List.of(
            WizardStep.confirm(SURE, _ -> new Confirm("No client key is left then. Remove it all the same?",
                REMOVAL_HELP, false)).when(_ -> last)),
            a -> sure(a, OperationWords.of("config", "remove-master-key")));
    }

    private static OperationWords sure(WizardAnswers a, OperationWords words) {
        return a.isYes(SURE) ? words.with(List.of("--yes")) : words;
    }

    // ── keys of single clients ──

    static Wizard add(MenuSession session) {
        Config config = session.config();
        var steps = new ArrayList<WizardStep>();
        steps.add(WizardStep.line(NAME, _ -> new Line("The client's name", "A letter or digit, then letters, digits "
            + "and . _ : -, e.g. ci or ada.laptop.", "", text -> newName(config, text.strip()))));
        steps.add(WizardStep.one(SCOPE, _ -> scope()));
        steps.add(models(config));
        steps.add(WizardStep.line(CAPS, _ -> new Line("Its caps", CAPS_HELP, NOTHING, MenuChoices.ANYTHING)));
        steps.add(WizardStep.line(EXPIRES, _ -> new Line("When does the key end?", EXPIRES_HELP, "never",
            MenuChoices.needed("a day, a time, or never"))));
        steps.addAll(newKey(session, _ -> true).steps());
        return Wizard.change("add a client key", steps, a -> {
            var words = new ArrayList<>(List.of("config", "add-key", a.text(NAME)));
            if (a.is(SCOPE, SOME)) words.add("--models=" + MenuChoices.list(a.list(MODELS)));
            if (!a.is(CAPS, NOTHING)) words.add("--caps=" + a.text(CAPS));
            if (!a.is(EXPIRES, "never")) words.add("--expires=" + a.text(EXPIRES));
            words.addAll(KeySteps.words(a, "key"));
            return new OperationWords(words, KeySteps.secret(a));
        });
    }

    private static KeySteps newKey(MenuSession session, Predicate<WizardAnswers> when) {
        return new KeySteps(session, "Which key does it send?", _ -> null,
            new Option<>(KeySteps.MAKE, "Make a new key", "strong; it is shown once, after saving"), when);
    }

    private static String newName(Config config, String name) {
        if (!Ids.isAliasId(name)) return "A name is a letter or digit, then letters, digits and . _ : - only.";
        boolean taken = config.masterKeys().stream().anyMatch(key -> key.name().equals(name));
        return taken ? "There is a client of this name already." : null;
    }

    private static One<String> scope() {
        return new One<>("What may it ask for?", "This limits the names that the key may ask for. What stands behind "
            + "an alias is your choice.", List.of(Option.of(ALL, "Every model and alias"),
            Option.of(SOME, "Only some of them")), -1);
    }

    private static WizardStep models(Config config) {
        return WizardStep.several(MODELS, _ -> new Several<>("Which models and aliases?", "Nothing is chosen at first.",
            MenuChoices.names(config), Set.of(), 1)).when(a -> a.is(SCOPE, SOME));
    }

    private static WizardStep which(Config config, String title) {
        return WizardStep.one(NAME, _ -> new One<>(title, "The clients with a key of their own.",
            MenuChoices.clientKeys(config), -1)).decides();
    }

    static Wizard edit(MenuSession session) {
        Config config = session.config();
        var steps = new ArrayList<WizardStep>();
        steps.add(which(config, "Which client?"));
        steps.add(WizardStep.one(WHAT, _ -> new One<>("What do you want to change?", "Everything else stays as it is.",
            List.of(Option.of(SCOPE, "What it may ask for"), Option.of(CAPS, "Its caps"),
                Option.of(EXPIRES, "When its key ends"),
                new Option<>(KeySteps.SOURCE, "Its key", "the old one ends at once")), -1)).decides());
        steps.add(WizardStep.one(SCOPE, _ -> scope()).when(a -> a.is(WHAT, SCOPE)));
        steps.add(models(config));
        steps.add(WizardStep.line(CAPS, _ -> new Line("All of its caps", CAPS_HELP, "",
            MenuChoices.needed("the caps, or - for none"))).when(a -> a.is(WHAT, CAPS)));
        steps.add(WizardStep.line(EXPIRES, _ -> new Line("When does the key end?", EXPIRES_HELP, "",
            MenuChoices.needed("a day, a time, or never"))).when(a -> a.is(WHAT, EXPIRES)));
        steps.addAll(newKey(session, a -> a.is(WHAT, KeySteps.SOURCE)).steps());
        return Wizard.change("change a client key", steps, ClientKeyWizards::edited);
    }

    private static OperationWords edited(WizardAnswers a) {
        var words = new ArrayList<>(List.of("config", "set-key", a.text(NAME)));
        switch (a.text(WHAT)) {
            case SCOPE -> words.add("--models=" + (a.is(SCOPE, ALL) ? "all" : MenuChoices.list(a.list(MODELS))));
            case CAPS -> words.add("--caps=" + (a.is(CAPS, NOTHING) ? "" : a.text(CAPS)));
            case EXPIRES -> words.add("--expires=" + a.text(EXPIRES));
            default -> {
                if (a.is(KeySteps.SOURCE, KeySteps.MAKE)) words.add("--generate");
                words.addAll(KeySteps.words(a, "key"));
            }
        }
        return new OperationWords(words, KeySteps.secret(a));
    }

    static Wizard revoke(MenuSession session) {
        Config config = session.config();
        boolean last = config.masterKey() == null && config.masterKeys().size() == 1;
        return Wizard.removal("revoke a client key", List.of(which(config, "Whose key is to be revoked?"),
            WizardStep.confirm(SURE, _ -> new Confirm("No client key is left then. Revoke it all the same?",
                REMOVAL_HELP, false)).when(_ -> last)),
            a -> sure(a, OperationWords.of("config", "revoke-key", a.text(NAME))));
    }
}
