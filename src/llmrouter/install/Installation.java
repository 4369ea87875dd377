package llmrouter.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import llmrouter.Version;
import llmrouter.install.OwnProgram.ImageProgram;
import llmrouter.install.OwnProgram.JarProgram;
import llmrouter.install.OwnProgram.OtherProgram;

/// The program in one folder of a user: `bin/llm-router` is a link to the launcher, and `share/llm-router` has the
/// launcher, the jar or the image, and the record of both.
///
/// An image is never changed, because a gateway may run out of it: each gets a folder with a name of its own, and the
/// one before it is kept.
public final class Installation {
    private static final String NAME = "llm-router";
    private static final String JAR = "llm-router.jar";
    private static final String IMAGE = "image-";
    private static final String FOR_ALL = "rwxr-xr-x";
    private static final String READABLE = "rw-r--r--";

    private final Path folder;
    private final Path link;
    private final Path share;
    private final FileChanges changes;

    private Installation(Path folder, boolean dry) {
        this.folder = folder;
        this.link = folder.resolve("bin").resolve(NAME);
        this.share = folder.resolve("share").resolve(NAME);
        this.changes = new FileChanges(dry);
    }

    /// The installation in a folder, `~/.local` for instance; it need not be there yet.
    ///
    /// @param dry whether files are only listed, and none is changed
    /// @throws InstallError the system has no POSIX file modes, which the launcher needs
    public static Installation in(Path folder, boolean dry) throws InstallError {
        Path at = folder.toAbsolutePath().normalize();
        if (at.getFileSystem().supportedFileAttributeViews().contains("posix")) return new Installation(at, dry);
        throw new InstallError("the launcher is a script for Linux and macOS. On Windows, make a file llm-router.cmd "
            + "in a folder on your PATH, with the line: @java -jar C:\\PATH\\TO\\llm-router.jar %*");
    }

    /// The command that the user types.
    public Path launcher() {
        return link;
    }

    /// Where the program itself is.
    public Path share() {
        return share;
    }

    /// Files and links that were written, or would be in a dry run.
    public List<Path> made() {
        return changes.made();
    }

    /// What was removed, or would be in a dry run.
    public List<Path> removed() {
        return changes.removed();
    }

    // ── in ──

    /// Installs the program; one that is there already is replaced.
    /// @throws InstallError a file is there that no installation wrote, or a file cannot be written
    public void install(OwnProgram program) throws InstallError {
        try {
            InstallRecord before = InstallRecord.in(share);
            refuseForeignLink();
            switch (program) {
                case JarProgram jar -> install(jar, before);
                case ImageProgram image -> install(image, before);
                case OtherProgram _ -> throw new InstallError("this program runs out of its source, so there is no jar"
                    + " to install; run './build.sh install' in its source tree");
            }
        } catch (IOException e) {
            throw InstallError.of("write", folder, e);
        }
    }

    private void install(JarProgram program, InstallRecord before) throws IOException {
        String launcher = LauncherText.with(program.java());
        prepare(before, List.of(JAR, NAME));
        changes.copy(program.jar(), share.resolve(JAR), READABLE);
        changes.text(share.resolve(NAME), launcher, FOR_ALL);
        changes.link(link, Path.of("..", "share", NAME, NAME));
        removeOlder(before, List.of(JAR, NAME));
    }

    private void install(ImageProgram program, InstallRecord before) throws IOException {
        String image = imageName(program.folder());
        var kept = new ArrayList<>(List.of(image));
        if (before != null) before.entries().stream().filter(isImage(image)).limit(1).forEach(kept::add);
        prepare(before, kept);
        changes.tree(program.folder(), share.resolve(image));
        changes.link(link, Path.of("..", "share", NAME, image, "bin", NAME));
        removeOlder(before, kept);
    }

    private static Predicate<String> isImage(String other) {
        return entry -> entry.startsWith(IMAGE) && !entry.equals(other);
    }

    /// A name that another build of the same version does not have.
    private String imageName(Path image) throws IOException {
        if (image.getParent() != null && image.getParent().equals(share)) return image.getFileName().toString();
        long made = Files.getLastModifiedTime(image.resolve("lib").resolve("modules")).toMillis();
        return IMAGE + Version.CURRENT + "-" + Long.toHexString(made);
    }

    /// Makes the folders, and writes the record before the files: a run that is broken off leaves no file behind that
    /// the next one takes for another program's.
    ///
    /// @param entries what will be in `share`
    private void prepare(InstallRecord before, List<String> entries) throws IOException {
        for (String entry : entries) refuseForeign(before, entry);
        changes.folder(share);
        changes.folder(link.getParent());
        var all = new ArrayList<>(entries);
        var folders = new ArrayList<Path>();
        if (before != null) {
            before.entries().stream().filter(entry -> !all.contains(entry)).forEach(all::add);
            folders.addAll(before.folders());
        }
        folders.addAll(changes.folders());
        record(all, folders);
    }

    private void record(List<String> entries, List<Path> folders) throws IOException {
        changes.text(share.resolve(InstallRecord.NAME), new InstallRecord(Version.CURRENT, entries, folders).text(),
            READABLE);
    }

    /// Removes what earlier installations wrote and this one does not have.
    private void removeOlder(InstallRecord before, List<String> entries) throws IOException {
        if (before == null || entries.containsAll(before.entries())) return;
        for (String entry : before.entries()) {
            if (!entries.contains(entry)) changes.remove(share.resolve(entry));
        }
        record(entries, before.folders());
    }

    private void refuseForeign(InstallRecord before, String entry) throws InstallError {
        Path path = share.resolve(entry);
        boolean known = before != null && before.entries().contains(entry);
        if (!known && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) throw foreign(path);
    }

    private void refuseForeignLink() throws IOException {
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !isOwnLink()) throw foreign(link);
    }

    private static InstallError foreign(Path path) {
        return new InstallError(path + " is there already, and 'llm-router install' did not make it; move it away, or "
            + "choose another folder with --dir");
    }

    private boolean isOwnLink() throws IOException {
        return Files.isSymbolicLink(link)
            && link.getParent().resolve(Files.readSymbolicLink(link)).normalize().startsWith(share);
    }

    // ── out ──

    /// Removes what installations have written, and nothing else.
    ///
    /// @return whether there was an installation
    /// @throws InstallError a file cannot be removed, or the record cannot be read
    public boolean uninstall() throws InstallError {
        try {
            InstallRecord record = InstallRecord.in(share);
            if (record == null) return false;
            if (isOwnLink()) changes.remove(link);
            for (String entry : record.entries()) changes.remove(share.resolve(entry));
            changes.remove(share.resolve(InstallRecord.NAME));
            for (Path made : record.folders().reversed()) changes.removeIfEmpty(made);
            return true;
        } catch (IOException e) {
            throw InstallError.of("remove", folder, e);
        }
    }
}
