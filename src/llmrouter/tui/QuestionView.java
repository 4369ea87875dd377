package llmrouter.tui;

import java.util.ArrayList;
import java.util.List;

import llmrouter.tui.DialogAnswer.Back;
import llmrouter.tui.DialogAnswer.Quit;
import llmrouter.tui.terminal.ScreenFrame;
import llmrouter.tui.terminal.ScreenLine;
import llmrouter.tui.terminal.ScreenLine.Look;
import llmrouter.tui.terminal.TerminalKey;
import llmrouter.tui.terminal.TerminalKey.Letter;
import llmrouter.tui.terminal.TerminalKey.Named;

/// A question while it is answered with keys: its title, the part that is particular to its kind, what is wrong, and
/// which keys there are; and the keys that each question knows. Without a terminal: keys change the state, and the
/// state is drawn as lines. Not thread-safe.
final class QuestionView<T> {
    /// So many rows belong to the title, the problem and the keys.
    private static final int AROUND = 3;
    /// A window with fewer columns has no room for what the keys do.
    private static final int NARROW = 40;
    /// A small window is for the question alone.
    private static final int LEAST_ROWS = 12;

    private final Question<T> question;
    private final ViewBody<T> body;
    private boolean helps;
    private int helpTop;

    QuestionView(Question<T> question, ViewBody<T> body) {
        this.question = question;
        this.body = body;
    }

    /// @return the answer; null to go on
    DialogAnswer<T> press(TerminalKey key) {
        switch (key) {
            case Named.ESCAPE, Named.INTERRUPT, Named.GONE -> {
                if (!helps || key != Named.ESCAPE) return new Quit<>();
                helps = false;
                return null;
            }
            case Named.BACK, Named.BACK_TAB -> {
                return new Back<>();
            }
            case Named.END_OF_INPUT -> {
                if (!body.takesQuestionMark()) return new Quit<>();
                return body.press(Named.DELETE);
            }
            default -> {
                if (key == Named.LEFT && body.leftGoesBack() && !helps) return new Back<>();
                return helps ? inHelp(key) : answerOrHelp(key);
            }
        }
    }

    private DialogAnswer<T> answerOrHelp(TerminalKey key) {
        boolean asksForHelp = key == Named.HELP || isQuestionMark(key) && !body.takesQuestionMark();
        if (!asksForHelp) return body.press(key);
        helps = true;
        helpTop = 0;
        return null;
    }

    /// The next key ends the help. A second `?` is a character, where text is asked for.
    private DialogAnswer<T> inHelp(TerminalKey key) {
        switch (key) {
            case Named.UP -> helpTop--;
            case Named.DOWN -> helpTop++;
            default -> {
                helps = false;
                if (isQuestionMark(key) && !body.leftGoesBack()) return body.press(key);
            }
        }
        return null;
    }

    private static boolean isQuestionMark(TerminalKey key) {
        return key instanceof Letter letter && letter.is('?');
    }

    /// The whole question, in fewer rows than the window has.
    ScreenFrame draw(int columns, int rows) {
        int room = Math.max(1, rows - 1);
        int width = Math.max(1, columns - 1);
        String problem = helps ? null : body.problem();
        List<ScreenLine> title = room < AROUND ? List.of() : title(width, room > 12 ? 3 : 1);
        List<String> wrong = problem == null || room < 2 ? List.of()
            : Wrapping.of(problem, width - 2, room > 8 ? 3 : 1);
        boolean footer = room >= title.size() + wrong.size() + 2;
        int middle = Math.max(1, room - title.size() - wrong.size() - (footer ? 1 : 0));
        ScreenFrame inner = helps ? help(width, middle) : body.draw(width, Math.min(middle, most(rows)));
        var below = new ArrayList<ScreenLine>();
        for (String line : wrong) below.add(ScreenLine.of("! " + line, Look.BAD));
        if (footer) below.add(ScreenLine.of(footer(width), Look.DIM));
        return inner.between(title, below);
    }

    /// So many rows are for the answers: in a usual window half of it, so that what was said before stays in sight.
    private static int most(int rows) {
        return Math.max(LEAST_ROWS, rows / 2 + 1);
    }

    private List<ScreenLine> title(int width, int most) {
        return Wrapping.of(question.title(), width, most).stream()
            .map(line -> ScreenLine.of(line, Look.STRONG)).toList();
    }

    private ScreenFrame help(int width, int rows) {
        var lines = new ArrayList<ScreenLine>();
        question.help().lines().forEach(line -> add(lines, line, width));
        if (!lines.isEmpty()) lines.add(ScreenLine.empty());
        body.help().forEach(line -> add(lines, line, width));
        String left = body.leftGoesBack() ? "Left or Shift-Tab" : "Shift-Tab";
        add(lines, left + " goes back to the question before. Esc leaves without a change. Ctrl-C ends the program.",
            width);
        helpTop = Math.max(0, Math.min(helpTop, lines.size() - rows));
        return ScreenFrame.of(lines.subList(helpTop, Math.min(lines.size(), helpTop + rows)));
    }

    private static void add(List<ScreenLine> lines, String text, int width) {
        for (String line : Wrapping.of(text, width, Integer.MAX_VALUE)) lines.add(ScreenLine.of(line));
    }

    /// As many keys as there is room for.
    private String footer(int width) {
        if (helps) return "Up/Down: move, any other key: back to the question";
        if (width < NARROW) return "Enter, Esc, ?: help";
        var keys = new ArrayList<>(body.keys());
        keys.addAll(Math.min(2, keys.size()),
            List.of((body.leftGoesBack() ? "Left" : "Shift-Tab") + ": back", "Esc: quit", "?: help"));
        var line = new StringBuilder();
        for (String key : keys) {
            String more = line.isEmpty() ? key : ", " + key;
            if (line.length() + more.length() <= width) line.append(more);
        }
        return line.toString();
    }

    /// What stays on the screen of a question that was answered.
    List<ScreenLine> left(DialogAnswer<T> answer) {
        return switch (answer) {
            case DialogAnswer.Given<T>(T value) -> List.of(ScreenLine.of(question.title()
                + (question.title().endsWith("?") ? " " : ": ")).with(body.words(value), Look.STRONG));
            case Back<T> _ -> List.of();
            case Quit<T> _ -> List.of(ScreenLine.of(question.title() + " (left)", Look.DIM));
        };
    }
}
