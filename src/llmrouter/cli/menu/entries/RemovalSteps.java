package llmrouter.cli.menu.entries;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.OperationWords;
import llmrouter.cli.menu.WizardAnswers;
import llmrouter.cli.menu.WizardStep;
import llmrouter.config.edit.ConfigChange;
import llmrouter.config.edit.ConfigOperation;
import llmrouter.config.edit.EditOutcome.Edited;
import llmrouter.config.edit.RemovalChange.Removed;
import llmrouter.text.Printable;
import llmrouter.tui.Question.Confirm;

/// The question whether the references to something are removed with it. It names them, and is asked only if there
/// are any.
final class RemovalSteps {
    private static final String CASCADE = "cascade";

    private final MenuSession session;
    private final Function<WizardAnswers, ConfigChange<Removed>> change;

    /// @param change the removal with all references
    RemovalSteps(MenuSession session, Function<WizardAnswers, ConfigChange<Removed>> change) {
        this.session = session;
        this.change = change;
    }

    WizardStep step() {
        return WizardStep.confirm(CASCADE, _ -> new Confirm("Remove these references too?",
            "While something refers to it, it can be removed only together with the references.", false))
            .intro(this::intro)
            .when(answers -> !references(answers).isEmpty());
    }

    private List<String> intro(WizardAnswers answers) {
        var lines = new ArrayList<>(List.of("The configuration refers to it:"));
        for (String reference : references(answers)) lines.add("  " + Printable.of(reference));
        return lines;
    }

    /// What else a removal would change.
    private List<String> references(WizardAnswers answers) {
        var outcome = ConfigOperation.apply(session.configText(), session.configFile().toString(),
            change.apply(answers));
        return outcome instanceof Edited<Removed> edited ? edited.result().cascaded() : List.of();
    }

    /// The words of the operation, with the flag that removes references if the person wants that.
    OperationWords words(WizardAnswers answers, String... words) {
        var operation = OperationWords.of(words);
        return answers.isYes(CASCADE) ? operation.with(List.of("--cascade")) : operation;
    }
}
