package llmrouter.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A small file of the program's own that several of its processes read and change. Only its owner may read it.
public final class SharedFile {
    private SharedFile() {}

    /// Makes the new text of a file from the old one.
    @FunctionalInterface
    public interface Revision {
        /// @param text or null if there is no file
        String of(String text) throws IOException;
    }

    /// The text as the last writer left it, never a half-written one; null if there is no file.
    public static String read(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    /// Replaces the text by its revision. No other process or thread can edit the file in between.
    /// @throws FileError another process or thread held the file for ten seconds
    public static void edit(Path file, Revision revision) throws IOException {
        try (var _ = FileGuard.on(file)) {
            Path temp = file.resolveSibling(file.getFileName() + ".new");
            AtomicFile.write(temp, revision.of(read(file)));
            Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
