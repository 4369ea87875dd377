package llmrouter.tui;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;

import llmrouter.tui.Question.Confirm;
import llmrouter.tui.Question.Hidden;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Several;
import llmrouter.tui.terminal.QuietTerminal;
import llmrouter.tui.terminal.RawTerminal;
import llmrouter.tui.terminal.ScreenFrame;
import llmrouter.tui.terminal.ScreenLine;
import llmrouter.tui.terminal.TerminalKey;
import llmrouter.tui.terminal.TerminalKey.Named;
import llmrouter.tui.terminal.TerminalSession;
import llmrouter.tui.terminal.TerminalSize;

/// Questions that are answered with keys. Between two questions the terminal has its usual settings, so that what runs
/// there may print, and Ctrl-C ends it; only what is typed is not shown until the dialog is closed, as it may be a key.
/// What is typed during a long work is forgotten: the person could not see the question that it would answer. If the
/// settings cannot be changed any more, it goes on by lines.
final class KeyDialog implements Dialog, QuestionAsker {
    /// So many lines are kept, to be shown again when the size of the window changes.
    private static final int KEPT = 200;

    private final RawTerminal terminal;
    private final LineDialog lines;
    private final ArrayDeque<ScreenLine> said = new ArrayDeque<>();
    private QuietTerminal quiet;
    private boolean worked;
    private TerminalSize size = new TerminalSize(24, 80);

    KeyDialog(RawTerminal terminal, DialogPlace place) {
        this.terminal = terminal;
        this.lines = new LineDialog(place);
    }

    @Override
    public <T> DialogAnswer<T> ask(Question<T> question) {
        return answer(question);
    }

    @Override
    public <V> DialogAnswer<V> one(One<V> question) {
        return answer(question, new OneView<>(question));
    }

    @Override
    public <V> DialogAnswer<List<V>> several(Several<V> question) {
        return answer(question, new SeveralView<>(question));
    }

    @Override
    public DialogAnswer<String> line(Line question) {
        return answer(question, new TextView(question));
    }

    @Override
    public DialogAnswer<String> hidden(Hidden question) {
        return answer(question, new TextView(question));
    }

    @Override
    public DialogAnswer<Boolean> confirm(Confirm question) {
        return answer(question, new ConfirmView(question));
    }

    private <T> DialogAnswer<T> answer(Question<T> question, ViewBody<T> body) {
        var view = new QuestionView<>(question, body);
        try (TerminalSession session = session()) {
            while (true) {
                DialogAnswer<T> answer = view.press(key(session, view::draw));
                if (answer != null) return ended(session, view.left(answer), answer);
            }
        } catch (IOException _) {
            loud();
            return lines.ask(question);
        }
    }

    private TerminalSession session() throws IOException {
        if (quiet == null) quiet = terminal.quiet();
        TerminalSession session = terminal.lines();
        if (worked) session.discardTyped();
        worked = false;
        return session;
    }

    private void loud() {
        if (quiet != null) quiet.close();
        quiet = null;
    }

    private <T> DialogAnswer<T> ended(TerminalSession session, List<ScreenLine> left, DialogAnswer<T> answer) {
        session.replace(left);
        left.forEach(this::keep);
        return answer;
    }

    /// What the screen looks like at a size.
    private interface Drawing {
        ScreenFrame at(int columns, int rows);
    }

    /// Draws, and waits for a key that the question may know.
    private TerminalKey key(TerminalSession session, Drawing drawing) {
        draw(session, drawing);
        while (true) {
            TerminalKey key = session.key();
            if (key == Named.INTERRUPT) {
                session.replace(List.of());
                session.interrupt();
                return key; // only in a test, where the process goes on
            }
            if (key == Named.SUSPEND) {
                session.suspend();
                draw(session, drawing);
            } else if (key == Named.REDRAW || session.resized()) {
                session.clear(recent(session.size().rows() - drawing.at(session.size().columns(),
                    session.size().rows()).lines().size() - 1));
                draw(session, drawing);
            }
            if (key != null && key != Named.SUSPEND && key != Named.REDRAW) return key;
        }
    }

    private void draw(TerminalSession session, Drawing drawing) {
        size = session.size();
        session.draw(drawing.at(size.columns(), size.rows()));
    }

    private List<ScreenLine> recent(int most) {
        List<ScreenLine> all = List.copyOf(said);
        return all.subList(Math.max(0, all.size() - Math.max(0, most)), all.size()).stream()
            .map(line -> line.cut(size.columns() - 1)).toList();
    }

    private void keep(ScreenLine line) {
        said.addLast(line);
        if (said.size() > KEPT) said.removeFirst();
    }

    @Override
    public void say(List<String> some) {
        lines.say(some);
        some.forEach(line -> keep(ScreenLine.of(line)));
    }

    @Override
    public void page(List<String> some) {
        var pager = new PagerView(some);
        try (TerminalSession session = session()) {
            size = session.size();
            boolean done = pager.fits(size.rows());
            while (!done) done = pager.press(key(session, pager::draw));
            List<ScreenLine> left = some.size() <= KEPT ? pager.lines()
                : List.of(ScreenLine.of("(" + some.size() + " lines were shown)"));
            session.replace(left);
            left.forEach(this::keep);
        } catch (IOException _) {
            loud();
            lines.page(some);
        }
    }

    @Override
    public Progress progress(String title) {
        worked = true;
        return new BarProgress(title, terminal.place().out(), () -> size.columns(), System::nanoTime);
    }

    @Override
    public void close() {
        loud();
        lines.close();
    }
}
