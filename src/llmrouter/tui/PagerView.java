package llmrouter.tui;

import java.util.ArrayList;
import java.util.List;

import llmrouter.tui.terminal.ScreenFrame;
import llmrouter.tui.terminal.ScreenLine;
import llmrouter.tui.terminal.ScreenLine.Look;
import llmrouter.tui.terminal.TerminalKey;
import llmrouter.tui.terminal.TerminalKey.Letter;
import llmrouter.tui.terminal.TerminalKey.Named;

/// Lines that are looked at page by page. Lines of a difference have colours. Not thread-safe.
final class PagerView {
    private final List<ScreenLine> lines;
    private int top;
    private int page = 1;

    PagerView(List<String> lines) {
        this.lines = lines.stream().map(PagerView::colored).toList();
    }

    /// A line of a difference by its first character; any other line as it is.
    static ScreenLine colored(String line) {
        if (line.startsWith("+")) return ScreenLine.of(line, Look.GOOD);
        return line.startsWith("-") ? ScreenLine.of(line, Look.BAD) : ScreenLine.of(line);
    }

    boolean fits(int rows) {
        return lines.size() < rows;
    }

    List<ScreenLine> lines() {
        return lines;
    }

    /// @return whether the person has seen enough
    boolean press(TerminalKey key) {
        switch (key) {
            case Named.UP -> top--;
            case Named.DOWN -> top++;
            case Named.PAGE_UP -> top -= page;
            case Named.PAGE_DOWN -> top += page;
            case Named.HOME -> top = 0;
            case Named.END -> top = lines.size();
            case Letter letter when letter.is(' ') -> top += page;
            case Letter letter when letter.is('k') -> top--;
            case Letter letter when letter.is('j') -> top++;
            case Letter letter when letter.is('b') -> top -= page;
            case Letter letter -> {
                return letter.is('q');
            }
            case Named.ENTER, Named.ESCAPE, Named.INTERRUPT, Named.END_OF_INPUT, Named.GONE -> {
                return true;
            }
            default -> {}
        }
        return false;
    }

    ScreenFrame draw(int columns, int rows) {
        page = Math.max(1, rows - 2);
        top = Math.max(0, Math.min(top, lines.size() - page));
        int last = Math.min(lines.size(), top + page);
        var shown = new ArrayList<>(lines.subList(top, last));
        shown.add(ScreenLine.of(top + 1 + "-" + last + " of " + lines.size()
            + " lines; Up/Down, Space, b: move, Enter or q: go on", Look.DIM));
        return ScreenFrame.of(shown);
    }
}
