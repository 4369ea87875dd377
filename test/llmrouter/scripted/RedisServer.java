package llmrouter.scripted;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;

/// A real Redis (or Valkey) on a free port that keeps nothing, for one test; without one installed the test is skipped.
public final class RedisServer implements AutoCloseable {
    private final int port;
    private final List<String> command;
    private Process process;

    private RedisServer(String binary, Path folder, String... options) throws IOException {
        port = freePort();
        command = new ArrayList<>(List.of(binary, "--port", Integer.toString(port), "--bind", "127.0.0.1",
            "--save", "", "--appendonly", "no",
            "--dir", folder.toString()));
        command.addAll(List.of(options));
        start();
    }

    /// @param folder  to run in
    /// @param options as on its command line
    public static RedisServer start(Path folder, String... options) throws IOException {
        String binary = installed();
        Assumptions.assumeTrue(binary != null, "neither redis-server nor valkey-server is installed");
        for (int attempt = 1;; attempt++) {
            try {
                return new RedisServer(binary, folder, options);
            } catch (IOException e) {
                // another program has taken the free port meanwhile
                if (attempt == 5 || !String.valueOf(e.getMessage()).contains("Address already in use")) throw e;
            }
        }
    }

    private static String installed() {
        for (String folder : System.getenv("PATH").split(":")) {
            for (String name : List.of("redis-server", "valkey-server")) {
                if (Files.isExecutable(Path.of(folder, name))) return folder + "/" + name;
            }
        }
        return null;
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /// Starts it (again) and returns when it can be connected.
    public void start() throws IOException {
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var said = new ArrayList<String>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.add(line);
            if (!line.contains("eady to accept connections")) continue;
            Thread.ofVirtual().start(() -> drain(out));
            return;
        }
        throw new IOException("redis-server did not start: " + said);
    }

    private static void drain(BufferedReader out) {
        try {
            while (out.readLine() != null) continue;
        } catch (IOException _) {
            return; // it has been killed
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// It keeps its connections and does nothing.
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor(5, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        kill();
    }
}
