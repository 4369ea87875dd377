package llmrouter.files;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.function.Consumer;

/// Notices when the configuration file changes: written in place, replaced by a rename, or reached through a link
/// that was switched.
///
/// It looks a few times a second at what the path leads to in the end. Notifications of the file system would come
/// half a second sooner, but they miss links that are switched above the folder, and network and container mounts.
/// Looking works everywhere and its cost cannot be measured. A change is reported when the file has stayed the same
/// for a moment, and only if its text is a different one.
public final class ConfigWatch implements AutoCloseable {
    private static final long LOOK_MS = 250;

    private final ConfigStore store;
    private final long settleMs;
    private final Consumer<ConfigText> changed;
    private final Consumer<String> trouble;
    private final Thread thread;
    private volatile boolean closed;
    private String last;
    private String lastTrouble = "";

    private ConfigWatch(ConfigText now, long settleMs, Consumer<ConfigText> changed, Consumer<String> trouble) {
        this.store = ConfigStore.at(now.path());
        this.last = now.text();
        this.settleMs = settleMs;
        this.changed = changed;
        this.trouble = trouble;
        this.thread = Thread.ofVirtual().name("config-watch").start(this::run);
    }

    /// Watches a file that has just been read.
    ///
    /// @param now      what was read
    /// @param settleMs how long a changed file must have stayed the same before it is read
    /// @param changed  gets each different text, on the watch's own thread
    /// @param trouble  gets a line when the file cannot be read, once until that changes; on the watch's own thread
    public static ConfigWatch from(
            ConfigText now, long settleMs, Consumer<ConfigText> changed, Consumer<String> trouble) {
        return new ConfigWatch(now, settleMs, changed, trouble);
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
            lastTrouble = "";
            if (text.text().equals(last)) return;
            last = text.text();
            changed.accept(text);
        } catch (NoSuchFileException _) {
            say(store.path() + " is gone");
        } catch (IOException e) {
            say(e.getMessage());
        }
    }

    private void say(String line) {
        if (!line.equals(lastTrouble)) trouble.accept(line);
        lastTrouble = line;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
