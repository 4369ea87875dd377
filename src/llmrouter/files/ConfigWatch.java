package llmrouter.files;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Notices when the configuration file changes: written in place, replaced by a rename, or reached through a link
/// that was switched.
///
/// It looks a few times a second at what the path leads to in the end. Notifications of the file system would come
/// half a second sooner, but they miss links that are switched above the folder, and network and container mounts.
/// Looking works everywhere and its cost cannot be measured. A change is reported when the file has stayed the same
/// for a moment, and only if its text is a different one, or if the file could not be read before.
///
/// It also looks at files that the configuration waits for, such as key files that are not there yet.
public final class ConfigWatch implements AutoCloseable {
    private static final long LOOK_MS = 250;

    private final ConfigStore store;
    private final long settleMs;
    private final Consumer<ConfigText> changed;
    private final Consumer<String> trouble;
    private final Awaited awaited;
    private final Thread thread;
    private volatile boolean closed;
    /// The text that was read last; null after the file could not be read.
    private String last;
    private Map<Path, FileStamp> awaitedBefore = Map.of();

    /// Files that are waited for.
    ///
    /// @param files   asked at each look, so it must be quick
    /// @param changed is called when one of them has appeared or changed, on the watch's own thread
    public record Awaited(Supplier<List<Path>> files, Runnable changed) {
        /// No file.
        public static final Awaited NONE = new Awaited(List::of, () -> {});
    }

    private ConfigWatch(ConfigText now, long settleMs, Consumer<ConfigText> changed, Consumer<String> trouble,
            Awaited awaited) {
        this.store = ConfigStore.at(now.path());
        this.last = now.text();
        this.settleMs = settleMs;
        this.changed = changed;
        this.trouble = trouble;
        this.awaited = awaited;
        this.thread = Thread.ofVirtual().name("config-watch").start(this::run);
    }

    /// Watches a file that has just been read.
    ///
    /// @param now      what was read
    /// @param settleMs how long a changed file must have stayed the same before it is read
    /// @param changed  gets each different text, and any text after a trouble; on the watch's own thread
    /// @param trouble  gets a line each time the file has changed and cannot be read; on the watch's own thread
    public static ConfigWatch from(ConfigText now, long settleMs, Consumer<ConfigText> changed,
            Consumer<String> trouble, Awaited awaited) {
        return new ConfigWatch(now, settleMs, changed, trouble, awaited);
    }

    private void run() {
        try {
            // Null is "not looked yet", which no stamp equals: the file may have changed, or gone, since it was read.
            FileStamp known = null;
            while (!closed) {
                if (!FileStamp.of(store.path()).equals(known)) {
                    known = FileStamp.settled(store.path(), settleMs);
                    take();
                }
                lookAtAwaited();
                Thread.sleep(LOOK_MS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void take() {
        try {
            ConfigText text = store.read();
            if (text.text() == null) throw new NoSuchFileException(store.path().toString());
            if (text.text().equals(last)) return;
            last = text.text();
            changed.accept(text);
        } catch (NoSuchFileException _) {
            unreadable(store.path() + " is gone");
        } catch (IOException e) {
            unreadable(FileError.words(e));
        }
    }

    private void unreadable(String line) {
        last = null;
        trouble.accept(line);
    }

    private void lookAtAwaited() throws InterruptedException {
        Map<Path, FileStamp> now = awaitedNow();
        boolean news = false;
        for (Path file : now.keySet()) {
            // a file that is newly waited for may have appeared since it was looked at in vain
            news |= !now.get(file).equals(awaitedBefore.getOrDefault(file, FileStamp.ABSENT));
        }
        awaitedBefore = now;
        if (!news) return;
        for (Path file : now.keySet()) FileStamp.settled(file, settleMs);
        awaitedBefore = awaitedNow(); // before the files are read: what changes from now on is news again
        awaited.changed().run();
    }

    private Map<Path, FileStamp> awaitedNow() {
        var stamps = new HashMap<Path, FileStamp>();
        for (Path file : awaited.files().get()) stamps.put(file, FileStamp.of(file));
        return stamps;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
