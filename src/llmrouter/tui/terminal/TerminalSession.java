package llmrouter.tui.terminal;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import llmrouter.tui.DialogPlace;
import llmrouter.tui.terminal.TerminalKey.Named;

/// A time in which keys come one by one and lines are drawn anew. Used by one thread; only the way back of the
/// terminal's settings may run on another one, when a signal ends the process.
public final class TerminalSession implements AutoCloseable {
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String PASTE_ON = "\u001b[?2004h";
    private static final String PASTE_OFF = "\u001b[?2004l";
    private static final String OTHER_SCREEN = "\u001b[?1049h";
    private static final String USUAL_SCREEN = "\u001b[?1049l";
    private static final String TO_LINE_END = "\u001b[K";
    private static final String TO_SCREEN_END = "\u001b[J";
    private static final String WHOLE_SCREEN = "\u001b[H\u001b[2J";
    /// A read of a terminal that is gone returns at once, where one without a key takes a tenth of a second.
    private static final long AT_ONCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int READS_OF_A_GONE_TERMINAL = 50;
    private static final long BETWEEN_SIZES_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int CTRL_C = 3;

    private final DialogPlace place;
    private final PrintStream out;
    private final TerminalSettings settings;
    private final boolean wholeScreen;
    private final boolean quietAfterwards;
    private final KeyDecoder decoder = new KeyDecoder();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Runnable takeBack;
    private TerminalSize size;
    private long sizeAt;
    private int readsAtOnce;
    /// Where the cursor stands in what was drawn last.
    private volatile int row;
    /// How many lines of it stand below the cursor.
    private volatile int below;

    /// @param quietAfterwards whether what is typed is not shown either when the session is closed
    TerminalSession(RawTerminal terminal, boolean wholeScreen, boolean quietAfterwards) throws IOException {
        this.place = terminal.place();
        this.out = place.out();
        this.settings = terminal.settings();
        this.wholeScreen = wholeScreen;
        this.quietAfterwards = quietAfterwards;
        this.size = present();
        this.takeBack = place.ending().before(this::end);
        over.set(settings.isEnded());
        try {
            settings.raw();
        } catch (IOException e) {
            close();
            throw e;
        }
        begin();
    }

    private void begin() {
        send((wholeScreen ? OTHER_SCREEN + WHOLE_SCREEN : "") + PASTE_ON);
    }

    // ── keys ──

    /// The next key; null if none comes within a tenth of a second.
    public TerminalKey key() {
        while (true) {
            int b = read();
            TerminalKey key = b < 0 ? decoder.pause() : decoder.feed(b);
            if (key != null) return key;
            if (readsAtOnce >= READS_OF_A_GONE_TERMINAL || over.get()) return Named.GONE;
            if (b < 0) return null;
        }
    }

    /// Forgets what was typed before the person could see what is asked.
    public void discardTyped() {
        for (int b = read(); b >= 0 && !over.get(); b = read()) {
            if (b == CTRL_C) interrupt();
        }
    }

    private int read() {
        long began = System.nanoTime();
        try {
            int b = place.in().read();
            readsAtOnce = b < 0 && System.nanoTime() - began < AT_ONCE_NANOS ? readsAtOnce + 1 : 0;
            return b;
        } catch (IOException _) {
            readsAtOnce = READS_OF_A_GONE_TERMINAL;
            return -1;
        }
    }

    /// Stops this job as Ctrl-Z does. Returns when it goes on; then everything has to be drawn again.
    public void suspend() {
        boolean raw = false;
        try {
            send(leaving());
            settings.usual();
            Stty.suspend();
            settings.raw();
            raw = true;
            begin();
            row = 0;
            below = 0;
            resized();
        } catch (IOException _) {
            if (!raw) readsAtOnce = READS_OF_A_GONE_TERMINAL; // without its settings no key can be read
        }
    }

    /// Ends the process as Ctrl-C does. Where that is not possible, as in a test, it does nothing.
    public void interrupt() {
        end();
        takeBack.run();
        place.ending().interrupt();
    }

    // ── drawing ──

    /// The size as it was known last.
    public TerminalSize size() {
        return size;
    }

    /// Looks at the size, if the last look is a second ago. Then everything has to be drawn again.
    /// @return whether it has changed
    public boolean resized() {
        if (System.nanoTime() - sizeAt < BETWEEN_SIZES_NANOS) return false;
        TerminalSize before = size;
        size = present();
        return !size.equals(before);
    }

    private TerminalSize present() {
        sizeAt = System.nanoTime();
        try {
            TerminalSize now = Stty.size();
            return now == null ? TerminalSize.USUAL : now;
        } catch (IOException _) {
            return size == null ? TerminalSize.USUAL : size;
        }
    }

    /// Draws in the place of what was drawn before. Lines that are too long are cut.
    ///
    /// @param frame with fewer lines than the window has
    public void draw(ScreenFrame frame) {
        List<ScreenLine> lines = frame.lines();
        var sequence = new StringBuilder(HIDE_CURSOR).append(toTop());
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) sequence.append("\r\n");
            sequence.append(lines.get(i).cut(size.columns() - 1).sequence(place.colorful())).append(TO_LINE_END);
        }
        sequence.append(TO_SCREEN_END);
        int last = Math.max(0, lines.size() - 1);
        row = frame.row() < 0 ? last : Math.min(frame.row(), last);
        below = last - row;
        if (below > 0) sequence.append("\u001b[").append(below).append('A');
        if (frame.row() >= 0) {
            sequence.append('\r');
            if (frame.column() > 0) sequence.append("\u001b[").append(frame.column()).append('C');
            sequence.append(SHOW_CURSOR);
        }
        send(sequence.toString());
    }

    /// Takes away what was drawn, and leaves these lines in its place.
    public void replace(List<ScreenLine> lines) {
        var sequence = new StringBuilder(toTop()).append(TO_SCREEN_END);
        for (ScreenLine line : lines) sequence.append(line.sequence(place.colorful())).append("\r\n");
        row = 0;
        below = 0;
        send(sequence.toString());
    }

    /// Empties the window, e.g. when its size has changed, and leaves these lines.
    public void clear(List<ScreenLine> lines) {
        send(WHOLE_SCREEN);
        row = 0;
        replace(lines);
    }

    private String toTop() {
        if (wholeScreen) return "\u001b[H";
        return row > 0 ? "\u001b[" + row + "A\r" : "\r";
    }

    private void send(String sequence) {
        if (over.get()) return;
        out.print(sequence);
        out.flush();
    }

    // ── the way back ──

    private String leaving() {
        String back = wholeScreen ? USUAL_SCREEN : row + below > 0 ? "\n".repeat(below + 1) + "\r" : "";
        return PASTE_OFF + SHOW_CURSOR + back;
    }

    /// Only the first call does something. It may run while this thread draws.
    private void leave() {
        if (!over.compareAndSet(false, true)) return;
        out.print(leaving());
        out.flush();
    }

    /// For the end of the process.
    private void end() {
        leave();
        settings.end();
    }

    @Override
    public void close() {
        leave();
        try {
            if (quietAfterwards) settings.quiet();
            else settings.usual();
        } catch (IOException _) {
            // the terminal is gone, so it has no settings any more
        }
        takeBack.run();
    }
}
