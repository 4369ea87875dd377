package llmrouter.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The right to write the files of a state: an exclusive lock of a file beside them. A POSIX lock is lost when its
/// process closes *any* handle of the locked file; so the lock has a file of its own, which is opened once, and a list
/// of the files that this process has locked. Thread-safe.
final class StateLock implements AutoCloseable {
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private StateLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// @return null if another process, or another gateway in this one, has it
    static StateLock tryTake(Path lockFile) throws IOException {
        Path file = real(lockFile);
        if (!HELD_HERE.add(file)) return null;
        StateLock lock = null;
        try {
            lock = take(file);
            return lock;
        } finally {
            if (lock == null) HELD_HERE.remove(file);
        }
    }

    private static StateLock take(Path file) throws IOException {
        OwnerOnly.create(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = channel.tryLock() != null;
            if (!taken) return null;
            sign(channel);
            return new StateLock(file, channel);
        } finally {
            if (!taken) channel.close();
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

    /// The process that holds the lock, in words, by the id in the file.
    static String holder(Path lockFile) {
        try {
            Path file = real(lockFile);
            if (HELD_HERE.contains(file)) return "another gateway in this process, " + ProcessHandle.current().pid();
            String pid = Files.readString(file, StandardCharsets.US_ASCII);
            return pid.isBlank() ? "another process" : "process " + pid.strip();
        } catch (IOException _) {
            return "another process";
        }
    }

    /// One path for all names of the same file.
    private static Path real(Path file) throws IOException {
        return Files.exists(file) ? file.toRealPath()
            : file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD_HERE.remove(file);
    }
}
