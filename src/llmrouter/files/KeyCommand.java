package llmrouter.files;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import llmrouter.text.Ws;

/// Runs a command that prints a key, for example a password manager. Its output is not logged and not written to the
/// disk. Its standard error is discarded, because it might repeat the key.
final class KeyCommand {
    private static final long LIMIT_SECONDS = 10;
    /// How long to wait for the rest of the output: a process that the command started may keep the pipe open for ever.
    private static final Duration AFTER_EXIT = Duration.ofMillis(300);

    private KeyCommand() {}

    static byte[] run(String command, int mostBytes) throws IOException {
        return run(command, mostBytes, TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
    }

    static byte[] run(String command, int mostBytes, long limitMs) throws IOException {
        boolean windows = File.separatorChar == '\\';
        String[] words = windows ? new String[] {"cmd", "/c", command} : new String[] {"sh", "-c", command};
        var process = new ProcessBuilder(words)
            .redirectInput(ProcessBuilder.Redirect.from(new File(windows ? "NUL" : "/dev/null")))
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var output = new ByteArrayOutputStream();
        var reader = Thread.ofVirtual().name("key-command")
            .start(() -> collect(process.getInputStream(), output, mostBytes));
        try {
            if (!process.waitFor(limitMs, TimeUnit.MILLISECONDS)) {
                throw new FileError("the key command '" + name(command) + " …' took longer than " + limitMs / 1000
                    + " s; does it wait for input?");
            }
            if (process.exitValue() != 0) {
                throw new FileError("the key command '" + name(command) + " …' ended with exit code "
                    + process.exitValue() + "; run it by hand to see why");
            }
            reader.join(AFTER_EXIT);
            return output.toByteArray();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new FileError("gave up waiting for the key command '" + name(command) + " …'");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// Collects what the command prints, until the output ends or the command is killed.
    private static void collect(InputStream in, ByteArrayOutputStream output, int mostBytes) {
        byte[] buffer = new byte[4096];
        try {
            for (int n = in.read(buffer); n >= 0 && output.size() + n <= mostBytes; n = in.read(buffer)) {
                output.write(buffer, 0, n);
            }
        } catch (IOException _) {
            // the command ended or was killed; the other thread checks the exit code
        }
    }

    /// The program that a command runs; the rest of the command may hold a token.
    static String name(String command) {
        String trimmed = Ws.trim(command);
        int end = 0;
        while (end < trimmed.length() && !Ws.is(trimmed.charAt(end))) end++;
        return trimmed.substring(0, end);
    }
}
