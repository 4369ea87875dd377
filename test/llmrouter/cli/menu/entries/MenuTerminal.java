package llmrouter.cli.menu.entries;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import llmrouter.LlmRouter;
import llmrouter.scripted.ProcessTree;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// The whole program at a pseudo-terminal, which Python makes. Without Python the test is skipped.
final class MenuTerminal implements AutoCloseable {
    /// Less than the time limit of a test, so that one that fails says what the screen has.
    private static final long PATIENCE_MS = 60_000;
    /// Copies its input to the terminal and the terminal to its output, and ends as the program does.
    private static final String RELAY = """
        import fcntl, os, pty, select, struct, sys, termios
        pid, fd = pty.fork()
        if pid == 0:
            os.execvp(sys.argv[1], sys.argv[1:])
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 80, 0, 0))
        sources = [fd, 0]
        while True:
            ready, _, _ = select.select(sources, [], [])
            if 0 in ready:
                typed = os.read(0, 4096)
                if typed: os.write(fd, typed)
                else: sources.remove(0)
            if fd in ready:
                try: shown = os.read(fd, 65536)
                except OSError: shown = b''
                if not shown: break
                os.write(1, shown)
        _, status = os.waitpid(pid, 0)
        sys.exit(os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
        """;

    private final Process process;
    private final OutputStream keys;
    private final boolean dumb;
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    /// Up to where the screen's text has been waited for.
    private int read;

    private MenuTerminal(Process process, boolean dumb) {
        this.process = process;
        this.keys = process.getOutputStream();
        this.dumb = dumb;
        Thread.ofVirtual().start(this::collect);
    }

    /// The command line of the program under test.
    static List<String> program(String... words) {
        var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"),
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp",
            System.getProperty("java.class.path"), LlmRouter.class.getName()));
        command.addAll(List.of(words));
        return command;
    }

    /// Runs the program without words.
    static MenuTerminal run(Path home, Map<String, String> environment) throws IOException {
        String python = python();
        assumeTrue(python != null, "python3 is not on the PATH, so there is no pseudo-terminal");
        var command = new ArrayList<>(List.of(python, "-c", RELAY));
        command.addAll(program());
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("LLM_ROUTER_CONFIG");
        builder.environment().put("HOME", home.toString());
        builder.environment().putAll(environment);
        return new MenuTerminal(builder.start(), "dumb".equals(environment.get("TERM")));
    }

    private static String python() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path file = Path.of(folder, "python3");
            if (Files.isExecutable(file)) return file.toString();
        }
        return null;
    }

    private void collect() {
        try (InputStream in = process.getInputStream()) {
            byte[] bytes = new byte[8192];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                synchronized (shown) {
                    shown.write(bytes, 0, n);
                }
            }
        } catch (IOException _) {
            return; // the process has been ended
        }
    }

    /// Everything that the terminal has shown.
    String seen() {
        synchronized (shown) {
            return shown.toString(StandardCharsets.UTF_8);
        }
    }

    /// Waits until the terminal shows this, behind what was waited for before.
    void await(String words) throws InterruptedException {
        for (long left = PATIENCE_MS; left > 0; left -= 20) {
            int at = seen().indexOf(words, read);
            if (at >= 0) {
                read = at + words.length();
                return;
            }
            if (!process.isAlive() && seen().indexOf(words, read) < 0) break;
            Thread.sleep(20);
        }
        throw new AssertionError("never showed '" + words + "' but:\n" + seen());
    }

    private void send(String typed) throws IOException {
        keys.write(typed.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    /// Waits for a question and for the line that tells what can be typed.
    private void question(String title) throws InterruptedException {
        await(title);
        await(dumb ? "> " : "help");
    }

    /// Answers with a text and Enter.
    void type(String question, String answer) throws IOException, InterruptedException {
        question(question);
        send(answer + "\r");
    }

    /// Chooses an option by its label.
    void choose(String question, String label) throws IOException, InterruptedException {
        type(question, label);
    }

    /// Switches the first option or none, and ends the choice.
    void toggle(String question, boolean first) throws IOException, InterruptedException {
        question(question);
        if (first) {
            send(dumb ? "1\r" : " ");
            await(dumb ? "> " : "1 chosen");
        }
        send("\r");
    }

    /// Goes on from page to page until a question is asked.
    void leavePages(String question) throws IOException, InterruptedException {
        for (long left = PATIENCE_MS; left > 0 && seen().indexOf(question, read) < 0; left -= 500) {
            if (seen().indexOf("go on", read) >= 0) {
                await("go on");
                send("q");
                if (dumb) send("\r");
            }
            Thread.sleep(500);
        }
    }

    /// Leaves a question.
    void escape(String question) throws IOException, InterruptedException {
        question(question);
        send(dumb ? "q\r" : "\u001b");
    }

    /// Types without waiting for a question.
    void blind(String typed) throws IOException {
        send(typed);
    }

    /// Sends SIGTERM to the program.
    void terminate() {
        process.descendants().filter(p -> p.isAlive() && p.info().command().orElse("").endsWith("java"))
            .forEach(ProcessHandle::destroy);
    }

    /// Types Ctrl-C.
    void interrupt() throws IOException {
        send("\u0003");
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)) throw new AssertionError("does not end:\n" + seen());
        return process.exitValue();
    }

    @Override
    public void close() {
        ProcessTree.end(process);
    }
}
