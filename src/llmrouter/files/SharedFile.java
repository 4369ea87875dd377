package llmrouter.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;

import llmrouter.files.nofollow.FileState;
import llmrouter.files.nofollow.OpenFolder;

/// A small file of the program's own that several of its processes read and change. Only its owner may read it.
public final class SharedFile {
    /// Thousands of entries. More is not what this program writes.
    private static final int LARGEST_BYTES = 4 << 20;

    private SharedFile() {}

    /// Makes the new text of a file from the old one.
    @FunctionalInterface
    public interface Revision {
        /// @param text or null if there is no file
        /// @throws IOException the text is damaged
        String of(String text) throws IOException;
    }

    /// The text as the last writer left it, never a half-written one; null if there is no file.
    public static String read(Path file) throws IOException {
        try {
            return new String(PlainFile.bytes(file, "read", LARGEST_BYTES), StandardCharsets.UTF_8);
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    /// Replaces the text by its revision. No other process or thread can edit the file in between. A damaged file is
    /// moved aside, so that its content is not lost, and the revision begins without a text.
    ///
    /// @param say gets a line about a file that was damaged, or that other users could read until now
    /// @throws FileError another process or thread held the file for ten seconds
    public static void edit(Path file, Revision revision, Consumer<String> say) throws IOException {
        String name = file.getFileName().toString();
        try (var _ = FileGuard.on(file); var folder = OpenFolder.of(file.toAbsolutePath().getParent(), say)) {
            folder.tighten(name);
            String text = revised(folder, name, revision, say);
            folder.replace(name, text.getBytes(StandardCharsets.UTF_8), OpenFolder.OWNER_ONLY);
        }
    }

    private static String revised(OpenFolder folder, String name, Revision revision, Consumer<String> say)
            throws IOException {
        FileState state = folder.state(name);
        String damage = "it is larger than " + LARGEST_BYTES + " bytes";
        if (state == null || state.size() <= LARGEST_BYTES) {
            byte[] bytes = folder.bytes(name, LARGEST_BYTES);
            try {
                return revision.of(bytes == null ? null : new String(bytes, StandardCharsets.UTF_8));
            } catch (IOException e) {
                damage = FileError.words(e);
            }
        }
        String aside = name + ".corrupt-" + System.currentTimeMillis();
        folder.rename(name, aside);
        say.accept(folder.path(name) + " was broken (" + damage + "); it has been moved to " + folder.path(aside)
            + ", and a new one begins");
        return revision.of(null);
    }
}
