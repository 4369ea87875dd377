package llmrouter.cli.menu.entries;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.WizardAnswers;
import llmrouter.cli.menu.WizardStep;
import llmrouter.tui.Question.Hidden;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;

/// The questions about where a key is, and the flags that say it. A key that is typed is not shown, and goes to the
/// operation through standard input.
final class KeySteps {
    static final String SOURCE = "key";
    static final String NONE = "none";
    static final String MAKE = "make";
    private static final String TYPED = "typed";
    private static final String TYPE = "type";
    private static final String VARIABLE = "variable";
    private static final String FILE = "file";
    /// In front of a variable that is offered.
    private static final String SET = "$";
    private static final String HELP = """
        A key that you type is written into the configuration file, which only you can read.
        A variable or a file keeps the key out of the configuration file. The gateway needs the variable in its own
        environment when it starts: a service of the system does not have the variables of your shell.""";

    private final MenuSession session;
    private final String title;
    private final Function<WizardAnswers, String> variable;
    private final Option<String> special;
    private final Predicate<WizardAnswers> when;

    /// @param title    of the first question
    /// @param variable of the environment that usually holds such a key, or null
    /// @param special  another choice, such as [#NONE]; or null
    /// @param when     the questions are asked
    KeySteps(MenuSession session, String title, Function<WizardAnswers, String> variable, Option<String> special,
            Predicate<WizardAnswers> when) {
        this.session = session;
        this.title = title;
        this.variable = variable;
        this.special = special;
        this.when = when;
    }

    List<WizardStep> steps() {
        return List.of(
            WizardStep.one(SOURCE, this::source).when(when),
            WizardStep.hidden(TYPED, _ -> new Hidden("The key, which is not shown", HELP,
                MenuChoices.needed("the key, or leave with Esc"))).when(chosen(TYPE)),
            WizardStep.line(VARIABLE, _ -> new Line("Name of the variable", HELP, "", KeySteps::variableProblem))
                .when(chosen(VARIABLE)),
            WizardStep.line(FILE, _ -> new Line("Path of the file", HELP, "", MenuChoices.needed("a path")))
                .when(chosen(FILE)));
    }

    private Predicate<WizardAnswers> chosen(String source) {
        return answers -> when.test(answers) && answers.is(SOURCE, source);
    }

    private One<String> source(WizardAnswers answers) {
        var options = new ArrayList<Option<String>>();
        String name = variable.apply(answers);
        if (name != null && !session.environment().getOrDefault(name, "").isBlank()) {
            options.add(new Option<>(SET + name, "The variable " + name, "it is set here"));
        }
        options.add(new Option<>(TYPE, "Type or paste the key", "it is not shown"));
        options.add(new Option<>(VARIABLE, "A variable of the environment", name == null ? "" : "e.g. " + name));
        options.add(new Option<>(FILE, "A file that holds the key", "e.g. ~/.keys/provider"));
        if (special != null) options.add(special);
        return new One<>(title, HELP, options, -1);
    }

    private static String variableProblem(String text) {
        String name = text.strip().startsWith(SET) ? text.strip().substring(1) : text.strip();
        boolean fine = !name.isEmpty() && !Character.isDigit(name.charAt(0))
            && name.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c) || c == '_');
        return fine ? null
            : "Type the name of a variable, such as OPENAI_API_KEY. The key itself does not belong here.";
    }

    /// The words that say the key to an operation; none if there is none, or if it is made.
    ///
    /// @param flag of the operation, e.g. `api-key`
    static List<String> words(WizardAnswers answers, String flag) {
        String source = answers.text(SOURCE, NONE);
        if (source.startsWith(SET)) return List.of("--" + flag + "-env=" + source.substring(1));
        return switch (source) {
            case TYPE -> List.of("--" + flag + "-stdin");
            case VARIABLE -> List.of("--" + flag + "-env=" + plain(answers.text(VARIABLE)));
            case FILE -> List.of("--" + flag + "-file=" + answers.text(FILE));
            default -> List.of();
        };
    }

    private static String plain(String variable) {
        return variable.startsWith(SET) ? variable.substring(1) : variable;
    }

    /// The key for standard input; null if it was not typed.
    static String secret(WizardAnswers answers) {
        return answers.is(SOURCE, TYPE) ? answers.text(TYPED) : null;
    }
}
