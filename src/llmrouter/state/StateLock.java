package llmrouter.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import llmrouter.files.nofollow.FileState;
import llmrouter.files.nofollow.OpenFolder;
import llmrouter.text.Printable;

/// The right to write the files of a state: an exclusive lock of a file beside them. A POSIX lock is lost when its
/// process closes *any* handle of the locked file; so the lock has a file of its own, which is opened once, and a list
/// of the files that this process has locked. One owner at a time, but any thread may try to take it.
final class StateLock implements AutoCloseable {
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();
    private static final int LONGEST_SIGNATURE = 100;

    private final Path file;
    /// Of the file when it was locked, without links.
    private final Path real;
    private Held held;

    /// @param state of the lock file after this process has signed it
    private record Held(FileChannel channel, FileState state) {}

    private StateLock(Path file, Path real, Held held) {
        this.file = file;
        this.real = real;
        this.held = held;
    }

    /// @param say gets a line if other users could open the lock file until now
    /// @return null if another process, or another gateway in this one, has it
    static StateLock tryTake(Path lockFile, Consumer<String> say) throws IOException {
        Path real = real(lockFile);
        if (!HELD_HERE.add(real)) return null;
        StateLock lock = null;
        try {
            Held held = take(lockFile.toAbsolutePath(), say);
            if (held != null) lock = new StateLock(lockFile.toAbsolutePath(), real, held);
            return lock;
        } finally {
            if (lock == null) HELD_HERE.remove(real);
        }
    }

    private static Held take(Path file, Consumer<String> say) throws IOException {
        String name = file.getFileName().toString();
        try (var folder = OpenFolder.of(file.getParent(), say)) {
            FileChannel channel = folder.own(name, StandardOpenOption.WRITE);
            boolean taken = false;
            try {
                if (channel.tryLock() == null) return null;
                sign(channel);
                FileState state = folder.state(name);
                if (state == null) throw new IOException(file + " is being deleted");
                taken = true;
                return new Held(channel, state);
            } finally {
                if (!taken) channel.close();
            }
        }
    }

    /// Writes this process's id into the file, for people.
    private static void sign(FileChannel channel) {
        try {
            channel.truncate(0);
            String pid = Long.toString(ProcessHandle.current().pid());
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException _) {
            // the lock holds without the id, for example on a full disk
        }
    }

    /// Whether the file that is locked is still the one that other processes would lock.
    boolean isThere(OpenFolder folder) throws IOException {
        FileState now = folder.state(file.getFileName().toString());
        return now != null && held.state.looksLike(now);
    }

    /// Takes the lock again if its file was deleted or replaced.
    ///
    /// @return false if another process has it now
    boolean keep(Consumer<String> say) throws IOException {
        try (var folder = OpenFolder.of(file.getParent())) {
            if (isThere(folder)) return true;
        }
        Held again = take(file, say);
        if (again == null) return false;
        held.channel.close();
        held = again;
        return true;
    }

    /// The process that holds the lock, in words, by the id in the file.
    static String holder(Path lockFile) {
        try {
            boolean here = HELD_HERE.contains(real(lockFile));
            return here ? "another gateway in this process, " + ProcessHandle.current().pid() : signer(lockFile);
        } catch (IOException _) {
            return "another process";
        }
    }

    /// The process that holds the lock after [#keep] has returned false.
    String taker() {
        return signer(file);
    }

    private static String signer(Path lockFile) {
        try (var folder = OpenFolder.of(lockFile.toAbsolutePath().getParent())) {
            byte[] bytes = folder.bytes(lockFile.getFileName().toString(), LONGEST_SIGNATURE);
            String pid = bytes == null ? "" : Printable.of(new String(bytes, StandardCharsets.US_ASCII).strip());
            return pid.isEmpty() ? "another process" : "process " + pid;
        } catch (IOException _) {
            return "another process";
        }
    }

    /// One path for all names of the same file.
    private static Path real(Path file) throws IOException {
        return file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
    }

    @Override
    public void close() throws IOException {
        held.channel.close();
        HELD_HERE.remove(real);
    }
}
