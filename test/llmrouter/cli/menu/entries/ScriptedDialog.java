package llmrouter.cli.menu.entries;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

import llmrouter.tui.Dialog;
import llmrouter.tui.DialogAnswer;
import llmrouter.tui.DialogAnswer.Back;
import llmrouter.tui.DialogAnswer.Given;
import llmrouter.tui.DialogAnswer.Quit;
import llmrouter.tui.Question;
import llmrouter.tui.Question.Confirm;
import llmrouter.tui.Question.Hidden;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;
import llmrouter.tui.Question.Several;

/// A person who answers from a list. At its end the person leaves. It keeps all that was asked and shown.
///
/// An answer is a text as a person would type it: for a choice a part of an option's label, for several choices parts
/// with `|` between them, `yes` or `no`, `ENTER` for Enter alone, or one of the constants.
public final class ScriptedDialog implements Dialog {
    public static final String BACK = "(back)";
    public static final String QUIT = "(quit)";
    public static final String ENTER = "(enter)";
    /// Asked of everything that takes text: wrong for all of it but free text.
    public static final String WRONG = "!! not, right ?? {";

    private static final String REFUSED = "(refused)";

    private final Deque<String> answers;
    public final List<Question<?>> asked = new ArrayList<>();
    public final List<String> shown = new ArrayList<>();
    /// What was said about answers that cannot be right.
    public final List<String> problems = new ArrayList<>();
    public boolean closed;

    public ScriptedDialog(List<String> answers) {
        this.answers = new ArrayDeque<>(answers);
    }

    public String screen() {
        return String.join("\n", shown);
    }

    public boolean isUsedUp() {
        return answers.isEmpty();
    }

    @Override
    public <T> DialogAnswer<T> ask(Question<T> question) {
        asked.add(question);
        shown.add("? " + question.title());
        while (true) {
            String answer = answers.isEmpty() ? QUIT : answers.pop();
            if (answer.equals(BACK)) return new Back<>();
            if (answer.equals(QUIT)) return new Quit<>();
            if (answer.startsWith(REFUSED)) {
                refuse(question, answer.substring(REFUSED.length()));
                continue;
            }
            T value = value(question, answer);
            if (value != null) return new Given<>(value);
        }
    }

    /// A text that the question must refuse; the next answer is the corrected one.
    public static String refused(String typed) {
        return REFUSED + typed;
    }

    private void refuse(Question<?> question, String typed) {
        String problem = switch (question) {
            case Line line -> line.problem().apply(typed);
            case Hidden hidden -> hidden.problem().apply(typed);
            case One<?> _, Several<?> _, Confirm _ -> null;
        };
        if (problem == null) throw new AssertionError("'" + typed + "' was taken by '" + question.title() + "'");
        problems.add(problem);
    }

    /// Null if the answer cannot be right.
    @SuppressWarnings("unchecked")
    private <T> T value(Question<T> question, String answer) {
        Object value = switch (question) {
            case One<?> one -> option(one.options(), answer, one.current());
            case Several<?> several -> several(several, answer);
            case Line line -> text(answer.equals(ENTER) ? line.initial() : answer, line.problem());
            case Hidden hidden -> text(answer.equals(ENTER) ? "" : answer, hidden.problem());
            case Confirm confirm -> confirmed(confirm, answer);
        };
        if (value == null && !answer.equals(WRONG)) {
            throw new AssertionError("'" + answer + "' is no answer to '" + question.title() + "': " + problems
                + "\n" + screen());
        }
        return (T) value;
    }

    private static Object confirmed(Confirm confirm, String answer) {
        if (answer.equals(WRONG)) return null;
        return answer.equals(ENTER) ? confirm.usual() : answer.equals("yes");
    }

    private String text(String typed, Function<String, String> check) {
        String problem = check.apply(typed);
        if (problem == null) return typed;
        problems.add(problem);
        return null;
    }

    private <V> Object several(Several<V> several, String answer) {
        if (answer.equals(WRONG)) return null;
        var values = new ArrayList<V>();
        if (answer.equals(ENTER)) {
            for (int i = 0; i < several.options().size(); i++) {
                if (several.chosen().contains(i)) values.add(several.options().get(i).value());
            }
        } else {
            for (String part : answer.split("\\|")) values.add(option(several.options(), part, -1));
        }
        if (values.size() < several.least()) throw new AssertionError("choose more for '" + several.title() + "'");
        return values;
    }

    private static <V> V option(List<Option<V>> options, String label, int current) {
        if (label.equals(WRONG)) return null;
        if (label.equals(ENTER)) {
            if (current < 0) throw new AssertionError("Enter alone is no answer");
            return options.get(current).value();
        }
        for (Option<V> option : options) {
            if (option.label().equals(label)) return option.value();
        }
        for (Option<V> option : options) {
            if (option.label().contains(label)) return option.value();
        }
        throw new AssertionError("'" + label + "' is none of " + options.stream().map(Option::label).toList());
    }

    @Override
    public void say(List<String> lines) {
        shown.addAll(lines);
    }

    @Override
    public void page(List<String> lines) {
        shown.addAll(lines);
    }

    @Override
    public Progress progress(String title) {
        return new Progress() {
            @Override
            public void at(int done, int total, String now) {}

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {
        closed = true;
    }
}
