package llmrouter.cli.menu.hosting;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.WizardAnswers;
import llmrouter.cli.menu.WizardStep;
import llmrouter.config.Secret;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.FileSecret;
import llmrouter.config.edit.MasterKeyStrength;
import llmrouter.deploy.steps.KeyRotation;
import llmrouter.files.FileError;
import llmrouter.files.Secrets;
import llmrouter.text.Ws;
import llmrouter.tui.Question.Confirm;
import llmrouter.tui.Question.Hidden;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;

/// The questions about the master key of the hosted gateway.
final class HostedKeySteps {
    private static final String SOURCE = "key";
    private static final String CONFIGURED = "configured";
    private static final String KEPT = "kept";
    private static final String MAKE = "make";
    private static final String TYPE = "type";
    private static final String VARIABLE = "variable";
    private static final String FILE = "file";
    private static final String SAVE = "save";
    private static final String HELP = """
        Clients must send this key. The gateway will be open to the internet, so a key that might be guessed is refused.
        A key that is made here is shown once, after it was set.""";
    private static final String SAVE_HELP = "The gateway of this machine then asks for the new key too. Without it, "
        + "the key is only shown, and the configuration keeps the key that it has.";

    private final GivenWords given;
    private final UnaryOperator<String> env;
    private final Secrets secrets;
    private final String configured;
    private final String configFlag;
    private final boolean saving;
    private final Predicate<WizardAnswers> kept;

    /// @param configured the key of the configuration, or null
    /// @param configFlag that sets the key of the configuration; null if it is what the command does by itself
    /// @param saving     whether a new key can be saved
    /// @param kept       whether the Worker has a key of its own that it may keep
    HostedKeySteps(MenuSession session, GivenWords given, String configured, String configFlag, boolean saving,
            Predicate<WizardAnswers> kept) {
        this.given = given;
        this.env = session.environment()::get;
        this.secrets = new Secrets(env, session.home());
        this.configured = configured;
        this.configFlag = configFlag;
        this.saving = saving;
        this.kept = kept;
    }

    List<WizardStep> steps() {
        boolean open = !isSaid();
        return List.of(
            WizardStep.one(SOURCE, a -> new One<>("The master key of the hosted gateway", HELP, sources(a),
                kept.test(a) ? 0 : -1))
                .when(_ -> open),
            WizardStep.hidden(TYPE, _ -> new Hidden("The key, which is not shown", HELP, typed -> weakness(
                Ws.trim(typed)))).when(a -> a.is(SOURCE, TYPE) || given.isOn("master-key-stdin")),
            WizardStep.line(VARIABLE, _ -> new Line("Name of the variable", HELP, "", typed -> problem(
                new EnvSecret(name(typed))))).when(a -> a.is(SOURCE, VARIABLE)),
            WizardStep.line(FILE, _ -> new Line("Path of the file", HELP, "", typed -> problem(
                new FileSecret(Ws.trim(typed))))).when(a -> a.is(SOURCE, FILE)),
            WizardStep.confirm(SAVE, _ -> new Confirm("Save the new key in the configuration too?", SAVE_HELP, true))
                .when(a -> saving && a.is(SOURCE, MAKE) && !given.has("save")));
    }

    /// Whether flags say the key already.
    private boolean isSaid() {
        boolean said = given.isOn("generate-master-key") || configFlag != null && given.isOn(configFlag);
        for (String flag : List.of("master-key", "master-key-env", "master-key-file")) said |= given.has(flag);
        return said || given.isOn("master-key-stdin");
    }

    private boolean isWeak() {
        return !MasterKeyStrength.weaknesses(configured).isEmpty();
    }

    private List<Option<String>> sources(WizardAnswers answers) {
        var options = new ArrayList<Option<String>>();
        if (kept.test(answers)) {
            options.add(new Option<>(KEPT, "Keep the one that the Worker has", "set by worker-key or a deploy before"));
        } else if (configured != null) {
            options.add(isWeak() ? new Option<>(CONFIGURED, "That of the configuration, although it is weak",
                String.join(", ", MasterKeyStrength.weaknesses(configured)))
                : new Option<>(CONFIGURED, "That of the configuration", "fingerprint "
                    + KeyRotation.fingerprint(configured)));
        }
        options.add(new Option<>(MAKE, "Make a new key", "strong; it is shown once"));
        options.add(new Option<>(TYPE, "Type or paste the key", "it is not shown"));
        options.add(new Option<>(VARIABLE, "A variable of the environment", "e.g. LLM_ROUTER_MASTER_KEY"));
        options.add(new Option<>(FILE, "A file that holds the key", "e.g. ~/.keys/gateway"));
        return options;
    }

    private static String name(String typed) {
        String name = Ws.trim(typed);
        return name.startsWith("$") ? name.substring(1) : name;
    }

    private String problem(Secret place) {
        if (place instanceof FileSecret(String path) && path.isEmpty()) return "Type the path of a file.";
        if (place instanceof EnvSecret(String name) && Ws.blank(env.apply(name))) {
            return name.isEmpty() ? "Type the name of a variable." : "The variable " + (isName(name) ? name
                : "of that name") + " is not set here.";
        }
        try {
            return weakness(secrets.value(place));
        } catch (FileError e) {
            return e.getMessage() + ".";
        }
    }

    /// A text that is no name may be the key itself, and is not shown.
    private static boolean isName(String name) {
        boolean fine = name.length() <= 60;
        for (char c : name.toCharArray()) fine &= c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
        return fine;
    }

    private static String weakness(String key) {
        if (key.isEmpty()) return "Type or paste the key, or leave.";
        List<String> weaknesses = MasterKeyStrength.weaknesses(key);
        return weaknesses.isEmpty() ? null : "This key is weak: " + String.join(", ", weaknesses) + ".";
    }

    /// The words that say the key; none if they were said before.
    List<String> words(WizardAnswers answers) {
        var words = new ArrayList<String>();
        if (secret(answers) != null) words.add("--master-key-stdin");
        switch (answers.text(SOURCE, "")) {
            case MAKE -> words.add("--generate-master-key");
            case VARIABLE -> words.add("--master-key-env=" + name(answers.text(VARIABLE)));
            case FILE -> words.add("--master-key-file=" + Ws.trim(answers.text(FILE)));
            case CONFIGURED -> {
                if (configFlag != null) words.add("--" + configFlag);
            }
            default -> { }
        }
        boolean sent = answers.is(SOURCE, CONFIGURED) || answers.is(SOURCE, KEPT);
        if (sent && configured != null && isWeak()) words.add("--allow-weak-master-key");
        if (answers.isYes(SAVE)) words.add("--save");
        return words;
    }

    /// The key for standard input; null if it comes from elsewhere.
    String secret(WizardAnswers answers) {
        return answers.has(TYPE) ? Ws.trim(answers.text(TYPE)) : given.text("master-key");
    }
}
