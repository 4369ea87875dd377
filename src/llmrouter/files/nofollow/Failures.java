package llmrouter.files.nofollow;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/// Failures in an open folder name the file without the folder; here they get its path.
final class Failures {
    private Failures() {}

    static IOException at(Path path, IOException failure) {
        String file = path.toString();
        return switch (failure) {
            case UnsafeFile unsafe -> unsafe;
            case NoSuchFileException _ -> new NoSuchFileException(file);
            case FileAlreadyExistsException _ -> new FileAlreadyExistsException(file);
            case AccessDeniedException _ -> new AccessDeniedException(file);
            case NotDirectoryException _ -> new NotDirectoryException(file);
            case DirectoryNotEmptyException _ -> new DirectoryNotEmptyException(file);
            case FileSystemException other -> new FileSystemException(file, null, other.getReason());
            default -> failure;
        };
    }
}
