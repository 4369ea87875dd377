package llmrouter.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import llmrouter.tui.Question.Option;
import llmrouter.tui.terminal.Columns;
import llmrouter.tui.terminal.ScreenFrame;
import llmrouter.tui.terminal.ScreenLine;
import llmrouter.tui.terminal.ScreenLine.Look;
import llmrouter.tui.terminal.TerminalKey;
import llmrouter.tui.terminal.TerminalKey.Letter;
import llmrouter.tui.terminal.TerminalKey.Named;
import llmrouter.tui.terminal.TerminalKey.Pasted;

/// A list of options with a cursor and a filter: what is typed leaves the options that have it. Not thread-safe.
final class ListBox {
    /// A page of a list whose height is not known yet.
    private static final int FIRST_PAGE = 10;

    private final List<? extends Option<?>> options;
    private final TextField filter = new TextField("", false);
    private List<Integer> shown;
    /// Among what is shown; -1 if the cursor is on no option.
    private int cursor;
    private int top;
    private int page = FIRST_PAGE;

    /// @param at the index of the option with the cursor, or -1
    ListBox(List<? extends Option<?>> options, int at) {
        this.options = options;
        this.shown = OptionSearch.find(options, "");
        this.cursor = at < options.size() ? at : -1;
    }

    /// The index of the option with the cursor, or -1.
    int at() {
        return cursor < 0 || cursor >= shown.size() ? -1 : shown.get(cursor);
    }

    /// The indexes of what is shown.
    List<Integer> shown() {
        return shown;
    }

    /// @return false if the key means nothing here
    boolean press(TerminalKey key) {
        return switch (key) {
            case Letter _, Pasted _ -> filtered(key);
            case Named named -> press(named);
        };
    }

    private boolean press(Named key) {
        switch (key) {
            case UP -> move(cursor <= 0 ? shown.size() - 1 : cursor - 1);
            case DOWN -> move(cursor + 1 >= shown.size() ? 0 : cursor + 1);
            case HOME -> move(0);
            case END -> move(shown.size() - 1);
            case PAGE_UP -> move(Math.max(0, cursor - page));
            case PAGE_DOWN -> move(Math.min(shown.size() - 1, Math.max(0, cursor) + page));
            case BACKSPACE, ERASE_LINE, ERASE_WORD -> {
                return filtered(key);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void move(int to) {
        cursor = shown.isEmpty() ? -1 : to;
    }

    /// The cursor stays on its option; if that is not shown any more, it goes to the first one.
    private boolean filtered(TerminalKey key) {
        int before = at();
        filter.press(key);
        shown = OptionSearch.find(options, filter.text());
        int same = shown.indexOf(before);
        boolean nothingTyped = filter.text().isBlank();
        cursor = same >= 0 && nothingTyped ? same : nothingTyped ? -1 : shown.isEmpty() ? -1 : 0;
        top = 0;
        return true;
    }

    /// The lines of the list and, if something was typed, the filter.
    ///
    /// @param mark what stands before an option, by its index
    ScreenFrame draw(int columns, int rows, IntFunction<String> mark) {
        boolean filtering = !filter.text().isEmpty();
        boolean many = shown.size() > rows - (filtering ? 1 : 0);
        int room = Math.max(1, rows - (filtering && rows > 1 ? 1 : 0) - (many && rows > 4 ? 1 : 0));
        page = Math.max(1, room - 1);
        scroll(room);
        var lines = new ArrayList<ScreenLine>();
        if (filtering && rows > 1) lines.add(ScreenLine.of("  Filter: ", Look.DIM).with(filter.text(), Look.STRONG));
        int last = Math.min(shown.size(), top + room);
        int labels = labelColumns(last, columns);
        for (int i = top; i < last; i++) {
            lines.add(line(options.get(shown.get(i)), i == cursor, mark.apply(shown.get(i)), labels));
        }
        if (shown.isEmpty()) lines.add(ScreenLine.of("  Nothing here has this in its name.", Look.WARNING));
        if (many && rows > 4) lines.add(ScreenLine.of("  " + (top + 1) + "-" + last + " of " + shown.size(), Look.DIM));
        return ScreenFrame.of(lines);
    }

    private void scroll(int room) {
        if (cursor >= 0 && cursor < top) top = cursor;
        if (cursor >= top + room) top = cursor - room + 1;
        top = Math.max(0, Math.min(top, shown.size() - room));
    }

    /// The hints of what is shown stand below each other.
    private int labelColumns(int last, int columns) {
        int widest = 0;
        for (int i = top; i < last; i++) {
            widest = Math.max(widest, Columns.of(options.get(shown.get(i)).label()));
        }
        return Math.min(widest, columns / 2);
    }

    private static ScreenLine line(Option<?> option, boolean here, String mark, int labels) {
        String label = option.hint().isEmpty() ? option.label()
            : option.label() + " ".repeat(Math.max(0, labels - Columns.of(option.label())));
        ScreenLine line = here ? ScreenLine.of("> " + mark + label, Look.STRONG) : ScreenLine.of("  " + mark + label);
        return option.hint().isEmpty() ? line : line.with("  " + option.hint(), Look.DIM);
    }
}
