package llmrouter.state;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Another process of this program's classes, started quickly.
final class ChildJvm {
    private static final List<String> JAVA = List.of(ProcessHandle.current().info().command().orElse("java"),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto",
        "-cp", System.getProperty("java.class.path"));

    private final Process process;
    private final BufferedReader out;

    private ChildJvm(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    static ChildJvm start(Class<?> main, String... args) throws IOException {
        return run(List.of(), main, args);
    }

    /// By way of another command, which the words name.
    static ChildJvm run(List<String> by, Class<?> main, String... args) throws IOException {
        var command = new ArrayList<>(by);
        command.addAll(JAVA);
        command.add(main.getName());
        command.addAll(List.of(args));
        return new ChildJvm(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    long pid() {
        return process.pid();
    }

    /// The next line that it says.
    String line() throws IOException {
        return out.readLine();
    }

    void tell(String line) throws IOException {
        process.outputWriter().write(line + "\n");
        process.outputWriter().flush();
    }

    /// Lets it work for a while, then kills it as `kill -9` does.
    void killedAfter(long ms) throws InterruptedException {
        assertFalse(process.waitFor(ms, TimeUnit.MILLISECONDS), "it ended by itself");
        process.destroyForcibly();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    }

    void ended() throws InterruptedException {
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
    }
}
