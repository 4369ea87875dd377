package llmrouter.cli.watch;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.tui.terminal.RawTerminal;
import llmrouter.tui.terminal.ScreenLine;
import llmrouter.tui.terminal.TerminalKey;
import llmrouter.tui.terminal.TerminalKey.Named;
import llmrouter.tui.terminal.TerminalSession;

/// `top`: a live view of a running gateway at a terminal; one snapshot anywhere else.
public final class TopCommand {
    private static final Flag ONCE = Flag.bool("once", "Print one snapshot and end, also at a terminal.");
    private static final Flag SORT =
        Flag.choice("sort", "By what the candidates are sorted at first.", CandidateRow.Order.words()).orElse("calls");
    /// How often the gateway is asked, and how much time a rate of a snapshot spans.
    private static final long BETWEEN_MS = 1_000;
    /// The width of a snapshot, which is not cut to a window.
    private static final int SNAPSHOT_COLUMNS = 100;

    private TopCommand() {}

    public static Command command() {
        return Command.of("top", "Watch a running gateway: requests, streams, tokens, candidates and caps",
            TopCommand::run)
            .flags(Flag.CONFIG,
                Flag.text("host", "ADDRESS", "Where it listens.").orElse("$LLM_ROUTER_HOST, else 127.0.0.1"),
                Flag.integer("port", "PORT", 1, 65535, "Where it listens.")
                    .orElse("the only one of your gateways that runs; if none does, $LLM_ROUTER_PORT, else 8787"),
                SORT, ONCE, Flag.TLS_KEYSTORE, Flag.TLS_PASSWORD, Flag.JSON)
            .examples(new Example("top", "Each second anew, until q is pressed"),
                new Example("top --once --json", "The figures and rates of one second, for a program"));
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        WatchedGateway gateway = WatchedGateway.chosen(invocation);
        var order = CandidateRow.Order.of(invocation.arguments().text(SORT.name(), CandidateRow.Order.CALLS.word()));
        boolean once = invocation.arguments().isOn(ONCE.name()) || invocation.arguments().isOn(Flag.JSON.name());
        RawTerminal terminal = once ? null : RawTerminal.find(invocation.dialogPlace());
        return terminal == null ? snapshot(gateway, order, invocation) : live(gateway, order, terminal);
    }

    // ── one snapshot ──

    /// Two answers, because one has no rates.
    private static int snapshot(WatchedGateway gateway, CandidateRow.Order order, Invocation invocation)
            throws InterruptedException {
        var history = new LookHistory();
        history.add(gateway.look());
        if (history.known() != null) {
            Thread.sleep(BETWEEN_MS);
            history.add(gateway.look());
        }
        boolean json = invocation.arguments().isOn(Flag.JSON.name());
        if (json) invocation.print(TopJson.of(gateway.url(), history, order));
        else print(gateway.url(), history, order, invocation);
        return history.last().status() == null ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static void print(String url, LookHistory history, CandidateRow.Order order, Invocation invocation) {
        long now = System.currentTimeMillis();
        TopText.head(url, history, now).forEach(line -> invocation.print(line.text()));
        if (history.known() == null) return;
        invocation.print(TopText.columns(SNAPSHOT_COLUMNS).text());
        for (CandidateRow row : CandidateRow.of(history, order)) {
            invocation.print(TopText.candidate(row, SNAPSHOT_COLUMNS, now).text());
        }
        for (ScreenLine cap : TopText.caps(history.known().status())) invocation.print(cap.text());
    }

    // ── the live view ──

    /// The gateway is asked on a thread of its own, so that a gateway that hangs does not make the keys wait.
    private static int live(WatchedGateway gateway, CandidateRow.Order order, RawTerminal terminal) throws IOException {
        var latest = new AtomicReference<GatewayLook>();
        var view = new TopView(gateway.url(), order);
        Thread asking = Thread.ofVirtual().start(() -> ask(gateway, latest));
        try (TerminalSession session = terminal.screen()) {
            long drawn = 0;
            while (true) {
                GatewayLook look = latest.getAndSet(null);
                if (look != null) view.add(look);
                boolean late = System.nanoTime() - drawn > TimeUnit.MILLISECONDS.toNanos(BETWEEN_MS);
                if (look != null || late) {
                    draw(view, session);
                    drawn = System.nanoTime();
                }
                TerminalKey key = session.key();
                if (ends(key, view, session)) return ExitCode.DONE;
                if (key != null || session.resized()) draw(view, session);
            }
        } finally {
            asking.interrupt();
        }
    }

    private static void draw(TopView view, TerminalSession session) {
        session.draw(view.draw(session.size().columns(), session.size().rows(), System.currentTimeMillis()));
    }

    private static boolean ends(TerminalKey key, TopView view, TerminalSession session) {
        if (key == Named.INTERRUPT) {
            session.interrupt();
            return true; // only in a test, where the process goes on
        }
        if (key == Named.SUSPEND) session.suspend();
        return key != null && view.press(key);
    }

    private static void ask(WatchedGateway gateway, AtomicReference<GatewayLook> latest) {
        try {
            while (true) {
                latest.set(gateway.look());
                Thread.sleep(BETWEEN_MS);
            }
        } catch (InterruptedException _) {
            // the view is over
        }
    }
}
