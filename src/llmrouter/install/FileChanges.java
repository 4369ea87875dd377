package llmrouter.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Writes and removes files, each in one step, and keeps a list of what it did. In a dry run it only makes the list.
/// A file that is already as it should be is not touched, so that no running gateway takes it for a new one.
final class FileChanges {
    private final boolean dry;
    private final List<Path> made = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private final List<Path> removed = new ArrayList<>();

    FileChanges(boolean dry) {
        this.dry = dry;
    }

    /// Files and links that were written, in order.
    List<Path> made() {
        return made;
    }

    /// Folders that were made, outermost first.
    List<Path> folders() {
        return folders;
    }

    List<Path> removed() {
        return removed;
    }

    /// Makes a folder and those around it.
    void folder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) return;
        if (folder.getParent() != null) folder(folder.getParent());
        if (folders.contains(folder)) return;
        if (!dry) Files.createDirectory(folder);
        folders.add(folder);
    }

    void text(Path file, String text, String mode) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean same = Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes);
        if (!same) replace(file, mode, temp -> Files.write(temp, bytes));
    }

    void copy(Path from, Path to, String mode) throws IOException {
        boolean same = Files.isRegularFile(to) && Files.mismatch(from, to) < 0;
        if (!same) replace(to, mode, temp -> Files.copy(from, temp));
    }

    /// Makes a symbolic link, in place of another link or of nothing.
    void link(Path link, Path target) throws IOException {
        boolean same = Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target);
        if (!same) replace(link, null, temp -> Files.createSymbolicLink(temp, target));
    }

    /// Writes a new file under another name, and then gives it the name.
    @FunctionalInterface
    private interface Writer {
        void write(Path temp) throws IOException;
    }

    private void replace(Path file, String mode, Writer writer) throws IOException {
        if (!made.contains(file)) made.add(file);
        if (dry) return;
        Path temp = beside(file);
        try {
            Files.deleteIfExists(temp);
            writer.write(temp);
            if (mode != null) Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString(mode));
            Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temp);
        }
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /// Copies a folder with all that is in it, unless there is one of that name.
    void tree(Path from, Path to) throws IOException {
        if (Files.isDirectory(to)) return;
        made.add(to);
        if (dry) return;
        Path temp = beside(to);
        delete(temp);
        try (var paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, temp.resolve(from.relativize(path).toString()), LinkOption.NOFOLLOW_LINKS,
                    StandardCopyOption.COPY_ATTRIBUTES);
            }
            Files.move(temp, to, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(temp);
        }
    }

    /// Removes a file, a link, or a folder with all that is in it; does nothing if it is not there.
    void remove(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
        removed.add(path);
        if (!dry) delete(path);
    }

    /// Removes a folder if nothing is left in it.
    void removeIfEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) return;
        try (var left = Files.list(folder)) {
            if (left.anyMatch(path -> !removed.contains(path))) return;
        }
        remove(folder);
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
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
