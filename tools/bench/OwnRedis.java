import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A Redis server of the soak's own that can be paused, emptied and killed. It keeps nothing on the disk.
final class OwnRedis implements AutoCloseable {
    private final Path folder = Files.createTempDirectory("llm-router-soak-redis");
    private final String program;
    private final int port;
    private Process process;

    private OwnRedis(String program) throws IOException {
        this.program = program;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        start();
    }

    /// Starts a server, or returns null where none is installed.
    static OwnRedis find() throws IOException {
        for (String name : new String[] {"redis-server", "valkey-server"}) {
            for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
                var program = Path.of(folder, name);
                if (Files.isExecutable(program)) return new OwnRedis(program.toString());
            }
        }
        return null;
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    private void start() throws IOException {
        process = new ProcessBuilder(program, "--port", "" + port, "--bind", "127.0.0.1", "--save", "", "--appendonly",
            "no", "--dir", folder.toString()).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    void pause(long ms) throws IOException, InterruptedException {
        Signals.send("STOP", process.pid());
        Thread.sleep(ms);
        Signals.send("CONT", process.pid());
    }

    /// Kills it, and starts an empty one after a while.
    void restart(long ms) throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        Thread.sleep(ms);
        start();
    }

    /// Removes all keys and scripts.
    void empty() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2000);
            socket.getOutputStream().write("FLUSHALL\r\nSCRIPT FLUSH\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readNBytes(10);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(folder.resolve("dump.rdb"));
        Files.delete(folder);
    }
}
