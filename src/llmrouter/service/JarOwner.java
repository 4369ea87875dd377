package llmrouter.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

import llmrouter.files.nofollow.PathCheck;

/// Who may put a jar in the place of the one that this process runs from. The new one runs with this process's rights
/// and keys, so it must be of the same owner or of root, and no other user may be able to write it or to replace it.
/// Without this, a jar in a folder that others can write would let them run what they like as this user.
///
/// @param first the owner of the jar that this process runs from; null where the system does not say
record JarOwner(UserPrincipal first) {
    private static final String ROOT = "root";

    static JarOwner of(Path jar) {
        try {
            return new JarOwner(isPosix(jar) ? Files.getOwner(jar) : null);
        } catch (IOException _) {
            return new JarOwner(null);
        }
    }

    /// POSIX systems only: elsewhere the owner is often a group of administrators.
    private static boolean isPosix(Path jar) {
        return jar.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /// Why this jar must not be started, a clause with what to do; null if it may be. It may then be opened by its path
    /// as often as needed.
    String objection(Path jar) throws IOException {
        if (!isPosix(jar)) return null;
        String reach = PathCheck.replaceable(jar, first);
        if (reach != null) return reach;
        UserPrincipal now = Files.getOwner(jar);
        if (first == null || now.equals(first) || now.getName().equals(ROOT)) return null;
        return "it belongs to " + now.getName() + " and the one before it to " + first.getName()
            + " (restart the gateway if that is right)";
    }
}
