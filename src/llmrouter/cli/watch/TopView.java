package llmrouter.cli.watch;

import java.util.ArrayList;
import java.util.List;

import llmrouter.tui.terminal.ScreenFrame;
import llmrouter.tui.terminal.ScreenLine;
import llmrouter.tui.terminal.ScreenLine.Look;
import llmrouter.tui.terminal.TerminalKey;
import llmrouter.tui.terminal.TerminalKey.Letter;
import llmrouter.tui.terminal.TerminalKey.Named;

/// The live view: what is sorted by, what is scrolled to, and whether it is paused. Without a terminal. Not thread-safe.
final class TopView {
    private final String url;
    private final LookHistory history = new LookHistory();
    private CandidateRow.Order order;
    private boolean paused;
    private boolean helps;
    private int top;
    private int page = 1;

    TopView(String url, CandidateRow.Order order) {
        this.url = url;
        this.order = order;
    }

    /// Takes an answer. What is shown stays while the view is paused.
    void add(GatewayLook look) {
        if (!paused) history.add(look);
    }

    /// @return whether the person wants to leave
    boolean press(TerminalKey key) {
        boolean quits = key == Named.ESCAPE && !helps || key == Named.END_OF_INPUT || key == Named.GONE;
        if (quits) return true;
        boolean asks = key == Named.HELP || key instanceof Letter letter && (letter.is('?') || letter.is('h'));
        boolean leavesHelp = helps;
        helps = asks && !helps;
        if (asks || leavesHelp && key == Named.ESCAPE) return false;
        return switch (key) {
            case Letter(int letter) -> letter(letter);
            case Named named -> {
                move(named);
                yield false;
            }
            case TerminalKey.Pasted _ -> false;
        };
    }

    private boolean letter(int letter) {
        switch (letter) {
            case 'q', 'Q' -> {
                return true;
            }
            case 'p', 'P', ' ' -> paused = !paused;
            case 's' -> order = order.next(1);
            case 'S' -> order = order.next(-1);
            default -> {}
        }
        return false;
    }

    private void move(Named key) {
        switch (key) {
            case UP -> top--;
            case DOWN -> top++;
            case PAGE_UP -> top -= page;
            case PAGE_DOWN -> top += page;
            case HOME -> top = 0;
            case END -> top = Integer.MAX_VALUE / 2;
            case RIGHT -> order = order.next(1);
            case LEFT -> order = order.next(-1);
            default -> {}
        }
    }

    /// The screen, in fewer rows than the window has.
    ScreenFrame draw(int columns, int rows, long nowMs) {
        int width = columns - 1;
        int room = Math.max(2, rows - 1);
        List<ScreenLine> head = TopText.head(url, history, nowMs);
        List<ScreenLine> list = helps ? help() : list(width, nowMs);
        boolean names = !helps && room > head.size() + 4;
        if (room < head.size() + 3) head = head.subList(0, Math.max(1, Math.min(head.size(), room - 3)));
        var lines = new ArrayList<>(head);
        if (names) lines.add(TopText.columns(width));
        page = Math.max(1, room - lines.size() - 1);
        top = Math.max(0, Math.min(top, list.size() - page));
        lines.addAll(list.subList(top, Math.min(list.size(), top + page)));
        if (lines.size() < room) lines.add(ScreenLine.of(keys(list.size()), Look.DIM));
        return ScreenFrame.of(lines.subList(0, Math.min(lines.size(), room)));
    }

    private List<ScreenLine> list(int width, long nowMs) {
        var list = new ArrayList<ScreenLine>();
        if (history.known() == null) return list;
        for (CandidateRow row : CandidateRow.of(history, order)) list.add(TopText.candidate(row, width, nowMs));
        list.addAll(TopText.caps(history.known().status()));
        return list;
    }

    private static List<ScreenLine> help() {
        return List.of(
            "q or Esc: leave. p: stop, and go on.",
            "s or Right: sort by the next column. Left: by the one before.",
            "Up, Down, PageUp, PageDown, Home, End: move the list.",
            "Rates are those of the last ten seconds.",
            "The tokens of an answer are counted when it has ended.",
            "1ST TOK is the mean time to the first token of a stream, of the last",
            "ten seconds if there were streams, else of all."
            ).stream().map(ScreenLine::of).toList();
    }

    private String keys(int all) {
        String more = all > page ? " [" + (top + 1) + "-" + Math.min(all, top + page) + " of " + all + "]" : "";
        return (paused ? "PAUSED, p: go on" : "p: pause") + ", q: quit, s: sort (" + order.word() + "), ?: help" + more;
    }
}
