package llmrouter.install;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

import llmrouter.files.FileError;

/// The program cannot be installed or removed as it was asked for: what is wrong, where, and the fix.
public final class InstallError extends IOException {
    private static final long serialVersionUID = 1L;

    InstallError(String message) {
        super(message);
    }

    /// @param doing e.g. `write`
    /// @param path  what was written, if the cause does not name it
    static InstallError of(String doing, Path path, IOException cause) {
        if (cause instanceof InstallError described) return described;
        boolean named = cause instanceof FileSystemException failure && failure.getFile() != null;
        Path file = named ? Path.of(((FileSystemException) cause).getFile()) : path;
        return new InstallError(FileError.of(doing, file, cause).getMessage()
            + "; or name another folder with --dir");
    }
}
