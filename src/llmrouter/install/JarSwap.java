package llmrouter.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.zip.ZipFile;

import llmrouter.files.nofollow.NewFile;
import llmrouter.files.nofollow.OpenFolder;

/// Replaces the jar that this program runs from, in one step, and keeps the one before it as `<jar>.previous`. A
/// launcher beside it is replaced by the launcher that the new jar has.
///
/// @param jar without symbolic links
public record JarSwap(Path jar) {
    private static final String LAUNCHER_IN_JAR = "llmrouter/install/llm-router.sh";
    private static final String LAUNCHER_MARK = "# Starts llm-router with a Java that is new enough";
    private static final String MADE_WITH = "\nmade_with=";

    /// The jar that a program runs from.
    /// @throws InstallError the program does not run from a jar, or its folder cannot be written
    public static JarSwap of(OwnProgram program) throws InstallError {
        return switch (program) {
            case OwnProgram.JarProgram(Path jar, _) -> at(jar);
            case OwnProgram.ImageProgram(Path folder) -> throw new InstallError("this program is the run-time image "
                + folder + ", which has a Java of its own and is not replaced by a jar; run 'bin/llm-router install' "
                + "of the new image, then 'llm-router start', which takes over from the gateway that runs");
            case OwnProgram.OtherProgram _ -> throw new InstallError("this program runs out of its source, so there "
                + "is no jar to replace; update the source tree, then run './build.sh install' in it");
        };
    }

    static JarSwap at(Path jar) throws InstallError {
        try {
            return new JarSwap(jar.toRealPath());
        } catch (IOException e) {
            throw InstallError.of("read", jar, e);
        }
    }

    /// The jar before this one.
    public Path previous() {
        return jar.resolveSibling(jar.getFileName() + ".previous");
    }

    /// The version of the jar before this one; null if there is none.
    public String previousVersion() {
        return Files.isRegularFile(previous()) ? NewJar.version(previous()) : null;
    }

    /// Whether another jar has the same bytes.
    public boolean isSame(Path other) throws IOException {
        return Files.mismatch(jar, other) < 0;
    }

    /// Why the jar cannot be replaced by this user; null if it can.
    public String obstacle() {
        Path folder = jar.getParent();
        return Files.isWritable(folder) ? null : "your user may not write in " + folder
            + "; run this as the user who owns it, or install the program into your own folders with "
            + "'llm-router install'";
    }

    /// Puts another jar in its place.
    /// @throws InstallError a file cannot be written; then the jar is as it was
    public void put(Path other, String version) throws InstallError {
        String mode = mode(jar);
        try (var folder = OpenFolder.of(jar.getParent());
                var next = folder.next(jar.getFileName().toString(), mode);
                var old = folder.next(previous().getFileName().toString(), mode)) {
            copy(other, next);
            copy(jar, old);
            record(version);
            old.take();
            next.take();
            launcher();
        } catch (IOException e) {
            throw InstallError.of("write", jar, e);
        }
    }

    /// Puts the jar before this one back in its place; this one is then the one before.
    ///
    /// @param java to try it out with
    /// @return its version
    /// @throws InstallError there is none, or it does not work
    public String undo(Path java) throws InstallError, InterruptedException {
        String version = previousVersion();
        if (version == null) throw new InstallError("there is no earlier version: " + previous()
            + " does not exist; 'llm-router update --from=FILE' keeps one");
        try (NewJar copy = NewJar.copyOf(previous(), Files.getOwner(jar))) {
            copy.tryOut(java);
            put(copy.copy(), copy.version());
            return copy.version();
        } catch (IOException e) {
            throw InstallError.of("read", previous(), e);
        }
    }

    private static void copy(Path from, NewFile to) throws IOException {
        try (var in = Files.newInputStream(from)) {
            to.write(in);
        }
    }

    private static String mode(Path file) throws InstallError {
        try {
            boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
            return posix ? PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) : OpenFolder.OWNER_ONLY;
        } catch (IOException e) {
            throw InstallError.of("read", file, e);
        }
    }

    /// Where `install` has put the program, its record must have the earlier jar too, so that the removal removes it.
    private void record(String version) throws IOException {
        InstallRecord record = InstallRecord.in(jar.getParent());
        if (record == null) return;
        var entries = new ArrayList<>(record.entries());
        String earlier = previous().getFileName().toString();
        if (!entries.contains(earlier)) entries.add(earlier);
        write(jar.resolveSibling(InstallRecord.NAME), new InstallRecord(version, entries, record.folders()).text());
    }

    /// The launcher knows a Java, which the new one is told too.
    private void launcher() throws IOException {
        Path launcher = jar.resolveSibling(OwnProgram.LAUNCHER);
        if (!Files.isRegularFile(launcher, LinkOption.NOFOLLOW_LINKS)) return;
        String before = Files.readString(launcher);
        String next = launcherInJar();
        if (next == null || !before.contains(LAUNCHER_MARK)) return;
        String text = next.replace(line(next, MADE_WITH), line(before, MADE_WITH));
        if (!text.equals(before)) write(launcher, text);
    }

    /// A line with the line feed before it; the start itself if the text has no such line.
    private static String line(String text, String start) {
        int at = text.indexOf(start);
        if (at < 0) return start;
        int end = text.indexOf('\n', at + 1);
        return text.substring(at, end < 0 ? text.length() : end);
    }

    private String launcherInJar() throws IOException {
        try (var file = new ZipFile(jar.toFile())) {
            var entry = file.getEntry(LAUNCHER_IN_JAR);
            if (entry == null) return null;
            try (var in = file.getInputStream(entry)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    /// Writes a file in one step, with the mode that it has.
    private static void write(Path file, String text) throws IOException {
        try (var folder = OpenFolder.of(file.getParent())) {
            folder.replace(file.getFileName().toString(), text.getBytes(StandardCharsets.UTF_8), mode(file));
        }
    }
}
