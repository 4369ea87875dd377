package llmrouter.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import llmrouter.files.nofollow.FileState;
import llmrouter.files.nofollow.NewFile;
import llmrouter.files.nofollow.OpenFolder;
import llmrouter.routing.Change;
import llmrouter.routing.lines.ChangeCodec;
import llmrouter.text.Text;

/// The files of the state: a snapshot, and journals of the changes after it.
///
/// Theory of operation: journal number *n* holds the changes made since snapshot number *n* was taken. To compact,
/// journal *n+1* is opened first, then snapshot *n+1* is written beside the old one, forced to the disk and moved over
/// it, then journal *n* is deleted. So at any moment the state is the snapshot and then the journals of its number and
/// above, in their order; older journals are left-overs. A snapshot is complete only with its last line, which has the
/// count of the lines before it. An incomplete last line of a journal is cut off. Of a damaged file every readable line
/// counts, and the file is kept under another name.
///
/// Not thread-safe, but [#writeSnapshot] may run beside [#append].
final class StateFiles {
    private static final String SNAPSHOT_HEAD = "{\"llm-router-state\":2,\"number\":";
    private static final String SNAPSHOT_END = "{\"changes\":";
    /// The decoder's replacement for bytes that are not UTF-8.
    private static final char UNDECODABLE = '\uFFFD';
    private static final String TOO_LARGE = "is larger than " + (StateLines.LARGEST_FILE >> 20) + " MiB";

    private final Path snapshot;
    private final Consumer<String> log;
    private FileChannel journal;
    /// As it was when it was opened.
    private FileState journalState;
    /// The snapshot as it was read or written last; null if there is none.
    private volatile FileState snapshotState;
    private long number;
    private long journalBytes;
    private boolean damaged;

    /// @param log gets a line for each file that was damaged, incomplete, or open to other users
    StateFiles(Path snapshot, Consumer<String> log) {
        this.snapshot = snapshot.toAbsolutePath();
        this.log = log;
    }

    private OpenFolder folder() throws IOException {
        return OpenFolder.of(snapshot.getParent(), line -> log.accept("state: " + line));
    }

    private String name() {
        return snapshot.getFileName().toString();
    }

    private String journalName(long n) {
        return name() + ".journal." + n;
    }

    /// Reads all changes on disk, in order, and opens a journal for more. A damaged file is set aside and does not stop
    /// the gateway.
    ///
    /// @param stamp part of the names of files that are set aside, different each time
    void load(String stamp, Consumer<Change> into) throws IOException {
        try (OpenFolder folder = folder()) {
            loadSnapshot(folder, stamp, into);
            var journals = journals();
            for (long old : journals.headMap(number).keySet()) folder.delete(journalName(old));
            for (long later : journals.tailMap(number).keySet()) {
                loadJournal(folder, journalName(later), stamp, into);
                number = later;
            }
            open(folder, number);
        }
    }

    private void loadSnapshot(OpenFolder folder, String stamp, Consumer<Change> into) throws IOException {
        try (FileChannel in = folder.existing(name(), StandardOpenOption.READ)) {
            if (in == null) return;
            if (in.size() > StateLines.LARGEST_FILE) {
                setAside(folder, name(), stamp, TOO_LARGE, "it is not used");
                return;
            }
            if (readSnapshot(in, into)) snapshotState = folder.state(name());
            else setAside(folder, name(), stamp, "is not a whole snapshot", "what could be read is kept");
        }
    }

    private void loadJournal(OpenFolder folder, String name, String stamp, Consumer<Change> into) throws IOException {
        var changes = new Changes(into);
        try (FileChannel in = folder.existing(name, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (in == null) return;
            if (in.size() > StateLines.LARGEST_FILE) {
                setAside(folder, name, stamp, TOO_LARGE, "it is not used");
                return;
            }
            StateLines lines = StateLines.read(in, changes, _ -> {});
            if (changes.unreadable > 0) {
                setAside(folder, name, stamp, "has " + changes.unreadable + (changes.unreadable == 1
                    ? " line that is not a change" : " lines that are not changes"), "what could be read is kept");
            } else if (lines.whole() < lines.all()) {
                in.truncate(lines.whole());
                log.accept("state: the last change in " + name + " was cut off by a crash and has been dropped");
            }
        }
    }

    /// Whether [#load] set a file aside. Then the files no longer hold all that it returned, and [#restart] is needed.
    boolean damaged() {
        return damaged;
    }

    /// Reads what [#load] would read, without a change to any file, also while a gateway writes them.
    ///
    /// @param begin gives what takes the changes, each time that the reading begins
    /// @throws IOException they cannot be read, or change faster than that
    void peek(Supplier<Consumer<Change>> begin) throws IOException {
        for (int tries = 0; tries < 10; tries++) {
            Consumer<Change> into = begin.get();
            peekSnapshot(into);
            long seen = number;
            try {
                for (Path journal : journals().tailMap(seen).values()) {
                    try (SeekableByteChannel in = plain(journal)) {
                        StateLines.read(in, new Changes(into), _ -> {});
                    }
                }
            } catch (NoSuchFileException _) {
                continue; // a new snapshot has replaced it
            }
            peekSnapshot(_ -> {});
            if (number == seen) return;
        }
        throw new IOException(snapshot + " changes faster than it can be read");
    }

    private void peekSnapshot(Consumer<Change> into) throws IOException {
        number = 0;
        try (SeekableByteChannel in = plain(snapshot)) {
            readSnapshot(in, into);
        } catch (NoSuchFileException _) {
            return;
        }
    }

    /// A file that is only read, whatever user owns it.
    private static SeekableByteChannel plain(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) throw new IOException(file + " is no regular file");
        SeekableByteChannel channel = Files.newByteChannel(file);
        if (channel.size() <= StateLines.LARGEST_FILE) return channel;
        channel.close();
        throw new IOException(file + " " + TOO_LARGE);
    }

    /// Takes lines for changes, and counts those that are none.
    private static final class Changes implements Consumer<String> {
        private final Consumer<Change> into;
        private int unreadable;

        private Changes(Consumer<Change> into) {
            this.into = into;
        }

        @Override
        public void accept(String line) {
            Change change = line.indexOf(UNDECODABLE) >= 0 ? null : ChangeCodec.read(line);
            if (change == null) unreadable++;
            else into.accept(change);
        }
    }

    /// @return whether the snapshot is complete and every line readable
    private boolean readSnapshot(SeekableByteChannel in, Consumer<Change> into) throws IOException {
        var changes = new Changes(into);
        var lines = new SnapshotLines(changes);
        StateLines.read(in, lines, lines);
        number = Math.max(0, lines.head);
        return lines.isWhole() && changes.unreadable == 0;
    }

    /// Holds each line back until the next one shows that it is not the last.
    private static final class SnapshotLines implements Consumer<String> {
        private final Changes changes;
        private long head = -1;
        private long count;
        private String last;

        private SnapshotLines(Changes changes) {
            this.changes = changes;
        }

        @Override
        public void accept(String line) {
            if (count++ == 0) head = headNumber(line);
            else if (count > 2 || head < 0) changes.accept(last);
            last = line;
        }

        /// To be called once, after the last line.
        private boolean isWhole() {
            if (head >= 0 && count >= 2 && last.equals(SNAPSHOT_END + (count - 2) + "}")) return true;
            if (last != null && (head < 0 || count > 1)) changes.accept(last);
            return false;
        }
    }

    /// The number in a snapshot's first line, or -1 if it is not one.
    private static long headNumber(String line) {
        if (!line.startsWith(SNAPSHOT_HEAD) || !line.endsWith("}")) return -1;
        return number(line.substring(SNAPSHOT_HEAD.length(), line.length() - 1));
    }

    private static long number(String digits) {
        boolean sound = !digits.isEmpty() && digits.length() < 18 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return sound ? Long.parseLong(digits) : -1;
    }

    private void setAside(OpenFolder folder, String name, String stamp, String why, String what) throws IOException {
        String aside = name + ".corrupt-" + stamp;
        folder.rename(name, aside);
        damaged = true;
        log.accept("state: " + folder.path(name) + " " + why + "; it has been moved to " + aside + ", and " + what);
    }

    private TreeMap<Long, Path> journals() throws IOException {
        var found = new TreeMap<Long, Path>();
        String prefix = name() + ".journal.";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(snapshot.getParent())) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                long n = name.startsWith(prefix) ? number(name.substring(prefix.length())) : -1;
                if (n >= 0) found.put(n, file);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    private void open(OpenFolder folder, long n) throws IOException {
        FileChannel next = folder.own(journalName(n), StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        FileChannel old = journal;
        journal = next;
        number = n;
        journalBytes = next.size();
        journalState = folder.state(journalName(n));
        if (old != null) old.close();
    }

    /// Writes lines to the operating system. They survive the end of this process, but not of the machine.
    void append(String lines) throws IOException {
        var bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        journalBytes += bytes.remaining();
        while (bytes.hasRemaining()) journal.write(bytes);
    }

    long journalBytes() {
        return journalBytes;
    }

    /// Opens the next journal, which gets the changes from now on.
    ///
    /// @return the number of the snapshot that must be written
    long startJournal() throws IOException {
        try (OpenFolder folder = folder()) {
            open(folder, number + 1);
        }
        return number;
    }

    /// Replaces the snapshot by one of all changes up to a [#startJournal], and deletes the journals before it.
    void writeSnapshot(long due, List<Change> changes) throws IOException {
        try (OpenFolder folder = folder(); NewFile next = folder.next(name(), OpenFolder.OWNER_ONLY)) {
            var out = new Text(64 << 10).add(SNAPSHOT_HEAD).add(Long.toString(due)).add("}\n");
            for (Change change : changes) {
                ChangeCodec.write(change, out);
                if (out.length() > 32 << 10) next.write(out.take().getBytes(StandardCharsets.UTF_8));
            }
            out.add(SNAPSHOT_END).add(Long.toString(changes.size())).add("}\n");
            next.write(out.take().getBytes(StandardCharsets.UTF_8));
            snapshotState = next.take();
            for (long old : journals().headMap(due).keySet()) folder.delete(journalName(old));
        }
    }

    /// Replaces all files by a snapshot of these changes and an empty journal. If it fails, it can be tried again.
    void restart(List<Change> changes) throws IOException {
        writeSnapshot(number + 1, changes);
        startJournal();
    }

    /// Makes the folder if it was deleted.
    void makeFolder() throws IOException {
        OpenFolder.make(snapshot.getParent(), null);
    }

    /// A file that was deleted or replaced since it was opened or written; null if none was. Not to be called while a
    /// snapshot is written.
    Path lost(StateLock lock) throws IOException {
        Path parent = snapshot.getParent();
        if (!Files.isDirectory(parent)) return parent;
        try (OpenFolder folder = folder()) {
            if (!lock.isThere(folder)) return JournalStore.lockFile(snapshot);
            FileState now = folder.state(journalName(number));
            boolean journalThere = now != null && (journalState.isSame(now) || now.size() == journalBytes);
            if (!journalThere) return folder.path(journalName(number));
            FileState whole = snapshotState;
            return whole == null || whole.looksLike(folder.state(name())) ? null : snapshot;
        }
    }

    void close() throws IOException {
        if (journal != null) journal.close();
    }
}
