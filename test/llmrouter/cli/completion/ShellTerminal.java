package llmrouter.cli.completion;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import llmrouter.scripted.ProcessTree;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// A real shell at a real terminal, which `script` of util-linux provides, and a folder with the program on its `PATH`.
final class ShellTerminal implements AutoCloseable {
    /// The program is started by each completion of a name, on a machine that may be busy.
    private static final int PATIENCE_SECONDS = 60;
    private final Process process;
    private final OutputStream keys;
    private final StringBuffer screen = new StringBuffer();

    private ShellTerminal(Process process) {
        this.process = process;
        this.keys = process.getOutputStream();
        Thread.ofVirtual().start(this::read);
    }

    /// @param home    has the configuration and the folder `bin` with the program
    /// @param command the shell with its options, one line
    static ShellTerminal of(Path home, String command) throws IOException {
        var builder = new ProcessBuilder("script", "-qfec", command, "/dev/null");
        surround(builder, home);
        return new ShellTerminal(builder.redirectErrorStream(true).start());
    }

    /// The surroundings of a shell: the home folder, the program on the `PATH`, letters of any kind.
    static void surround(ProcessBuilder builder, Path home) {
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("LLM_ROUTER_") || name.equals("ENV")
            || name.equals("BASH_ENV") || name.equals("ZDOTDIR"));
        environment.put("HOME", home.toString());
        environment.put("XDG_CONFIG_HOME", home.toString());
        environment.put("PATH", home.resolve("bin") + ":" + environment.getOrDefault("PATH", "/usr/bin:/bin"));
        environment.put("TERM", "dumb");
        environment.put("LC_ALL", "C.UTF-8");
        builder.directory(home.toFile());
    }

    /// Puts the program into the folder `bin` of a home folder.
    static void provide(Path home) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        program(home, "exec '" + java + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '"
            + Path.of("build/classes").toAbsolutePath() + "' -Duser.home=\"$HOME\" llmrouter.LlmRouter \"$@\"");
    }

    /// Puts into the folder `bin` what says the program's own words at once, without a start of Java for each:
    /// the files `ids.KIND` of the home folder have them.
    static void provideAnswers(Path home) throws IOException {
        program(home, "cat \"$HOME/ids.$3\"");
    }

    private static void program(Path home, String line) throws IOException {
        Path program = Files.createDirectories(home.resolve("bin")).resolve("llm-router");
        Files.writeString(program, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// Skips a test on a machine without a program.
    static void assume(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) return;
        }
        assumeTrue(false, program + " is not installed");
    }

    private void read() {
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            for (int c = out.read(); c >= 0; c = out.read()) screen.append((char) c);
        } catch (IOException _) {
            screen.append("(the terminal was closed)");
        }
    }

    void type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }

    /// Waits until the screen has this text, and returns the whole screen.
    String await(String text) throws InterruptedException {
        for (int i = 0; i < PATIENCE_SECONDS * 50; i++) {
            if (screen.indexOf(text) >= 0) return screen.toString();
            Thread.sleep(20);
        }
        throw new AssertionError("never showed '" + text + "': " + screen);
    }

    /// Types the beginning of a command line and a tabulator, and returns the words that the shell then has.
    ///
    /// @param mark a word that was not on the screen before
    List<String> completed(String beginning, String mark) throws Exception {
        type(beginning + "\t\u0001printf '{%s}' \u0005; echo '" + mark + "''.'\r");
        String shown = await(mark + ".");
        int end = shown.lastIndexOf(mark + ".");
        int begin = shown.lastIndexOf("{llm-router}", end);
        assertTrue(begin >= 0, shown);
        var words = new ArrayList<String>();
        for (String word : shown.substring(begin + 1, shown.lastIndexOf('}', end)).split("}\\{")) words.add(word);
        words.removeFirst();
        return words;
    }

    /// Runs a shell without a terminal and returns what it printed.
    static String run(Path home, AtomicBoolean ok, String... command) throws Exception {
        var builder = new ProcessBuilder(command);
        surround(builder, home);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "still runs: " + List.of(command));
        ok.set(process.exitValue() == 0);
        return text;
    }

    @Override
    public void close() {
        ProcessTree.end(process);
    }
}
