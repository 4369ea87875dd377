package llmrouter.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/// Notices when the configuration file changes: written in place, replaced by a rename, or reached through a link that was switched.
///
/// It looks a few times a second at what the path leads to in the end. The file system's own notices would come half a second sooner, but
/// they miss links that are switched above the folder, and network and container mounts; looking works everywhere and costs
/// nothing that can be measured. A change is reported once it has stood still, and only if the text is another one.
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

    /// Watches from what has just been read.
    ///
    /// @param settleMs how long a changed file must have stood still
    /// @param changed  gets every other text, on the watch's own thread
    /// @param trouble  gets a line when the file cannot be read, once until that changes
    public static ConfigWatch from(ConfigText now, long settleMs, Consumer<ConfigText> changed, Consumer<String> trouble) {
        return new ConfigWatch(now, settleMs, changed, trouble);
    }

    /// What a file is told apart by without reading it.
    private record Stamp(Path real, Object key, long modified, long size) {}

    private void run() {
        try {
            Stamp known = null; // the first look reads: the file may have changed since it was read for the start
            while (!closed) {
                Stamp now = stamp();
                if (now == null ? known != null : !now.equals(known)) {
                    known = settled(now);
                    take();
                }
                Thread.sleep(LOOK_MS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private Stamp settled(Stamp first) throws InterruptedException {
        Stamp at = first;
        while (true) {
            Thread.sleep(settleMs);
            Stamp now = stamp();
            if (now == null ? at == null : now.equals(at)) return now;
            at = now;
        }
    }

    private Stamp stamp() {
        try {
            Path real = store.path().toRealPath();
            var attributes = Files.readAttributes(real, BasicFileAttributes.class);
            return new Stamp(real, attributes.fileKey(), attributes.lastModifiedTime().toMillis(), attributes.size());
        } catch (IOException _) {
            return null; // gone, or being replaced; reading it says which
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
