package llmrouter.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that are replaced as a whole and that only their owner may read and write.
final class AtomicFile {
    private AtomicFile() {}

    /// Replaces a file's text. A reader sees the old text or the new one, also after a crash: the new text is on the
    /// disk, under another name in the same folder, before it gets the file's name.
    ///
    /// @return the backup of the old text, or null if there was none
    static Path replace(Path file, String text) throws IOException {
        Path temp = file.resolveSibling(file.getFileName() + ".new");
        try {
            write(temp, text);
            Path backup = null;
            if (Files.exists(file)) {
                var owner = Files.getOwner(file);
                if (!owner.equals(Files.getOwner(temp))) Files.setOwner(temp, owner);
                backup = Backups.keep(file);
            }
            Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(file.getParent());
            return backup;
        } finally {
            Files.deleteIfExists(temp);
        }
    }

    /// Writes a new file with mode 0600, and returns when it is on the disk. A file of that name, which a crash may
    /// have left, is deleted first.
    static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// As [#write(Path, String)], with bytes.
    static void write(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        try (var channel = open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
    }

    /// Opens a file. If it is created now, only its owner may read and write it.
    static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), ownerOnly(file));
    }

    /// Makes a folder that only its owner may look into, unless it is there.
    static void makePrivateFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) Files.createDirectories(folder, only(folder, "rwx------"));
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return only(file, "rw-------");
    }

    private static FileAttribute<?>[] only(Path file, String permissions) {
        if (!isPosix(file)) return new FileAttribute<?>[0];
        var mode = PosixFilePermissions.fromString(permissions);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)};
    }

    static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /// Makes a rename survive a power failure; only POSIX systems let a folder be opened for that.
    static void syncFolder(Path folder) throws IOException {
        if (!isPosix(folder)) return;
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
