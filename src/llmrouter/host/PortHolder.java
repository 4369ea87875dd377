package llmrouter.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import llmrouter.text.Printable;

/// Finds the process that listens on a TCP port of this machine, to name it in an error message, as printable text on
/// one line: its owner has chosen its command line. Finds none where the system does not say. The process itself is
/// never touched.
public final class PortHolder {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    private PortHolder() {}

    /// `process 4711 (python3 -m http.server 8787)`, or null if it cannot be found.
    public static String of(int port) {
        try {
            Long pid = Files.isDirectory(PROC.resolve("self")) ? byProc(port) : byLsof(port);
            return pid == null ? null : "process " + pid + command(pid);
        } catch (IOException _) {
            return null;
        }
    }

    private static String command(long pid) {
        String line = ProcessHandle.of(pid)
            .flatMap(process -> process.info().commandLine().or(() -> process.info().command())).orElse("");
        if (line.isEmpty()) return "";
        return " (" + (line.length() <= 100 ? Printable.of(line) : Printable.of(line, 100) + "...") + ")";
    }

    /// On Linux: the socket's inode from `/proc/net/tcp*`, and the process that has it open (proc(5)).
    private static Long byProc(int port) throws IOException {
        Set<String> inodes = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            if (!Files.isReadable(PROC.resolve(table))) continue;
            for (String line : Files.readAllLines(PROC.resolve(table))) {
                String[] fields = line.strip().split(" +");
                boolean listens = fields.length > 9 && fields[3].equals(LISTENING);
                if (!listens || !fields[1].endsWith(String.format(":%04X", port))) continue;
                inodes.add("socket:[" + fields[9] + "]");
            }
        }
        try (var processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process.resolve("fd"), inodes)) return Long.valueOf(process.getFileName().toString());
            }
        }
        return null;
    }

    /// Whether one of a process's open files is among these sockets. False for processes of other users and for
    /// processes that are ending: their files cannot be read.
    private static boolean holds(Path folder, Set<String> inodes) {
        if (!Files.isReadable(folder)) return false;
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (inodes.contains(Files.readSymbolicLink(file).toString())) return true;
            }
            return false;
        } catch (IOException _) {
            return false;
        }
    }

    private static Long byLsof(int port) throws IOException {
        var lsof = new ProcessBuilder("lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-t")
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            if (!lsof.waitFor(2, TimeUnit.SECONDS)) return null;
            String output = new String(lsof.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            String first = output.lines().findFirst().orElse("");
            return first.isEmpty() ? null : Long.valueOf(first);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lsof.destroy();
        }
    }
}
