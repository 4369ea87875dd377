package llmrouter.scripted;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import llmrouter.Await;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// A program at a terminal. The terminal is made by Python's module `pty`; where there is no Python, the test is
/// skipped.
public final class PseudoTerminal implements AutoCloseable {
    /// Commands come as lines: `K` and bytes in hexadecimal, `R` rows columns, `S` and the number of a signal,
    /// `H` to wait until what is typed is hidden. At the
    /// end it prints the exit code and whether the terminal has its usual settings.
    private static final String SCRIPT = """
        import fcntl, os, pty, select, signal, struct, sys, termios
        pid, master = pty.fork()
        if pid == 0:
            os.execvp(sys.argv[1], sys.argv[1:])
        def size(rows, columns):
            fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
        size(24, 80)
        usual = termios.tcgetattr(master)
        pending = b''
        reading = [master, 0]
        while master in reading:
            for fd in select.select(reading, [], [])[0]:
                if fd == master:
                    try:
                        data = os.read(master, 65536)
                    except OSError:
                        data = b''
                    if not data:
                        reading.remove(master)
                    os.write(1, data)
                    continue
                data = os.read(0, 65536)
                if not data:
                    reading.remove(0)
                pending += data
                while b'\\n' in pending:
                    line, pending = pending.split(b'\\n', 1)
                    words = line.decode().split()
                    if words[0] == 'K':
                        os.write(master, bytes.fromhex(words[1]))
                    elif words[0] == 'H':
                        while termios.tcgetattr(master)[3] & termios.ECHO:
                            select.select([], [], [], 0.01)
                    elif words[0] == 'R':
                        size(int(words[1]), int(words[2]))
                    else:
                        os.kill(pid, int(words[1]))
        status = os.waitpid(pid, 0)[1]
        now = termios.tcgetattr(master)
        code = os.waitstatus_to_exitcode(status)
        print('\\nEXIT', code, 'SETTINGS', 'usual' if now == usual else 'changed', flush=True)
        """;

    private final Process process;
    private final OutputStream commands;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Thread reader;

    /// Starts a program.
    ///
    /// @param environment in addition to that of the test
    public PseudoTerminal(Map<String, String> environment, List<String> command) throws IOException {
        assumeTrue(hasPython(), "python3 with the modules pty and termios is needed for a terminal");
        var all = new ArrayList<>(List.of("python3", "-c", SCRIPT));
        all.addAll(command);
        var builder = new ProcessBuilder(all).redirectErrorStream(true);
        builder.environment().putAll(environment);
        process = builder.start();
        commands = process.getOutputStream();
        reader = Thread.ofVirtual().start(this::read);
    }

    private static boolean hasPython() {
        try {
            var test = new ProcessBuilder("python3", "-c", "import os, pty, termios; os.waitstatus_to_exitcode(0)")
                .redirectErrorStream(true).start();
            return test.waitFor(10, TimeUnit.SECONDS) && test.exitValue() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        var buffer = new byte[8192];
        try {
            for (int n = process.getInputStream().read(buffer); n >= 0; n = process.getInputStream().read(buffer)) {
                output.write(buffer, 0, n);
            }
        } catch (IOException _) {
            // the process is over; what it wrote is kept
        }
    }

    /// Everything that was written to the terminal up to now.
    public String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    /// Waits until the terminal has got a text, behind what it had at an earlier moment.
    ///
    /// @param from the length of the output at that moment
    public PseudoTerminal await(String text, int from) {
        Await.until("'" + text + "' on the terminal, which has: " + output(), () -> output().indexOf(text, from) >= 0);
        return this;
    }

    /// Waits until the terminal has got a text.
    public PseudoTerminal await(String text) {
        return await(text, 0);
    }

    /// Types.
    public PseudoTerminal type(String keys) throws IOException {
        return command("K " + HexFormat.of().formatHex(keys.getBytes(StandardCharsets.UTF_8)));
    }

    /// Waits until the terminal does not show what is typed.
    public PseudoTerminal awaitHidden() throws IOException {
        return command("H");
    }

    public PseudoTerminal resize(int rows, int columns) throws IOException {
        return command("R " + rows + " " + columns);
    }

    /// Sends a signal to the program.
    public PseudoTerminal signal(int number) throws IOException {
        return command("S " + number);
    }

    private PseudoTerminal command(String line) throws IOException {
        commands.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        commands.flush();
        return this;
    }

    /// Waits for the end of the program: `EXIT 0 SETTINGS usual`.
    public String ending() throws InterruptedException {
        await("\nEXIT ");
        process.waitFor();
        reader.join();
        return output().substring(output().lastIndexOf("\nEXIT ")).strip();
    }

    @Override
    public void close() {
        ProcessTree.end(process);
    }
}
