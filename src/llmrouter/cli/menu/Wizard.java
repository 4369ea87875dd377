package llmrouter.cli.menu;

import java.util.List;
import java.util.function.Function;

/// Questions, and the operation that their answers make.
///
/// @param words the operation of the answers; those of steps that do not apply are not among them
/// @param kind  what is done with the operation
public record Wizard(String title, List<WizardStep> steps, Function<WizardAnswers, OperationWords> words, Kind kind) {
    /// What is done with an operation.
    public enum Kind {
        /// It adds or changes something: it is reviewed first.
        CHANGE,
        /// It removes something: it is reviewed first, and Enter alone does not agree to it.
        REMOVAL,
        /// It changes something on other machines: it is reviewed first, and each line that it says is shown at once.
        OUTSIDE,
        /// It changes nothing: it runs at once, and its output is shown.
        REPORT,
        /// It needs the terminal for itself, and the menu ends with it.
        FOREGROUND,
        /// It needs the terminal for itself for a while.
        EXCURSION
    }

    public static Wizard change(String title, List<WizardStep> steps, Function<WizardAnswers, OperationWords> words) {
        return new Wizard(title, List.copyOf(steps), words, Kind.CHANGE);
    }

    public static Wizard removal(String title, List<WizardStep> steps, Function<WizardAnswers, OperationWords> words) {
        return new Wizard(title, List.copyOf(steps), words, Kind.REMOVAL);
    }

    public static Wizard outside(String title, List<WizardStep> steps, Function<WizardAnswers, OperationWords> words) {
        return new Wizard(title, List.copyOf(steps), words, Kind.OUTSIDE);
    }

    public static Wizard report(String title, List<WizardStep> steps, Function<WizardAnswers, OperationWords> words) {
        return new Wizard(title, List.copyOf(steps), words, Kind.REPORT);
    }

    /// A report without questions.
    public static Wizard report(String title, String... words) {
        return report(title, List.of(), _ -> OperationWords.of(words));
    }
}
