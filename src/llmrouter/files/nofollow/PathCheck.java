package llmrouter.files.nofollow;

import java.io.IOException;
import java.nio.file.Path;

/// Looks at a path without changing anything.
public final class PathCheck {
    private PathCheck() {}

    /// Checks the links on the way to a file that is about to be edited through them.
    ///
    /// @throws UnsafeFile this process is root, and another user decides where the path leads
    public static void links(Path file) throws IOException {
        RootRule.checkLinks(file);
    }

    /// Whether a file is one that this program would write, or may be made.
    ///
    /// @throws UnsafeFile it is not, with the reason and the fix
    public static void own(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        try (OpenFolder folder = OpenFolder.of(absolute.getParent())) {
            FileState state = folder.state(absolute.getFileName().toString());
            if (state != null) state.mustBeOwn(absolute, folder::ownerHere);
        }
    }
}
