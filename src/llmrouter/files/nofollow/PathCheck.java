package llmrouter.files.nofollow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;

/// Looks at a path without changing anything.
public final class PathCheck {
    /// Write bits of the group and of all others.
    private static final int OTHERS_WRITE = 022;

    private PathCheck() {}

    /// The file that a path leads to through links, which is about to be edited; it need not be there. Its own name is
    /// no link at that moment, and must not be followed later.
    ///
    /// @throws UnsafeFile this process is root, and another user decides where the path leads
    public static Path target(Path file) throws IOException {
        return RootRule.target(file);
    }

    /// The file that a path leads to through links, which is only read; it need not be there.
    public static Path followed(Path file) throws IOException {
        return PathParts.followed(file, Files::isSymbolicLink);
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

    /// Why a user other than root and this process's could change a file, or put another one in its place: a clause
    /// with the fix, in which the file is `it`. Null if none could, or on a system whose users have no numbers. A user
    /// who cannot do so now cannot do it later: what was looked at may then be opened by its path.
    ///
    /// @param also one more user who may do so; null for none
    public static String replaceable(Path file, UserPrincipal also) throws IOException {
        return ReplaceRule.objection(file, also);
    }

    /// Why another user may decide what a file says, a clause that follows the file's name; null if this process is not
    /// root, or if the file is root's alone. What such a file says must not be done as root.
    ///
    /// @throws java.nio.file.NoSuchFileException the file is not there, and this process is root
    public static String foreign(Path file) throws IOException {
        if (!ProcessUser.isRoot()) return null;
        Path target;
        try {
            target = RootRule.target(file);
        } catch (UnsafeFile e) {
            return "is in reach of another user: " + e.path() + " is not root's";
        }
        // a link that another user puts there now is that user's, as the file before it was
        Map<String, Object> of = Files.readAttributes(target, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        boolean roots = (int) of.get("uid") == 0;
        if (!roots) return "belongs to " + Files.getOwner(target, LinkOption.NOFOLLOW_LINKS).getName();
        return ((int) of.get("mode") & OTHERS_WRITE) != 0 ? "can be changed by other users" : null;
    }
}
