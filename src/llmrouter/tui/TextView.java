package llmrouter.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import llmrouter.text.Plural;
import llmrouter.text.Ws;
import llmrouter.tui.DialogAnswer.Given;
import llmrouter.tui.terminal.Columns;
import llmrouter.tui.terminal.ScreenFrame;
import llmrouter.tui.terminal.ScreenLine;
import llmrouter.tui.terminal.ScreenLine.Look;
import llmrouter.tui.terminal.TerminalKey;
import llmrouter.tui.terminal.TerminalKey.Named;

/// A text that is typed, shown or as dots. A long text goes on in the next line of the screen.
final class TextView implements ViewBody<String> {
    private static final String DOT = "•";
    private static final String PROMPT = "> ";

    private final TextField field;
    private final boolean hidden;
    private final Function<String, String> check;
    private String problem;

    TextView(Question.Line question) {
        this.field = TextField.suggestion(question.initial());
        this.hidden = false;
        this.check = question.problem();
    }

    TextView(Question.Hidden question) {
        this.field = new TextField("", false);
        this.hidden = true;
        this.check = question.problem();
    }

    @Override
    public DialogAnswer<String> press(TerminalKey key) {
        problem = null;
        if (key != Named.ENTER) {
            field.press(key);
            return null;
        }
        String text = Ws.trim(field.text());
        problem = check.apply(text);
        return problem == null ? new Given<>(text) : null;
    }

    /// The rows around the cursor, if there is no room for all.
    @Override
    public ScreenFrame draw(int columns, int rows) {
        String shown = hidden ? dots(field.text()) : field.text();
        int cursor = hidden ? dots(field.text().substring(0, field.cursor())).length() : field.cursor();
        int width = Math.max(1, columns - PROMPT.length() - 1);
        var lines = new ArrayList<ScreenLine>();
        int row = 0;
        int column = 0;
        int at = 0;
        while (true) {
            int end = rowEnd(shown, at, width);
            boolean lineEnd = end < shown.length() && shown.charAt(end) == '\n';
            String prefix = lines.isEmpty() ? PROMPT : "  ";
            if (cursor >= at && (cursor < end || lineEnd && cursor == end || end == shown.length())) {
                row = lines.size();
                column = PROMPT.length() + Columns.of(shown.substring(at, cursor));
            }
            String part = shown.substring(at, end);
            lines.add(field.isSuggested() ? ScreenLine.of(prefix).with(part, Look.DIM) : ScreenLine.of(prefix + part));
            if (end == shown.length()) break;
            at = lineEnd ? end + 1 : end;
        }
        int top = Math.max(0, Math.min(row - rows / 2, lines.size() - rows));
        var visible = lines.subList(top, Math.min(lines.size(), top + rows));
        return new ScreenFrame(List.copyOf(visible), row - top, column);
    }

    /// Where the row that begins at an offset ends: at a line end, or where it is full.
    private static int rowEnd(String text, int from, int width) {
        int line = text.indexOf('\n', from);
        String rest = text.substring(from, line < 0 ? text.length() : line);
        int fitting = Columns.fitting(rest, width);
        return from + (fitting == 0 && !rest.isEmpty() ? Columns.after(rest, 0) : fitting);
    }

    private static String dots(String text) {
        return DOT.repeat(text.codePointCount(0, text.length()));
    }

    @Override
    public String problem() {
        return problem;
    }

    @Override
    public List<String> keys() {
        return field.isSuggested() ? List.of("Enter: this", "type: replace it", "Right: edit it")
            : List.of("Enter: done");
    }

    @Override
    public List<String> help() {
        String lines = hidden ? "" : " Several lines may be pasted; Alt-Enter begins a new line.";
        return List.of("Left, Right, Home and End move the cursor; Backspace, Delete, Ctrl-U (to the beginning), Ctrl-K"
            + " (to the end) and Ctrl-W (a word) erase." + lines,
            "What is shown at first stays with Enter. The first character that you type replaces it; to edit it, press"
            + " Right, Left or Backspace first.",
            "? as the first character shows this help; press ? again to type it.");
    }

    @Override
    public boolean leftGoesBack() {
        return false;
    }

    @Override
    public boolean takesQuestionMark() {
        return !field.text().isEmpty() && !field.isSuggested();
    }

    @Override
    public String words(String answer) {
        if (hidden) return answer.isEmpty() ? "none" : "(hidden)";
        long more = answer.lines().count() - 1;
        if (more <= 0) return answer;
        return answer.lines().findFirst().orElse("") + " (and " + Plural.of(more, "more line") + ")";
    }
}
