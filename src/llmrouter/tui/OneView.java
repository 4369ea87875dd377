package llmrouter.tui;

import java.util.List;

import llmrouter.tui.DialogAnswer.Given;
import llmrouter.tui.Question.One;
import llmrouter.tui.terminal.ScreenFrame;
import llmrouter.tui.terminal.TerminalKey;
import llmrouter.tui.terminal.TerminalKey.Named;

/// A list from which one option is chosen. The cursor is on no option at first, unless there is a current value.
final class OneView<V> implements ViewBody<V> {
    private final One<V> question;
    private final ListBox list;
    private String problem;

    OneView(One<V> question) {
        this.question = question;
        this.list = new ListBox(question.options(), question.current());
    }

    @Override
    public DialogAnswer<V> press(TerminalKey key) {
        problem = null;
        if (key != Named.ENTER) {
            list.press(key);
            return null;
        }
        if (list.at() >= 0) return new Given<>(question.options().get(list.at()).value());
        problem = "Choose with the arrow keys, or type a part of a name.";
        return null;
    }

    @Override
    public ScreenFrame draw(int columns, int rows) {
        return list.draw(columns, rows, i -> i == question.current() ? "* " : question.current() < 0 ? "" : "  ");
    }

    @Override
    public String problem() {
        return problem;
    }

    @Override
    public List<String> keys() {
        return List.of("Up/Down: move", "Enter: choose", "type: filter");
    }

    @Override
    public List<String> help() {
        String current = question.current() < 0 ? "" : " The option with * is the current one.";
        return List.of("Up, Down, Home, End, PageUp and PageDown move the cursor, and Enter chooses the option with the"
            + " cursor.", "What you type leaves the options that have it in their name; Backspace takes it back."
            + current);
    }

    @Override
    public String words(V answer) {
        return list.at() < 0 ? "" : question.options().get(list.at()).label();
    }
}
