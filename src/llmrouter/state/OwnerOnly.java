package llmrouter.state;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Creates files that other users of the machine can never read, not even before their first write.
final class OwnerOnly {
    private static final FileAttribute<?> MODE =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private OwnerOnly() {}

    /// Creates an empty file if there is none.
    static void create(Path file) throws IOException {
        if (Files.exists(file)) return;
        boolean posix = Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
        try {
            Files.createFile(file, posix ? new FileAttribute<?>[] {MODE} : new FileAttribute<?>[0]);
        } catch (FileAlreadyExistsException _) {
            // another process or thread created it first
        }
    }
}
