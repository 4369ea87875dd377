package llmrouter.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

import llmrouter.files.nofollow.OpenFolder;

/// Files that are replaced as a whole and that only their owner may read and write.
final class AtomicFile {
    private AtomicFile() {}

    /// Replaces a file's text. A reader sees the old text or the new one, also after a crash: the new text is on the
    /// disk, under another name in the same folder, before it gets the file's name. The file keeps its owner.
    ///
    /// @param say gets a line about each backup that other users could read until now
    /// @return the backup of the old text, or null if there was none
    static Path replace(Path file, String text, Consumer<String> say) throws IOException {
        String name = file.getFileName().toString();
        try (var folder = OpenFolder.of(file.getParent(), say);
                var next = folder.next(name, OpenFolder.OWNER_ONLY)) {
            next.write(text.getBytes(StandardCharsets.UTF_8));
            next.ownLike(name);
            Path backup = Backups.keep(folder, name);
            next.take();
            return backup;
        }
    }

    static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
