package llmrouter.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A small regular file that is being read. Links are followed. A pipe or a device is not read, because reading one
/// may never end. A file on a network mount that does not answer may hang too, so a thread of its own reads it, and
/// the time is limited. Several files can be read at the same time: their limits run side by side.
public final class PlainFile {
    /// As long as a key command may take.
    private static final long LIMIT_MS = TimeUnit.SECONDS.toMillis(10);

    private final Path path;
    private final String doing;
    private final long limitMs;
    private final long deadline;
    private final FutureTask<byte[]> reading;

    private PlainFile(Path path, String doing, long limitMs, Callable<byte[]> read) {
        this.path = path;
        this.doing = doing;
        this.limitMs = limitMs;
        this.deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        this.reading = new FutureTask<>(read);
        // a virtual thread that hangs in the file system would keep a carrier thread of all the others
        Thread.ofPlatform().daemon().name("file-reader").start(reading);
    }

    /// Begins to read. Returns at once.
    ///
    /// @param doing     for messages, e.g. `read the key file`
    /// @param mostBytes a larger file is an error
    /// @param how       e.g. not through a link
    static PlainFile reading(Path path, String doing, int mostBytes, OpenOption... how) {
        return within(LIMIT_MS, path, doing, () -> content(path, doing, mostBytes, how));
    }

    static PlainFile within(long limitMs, Path path, String doing, Callable<byte[]> read) {
        return new PlainFile(path, doing, limitMs, read);
    }

    /// Reads a whole file.
    ///
    /// @throws FileError it is not a regular file, is too large, or takes longer than ten seconds
    /// @throws IOException any other failure, as the file system reports it
    static byte[] bytes(Path path, String doing, int mostBytes, OpenOption... how) throws IOException {
        return reading(path, doing, mostBytes, how).bytes();
    }

    /// The content. An interrupt does not end the waiting, so that a gateway that is being stopped does not take a
    /// file for one that cannot be read.
    ///
    /// @throws IOException as for [#bytes(Path, String, int, OpenOption...)]
    byte[] bytes() throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return reading.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException _) {
            throw new FileError("cannot " + doing + " " + path + ": it could not be read within " + limitMs / 1000
                + " s; check whether its file system answers");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) throw failure;
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private static byte[] content(Path path, String doing, int mostBytes, OpenOption... how)
            throws IOException {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
        if (found.isDirectory()) throw new FileError("cannot " + doing + " " + path + ": it is a folder");
        if (!found.isRegularFile()) {
            throw new FileError("cannot " + doing + " " + path + ": it is a pipe or a device; name a regular file");
        }
        try (var in = Files.newInputStream(path, how)) {
            byte[] bytes = in.readNBytes(mostBytes + 1);
            if (bytes.length <= mostBytes) return bytes;
            String size = mostBytes < 1 << 20 ? (mostBytes >> 10) + " KiB" : (mostBytes >> 20) + " MiB";
            throw new FileError("cannot " + doing + " " + path + ": it is larger than " + size
                + "; is this the right file?");
        }
    }
}
