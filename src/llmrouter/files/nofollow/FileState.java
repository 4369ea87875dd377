package llmrouter.files.nofollow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/// What stands under a name in a folder, without following a link.
///
/// @param key      the file system's own identity of the file; null where it has none
/// @param kind     of file
/// @param size     in bytes
/// @param modified the time of the last write
/// @param owner    the number of the user, or -1 on a system without
/// @param mode     the permission bits, or -1 on a system without
/// @param names    how many names the file has (hard links), or 1 on a system that does not say
public record FileState(Object key, Kind kind, long size, FileTime modified, int owner, int mode, int names) {
    private static final int PERMISSIONS = 0777;
    private static final int OTHERS = 077;

    /// What a name can stand for.
    public enum Kind {
        FILE, FOLDER, LINK, OTHER
    }

    /// @param unix `uid`, `mode` and `nlink` of the same file; null on a system without
    static FileState of(BasicFileAttributes basic, Map<String, Object> unix) {
        Kind kind = basic.isRegularFile() ? Kind.FILE : basic.isDirectory() ? Kind.FOLDER
            : basic.isSymbolicLink() ? Kind.LINK : Kind.OTHER;
        if (unix == null) {
            return new FileState(basic.fileKey(), kind, basic.size(), basic.lastModifiedTime(), -1, -1, 1);
        }
        return new FileState(basic.fileKey(), kind, basic.size(), basic.lastModifiedTime(), (int) unix.get("uid"),
            (int) unix.get("mode") & PERMISSIONS, (int) unix.get("nlink"));
    }

    public boolean isFile() {
        return kind == Kind.FILE;
    }

    /// Whether other users may read, write or run it.
    public boolean isOpen() {
        return mode >= 0 && (mode & OTHERS) != 0;
    }

    /// Whether it is the same file as another, or one that was written at the same time with the same length: some
    /// network file systems give a file a new identity now and then.
    public boolean looksLike(FileState other) {
        return other != null && (isSame(other) || size == other.size && modified.equals(other.modified));
    }

    /// Whether it is the same file as another; true where the system has no identities.
    public boolean isSame(FileState other) {
        return other != null && (key == null || key.equals(other.key));
    }

    /// Refuses what cannot be a file of this program's own.
    ///
    /// @param path      for the message
    /// @param ownerHere who owns the files that this process makes in that folder; asked for if it is needed
    void mustBeOwn(Path path, OwnerHere ownerHere) throws IOException {
        String why = switch (kind) {
            case LINK -> "is a symbolic link, which may lead elsewhere; name a regular file, or remove the link";
            case FOLDER -> "is a folder, where a file belongs; move it away";
            case OTHER -> "is a pipe, a socket or a device; name a regular file";
            case FILE -> names > 1 ? "has a second name (a hard link), under which it would change too; delete "
                + "that file, or put a copy in its place" : null;
        };
        if (why == null && owner >= 0 && owner != ProcessUser.id() && owner != ownerHere.get()) {
            String name = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
            why = "belongs to " + name + "; remove it, or run: chown " + ProcessUser.name() + " " + path;
        }
        if (why != null) throw new UnsafeFile(path, why);
    }

    /// The owner of new files in a folder. A file system may give all files one owner, whatever user makes them.
    @FunctionalInterface
    interface OwnerHere {
        int get() throws IOException;
    }
}
