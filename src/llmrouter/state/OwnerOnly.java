package llmrouter.state;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Files that other users of the machine cannot read, from their first moment.
final class OwnerOnly {
    private static final FileAttribute<?> MODE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private OwnerOnly() {}

    /// Makes an empty file, unless there is one.
    static void create(Path file) throws IOException {
        if (Files.exists(file)) return;
        boolean posix = Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
        try {
            Files.createFile(file, posix ? new FileAttribute<?>[] {MODE} : new FileAttribute<?>[0]);
        } catch (FileAlreadyExistsException _) {
            // somebody else was quicker; it is there
        }
    }
}
