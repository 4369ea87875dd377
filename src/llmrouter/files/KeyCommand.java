package llmrouter.files;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import llmrouter.config.LooseList;

/// Runs a command that prints a key, such as a password manager's. Its output is neither logged nor put on disk; what it says on standard error is dropped,
/// because it might repeat the key.
final class KeyCommand {
    private static final long LIMIT_SECONDS = 10;

    private KeyCommand() {}

    static byte[] run(String command, int mostBytes) throws IOException {
        return run(command, mostBytes, TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
    }

    static byte[] run(String command, int mostBytes, long limitMs) throws IOException {
        boolean windows = File.separatorChar == '\\';
        var process = new ProcessBuilder(windows ? new String[] {"cmd", "/c", command} : new String[] {"sh", "-c", command})
            .redirectInput(ProcessBuilder.Redirect.from(new File(windows ? "NUL" : "/dev/null")))
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var output = new FutureTask<>(() -> process.getInputStream().readNBytes(mostBytes));
        Thread.ofVirtual().name("key-command").start(output);
        try {
            byte[] bytes = output.get(limitMs, TimeUnit.MILLISECONDS);
            if (!process.waitFor(limitMs, TimeUnit.MILLISECONDS)) throw new TimeoutException();
            if (process.exitValue() == 0) return bytes;
            throw new FileError("the key command '" + name(command) + " …' ended with exit code " + process.exitValue() + "; run it by hand to see why");
        } catch (TimeoutException _) {
            throw new FileError("the key command '" + name(command) + " …' took longer than " + limitMs / 1000 + " s; does it wait for input?");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new FileError("gave up waiting for the key command '" + name(command) + " …'");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// The program a command runs: the rest of it may hold a token.
    static String name(String command) {
        return LooseList.words(command).getFirst();
    }
}
