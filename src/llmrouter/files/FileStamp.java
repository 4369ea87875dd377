package llmrouter.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/// What a file can be told apart by without reading it: which file the path leads to in the end, when it was last
/// written, and how long it is. If two stamps of one path differ, its content was written in between. If they are
/// equal, it was not, except within one step of the file system's clock (a few milliseconds).
///
/// Times are compared in full: two writes of the same length often lie within one millisecond.
///
/// @param real     the path without links; null if there is no file
/// @param key      the file system's own identity of the file; null where it has none
/// @param modified the time of the last write; null if there is no file
/// @param size     in bytes; -1 if there is no file
public record FileStamp(Path real, Object key, FileTime modified, long size) {
    /// The stamp of a path that leads to no file, or to one whose attributes cannot be read.
    public static final FileStamp ABSENT = new FileStamp(null, null, null, -1);

    /// The stamp of what the path leads to now.
    public static FileStamp of(Path path) {
        try {
            Path real = path.toRealPath();
            var attributes = Files.readAttributes(real, BasicFileAttributes.class);
            return new FileStamp(real, attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
        } catch (IOException _) {
            return ABSENT; // gone, or being replaced
        }
    }

    /// Waits until the path has had the same stamp for so long, and returns that stamp. A file that is being written
    /// is so left alone until it is complete.
    ///
    /// @throws InterruptedException if the calling thread is interrupted; it may wait for as long as the file changes
    public static FileStamp settled(Path path, long settleMs) throws InterruptedException {
        FileStamp before = of(path);
        while (true) {
            Thread.sleep(settleMs);
            FileStamp now = of(path);
            if (now.equals(before)) return now;
            before = now;
        }
    }
}
