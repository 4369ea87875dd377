package llmrouter.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import llmrouter.files.nofollow.OpenFolder;
import llmrouter.text.Printable;

/// A lock on one file, against other threads and other processes. Closing it releases the lock.
///
/// A `FileLock` belongs to the whole process and is lost as soon as the process closes *any* channel on the file.
/// Therefore it is taken on another file (`<file>.lock`, opened once per edit), and only by the thread that holds a
/// lock inside the process. The lock file is never deleted: otherwise two processes could hold locks on two files of
/// the same name. It names the process that holds it, for the error message of a process that waits too long.
final class FileGuard implements AutoCloseable {
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);
    /// How many of these waits are taken at most while others get the lock one after the other.
    private static final int MOST_WAITS = 6;
    /// Beyond any content: on Windows a locked region cannot be read, but other processes must read the holder's name.
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
    private static final int LONGEST_HOLDER = 100;
    private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

    private final ReentrantLock here;
    private final FileChannel channel;

    private FileGuard(ReentrantLock here, FileChannel channel) {
        this.here = here;
        this.channel = channel;
    }

    /// Waits ten seconds, and up to a minute while other processes get the lock and release it: many processes that
    /// edit a file at the same time on a busy machine need more than ten seconds together, and the lock has no order.
    /// @throws FileError another thread or process held the lock all that time; the message names it
    static FileGuard on(Path file) throws IOException {
        return on(file, WAIT_NANOS);
    }

    static FileGuard on(Path file, long waitNanos) throws IOException {
        var here = HERE.computeIfAbsent(file, _ -> new ReentrantLock(true));
        try {
            if (!here.tryLock(waitNanos, TimeUnit.NANOSECONDS)) throw busy(file, "another part of this program");
            boolean held = false;
            try {
                var guard = new FileGuard(here, locked(file, waitNanos));
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

    private static FileChannel locked(Path file, long waitNanos) throws IOException, InterruptedException {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        FileChannel channel;
        try (var folder = OpenFolder.of(lockFile.toAbsolutePath().getParent())) {
            channel = folder.own(lockFile.getFileName().toString(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        }
        boolean held = false;
        try {
            awaitLock(channel, file, lockFile, waitNanos);
            String holder = "process " + ProcessHandle.current().pid();
            channel.truncate(0).write(StandardCharsets.UTF_8.encode(holder), 0);
            held = true;
            return channel;
        } finally {
            if (!held) channel.close();
        }
    }

    private static void awaitLock(FileChannel channel, Path file, Path lockFile, long waitNanos)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + waitNanos;
        int waits = 1;
        // Each holder writes its name into the lock file.
        FileTime lastTaken = Files.getLastModifiedTime(lockFile);
        while (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
            if (System.nanoTime() > deadline) {
                FileTime taken = Files.getLastModifiedTime(lockFile);
                if (taken.equals(lastTaken) || waits++ == MOST_WAITS) throw busy(file, holder(channel));
                lastTaken = taken;
                deadline = System.nanoTime() + waitNanos;
            }
            Thread.sleep(10);
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(LONGEST_HOLDER);
        channel.read(bytes, 0);
        return Printable.of(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
    }

    private static FileError busy(Path file, String holder) {
        return new FileError(file + " is being edited by " + (holder.isEmpty() ? "another process" : holder)
            + "; try again when it has finished; nothing was changed");
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
