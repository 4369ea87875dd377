package llmrouter.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import llmrouter.files.nofollow.FolderTree;
import llmrouter.files.nofollow.OpenFolder;

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
        if (!dry) OpenFolder.make(folder, null);
        folders.add(folder);
    }

    void text(Path file, String text, String mode) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean same = Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), bytes);
        if (!same) change(file, (folder, name) -> folder.replace(name, bytes, mode));
    }

    void copy(Path from, Path to, String mode) throws IOException {
        boolean same = Files.isRegularFile(to) && Files.mismatch(from, to) < 0;
        if (!same) change(to, (folder, name) -> copy(from, folder, name, mode));
    }

    /// Makes a symbolic link, in place of another link or of nothing.
    void link(Path link, Path target) throws IOException {
        boolean same = Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target);
        if (!same) change(link, (folder, name) -> folder.link(name, target));
    }

    /// Replaces one name in a folder, in one step.
    @FunctionalInterface
    private interface Change {
        void make(OpenFolder folder, String name) throws IOException;
    }

    private void change(Path file, Change change) throws IOException {
        if (!made.contains(file)) made.add(file);
        if (dry) return;
        try (var folder = OpenFolder.of(file.getParent())) {
            change.make(folder, file.getFileName().toString());
        }
    }

    private static void copy(Path from, OpenFolder folder, String name, String mode) throws IOException {
        try (var next = folder.next(name, mode); var in = Files.newInputStream(from)) {
            next.write(in);
            next.take();
        }
    }

    /// Copies a folder with all that is in it, unless there is one of that name.
    void tree(Path from, Path to) throws IOException {
        if (Files.isDirectory(to)) return;
        made.add(to);
        if (!dry) FolderTree.copy(from, to);
    }

    /// Removes a file, a link, or a folder with all that is in it; does nothing if it is not there.
    void remove(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
        removed.add(path);
        if (!dry) FolderTree.delete(path);
    }

    /// Removes a folder if nothing is left in it.
    void removeIfEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) return;
        try (var left = Files.list(folder)) {
            if (left.anyMatch(path -> !removed.contains(path))) return;
        }
        remove(folder);
    }
}
