package llmrouter.service;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.ZipFile;

import llmrouter.files.FileError;
import llmrouter.files.FileStamp;
import llmrouter.text.Printable;
import llmrouter.threads.Rounds;

/// Notices that the jar this program runs from has been replaced by another jar that works.
///
/// When a jar is written over in place, classes that are not loaded yet can no longer be loaded from it. So all classes
/// that serving and ending may need are loaded within the first second or two, which costs a few megabytes. A thread of
/// its own does that, after what the first request needs is there.
public final class JarWatch implements AutoCloseable {
    private static final long SETTLE_MS = 1_000;
    private static final long TRIAL_S = 60;
    private static final String SUFFIX = ".class";
    /// Folders of classes that a running gateway does not use: those of other commands.
    private static final List<String> NOT_PRELOADED = List.of("llmrouter/cli/agent/", "llmrouter/cli/completion/",
        "llmrouter/cli/config/", "llmrouter/cli/connect/", "llmrouter/cli/hosting/", "llmrouter/cli/inspect/",
        "llmrouter/cli/menu/", "llmrouter/cli/probing/", "llmrouter/cli/system/", "llmrouter/cli/watch/",
        "llmrouter/clients/patch/", "llmrouter/config/edit/", "llmrouter/demo/", "llmrouter/deploy/",
        "llmrouter/install/", "llmrouter/probe/", "llmrouter/startup/", "llmrouter/toml/", "llmrouter/tui/",
        "llmrouter/worker/");

    private final Path jar;
    private final long intervalMs;
    private final Runnable replaced;
    private final Consumer<String> log;
    /// Used by the watching thread only.
    private FileStamp known;
    private final JarOwner owner;
    private final Thread thread;

    private JarWatch(Path jar, long intervalMs, Ready ready, Runnable replaced, Consumer<String> log) {
        this.jar = jar;
        this.intervalMs = intervalMs;
        this.replaced = replaced;
        this.log = log;
        this.known = FileStamp.of(jar);
        this.owner = JarOwner.of(jar);
        Thread.ofPlatform().daemon().name("class-loading").start(() -> preload(ready));
        this.thread = Thread.ofVirtual().name("jar-watch")
            .start(() -> Rounds.repeat(() -> false, this::look));
    }

    /// Waits until there is time for classes that are not needed yet.
    @FunctionalInterface
    public interface Ready {
        void await() throws InterruptedException;
    }

    /// Starts to watch. When the classes are loaded, the jar may be written over.
    ///
    /// @param ready    after it the classes are loaded
    /// @param replaced called on the watch's own thread, each time that the jar was replaced by one that works
    /// @param log      gets a line about a new jar that does not work
    public static JarWatch of(Path jar, long intervalMs, Ready ready, Runnable replaced, Consumer<String> log) {
        return new JarWatch(jar, intervalMs, ready, replaced, log);
    }

    /// The jar that this program runs from; null if it runs from anything else.
    public static Path ownJar() {
        var source = JarWatch.class.getProtectionDomain().getCodeSource();
        try {
            URL location = source == null ? null : source.getLocation();
            if (location == null || !"file".equals(location.getProtocol())) return null;
            Path path = Path.of(location.toURI());
            return Files.isRegularFile(path) ? path : null;
        } catch (URISyntaxException _) {
            return null;
        }
    }

    private void look() throws InterruptedException {
        Thread.sleep(intervalMs);
        if (isAbsentOr(known, FileStamp.of(jar))) return;
        FileStamp now = FileStamp.settled(jar, Math.min(SETTLE_MS, intervalMs));
        if (isAbsentOr(known, now)) return; // it was moved away in the meantime
        boolean works = works();
        known = now;
        if (works) replaced.run();
    }

    private static String className(String entry) {
        return entry.substring(0, entry.length() - SUFFIX.length()).replace('/', '.');
    }

    /// @param name of an entry of the jar
    private static boolean isPreloaded(String name) {
        return name.startsWith("llmrouter/") && name.endsWith(SUFFIX) && !name.endsWith("-info.class")
            && NOT_PRELOADED.stream().noneMatch(name::startsWith);
    }

    private void preload(Ready ready) {
        ClassLoader loader = JarWatch.class.getClassLoader();
        try (var zip = new ZipFile(jar.toFile())) {
            ready.await();
            for (var entries = zip.entries(); entries.hasMoreElements();) {
                String name = entries.nextElement().getName();
                if (isPreloaded(name)) loader.loadClass(className(name));
            }
        } catch (IOException e) {
            log.accept(jar + " can no longer be read (" + FileError.words(e) + ")");
        } catch (ClassNotFoundException e) {
            log.accept(jar + " can no longer be read (it has lost the class " + e.getMessage() + ")");
        } catch (InterruptedException _) {
            // the process ends
        }
    }

    private static boolean isAbsentOr(FileStamp last, FileStamp now) {
        return now.equals(FileStamp.ABSENT) || now.equals(last);
    }

    /// Whether only this user can replace the jar, and it can at least print its version.
    private boolean works() throws InterruptedException {
        try {
            String objection = owner.objection(jar);
            if (objection != null) {
                log.accept("the new " + jar + " is not started, because " + objection
                    + "; this gateway goes on, and looks again when the jar is replaced once more");
                return false;
            }
            var command = new ProcessBuilder(java(), "-jar", jar.toString(), "version");
            Process trial = command.redirectErrorStream(true).start();
            try {
                boolean ended = trial.waitFor(TRIAL_S, TimeUnit.SECONDS);
                if (ended && trial.exitValue() == 0) return true;
                String reason = ended ? output(trial) : "it does not end";
                log.accept("the new " + jar + " does not work; this gateway goes on: " + reason);
            } finally {
                trial.destroyForcibly();
            }
        } catch (IOException e) {
            log.accept("the new " + jar + " cannot be tried (" + FileError.words(e) + "); this gateway goes on");
        }
        return false;
    }

    private static String output(Process trial) throws IOException {
        return Printable.of(new String(trial.getInputStream().readNBytes(300), StandardCharsets.UTF_8).strip());
    }

    /// A command line that runs the jar with the Java and the options of this process.
    ///
    /// @param words the arguments of the program
    public static List<String> command(Path jar, List<String> words) {
        var command = new ArrayList<>(List.of(java()));
        List<String> own = List.of(ProcessHandle.current().info().arguments().orElse(new String[0]));
        int at = own.indexOf("-jar");
        if (at > 0) command.addAll(own.subList(0, at));
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(words);
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
