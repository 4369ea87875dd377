package llmrouter.startup;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import llmrouter.files.FileError;

/// Runs the tools of service managers, as the user's shell would find them.
///
/// @param environment of the tools; its `PATH` names the folders that have them
public record ManagerTools(Map<String, String> environment) {
    /// Longer than a gateway may take to end, which `systemctl stop` waits for.
    private static final long LIMIT_S = 150;
    private static final int MOST_OUTPUT = 64 << 10;

    /// What a tool printed and returned.
    ///
    /// @param code its exit code; [#ABSENT] if there is no such tool
    public record Told(int code, String text) {
        /// No such tool is on the `PATH`.
        static final int ABSENT = -1;

        boolean isOk() {
            return code == 0;
        }

        boolean isAbsent() {
            return code == ABSENT;
        }

        /// The value of a line `name<separator>value`, or null.
        String value(String name, String separator) {
            String start = name + separator;
            for (String line : text.lines().toList()) {
                String trimmed = line.strip();
                if (trimmed.startsWith(start)) return trimmed.substring(start.length()).strip();
            }
            return null;
        }

        /// The same as a number; 0 if there is none.
        long number(String name, String separator) {
            String value = value(name, separator);
            boolean digits = value != null && !value.isEmpty() && value.length() < 10
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits ? Long.parseLong(value) : 0;
        }
    }

    /// Runs a tool and waits for its end.
    Told run(List<String> words) throws StartupError {
        Path tool = find(words.getFirst());
        if (tool == null) return new Told(Told.ABSENT, words.getFirst() + " is not on the PATH");
        var command = new ArrayList<>(words);
        command.set(0, tool.toString());
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            return output(words, process);
        } catch (IOException e) {
            throw new StartupError("cannot run " + tool + " (" + FileError.words(e) + ")");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StartupError("gave up waiting for " + words.getFirst());
        }
    }

    /// The output is read by a thread of its own, so that a tool that says nothing and does not end is limited too.
    private static Told output(List<String> words, Process process) throws IOException, InterruptedException {
        var text = new StringBuilder();
        Thread reader = Thread.ofVirtual().start(() -> read(process, text));
        if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("'" + String.join(" ", words) + "' did not end within " + LIMIT_S + " s");
        }
        reader.join(TimeUnit.SECONDS.toMillis(2)); // a process that the tool started may keep its output open
        synchronized (text) {
            return new Told(process.exitValue(), text.toString());
        }
    }

    private static void read(Process process, StringBuilder text) {
        try (var in = process.getInputStream()) {
            byte[] piece = new byte[4096];
            for (int n = in.read(piece); n > 0; n = in.read(piece)) {
                synchronized (text) {
                    if (text.length() < MOST_OUTPUT) text.append(new String(piece, 0, n, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException _) {
            return; // the process was ended
        }
    }

    /// The program that a shell starts for a name; null if there is none.
    Path find(String name) {
        String path = environment.get("PATH");
        if (path == null) return null;
        for (String folder : path.split(File.pathSeparator)) {
            try {
                Path tool = Path.of(folder).resolve(name);
                if (!folder.isEmpty() && Files.isRegularFile(tool) && Files.isExecutable(tool)) return tool;
            } catch (InvalidPathException _) {
                continue; // a shell finds nothing there either
            }
        }
        return null;
    }
}
