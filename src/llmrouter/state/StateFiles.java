package llmrouter.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

import llmrouter.routing.Change;
import llmrouter.text.Text;

/// The state's files: a snapshot, and journals of what came after it.
///
/// Theory of operation: journal number *n* holds the changes made since snapshot number *n* was cut. To compact, journal *n+1* is begun first,
/// then snapshot *n+1* is written beside the old one, forced to the disk and moved over it, then journal *n* is deleted. So at
/// any moment the snapshot and the journals of its number and above are the state, in that order; older journals are left-overs. A
/// snapshot counts only with its last line, which says how many went before; a journal's torn last line is cut off.
///
/// One owner at a time.
final class StateFiles {
    private static final String SNAPSHOT_HEAD = "{\"llm-router-state\":2,\"number\":";
    private static final String SNAPSHOT_END = "{\"changes\":";

    private final Path snapshot;
    private final Consumer<String> log;
    private FileChannel journal;
    private long number;
    private long journalBytes;

    /// @param log gets a line for everything that was not as it should be
    StateFiles(Path snapshot, Consumer<String> log) {
        this.snapshot = snapshot;
        this.log = log;
    }

    /// Everything on disk, in order, and a journal open for more. What cannot be read is set aside, never a reason to stop.
    List<Change> load(String stamp) throws IOException {
        var changes = new ArrayList<Change>();
        if (Files.exists(snapshot)) {
            List<String> lines = lines(snapshot);
            if (!readSnapshot(lines, changes)) {
                changes.clear();
                setAside(snapshot, stamp, "is not a whole snapshot");
            }
        }
        var journals = journals();
        for (long old : journals.headMap(number).keySet()) Files.deleteIfExists(journals.get(old));
        for (var later : journals.tailMap(number).entrySet()) {
            readJournal(later.getValue(), stamp, changes);
            number = later.getKey();
        }
        open(number);
        return changes;
    }

    /// Everything on disk as [#load] would find it, without touching anything: whoever owns the files may be writing them.
    /// @throws IOException they cannot be read, or change faster than they can be
    List<Change> peek() throws IOException {
        for (int tries = 0; tries < 10; tries++) {
            List<Change> changes = peekSnapshot();
            long seen = number;
            try {
                for (Path journal : journals().tailMap(seen).values()) peekJournal(journal, changes);
            } catch (NoSuchFileException _) {
                continue; // a new snapshot has replaced it
            }
            peekSnapshot();
            if (number == seen) return changes;
        }
        throw new IOException(snapshot + " changes faster than it can be read");
    }

    private List<Change> peekSnapshot() throws IOException {
        var changes = new ArrayList<Change>();
        number = 0;
        if (Files.exists(snapshot) && !readSnapshot(lines(snapshot), changes)) changes.clear();
        return changes;
    }

    private static void peekJournal(Path journal, List<Change> into) throws IOException {
        byte[] bytes = Files.readAllBytes(journal);
        for (String line : new String(bytes, 0, wholeLines(bytes), StandardCharsets.UTF_8).lines().toList()) {
            Change change = ChangeCodec.read(line);
            if (change == null) return;
            into.add(change);
        }
    }

    /// How many bytes there are up to the end of the last line that has one.
    private static int wholeLines(byte[] bytes) {
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') whole--;
        return whole;
    }

    private static List<String> lines(Path file) throws IOException {
        // decoded leniently: bytes that are no UTF-8 make their own line unreadable and no other
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    }

    private boolean readSnapshot(List<String> lines, List<Change> into) {
        if (lines.size() < 2 || !lines.getFirst().startsWith(SNAPSHOT_HEAD) || !lines.getLast().equals(SNAPSHOT_END + (lines.size() - 2) + "}")) return false;
        for (String line : lines.subList(1, lines.size() - 1)) {
            Change change = ChangeCodec.read(line);
            if (change == null) return false;
            into.add(change);
        }
        String head = lines.getFirst();
        number = Long.parseLong(head.substring(SNAPSHOT_HEAD.length(), head.length() - 1));
        return true;
    }

    private void readJournal(Path file, String stamp, List<Change> into) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int whole = wholeLines(bytes);
        if (whole < bytes.length) {
            truncate(file, whole);
            log.accept("state: the last change in " + file.getFileName() + " was cut off by a crash and has been dropped");
        }
        for (String line : new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().toList()) {
            Change change = ChangeCodec.read(line);
            if (change == null) {
                setAside(file, stamp, "has a line that is not a change");
                return;
            }
            into.add(change);
        }
    }

    private static void truncate(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private void setAside(Path file, String stamp, String why) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".corrupt-" + stamp);
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        log.accept("state: " + file + " " + why + "; it has been moved to " + aside.getFileName() + ", and what could be read is kept");
    }

    private TreeMap<Long, Path> journals() throws IOException {
        var found = new TreeMap<Long, Path>();
        String prefix = snapshot.getFileName() + ".journal.";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(), prefix + "*")) {
            for (Path file : files) {
                String tail = file.getFileName().toString().substring(prefix.length());
                if (tail.chars().allMatch(Character::isDigit) && tail.length() < 18) found.put(Long.parseLong(tail), file);
            }
        }
        return found;
    }

    private Path folder() {
        return snapshot.toAbsolutePath().getParent();
    }

    private Path journalPath(long n) {
        return folder().resolve(snapshot.getFileName() + ".journal." + n);
    }

    private void open(long n) throws IOException {
        Path path = journalPath(n);
        journal = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        ownerOnly(path);
        journalBytes = journal.size();
    }

    private static void ownerOnly(Path path) throws IOException {
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(path, EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        }
    }

    /// Hands lines to the kernel; when this returns, the end of this process can no longer lose them.
    void append(String lines) throws IOException {
        var bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        journalBytes += bytes.remaining();
        while (bytes.hasRemaining()) journal.write(bytes);
    }

    long journalBytes() {
        return journalBytes;
    }

    /// From here on changes go to the next journal.
    /// @return the number of the snapshot that is now due
    long cut() throws IOException {
        FileChannel old = journal;
        open(number + 1);
        number++;
        if (old != null) old.close();
        return number;
    }

    /// Replaces the snapshot by one of all changes up to a [#cut], and drops the journals before it.
    void writeSnapshot(long due, List<Change> changes) throws IOException {
        Path temp = folder().resolve(snapshot.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(temp, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ownerOnly(temp);
            var out = new Text(64 << 10).add(SNAPSHOT_HEAD).add(Long.toString(due)).add("}\n");
            for (Change change : changes) {
                ChangeCodec.write(change, out);
                if (out.length() > 32 << 10) writeAll(channel, out.take());
            }
            writeAll(channel, out.add(SNAPSHOT_END).add(Long.toString(changes.size())).add("}\n").take());
            channel.force(true);
        }
        Files.move(temp, snapshot, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        for (long old : journals().headMap(due).keySet()) Files.deleteIfExists(journalPath(old));
    }

    private static void writeAll(FileChannel channel, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) channel.write(bytes);
    }

    void close() throws IOException {
        if (journal == null) return;
        journal.force(true);
        journal.close();
    }
}
