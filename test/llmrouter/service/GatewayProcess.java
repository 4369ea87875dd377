package llmrouter.service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import llmrouter.LlmRouter;
import llmrouter.cli.Cli;
import llmrouter.cli.Shell;
import llmrouter.host.StopSignal;
import llmrouter.scripted.ProcessTree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The whole program in a process of its own, in a home folder that several may share. It ends with the test.
final class GatewayProcess implements AutoCloseable {
    private static final long PATIENCE_MS = 30_000;
    private static int started;

    private final Process process;
    private final Path said;

    /// What a command line printed and returned.
    record Told(int exitCode, String out, String err) {}

    private GatewayProcess(Process process, Path said) {
        this.process = process;
        this.said = said;
    }

    /// Writes the configuration of one provider `p` with a model `m` and a cap that is never reached.
    static void configure(Path home, String baseUrl) throws IOException {
        Path file = home.resolve(".llm-router.json");
        Files.writeString(file, """
            {"version":2,"providers":[{"id":"p","name":"P","baseUrl":"%s","apiKey":"k","formats":["openai"],
            "models":["m"],"rateLimits":[{"id":"cap","models":["all"],"requests":1000000,
            "window":{"unit":"month","size":100000}}]}]}""".formatted(baseUrl));
        file.toFile().setReadable(false, false);
        file.toFile().setReadable(true, true);
    }

    /// Runs `start` and returns when it listens.
    static GatewayProcess start(Path home, String... flags) throws IOException, InterruptedException {
        return launch(home, Map.of(), classes(), flags).listening();
    }

    /// The classes under test, started quickly.
    static List<String> classes() {
        return List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp",
            System.getProperty("java.class.path"), LlmRouter.class.getName());
    }

    /// Runs `start`.
    ///
    /// @param java the options that name the program
    static GatewayProcess launch(Path home, Map<String, String> environment, List<String> java,
        String... flags) throws IOException {
        var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(java);
        command.add("start");
        command.addAll(List.of(flags));
        return started(home, environment, command);
    }

    private static GatewayProcess started(Path home, Map<String, String> environment, List<String> command)
            throws IOException {
        Path said = home.resolve("said-" + number());
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().putAll(environment);
        return new GatewayProcess(builder.start(), said);
    }

    /// Runs `start` with a limit of open files.
    static GatewayProcess limited(Path home, int openFiles, List<String> java, String... flags) throws IOException {
        var command = new ArrayList<>(List.of("bash", "-c", "ulimit -n " + openFiles + "; exec \"$@\"", "bash",
            ProcessHandle.current().info().command().orElse("java")));
        command.addAll(java);
        command.add("start");
        command.addAll(List.of(flags));
        Path said = home.resolve("said-" + number());
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("HOME", home.toString());
        return new GatewayProcess(builder.start(), said);
    }

    private static synchronized int number() {
        return ++started;
    }

    GatewayProcess listening() throws IOException, InterruptedException {
        await("curl:");
        return this;
    }

    /// Waits until it has said this.
    void await(String words) throws IOException, InterruptedException {
        for (long waited = 0; !said().contains(words); waited += 5) {
            assertTrue(waited < PATIENCE_MS, "never said '" + words + "' but: " + said());
            assertTrue(process.isAlive() || said().contains(words),
                "ended without saying '" + words + "' but: " + said());
            Thread.sleep(5);
        }
    }

    String said() throws IOException {
        return Files.exists(said) ? Files.readString(said) : "";
    }

    int port() throws IOException {
        String line = said().lines().filter(l -> l.contains(" listens on http")).findFirst().orElseThrow();
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    String url() throws IOException {
        return "http://127.0.0.1:" + port();
    }

    /// A stream of `p/m` in the format of Chat Completions whose first event has come.
    HttpURLConnection stream() throws IOException {
        var connection = (HttpURLConnection) URI.create(url() + "/v1/chat/completions").toURL()
            .openConnection();
        connection.setDoOutput(true);
        connection.setRequestProperty("content-type", "application/json");
        connection.setReadTimeout(30_000);
        try (OutputStream out = connection.getOutputStream()) {
            String body = "{\"model\":\"p/m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
            out.write(body.getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(200, connection.getResponseCode());
        return connection;
    }

    long pid() {
        return process.pid();
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    /// Waits for its end.
    /// @return the exit code
    int ended() throws InterruptedException, IOException {
        assertTrue(process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS), "still runs: " + said());
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Runs another command of the program, as the same user would.
    static Told run(Path home, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var shell = new Shell(InputStream.nullInputStream(), new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(), home, false, () -> null, new StopSignal());
        int code = Cli.run(List.of(words), shell);
        return new Told(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        ProcessTree.end(process);
    }
}
