package llmrouter.tui;

import java.util.List;
import java.util.TreeSet;

import llmrouter.tui.DialogAnswer.Given;
import llmrouter.tui.Question.Several;
import llmrouter.tui.terminal.ScreenFrame;
import llmrouter.tui.terminal.TerminalKey;
import llmrouter.tui.terminal.TerminalKey.Letter;
import llmrouter.tui.terminal.TerminalKey.Named;

/// A list from which any number of options is chosen. Nothing is chosen because the cursor is on it.
final class SeveralView<V> implements ViewBody<List<V>> {
    private final Several<V> question;
    private final ListBox list;
    private final TreeSet<Integer> chosen;
    private String problem;

    SeveralView(Several<V> question) {
        this.question = question;
        this.list = new ListBox(question.options(), question.options().isEmpty() ? -1 : 0);
        this.chosen = new TreeSet<>(question.chosen());
        chosen.removeIf(i -> i < 0 || i >= question.options().size());
    }

    @Override
    public DialogAnswer<List<V>> press(TerminalKey key) {
        problem = null;
        switch (key) {
            case Letter letter when letter.is(' ') -> toggle();
            case Named.TAB -> toggleShown();
            case Named.ENTER -> {
                return done();
            }
            default -> list.press(key);
        }
        return null;
    }

    private void toggle() {
        int at = list.at();
        if (at >= 0 && !chosen.remove(at)) chosen.add(at);
    }

    /// Chooses all that are shown; if they are chosen already, none of them.
    private void toggleShown() {
        if (!chosen.addAll(list.shown())) list.shown().forEach(chosen::remove);
    }

    private DialogAnswer<List<V>> done() {
        if (chosen.size() >= question.least()) {
            return new Given<>(chosen.stream().map(i -> question.options().get(i).value()).toList());
        }
        problem = "Choose at least " + question.least() + ": Space chooses the option with the cursor.";
        return null;
    }

    @Override
    public ScreenFrame draw(int columns, int rows) {
        return list.draw(columns, rows, i -> chosen.contains(i) ? "[x] " : "[ ] ");
    }

    @Override
    public String problem() {
        return problem;
    }

    @Override
    public List<String> keys() {
        return List.of("Space: choose", "Enter: done (" + chosen.size() + " chosen)", "Tab: all shown", "type: filter");
    }

    @Override
    public List<String> help() {
        return List.of("Up, Down, Home, End, PageUp and PageDown move the cursor. Space chooses the option with the"
            + " cursor, or takes the choice back. Tab does so for all that are shown. Enter ends the choice.",
            "What you type leaves the options that have it in their name; Backspace takes it back. Options that are not"
                + " shown stay chosen.");
    }

    @Override
    public String words(List<V> answer) {
        List<String> labels = chosen.stream().map(i -> question.options().get(i).label()).toList();
        return labels.isEmpty() ? "none" : String.join(", ", labels);
    }
}
