package llmrouter.files.nofollow;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A folder that is open. Names are those of files directly in it. Links on the way to the folder are followed when it
/// is opened; a link under one of the names never is.
///
/// Theory of operation: the JDK can open a file relative to an open folder without following a link, but cannot say
/// which file an open channel has. So a file that is there already is looked at before it is opened and after, and both
/// must be the same file and [this user's own][FileState#mustBeOwn]. A new file is made exclusively, under a name that
/// cannot be guessed. Not thread-safe.
public final class OpenFolder implements AutoCloseable {
    /// For a file that only its owner may read and write.
    public static final String OWNER_ONLY = "rw-------";
    private static final int TRIES = 3;
    private static final int RANDOM_BYTES = 6;
    private static final String NEW = ".new";
    /// The right of the group and of others to write in a folder; in a sticky one they only change what is theirs.
    private static final int OTHERS_WRITE = 022;
    private static final int STICKY = 01000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;
    private final boolean posix;
    private final Consumer<String> say;
    /// Null if this user may not list the folder, but perhaps open files in it.
    private final DirectoryStream<Path> stream;
    private final FolderCalls calls;

    private OpenFolder(Path path, DirectoryStream<Path> stream, Consumer<String> say) {
        this.path = path;
        this.stream = stream;
        this.calls = stream instanceof SecureDirectoryStream<Path> secure ? new FolderCalls.RelativeCalls(secure)
            : new FolderCalls.PathCalls(path);
        this.posix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
        this.say = say;
    }

    /// Opens a folder to write in.
    ///
    /// @throws UnsafeFile this process is root, and another user decides what is in that folder
    public static OpenFolder of(Path folder) throws IOException {
        return of(folder, _ -> {});
    }

    /// Opens a folder to write in.
    ///
    /// @param say gets a line about each file that other users could read until now
    /// @throws UnsafeFile this process is root, and another user decides what is in that folder
    public static OpenFolder of(Path folder, Consumer<String> say) throws IOException {
        Path path = folder.toAbsolutePath();
        RootRule.check(path);
        var opened = new OpenFolder(path, stream(path), say);
        boolean sound = false;
        try {
            opened.mustBeTheOneChecked();
            sound = true;
            return opened;
        } finally {
            if (!sound) opened.close();
        }
    }

    private static DirectoryStream<Path> stream(Path path) throws IOException {
        try {
            return Files.newDirectoryStream(path);
        } catch (AccessDeniedException e) {
            if (Files.isDirectory(path)) return null;
            throw e;
        }
    }

    /// The path could have come to lead to another folder after root's check of it.
    private void mustBeTheOneChecked() throws IOException {
        if (!ProcessUser.isRoot() || !(stream instanceof SecureDirectoryStream<Path> secure)) return;
        Object opened = secure.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey();
        RootRule.check(path);
        if (!opened.equals(Files.readAttributes(path, BasicFileAttributes.class).fileKey())) {
            throw new UnsafeFile(path, "is being replaced by another program; stop it, and try again");
        }
    }

    /// Makes a folder and those around it that are not there.
    ///
    /// @param mode of the folders that are made; null for what the system gives
    /// @return what was made, the outermost first
    public static List<Path> make(Path folder, String mode) throws IOException {
        Path path = folder.toAbsolutePath();
        var made = new ArrayList<Path>();
        if (Files.isDirectory(path)) return made;
        RootRule.check(path);
        for (Path at = path; at != null && !Files.isDirectory(at); at = at.getParent()) made.addFirst(at);
        for (Path each : made) {
            try {
                Files.createDirectory(each, attributes(each, mode));
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(each)) throw e;
            }
        }
        return made;
    }

    private static FileAttribute<?>[] attributes(Path at, String mode) {
        boolean posix = at.getFileSystem().supportedFileAttributeViews().contains("posix");
        return mode == null || !posix ? new FileAttribute<?>[0]
            : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))};
    }

    public Path path(String name) {
        return path.resolve(name);
    }

    // ── Looking ──

    /// What stands under a name; null if nothing does.
    public FileState state(String name) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try {
                BasicFileAttributes basic = calls.view(name, BasicFileAttributeView.class).readAttributes();
                if (!posix) return FileState.of(basic, null);
                Map<String, Object> unix = Files.readAttributes(path(name), "unix:uid,mode,nlink,fileKey",
                    LinkOption.NOFOLLOW_LINKS);
                if (basic.fileKey().equals(unix.get("fileKey"))) return FileState.of(basic, unix);
            } catch (NoSuchFileException _) {
                if (!Files.exists(path(name), LinkOption.NOFOLLOW_LINKS)) return null;
            } catch (IOException e) {
                throw Failures.at(path(name), e);
            }
        }
        throw replaced(name);
    }

    UnsafeFile replaced(String name) {
        return new UnsafeFile(path(name), "or its folder is being replaced by another program; stop it, or name a file "
            + "in a folder of your own");
    }

    /// The content of a file, whatever user owns it; null if there is none.
    ///
    /// @param most bytes that it may have
    public byte[] bytes(String name, int most) throws IOException {
        FileState state = state(name);
        if (state == null) return null;
        if (!state.isFile()) throw new UnsafeFile(path(name), "is no regular file; move it away");
        try (var in = Channels.newInputStream(open(name, new OpenOption[] {StandardOpenOption.READ}))) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length <= most) return bytes;
            throw new UnsafeFile(path(name), "is larger than " + most + " bytes, which no such file is; move it away");
        }
    }

    // ── Opening ──

    /// Opens a file of this program's own. It is made if it is not there, for its owner alone; a file that other users
    /// may read or write is closed to them.
    ///
    /// @throws UnsafeFile it is none of this program's own
    public FileChannel own(String name, OpenOption... options) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            FileChannel there = existing(name, options);
            if (there != null) return there;
            try {
                return exclusive(name, OWNER_ONLY, options);
            } catch (FileAlreadyExistsException _) {
                continue; // made by another process meanwhile
            }
        }
        throw replaced(name);
    }

    /// Opens a file of this program's own that is there.
    ///
    /// @return null if there is no such file
    /// @throws UnsafeFile it is none of this program's own
    public FileChannel existing(String name, OpenOption... options) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            FileState before = state(name);
            if (before == null) return null;
            FileChannel channel = opened(name, before, options);
            if (channel != null) return channel;
        }
        throw replaced(name);
    }

    /// @return null if the name got another file meanwhile
    private FileChannel opened(String name, FileState before, OpenOption... options) throws IOException {
        before.mustBeOwn(path(name), this::ownerHere);
        FileChannel channel;
        try {
            channel = open(name, options);
        } catch (NoSuchFileException _) {
            return null;
        }
        boolean sound = false;
        try {
            FileState after = state(name);
            sound = before.isSame(after);
            if (sound) tighten(name, after);
            return sound ? channel : null;
        } finally {
            if (!sound) channel.close();
        }
    }

    /// Makes a file that is not there.
    ///
    /// @param mode its permissions, as in `rw-------`, whatever the process's mask
    /// @throws FileAlreadyExistsException something has the name
    public FileChannel exclusive(String name, String mode, OpenOption... options) throws IOException {
        var all = new ArrayList<OpenOption>(List.of(options));
        all.add(StandardOpenOption.CREATE_NEW);
        all.add(StandardOpenOption.WRITE);
        FileChannel channel = open(name, all.toArray(OpenOption[]::new), attributes(path, mode));
        if (!mode.equals(OWNER_ONLY)) mode(name, mode);
        return channel;
    }

    private FileChannel open(String name, OpenOption[] options, FileAttribute<?>... attributes) throws IOException {
        var all = new HashSet<>(Arrays.asList(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        try {
            return calls.open(name, all, attributes);
        } catch (IOException e) {
            throw Failures.at(path(name), e);
        }
    }

    /// Begins a file that takes a name when it is complete. One writer at a time may do so for a name: what another
    /// one has begun is removed.
    ///
    /// @param mode as for [#exclusive]
    public NewFile next(String name, String mode) throws IOException {
        deleteLeftOver(name);
        String temporary = temporary(name);
        FileChannel channel = exclusive(temporary, mode);
        boolean sound = false;
        try {
            FileState made = state(temporary);
            if (made == null) throw replaced(temporary);
            sound = true;
            return new NewFile(this, name, temporary, channel, made);
        } finally {
            if (!sound) channel.close();
        }
    }

    /// Replaces a file as a whole, or makes it.
    ///
    /// @param mode as for [#exclusive]
    public FileState replace(String name, byte[] content, String mode) throws IOException {
        try (NewFile next = next(name, mode)) {
            next.write(content);
            return next.take();
        }
    }

    /// Makes a link, in place of what has the name.
    public void link(String name, Path target) throws IOException {
        String temporary = temporary(name);
        Files.createSymbolicLink(path(temporary), target);
        boolean named = false;
        try {
            rename(temporary, name);
            named = true;
        } finally {
            if (!named) delete(temporary);
        }
    }

    private static String temporary(String name) {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return name + "." + HexFormat.of().formatHex(random) + NEW;
    }

    // ── Changing ──

    /// Gives a file another name in this folder, in place of what has that name.
    public void rename(String from, String to) throws IOException {
        try {
            calls.rename(from, to);
        } catch (IOException e) {
            throw Failures.at(path(to), e);
        }
    }

    /// Removes a file, or a link itself; does nothing if it is not there.
    public void delete(String name) throws IOException {
        try {
            calls.deleteFile(name);
        } catch (NoSuchFileException _) {
            return;
        } catch (IOException e) {
            throw Failures.at(path(name), e);
        }
    }

    /// Removes an empty folder; does nothing if it is not there.
    public void deleteFolder(String name) throws IOException {
        try {
            calls.deleteFolder(name);
        } catch (NoSuchFileException _) {
            return;
        } catch (IOException e) {
            throw Failures.at(path(name), e);
        }
    }

    /// Removes what a process that was killed has left of [#next]. It may hold keys.
    private void deleteLeftOver(String name) throws IOException {
        if (stream == null) return;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
            for (Path each : all) {
                String other = each.getFileName().toString();
                boolean temporary = other.length() == name.length() + 1 + 2 * RANDOM_BYTES + NEW.length()
                    && other.startsWith(name + ".") && other.endsWith(NEW);
                FileState state = temporary ? state(other) : null;
                if (state != null && state.isFile()) delete(other);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /// Closes a file to other users, and says so; does nothing if there is no file of this program's own.
    public void tighten(String name) throws IOException {
        FileState state = state(name);
        if (state == null || !state.isOpen()) return;
        try {
            state.mustBeOwn(path(name), this::ownerHere);
        } catch (UnsafeFile _) {
            return;
        }
        tighten(name, state);
    }

    private void tighten(String name, FileState state) throws IOException {
        if (!state.isOpen()) return;
        try {
            mode(name, OWNER_ONLY);
        } catch (IOException _) {
            return; // a file system without modes
        }
        FileState now = state(name);
        if (now == null || now.isOpen()) return;
        say.accept(path(name) + " was open to other users (mode " + Integer.toOctalString(state.mode())
            + "); it is closed to them now (mode 600)");
    }

    /// Closes the folder itself to other users.
    public void tightenFolder() throws IOException {
        if (!(stream instanceof SecureDirectoryStream<Path> secure)) return;
        var view = secure.getFileAttributeView(PosixFileAttributeView.class);
        var only = PosixFilePermissions.fromString("rwx------");
        if (!only.containsAll(view.readAttributes().permissions())) view.setPermissions(only);
    }

    /// Sets the permissions of a file.
    public void mode(String name, String mode) throws IOException {
        if (!posix) return;
        try {
            calls.view(name, PosixFileAttributeView.class).setPermissions(PosixFilePermissions.fromString(mode));
        } catch (IOException e) {
            throw Failures.at(path(name), e);
        }
    }

    /// Gives a file that this process has just made to the owner of another one in this folder.
    void ownLike(String name, String other) throws IOException {
        if (state(other) == null) return;
        try {
            UserPrincipal owner = calls.view(other, FileOwnerAttributeView.class).getOwner();
            var view = calls.view(name, FileOwnerAttributeView.class);
            if (owner.equals(view.getOwner())) return;
            if (posix) mayGive(other, owner);
            view.setOwner(owner);
        } catch (IOException e) {
            throw Failures.at(path(other), e);
        }
    }

    private void mayGive(String name, UserPrincipal owner) throws IOException {
        if (!ProcessUser.isRoot()) {
            throw new UnsafeFile(path(name), "belongs to " + owner.getName() + "; run the command as that user");
        }
        int mode = (int) Files.getAttribute(path, "unix:mode");
        if ((mode & OTHERS_WRITE) == 0 || (mode & STICKY) != 0) return;
        throw new UnsafeFile(path(name), "belongs to " + owner.getName() + ", and other users may change its folder"
            + ", so nothing in it is given to that user; run: chmod go-w " + path);
    }

    int ownerHere() throws IOException {
        String probe = temporary("llm-router");
        try (FileChannel _ = exclusive(probe, OWNER_ONLY)) {
            return state(probe).owner();
        } finally {
            delete(probe);
        }
    }

    /// Makes a change of names survive a power failure; only POSIX systems let a folder be opened for that.
    public void sync() throws IOException {
        if (!posix || stream == null) return;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        if (stream != null) stream.close();
    }
}
