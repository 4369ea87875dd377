package llmrouter.files.nofollow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;

/// Whether another user could change a file, or put another file in its place. The file, each folder on the way to it
/// and each link must be root's, this process's user's or those of one more user, and closed to the writing of others.
///
/// In a sticky folder (`/tmp`) other users cannot rename or remove what is not theirs. A group that has the name of the
/// owner is that user's own: on many systems each user has one, and files are open to it. Root has no such group: what
/// runs without a group of its own is often in root's.
final class ReplaceRule {
    private static final int STICKY = 01000;
    private static final int GROUP_WRITES = 020;
    private static final int ALL_WRITE = 02;

    private final Path file;
    private final UserPrincipal also;
    private String why;

    private ReplaceRule(Path file, UserPrincipal also) {
        this.file = file;
        this.also = also;
    }

    /// Why another user could, a clause with the fix, in which the file is `it`; null if none could, or if the system
    /// has no users by number.
    ///
    /// @param also who may own parts of the path besides root and this process's user; null for none
    static String objection(Path file, UserPrincipal also) throws IOException {
        if (ProcessUser.id() == ProcessUser.UNKNOWN) return null;
        Path absolute = file.toAbsolutePath();
        var rule = new ReplaceRule(absolute, also);
        if (rule.isSafe(absolute.getRoot())) PathParts.each(absolute, rule::isSafe);
        return rule.why;
    }

    private boolean isSafe(Path part) throws IOException {
        Map<String, Object> of = Files.readAttributes(part, "unix:uid,mode,owner,group,isDirectory,isSymbolicLink",
            LinkOption.NOFOLLOW_LINKS);
        why = owner(part, of);
        // the mode of a link says nothing
        if (why == null && !(boolean) of.get("isSymbolicLink")) why = mode(part, of);
        return why == null;
    }

    private String owner(Path part, Map<String, Object> of) {
        int uid = (int) of.get("uid");
        var owner = (UserPrincipal) of.get("owner");
        if (uid == 0 || uid == ProcessUser.id() || owner.equals(also)) return null;
        return part.equals(file) ? "it belongs to " + owner.getName() + " (remove it, or put a file of your own there)"
            : part + " belongs to " + owner.getName() + ", who could replace it (use a folder of your own)";
    }

    private String mode(Path part, Map<String, Object> of) {
        int mode = (int) of.get("mode");
        boolean folder = (boolean) of.get("isDirectory");
        if (folder && (mode & STICKY) != 0) return null;
        boolean all = (mode & ALL_WRITE) != 0;
        if (!all && ((mode & GROUP_WRITES) == 0 || isOwnersGroup(of))) return null;
        String group = ((GroupPrincipal) of.get("group")).getName();
        return (all ? "every user of this machine can write " : "all users of the group " + group + " can write ")
            + (folder ? "in " + part : part.equals(file) ? "it" : part) + " (chmod go-w " + part + ")";
    }

    private static boolean isOwnersGroup(Map<String, Object> of) {
        return (int) of.get("uid") != 0
            && ((GroupPrincipal) of.get("group")).getName().equals(((UserPrincipal) of.get("owner")).getName());
    }
}
