package llmrouter.cli.menu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.tui.DialogAnswer;
import llmrouter.tui.DialogAnswer.Back;
import llmrouter.tui.DialogAnswer.Given;
import llmrouter.tui.DialogAnswer.Quit;
import llmrouter.tui.Question.Hidden;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;

/// One run of a wizard, from the first question to the saved change.
///
/// ```
/// ask every step ──▶ preview ──▶ review ──▶ save ──▶ done
///      ▲                │ refused   │ change    │ refused
///      └────────────────┴───────────┴───────────┘   answers are kept
/// ```
public final class WizardRun {
    /// What a person can do with a change that was shown.
    public enum Choice { SAVE, CHANGE, LEAVE }

    private static final String REVIEW_HELP = """
        The lines with + would be added to the configuration file, those with - taken out.
        Nothing is written before you choose to save.
        The command line below does the same without questions.""";

    private static final String OUTSIDE_HELP = """
        Nothing is sent before you choose Yes. The lines above say what would be sent.
        The command line above does the same without questions.""";

    /// The operations that call other machines.
    private static final List<String> SLOW = List.of("test-provider", "doctor", "--probe");

    private final MenuSession session;
    private final Wizard wizard;
    /// Every answer that was ever given, also those of steps that do not apply now.
    private final WizardAnswers kept = new WizardAnswers();
    private final Set<String> answered = new HashSet<>();
    private final Deque<WizardStep> asked = new ArrayDeque<>();
    private OperationResult result;

    public WizardRun(MenuSession session, Wizard wizard) {
        this.session = session;
        this.wizard = wizard;
    }

    /// Asks, and does what the wizard is for.
    ///
    /// @return the exit code of a command that ends the menu with it; null if the menu goes on
    public Integer run() {
        while (ask()) {
            OperationWords words = words();
            switch (wizard.kind()) {
                case REPORT -> {
                    report(words);
                    return null;
                }
                case FOREGROUND -> {
                    return session.runInForeground(words);
                }
                case EXCURSION -> {
                    session.runInForeground(words);
                    session.reopen();
                    return null;
                }
                case CHANGE, REMOVAL, OUTSIDE -> {
                    if (!reopenedAfterReview(words)) return null;
                }
            }
        }
        if (!wizard.steps().isEmpty()) sayUnchanged();
        return null;
    }

    private void sayUnchanged() {
        if (result == null) session.say(List.of("Nothing was changed."));
    }

    /// What came of an operation on other machines when it last ran; null if it never did.
    public OperationResult result() {
        return result;
    }

    /// Asks every step that has no answer yet.
    ///
    /// @return false if the person leaves
    public boolean ask() {
        while (true) {
            var before = new WizardAnswers();
            WizardStep open = firstOpen(before);
            if (open == null) return true;
            String old = String.join("\n", kept.list(open.name()));
            switch (open.ask(session, before, kept)) {
                case ANSWERED -> {
                    answered.add(open.name());
                    asked.push(open);
                    boolean another = !String.join("\n", kept.list(open.name())).equals(old);
                    if (open.deciding() && another) forgetAfter(open);
                }
                case BACK -> {
                    if (asked.isEmpty()) return false;
                    goBack();
                }
                case QUIT -> {
                    return false;
                }
            }
        }
    }

    /// The first step that applies and has no answer, or null.
    ///
    /// @param before gets the answers of the steps before it
    private WizardStep firstOpen(WizardAnswers before) {
        for (WizardStep step : wizard.steps()) {
            if (!step.applies().test(before)) continue;
            if (!answered.contains(step.name())) return step;
            before.take(step.name(), kept);
        }
        return null;
    }

    /// Opens the step that was answered last.
    public void goBack() {
        if (!asked.isEmpty()) answered.remove(asked.pop().name());
    }

    private void forgetAfter(WizardStep decided) {
        int from = wizard.steps().indexOf(decided) + 1;
        for (WizardStep step : wizard.steps().subList(from, wizard.steps().size())) {
            kept.forget(step.name());
            answered.remove(step.name());
            asked.remove(step);
        }
    }

    /// The answers of the steps that apply.
    public WizardAnswers answers() {
        var answers = new WizardAnswers();
        firstOpen(answers);
        return answers;
    }

    public OperationWords words() {
        return wizard.words().apply(answers());
    }

    private void report(OperationWords words) {
        session.page(run(words).lines());
    }

    /// Runs an operation; of one that may take long, shows what it does meanwhile.
    public OperationResult run(OperationWords words) {
        boolean slow = SLOW.stream().anyMatch(words.words()::contains);
        if (!slow) return session.run(words);
        try (var progress = session.dialog().progress(wizard.title())) {
            return session.run(words, line -> progress.at(0, 0, line));
        }
    }

    // ── review ──

    /// Shows the change, and saves it if the person agrees.
    ///
    /// @return whether a step is open again; false at the end of the wizard
    private boolean reopenedAfterReview(OperationWords words) {
        OperationResult preview = preview(words);
        if (preview != null && !preview.isDone()) return reopenedAfterRefusal(preview);
        session.page(review(words, preview));
        return switch (choice(preview == null || isOutside() ? "Do it?" : "Save this change?")) {
            case SAVE -> {
                if (isOutside()) yield reopenedAfterCall(words);
                OperationResult saved = run(words);
                if (!saved.isDone()) yield reopenedAfterRefusal(saved);
                session.say(saved.lines());
                yield false;
            }
            case CHANGE -> true;
            case LEAVE -> {
                sayUnchanged();
                yield false;
            }
        };
    }

    private boolean isOutside() {
        return wizard.kind() == Wizard.Kind.OUTSIDE;
    }

    /// Runs an operation that changes other machines. It says itself what is so now.
    ///
    /// @return whether the wizard goes on
    private boolean reopenedAfterCall(OperationWords words) {
        result = session.run(words, line -> session.say(List.of(line)));
        session.say(result.out());
        if (result.isDone()) return false;
        var options = new ArrayList<Option<Choice>>();
        options.add(Option.of(Choice.SAVE, "Try again"));
        if (!asked.isEmpty()) options.add(Option.of(Choice.CHANGE, "Change an answer"));
        options.add(Option.of(Choice.LEAVE, "Leave it"));
        String help = "The lines above say what is so now. What you have answered is kept.";
        return afterChoice(session.dialog().ask(new One<>("That did not work. What now?", help, options, -1)))
            != Choice.LEAVE;
    }

    /// What an operation would do; null if it cannot say.
    public OperationResult preview(OperationWords words) {
        for (String flag : List.of("dry-run", "diff")) {
            if (session.takes(words, flag)) return run(words.with(List.of("--" + flag)));
        }
        return null;
    }

    /// The lines of a review.
    public List<String> review(OperationWords words, OperationResult preview) {
        var lines = new ArrayList<String>();
        lines.add("Review: " + wizard.title());
        if (preview != null) lines.addAll(preview.lines());
        lines.add("");
        lines.add("The same without questions:");
        lines.addAll(session.placed(words).lines());
        return lines;
    }

    /// Asks what to do with a change that was shown.
    private Choice choice(String title) {
        var options = new ArrayList<Option<Choice>>();
        options.add(Option.of(Choice.SAVE, wizard.kind() == Wizard.Kind.REMOVAL ? "Yes, remove it" : "Yes"));
        if (!asked.isEmpty()) options.add(Option.of(Choice.CHANGE, "Change an answer"));
        options.add(Option.of(Choice.LEAVE, "No, leave everything as it is"));
        int enter = wizard.kind() == Wizard.Kind.REMOVAL ? -1 : 0;
        String help = isOutside() ? OUTSIDE_HELP : REVIEW_HELP;
        return afterChoice(session.dialog().ask(new One<>(title, help, options, enter)));
    }

    /// Shows why an operation was refused; the answers are kept.
    ///
    /// @return whether a step is open again
    public boolean reopenedAfterRefusal(OperationResult refused) {
        session.say(refused.lines());
        var options = new ArrayList<Option<Choice>>();
        if (!asked.isEmpty()) options.add(Option.of(Choice.CHANGE, "Change an answer"));
        options.add(Option.of(Choice.LEAVE, "Leave everything as it is"));
        String help = "The lines above say what is wrong. What you have answered is kept.";
        Choice choice = afterChoice(session.dialog().ask(new One<>("Nothing was changed. What now?", help, options,
            -1)));
        return choice == Choice.CHANGE;
    }

    private Choice afterChoice(DialogAnswer<Choice> answer) {
        return switch (answer) {
            case Given<Choice>(Choice choice) -> choice == Choice.CHANGE && !reopened() ? Choice.LEAVE : choice;
            case Back<Choice> _ -> {
                boolean first = asked.isEmpty();
                goBack();
                yield first ? Choice.LEAVE : Choice.CHANGE;
            }
            case Quit<Choice> _ -> Choice.LEAVE;
        };
    }

    /// Asks which answer is to be changed, and opens its step.
    ///
    /// @return false if the person leaves
    public boolean reopened() {
        var options = new ArrayList<Option<WizardStep>>();
        WizardAnswers answers = answers();
        for (WizardStep step : wizard.steps()) {
            if (!asked.contains(step)) continue;
            var question = step.question(answers, kept);
            String now = question instanceof Hidden ? "(not shown)" : String.join(", ", kept.list(step.name()));
            options.add(new Option<>(step, question.title(), now));
        }
        var which = new One<>("Which answer?", "The other answers are kept.", options, -1);
        return switch (session.dialog().ask(which)) {
            case Given<WizardStep>(WizardStep step) -> {
                answered.remove(step.name());
                asked.remove(step);
                yield true;
            }
            case Back<WizardStep> _ -> {
                goBack();
                yield true;
            }
            case Quit<WizardStep> _ -> false;
        };
    }
}
