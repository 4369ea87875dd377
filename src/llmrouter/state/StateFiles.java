package llmrouter.state;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

import llmrouter.routing.Change;
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

    private final Path snapshot;
    private final Consumer<String> log;
    /// A plain stream, because a channel is closed when the thread that writes is interrupted.
    private FileOutputStream journal;
    private long number;
    private long journalBytes;
    private boolean damaged;

    /// @param log gets a line for each file that was damaged or incomplete
    StateFiles(Path snapshot, Consumer<String> log) {
        this.snapshot = snapshot.toAbsolutePath();
        this.log = log;
    }

    /// Reads all changes on disk, in order, and opens a journal for more. A damaged file is set aside and does not stop
    /// the gateway.
    ///
    /// @param stamp part of the names of files that are set aside, different each time
    List<Change> load(String stamp) throws IOException {
        var changes = new ArrayList<Change>();
        if (!readSnapshot(changes)) setAside(snapshot, stamp, "is not a whole snapshot");
        var journals = journals();
        for (Path old : journals.headMap(number).values()) Files.deleteIfExists(old);
        for (var later : journals.tailMap(number).entrySet()) {
            readJournal(later.getValue(), stamp, changes);
            number = later.getKey();
        }
        open(number);
        return changes;
    }

    /// Whether [#load] set a file aside. Then the files no longer hold all that it returned, and [#restart] is needed.
    boolean damaged() {
        return damaged;
    }

    /// Reads what [#load] would read, without a change to any file, also while a gateway writes them.
    ///
    /// @throws IOException they cannot be read, or change faster than that
    List<Change> peek() throws IOException {
        for (int tries = 0; tries < 10; tries++) {
            var changes = new ArrayList<Change>();
            readSnapshot(changes);
            long seen = number;
            try {
                for (Path journal : journals().tailMap(seen).values()) {
                    byte[] bytes = Files.readAllBytes(journal);
                    readLines(text(bytes, wholeLines(bytes)), changes);
                }
            } catch (NoSuchFileException _) {
                continue; // a new snapshot has replaced it
            }
            readSnapshot(new ArrayList<>());
            if (number == seen) return changes;
        }
        throw new IOException(snapshot + " changes faster than it can be read");
    }

    /// The length up to the end of the last complete line.
    private static int wholeLines(byte[] bytes) {
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') whole--;
        return whole;
    }

    private static List<String> text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.UTF_8).lines().toList();
    }

    /// @return whether the snapshot is complete and every line readable, or there is none
    private boolean readSnapshot(List<Change> into) throws IOException {
        number = 0;
        if (!Files.exists(snapshot)) return true;
        byte[] bytes = Files.readAllBytes(snapshot);
        List<String> lines = text(bytes, bytes.length);
        long head = lines.isEmpty() ? -1 : headNumber(lines.getFirst());
        boolean whole = head >= 0 && lines.size() >= 2
            && lines.getLast().equals(SNAPSHOT_END + (lines.size() - 2) + "}");
        number = Math.max(0, head);
        return readLines(whole ? lines.subList(1, lines.size() - 1) : lines, into) == 0 && whole;
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

    private void readJournal(Path file, String stamp, List<Change> into) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int whole = wholeLines(bytes);
        int unreadable = readLines(text(bytes, whole), into);
        if (unreadable > 0) {
            setAside(file, stamp,
                "has " + unreadable + (unreadable == 1 ? " line that is not a change" : " lines that are not changes"));
        } else if (whole < bytes.length) {
            truncate(file, whole);
            log.accept("state: the last change in " + file.getFileName()
                + " was cut off by a crash and has been dropped");
        }
    }

    /// Adds the changes of the lines.
    ///
    /// @return how many lines are not changes
    private static int readLines(List<String> lines, List<Change> into) {
        int unreadable = 0;
        for (String line : lines) {
            Change change = line.indexOf(UNDECODABLE) >= 0 ? null : ChangeCodec.read(line);
            if (change == null) unreadable++;
            else into.add(change);
        }
        return unreadable;
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private void setAside(Path file, String stamp, String why) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".corrupt-" + stamp);
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        damaged = true;
        log.accept("state: " + file + " " + why + "; it has been moved to " + aside.getFileName()
            + ", and what could be read is kept");
    }

    private TreeMap<Long, Path> journals() throws IOException {
        var found = new TreeMap<Long, Path>();
        String prefix = snapshot.getFileName() + ".journal.";
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

    private Path journalPath(long n) {
        return snapshot.resolveSibling(snapshot.getFileName() + ".journal." + n);
    }

    private void open(long n) throws IOException {
        Path path = journalPath(n);
        OwnerOnly.create(path);
        long size = Files.size(path);
        FileOutputStream old = journal;
        journal = new FileOutputStream(path.toFile(), true);
        number = n;
        journalBytes = size;
        if (old != null) old.close();
    }

    /// Writes lines to the operating system. They survive the end of this process, but not of the machine.
    void append(String lines) throws IOException {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        journal.write(bytes);
        journalBytes += bytes.length;
    }

    long journalBytes() {
        return journalBytes;
    }

    /// Opens the next journal, which gets the changes from now on.
    ///
    /// @return the number of the snapshot that must be written
    long startJournal() throws IOException {
        open(number + 1);
        return number;
    }

    /// Replaces the snapshot by one of all changes up to a [#startJournal], and deletes the journals before it.
    void writeSnapshot(long due, List<Change> changes) throws IOException {
        Path temp = snapshot.resolveSibling(snapshot.getFileName() + ".new");
        OwnerOnly.create(temp);
        try (FileChannel channel = FileChannel.open(temp, StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
            var out = new Text(64 << 10).add(SNAPSHOT_HEAD).add(Long.toString(due)).add("}\n");
            for (Change change : changes) {
                ChangeCodec.write(change, out);
                if (out.length() > 32 << 10) writeAll(channel, out.take());
            }
            writeAll(channel, out.add(SNAPSHOT_END).add(Long.toString(changes.size())).add("}\n").take());
            channel.force(true);
        }
        Files.move(temp, snapshot, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        for (Path old : journals().headMap(due).values()) Files.deleteIfExists(old);
    }

    private static void writeAll(FileChannel channel, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) channel.write(bytes);
    }

    /// Replaces all files by a snapshot of these changes and an empty journal. If it fails, it can be tried again.
    void restart(List<Change> changes) throws IOException {
        writeSnapshot(number + 1, changes);
        open(number + 1);
    }

    void close() throws IOException {
        if (journal != null) journal.close();
    }
}
