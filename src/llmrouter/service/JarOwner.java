package llmrouter.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;

/// Who may put a jar in the place of the one that this process runs from. The new one runs with this process's rights
/// and keys, so it must be of the same owner or of root, and no other user may be able to write it. Without this, a jar
/// in a folder that others can write would let them run what they like as this user.
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

    /// Why this jar must not be started, a clause with what to do; null if it may be.
    String objection(Path jar) throws IOException {
        if (first == null) return null;
        var now = Files.readAttributes(jar, PosixFileAttributes.class);
        if (!now.owner().equals(first) && !now.owner().getName().equals(ROOT)) {
            return "it belongs to " + now.owner().getName() + " and the one before it to " + first.getName()
                + " (restart the gateway if that is right)";
        }
        if (now.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            return "every user of this machine can write it (chmod o-w " + jar + ", then replace it once more)";
        }
        // on many systems each user has a group of the same name, and files are open to it
        boolean group = now.permissions().contains(PosixFilePermission.GROUP_WRITE)
            && !now.group().getName().equals(now.owner().getName());
        return group ? "all users of the group " + now.group().getName() + " can write it (chmod g-w " + jar
            + ", then replace it once more)" : null;
    }
}
