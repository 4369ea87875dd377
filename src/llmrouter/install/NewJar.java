package llmrouter.install;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import llmrouter.files.FileError;
import llmrouter.files.nofollow.FolderTree;
import llmrouter.files.nofollow.OpenFolder;
import llmrouter.files.nofollow.PathCheck;
import llmrouter.text.Printable;

/// A jar of this program that was brought to this machine: checked, and copied to a folder of its own, so that what was
/// checked is what is installed. Closing it removes the copy.
///
/// @param source  the file that the user named, or the jar in that folder
/// @param copy    of the jar
/// @param digest  the SHA-256 of `source`
/// @param version of the program in it
public record NewJar(Path source, Path copy, String digest, String version) implements AutoCloseable {
    private static final String JAR = "llm-router.jar";
    private static final long LARGEST = 512L << 20;
    private static final int LARGEST_MANIFEST = 1 << 20;
    private static final long TRIAL_S = 60;

    /// Takes a jar, a zip file with one, or a folder with one.
    ///
    /// @param expected what the file must be; null if the user wants no check
    /// @throws InstallError it is not that file, or no jar of this program
    public static NewJar of(Path source, Checksum expected) throws IOException {
        Path folder = FolderTree.temporary("llm-router-update-");
        boolean done = false;
        try {
            Path copy = folder.resolve("given");
            String digest = Checksum.copy(source, copy);
            if (expected != null && !expected.hex().equals(digest)) {
                throw new InstallError(source + " is not the file that " + expected.source() + " tells: its SHA-256 is "
                    + digest + ", not " + expected.hex() + "; get it again from where it is published");
            }
            Path jar = version(copy) == null ? extracted(copy, source, folder) : copy;
            String version = version(jar);
            if (version == null) throw new InstallError(source + " is no jar of llm-router");
            readThrough(jar, source);
            done = true;
            return new NewJar(source, jar, digest, version);
        } finally {
            if (!done) FolderTree.delete(folder);
        }
    }

    /// Takes a jar that this program has kept.
    ///
    /// @param owner who may own it besides root and this user
    /// @throws InstallError another user could have put it there, or it is no jar of this program
    static NewJar copyOf(Path kept, UserPrincipal owner) throws IOException {
        String objection = PathCheck.replaceable(kept, owner);
        if (objection == null) return of(kept, null);
        throw new InstallError(kept + " is not used, because " + objection);
    }

    /// The file that a path means: itself, or the jar in a folder.
    /// @throws InstallError there is none
    public static Path sourceOf(Path given) throws InstallError {
        Path source = Files.isDirectory(given) ? given.resolve(JAR) : given;
        if (Files.isRegularFile(source)) return source;
        throw new InstallError(Files.isDirectory(given) ? "there is no " + JAR + " in " + given
            : "there is no file " + given);
    }

    /// The program's version by the manifest; null if it is no jar of this program.
    static String version(Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            ZipEntry manifest = file.getEntry(JarFile.MANIFEST_NAME);
            if (manifest == null || file.getEntry("llmrouter/LlmRouter.class") == null) return null;
            Attributes main;
            try (var in = file.getInputStream(manifest)) {
                main = new Manifest(new ByteArrayInputStream(in.readNBytes(LARGEST_MANIFEST))).getMainAttributes();
            }
            boolean ours = "llm-router".equals(main.getValue(Attributes.Name.IMPLEMENTATION_TITLE));
            String version = main.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            return ours && version != null ? Printable.of(version) : null;
        } catch (IOException _) {
            return null; // not a zip file at all
        }
    }

    /// Reads all that is in a jar and compares it with the sums in the jar, because the start of a program reads only
    /// the classes that it needs.
    /// @throws InstallError a part is damaged, or all together are too large
    private static void readThrough(Path jar, Path source) throws InstallError {
        String part = "its list of files";
        try (var file = new ZipFile(jar.toFile())) {
            byte[] piece = new byte[1 << 16];
            long all = 0;
            for (ZipEntry entry : file.stream().toList()) {
                part = entry.getName();
                var sum = new CRC32();
                try (var in = file.getInputStream(entry)) {
                    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                        sum.update(piece, 0, n);
                        all += n;
                        if (all > LARGEST) throw new InstallError(source + " is too large to be a jar of llm-router");
                    }
                }
                if (sum.getValue() != entry.getCrc()) throw new ZipException("its sum is wrong");
            }
        } catch (InstallError e) {
            throw e;
        } catch (IOException _) {
            throw new InstallError(source + " is damaged: " + Printable.of(part)
                + " in it cannot be read; get it again from where it is published");
        }
    }

    private static Path extracted(Path zip, Path source, Path folder) throws IOException {
        try (var file = new ZipFile(zip.toFile())) {
            List<? extends ZipEntry> jars = file.stream()
                .filter(entry -> entry.getName().equals(JAR) || entry.getName().endsWith("/" + JAR)).toList();
            if (jars.size() != 1) {
                throw new InstallError(source + " is no jar of llm-router, and has "
                    + (jars.isEmpty() ? "no " : "more than one ") + JAR + " in it");
            }
            Path jar = folder.resolve(JAR);
            try (var in = file.getInputStream(jars.getFirst()); var into = OpenFolder.of(folder);
                    var copy = into.next(JAR, OpenFolder.OWNER_ONLY)) {
                byte[] piece = new byte[1 << 16];
                long all = 0;
                for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                    all += n;
                    if (all > LARGEST) throw new InstallError("the " + JAR + " in " + source + " is too large");
                    copy.write(Arrays.copyOf(piece, n));
                }
                copy.take();
            }
            return jar;
        } catch (InstallError e) {
            throw e;
        } catch (IOException _) {
            throw new InstallError(source + " is neither a jar of llm-router nor a zip file with one");
        }
    }

    /// Runs it once, to see that it works with this Java.
    /// @throws InstallError it does not
    public void tryOut(Path java) throws InstallError, InterruptedException {
        String said;
        try {
            Process trial = new ProcessBuilder(java.toString(), "-jar", copy.toString(), "version")
                .redirectErrorStream(true).start();
            trial.getOutputStream().close();
            if (!trial.waitFor(TRIAL_S, TimeUnit.SECONDS)) {
                trial.destroyForcibly();
                throw new InstallError("version " + version + " did not start within " + TRIAL_S + " s");
            }
            said = new String(trial.getInputStream().readNBytes(2000), StandardCharsets.UTF_8).strip();
            if (trial.exitValue() == 0 && said.contains(version)) return;
        } catch (InstallError e) {
            throw e;
        } catch (IOException e) {
            said = FileError.words(e);
        }
        throw new InstallError("version " + version + " does not work with " + java + ": " + Printable.lines(said));
    }

    @Override
    public void close() throws IOException {
        FolderTree.delete(copy.getParent());
    }
}
