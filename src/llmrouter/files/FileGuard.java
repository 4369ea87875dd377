package llmrouter.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The right to change one file, against other threads and other processes; close it to give it back.
///
/// A `FileLock` belongs to the whole process and is lost as soon as the process closes *any* channel on the file, so it is taken on a file of its own
/// (`<file>.lock`, opened once per edit) and only under a lock inside the process. The lock file stays: deleting it would let two processes hold
/// locks on two files of the same name. It names its holder, for those who wait in vain.
final class FileGuard implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    /// Beyond any content: on Windows a locked region could not be read, and the holder's name has to be.
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
    private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    private final ReentrantLock here;
    private final FileChannel channel;

    private FileGuard(ReentrantLock here, FileChannel channel) {
        this.here = here;
        this.channel = channel;
    }

    /// Waits up to ten seconds.
    /// @throws FileError somebody held it all that time, and who
    static FileGuard on(Path file) throws IOException {
        return on(file, PATIENCE_NANOS);
    }

    static FileGuard on(Path file, long patienceNanos) throws IOException {
        long deadline = System.nanoTime() + patienceNanos;
        var here = HERE.computeIfAbsent(file, _ -> new ReentrantLock(true));
        try {
            if (!here.tryLock(patienceNanos, TimeUnit.NANOSECONDS)) throw busy(file, "another part of this program");
            boolean held = false;
            try {
                var guard = new FileGuard(here, locked(file, deadline));
                held = true;
                return guard;
            } finally {
                if (!held) here.unlock();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new FileError("gave up waiting to edit " + file + "; nothing was changed");
        }
    }

    private static FileChannel locked(Path file, long deadline) throws IOException, InterruptedException {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        FileChannel channel = AtomicFile.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            while (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                if (System.nanoTime() > deadline) throw busy(file, Files.readString(lockFile));
                Thread.sleep(10);
            }
            channel.truncate(0).write(StandardCharsets.UTF_8.encode("process " + ProcessHandle.current().pid()), 0);
            held = true;
            return channel;
        } finally {
            if (!held) channel.close();
        }
    }

    private static FileError busy(Path file, String who) {
        return new FileError(file + " is being edited by " + (who.isEmpty() ? "another process" : who) + "; try again when it has finished; nothing was changed");
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            here.unlock();
        }
    }
}
