package llmrouter.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// The last five versions of a file: `<file>.bak` is the newest, then `.bak.1` to `.bak.4`. They hold the same
/// secrets as the file, so only its owner may read them.
final class Backups {
    private static final int KEPT = 5;

    private Backups() {}

    /// Makes the file as it is now the newest backup, and returns the backup. The caller holds the file's [FileGuard].
    static Path keep(Path file) throws IOException {
        Path copy = file.resolveSibling(file.getFileName() + ".bak.new");
        AtomicFile.write(copy, Files.readString(file));
        for (int i = KEPT - 1; i > 0; i--) {
            Path newer = name(file, i - 1);
            if (Files.exists(newer)) Files.move(newer, name(file, i), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(copy, name(file, 0), StandardCopyOption.ATOMIC_MOVE);
        return name(file, 0);
    }

    /// The backups that there are, the newest first.
    static List<Path> all(Path file) {
        var all = new ArrayList<Path>();
        for (int i = 0; i < KEPT; i++) {
            if (Files.exists(name(file, i))) all.add(name(file, i));
        }
        return all;
    }

    /// Copies the file's bytes to a new file beside it.
    static Path copy(Path file, String name) throws IOException {
        Path copy = file.resolveSibling(name);
        try (var channel = AtomicFile.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
        return copy;
    }

    private static Path name(Path file, int i) {
        return file.resolveSibling(file.getFileName() + (i == 0 ? ".bak" : ".bak." + i));
    }
}
