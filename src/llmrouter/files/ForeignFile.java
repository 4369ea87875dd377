package llmrouter.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import llmrouter.files.nofollow.OpenFolder;

/// A settings file that belongs to another program of the same user. It is read and replaced as a whole. A symbolic
/// link is followed if it is the user's own and leads to a file of the user's in the same tree; the link then stays,
/// and the file that it leads to is replaced.
///
/// @param path   as the other program knows it
/// @param target the file itself
public record ForeignFile(Path path, Path target) {
    /// Settings have some kilobytes.
    private static final int LARGEST_BYTES = 4 << 20;

    /// Finds the file, which need not be there.
    ///
    /// @param within the folder that links may not lead out of, e.g. the home folder
    /// @throws FileError the file is not one that may be edited, with the reason
    public static ForeignFile at(Path path, Path within) throws FileError {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            boolean linked = hasLink(absolute, within.toAbsolutePath().normalize());
            Path target = ConfigStore.followed(absolute);
            if (linked && !target.startsWith(within.toRealPath())) {
                throw new FileError("cannot edit " + path + ": a symbolic link leads to " + target + ", outside of "
                    + within + "; put a file in place of the link, or edit that file yourself");
            }
            check(path, target);
            return new ForeignFile(path, target);
        } catch (IOException e) {
            throw FileError.of("edit", path, e);
        }
    }

    /// Whether a part of the path below a folder is a link; of a path elsewhere, the file or the folder that it is in.
    private static boolean hasLink(Path path, Path within) throws IOException {
        boolean linked = false;
        Path first = path.startsWith(within) ? within : path.getParent().getParent();
        for (Path at = path; at != null && !at.equals(first); at = at.getParent()) {
            if (!Files.isSymbolicLink(at)) continue;
            linked = true;
            String owner = stranger(at, LinkOption.NOFOLLOW_LINKS);
            if (owner != null) {
                throw new FileError("cannot edit " + path + ": the symbolic link " + at + " belongs to " + owner
                    + "; put a file of your own in its place");
            }
        }
        return linked;
    }

    private static void check(Path path, Path target) throws IOException {
        if (!Files.exists(target)) return;
        if (Files.isDirectory(target)) {
            throw new FileError("cannot edit " + path + ": it is a folder, where a file belongs; move it away");
        }
        String owner = stranger(target);
        if (owner != null) {
            throw new FileError("cannot edit " + path + ": " + target + " belongs to " + owner
                + "; run the command as that user, or run: chown " + user() + " " + target);
        }
        boolean writable = Files.isWritable(target)
            && (!AtomicFile.isPosix(target)
                || Files.getPosixFilePermissions(target).contains(PosixFilePermission.OWNER_WRITE));
        if (!writable) {
            String fix = Files.isReadable(target) ? "it is read-only; run: chmod u+w "
                : "it may not be read; run: chmod u+rw ";
            throw new FileError("cannot edit " + path + ": " + fix + target);
        }
    }

    /// The owner's name if that is another user; null also where the system does not say who runs this process.
    private static String stranger(Path path, LinkOption... options) throws IOException {
        if (user().equals("?")) return null;
        String owner = Files.getOwner(path, options).getName();
        boolean own = owner.equals(user()) || owner.endsWith("\\" + user()) || !AtomicFile.isPosix(path);
        return own ? null : owner;
    }

    private static String user() {
        return System.getProperty("user.name", "?");
    }

    /// The content, or null if there is no file.
    public byte[] bytes() throws FileError {
        try {
            return PlainFile.bytes(target, "read", LARGEST_BYTES);
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException e) {
            throw FileError.of("read", path, e);
        }
    }

    /// Bytes of this file as text; empty for null.
    ///
    /// @throws FileError they are not UTF-8
    public String text(byte[] bytes) throws FileError {
        try {
            if (bytes == null) return "";
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw new FileError("cannot edit " + path + ": it is not UTF-8 text; save it as UTF-8");
        }
    }

    /// The permissions of the file, as in `rw-r--r--`; null if there is no file, or on a system without them.
    public String mode() throws FileError {
        try {
            boolean has = Files.exists(target) && AtomicFile.isPosix(target);
            return has ? PosixFilePermissions.toString(Files.getPosixFilePermissions(target)) : null;
        } catch (IOException e) {
            throw FileError.of("read", path, e);
        }
    }

    /// Whether other users may read the file.
    public boolean isOpen() throws FileError {
        String mode = mode();
        return mode != null && !mode.endsWith("------");
    }

    /// Replaces the content as a whole, and makes missing folders.
    ///
    /// @param expected what the file must hold before; null for no file
    /// @param mode     the permissions that it gets, as in `rw-r--r--`; null for those of its owner alone
    /// @throws FileError the file holds something else, or cannot be written; it is then as it was
    public void replace(byte[] expected, byte[] content, String mode) throws FileError {
        try {
            OpenFolder.make(target.getParent(), null);
            try (var folder = OpenFolder.of(target.getParent());
                    var next = folder.next(target.getFileName().toString(),
                        mode == null ? OpenFolder.OWNER_ONLY : mode)) {
                next.write(content);
                expect(expected);
                next.take();
            }
        } catch (IOException e) {
            throw FileError.of("write", path, e);
        }
    }

    /// Deletes the file, and those of the folders that are then empty.
    ///
    /// @param expected as for [#replace]
    /// @param folders  the outermost first
    public void delete(byte[] expected, List<Path> folders) throws FileError {
        try {
            expect(expected);
            try (var folder = OpenFolder.of(target.getParent())) {
                folder.delete(target.getFileName().toString());
            }
            for (Path made : folders.reversed()) {
                if (!Files.isDirectory(made)) continue;
                try (var folder = OpenFolder.of(made.getParent())) {
                    folder.deleteFolder(made.getFileName().toString());
                }
            }
        } catch (DirectoryNotEmptyException _) {
            return; // another program uses the folder by now
        } catch (IOException e) {
            throw FileError.of("delete", path, e);
        }
    }

    private void expect(byte[] expected) throws FileError {
        if (!Files.isSymbolicLink(target) && Arrays.equals(bytes(), expected)) return;
        throw new FileError("cannot write " + path + ": another program has changed it in the meantime; nothing was "
            + "changed, run the command again");
    }

    /// The folders above the file that are not there, the outermost first.
    public List<Path> missingFolders() {
        var missing = new ArrayList<Path>();
        for (Path at = target.getParent(); at != null && !Files.exists(at); at = at.getParent()) missing.addFirst(at);
        return missing;
    }
}
