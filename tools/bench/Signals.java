import java.io.IOException;

/// Signals to a process.
final class Signals {
    private Signals() {}

    /// @param name as `kill` knows it
    static void send(String name, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }
}
