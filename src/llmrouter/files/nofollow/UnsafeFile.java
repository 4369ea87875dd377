package llmrouter.files.nofollow;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/// A file or folder that this program must not write. [#getReason()] names it and has the fix.
public final class UnsafeFile extends FileSystemException {
    private static final long serialVersionUID = 1L;

    private final String path;

    /// @param why a clause whose subject is the path
    UnsafeFile(Path path, String why) {
        super(null, null, path + " " + why);
        this.path = path.toString();
    }

    /// The file or folder.
    String path() {
        return path;
    }
}
