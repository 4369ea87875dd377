package llmrouter.files.nofollow;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/// Folders with all that is in them. Links in them are copied and removed as links.
public final class FolderTree {
    private FolderTree() {}

    /// Makes a folder for temporary files that only this user can open.
    public static Path temporary(String prefix) throws IOException {
        return Files.createTempDirectory(prefix);
    }

    /// Copies a folder. The copy has its name when it is complete.
    public static void copy(Path from, Path to) throws IOException {
        RootRule.check(to.toAbsolutePath().getParent());
        Path temporary = Files.createTempDirectory(to.toAbsolutePath().getParent(), to.getFileName() + ".");
        try {
            Path copy = temporary.resolve("copy");
            try (var paths = Files.walk(from)) {
                for (Path path : (Iterable<Path>) paths::iterator) {
                    Files.copy(path, copy.resolve(from.relativize(path).toString()), LinkOption.NOFOLLOW_LINKS,
                        StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
            Files.move(copy, to, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(temporary);
        }
    }

    /// Removes a file, a link itself, or a folder with all that is in it; does nothing if it is not there.
    public static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
        RootRule.check(path.toAbsolutePath().getParent());
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) throw failure;
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
