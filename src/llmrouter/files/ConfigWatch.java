package llmrouter.files;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import llmrouter.threads.Rounds;

/// Notices when the configuration file changes: written in place, replaced by a rename, or reached through a link
/// that was switched.
///
/// It looks a few times a second at what the path leads to in the end. Notifications of the file system would come
/// half a second sooner, but they miss links that are switched above the folder, and network and container mounts.
/// Looking works everywhere and its cost cannot be measured. A change is reported when the file has stayed the same
/// for a moment, and only if its text is a different one, or if the file could not be read before.
///
/// It also looks at files that the configuration waits for, such as key files that are not there yet. Another thread
/// does that: on a network mount that does not answer, looking may hang, and the configuration must still be noticed.
public final class ConfigWatch implements AutoCloseable {
    private static final long LOOK_MS = 250;

    private final ConfigStore store;
    private final long settleMs;
    private final Consumer<ConfigText> changed;
    private final Consumer<String> trouble;
    private final Awaited awaited;
    private final Thread thread;
    private final Thread awaitedThread;
    private volatile boolean closed;
    /// Null is "not looked yet", which no stamp equals: the file may have changed, or gone, since it was read.
    private FileStamp known;
    /// The text that was read last; null after the file could not be read.
    private String last;
    private Map<Path, FileStamp> awaitedBefore = Map.of();

    /// Files that are waited for.
    ///
    /// @param files   asked at each look, so it must be quick
    /// @param changed is called when one of them has appeared or changed, on a thread of its own
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
        // a virtual thread that hangs in the file system would keep a carrier thread of all the others
        this.thread = Thread.ofPlatform().daemon().name("config-watch").start(() -> repeat(this::look));
        this.awaitedThread =
            Thread.ofPlatform().daemon().name("key-file-watch").start(() -> repeat(this::lookAtAwaited));
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

    private void repeat(Rounds.Round look) {
        Rounds.repeat(() -> closed, () -> {
            look.run();
            Thread.sleep(LOOK_MS);
        });
    }

    private void look() throws InterruptedException {
        if (FileStamp.of(store.path()).equals(known)) return;
        known = FileStamp.settled(store.path(), settleMs);
        boolean taken = false;
        try {
            take();
            taken = true;
        } finally {
            if (!taken) known = null; // the gateway failed on it, so it is looked at again
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
        awaitedThread.interrupt();
    }
}
