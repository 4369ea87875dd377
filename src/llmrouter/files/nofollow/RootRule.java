package llmrouter.files.nofollow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/// Root writes only where root alone decides what a path leads to: each folder on the way, and each link, must be
/// root's. The owner of any other could redirect what root writes, or hand a file over to themselves.
///
/// A folder of root's that others may write in (`/tmp`, a shared volume) is accepted: what they put there is refused
/// file by file.
final class RootRule {
    private RootRule() {}

    /// @throws UnsafeFile this process is root, and another user owns a part of the path
    static void check(Path folder) throws IOException {
        if (ProcessUser.isRoot()) walk(folder.toAbsolutePath());
    }

    /// The file that a path leads to through links, also when that file is not there yet. As root, it is decided by one
    /// look at each part: what another user puts in the place of the file afterwards is not followed.
    ///
    /// @throws UnsafeFile as for [#check]
    static Path target(Path file) throws IOException {
        return PathParts.followed(file, RootRule::isLink);
    }

    private static boolean isLink(Path part) throws IOException {
        if (!ProcessUser.isRoot()) return Files.isSymbolicLink(part);
        check(part.getParent());
        try {
            Map<String, Object> of = Files.readAttributes(part, "unix:uid,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
            boolean link = (boolean) of.get("isSymbolicLink");
            if (link && (int) of.get("uid") != 0) throw refusal(part);
            return link;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static void walk(Path folder) throws IOException {
        PathParts.each(folder, RootRule::isRoots);
    }

    /// @return false if it is not there
    private static boolean isRoots(Path part) throws IOException {
        try {
            Map<String, Object> of = Files.readAttributes(part, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            if ((int) of.get("uid") == 0) return true;
        } catch (NoSuchFileException _) {
            return false;
        }
        throw refusal(part);
    }

    private static UnsafeFile refusal(Path part) throws IOException {
        String owner = Files.getOwner(part, LinkOption.NOFOLLOW_LINKS).getName();
        boolean unnamed = owner.chars().allMatch(Character::isDigit);
        String how = unnamed ? "sudo -u '#" + owner + "' llm-router ..."
            : "sudo -u " + owner + " llm-router ..., or su " + owner + " -c 'llm-router ...'";
        return new UnsafeFile(part, "belongs to " + owner + ", who could redirect what this program writes there as "
            + "root; run llm-router as that user (" + how + "; a container: --user=" + owner
            + "), or use a folder of root's");
    }
}
