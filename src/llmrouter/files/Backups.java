package llmrouter.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import llmrouter.files.nofollow.OpenFolder;

/// The last five versions of a file: `<file>.bak` is the newest, then `.bak.1` to `.bak.4`. They hold the same
/// secrets as the file, so only its owner may read them.
final class Backups {
    private static final int KEPT = 5;

    private Backups() {}

    /// Makes the file as it is now the newest backup, and returns the backup; null if there is no file. The caller
    /// holds the file's [FileGuard].
    static Path keep(OpenFolder folder, String name) throws IOException {
        byte[] content = folder.bytes(name, ConfigStore.LARGEST_BYTES);
        if (content == null) return null;
        String newest = name(name, 0);
        try (var next = folder.next(newest, OpenFolder.OWNER_ONLY)) {
            next.write(content);
            next.ownLike(name);
            for (int i = KEPT - 1; i > 0; i--) {
                String newer = name(name, i - 1);
                if (folder.state(newer) != null) folder.rename(newer, name(name, i));
                folder.tighten(name(name, i));
            }
            next.take();
            return folder.path(newest);
        }
    }

    /// The backups that there are, the newest first.
    static List<Path> all(Path file) {
        var all = new ArrayList<Path>();
        for (int i = 0; i < KEPT; i++) {
            Path backup = file.resolveSibling(name(file.getFileName().toString(), i));
            if (Files.exists(backup)) all.add(backup);
        }
        return all;
    }

    /// Copies the file's bytes to a new file beside it.
    static Path copy(Path file, String name) throws IOException {
        try (var folder = OpenFolder.of(file.getParent())) {
            byte[] content = folder.bytes(file.getFileName().toString(), ConfigStore.LARGEST_BYTES);
            try (var channel = folder.exclusive(name, OpenFolder.OWNER_ONLY)) {
                var bytes = ByteBuffer.wrap(content == null ? new byte[0] : content);
                while (bytes.hasRemaining()) channel.write(bytes);
                channel.force(true);
            }
            return folder.path(name);
        }
    }

    private static String name(String file, int i) {
        return file + (i == 0 ? ".bak" : ".bak." + i);
    }
}
