package llmrouter.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.files.FileStamp;
import llmrouter.install.OwnProgram.ImageProgram;
import llmrouter.install.OwnProgram.JarProgram;
import llmrouter.install.OwnProgram.OtherProgram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class InstallationTest {
    private static final Path JAVA = Path.of("/jdk/bin/java");

    @TempDir
    private Path folder;

    private Path local() {
        return folder.resolve("my home/.local");
    }

    private JarProgram jar(String content) throws IOException {
        return new JarProgram(Files.writeString(folder.resolve("made.jar"), content), JAVA);
    }

    private Installation install(OwnProgram program) throws IOException {
        Installation installation = Installation.in(local(), false);
        installation.install(program);
        return installation;
    }

    private List<String> tree() throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.filter(path -> !path.equals(folder)).map(path -> folder.relativize(path).toString()).sorted()
                .toList();
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void aLauncherAndTheJarArePutInPlace() throws IOException {
        Installation done = install(jar("one"));
        Path link = local().resolve("bin/llm-router");
        assertEquals(link, done.launcher());
        assertEquals(Path.of("../share/llm-router/llm-router"), Files.readSymbolicLink(link));
        assertEquals("rwxr-xr-x", mode(link.toRealPath()));
        assertEquals("one", Files.readString(local().resolve("share/llm-router/llm-router.jar")));
        assertEquals("rw-r--r--", mode(local().resolve("share/llm-router/llm-router.jar")));
        assertTrue(Files.readString(link).contains("\nmade_with='/jdk/bin/java'\n"));
        assertEquals(4, done.made().size());
    }

    @Test
    void aSecondTimeNothingIsTouched() throws IOException {
        install(jar("one"));
        FileStamp before = FileStamp.of(local().resolve("share/llm-router/llm-router.jar"));
        List<String> tree = tree();
        Installation again = install(jar("one"));
        assertEquals(List.of(), again.made());
        assertEquals(before, FileStamp.of(local().resolve("share/llm-router/llm-router.jar")));
        assertEquals(tree, tree());
    }

    @Test
    void anUpdateReplacesTheJarUnderTheSameName() throws IOException {
        install(jar("one"));
        Path jar = local().resolve("share/llm-router/llm-router.jar");
        Object file = FileStamp.of(jar).key();
        Installation update = install(jar("two"));
        assertEquals("two", Files.readString(jar));
        boolean sameFile = FileStamp.of(jar).key().equals(file);
        assertFalse(sameFile, "the old jar must stay whole for a gateway that runs from it");
        assertEquals(List.of(jar), update.made());
    }

    @Test
    void theInstalledProgramCanInstallItself() throws IOException {
        install(jar("one"));
        Path jar = local().resolve("share/llm-router/llm-router.jar");
        assertEquals(List.of(), install(new JarProgram(jar, JAVA)).made());
        assertEquals("one", Files.readString(jar));
    }

    @Test
    void uninstallRemovesExactlyWhatInstallMade() throws IOException {
        Files.createDirectories(local().resolve("bin"));
        Files.writeString(local().resolve("bin/other"), "theirs");
        jar("one");
        List<String> before = tree();
        install(jar("one"));
        install(jar("two"));
        Installation gone = Installation.in(local(), false);
        assertTrue(gone.uninstall());
        jar("one");
        assertEquals(before, tree());
        assertFalse(Installation.in(local(), false).uninstall());
    }

    @Test
    void aFileThatTheUserPutBesideTheJarStays() throws IOException {
        install(jar("one"));
        Path own = Files.writeString(local().resolve("share/llm-router/notes.txt"), "mine");
        Installation.in(local(), false).uninstall();
        assertEquals("mine", Files.readString(own));
        try (var left = Files.list(own.getParent())) {
            assertEquals(List.of(own), left.toList());
        }
    }

    private void refuses(Path foreign, OwnProgram program) throws IOException {
        List<String> before = tree();
        var refusal = assertThrows(InstallError.class, () -> install(program));
        assertTrue(refusal.getMessage().startsWith(foreign + " is there already"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("--dir"), refusal.getMessage());
        assertEquals(before, tree());
    }

    @Test
    void filesOfOthersAreNotReplaced() throws IOException {
        Path link = local().resolve("bin/llm-router");
        Files.createDirectories(link.getParent());
        Files.writeString(link, "theirs");
        refuses(link, jar("one"));
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("../other/tool"));
        refuses(link, jar("one"));
        Files.delete(link);
        Path jar = local().resolve("share/llm-router/llm-router.jar");
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "theirs");
        refuses(jar, jar("one"));
        assertEquals("theirs", Files.readString(jar));
    }

    @Test
    void aLinkThatWasPointedElsewhereSurvivesTheRemoval() throws IOException {
        install(jar("one"));
        Path link = local().resolve("bin/llm-router");
        Files.delete(link);
        Files.createSymbolicLink(link, Path.of("../other/tool"));
        Installation.in(local(), false).uninstall();
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void aRecordThatCannotBeTrustedStopsBoth() throws IOException {
        install(jar("one"));
        Path record = local().resolve("share/llm-router/installed.json");
        for (String bad : List.of("{", "[]", "{\"version\":\"1\",\"entries\":[\"../../x\"]}",
            "{\"version\":\"1\",\"entries\":[\"..\"]}")) {
            Files.writeString(record, bad);
            List<String> before = tree();
            assertThrows(InstallError.class, () -> install(jar("two")), bad);
            var refusal = assertThrows(InstallError.class, () -> Installation.in(local(), false).uninstall(), bad);
            assertTrue(refusal.getMessage().contains(record.toString()), refusal.getMessage());
            assertEquals(before, tree());
        }
    }

    @Test
    void aDryRunListsTheSameAndChangesNothing() throws IOException {
        JarProgram program = jar("one");
        List<String> before = tree();
        Installation dry = Installation.in(local(), true);
        dry.install(program);
        assertEquals(before, tree());
        Installation real = install(program);
        assertEquals(real.made(), dry.made());
        List<String> installed = tree();
        Installation dryRemoval = Installation.in(local(), true);
        dryRemoval.uninstall();
        assertEquals(installed, tree());
        Installation removal = Installation.in(local(), false);
        removal.uninstall();
        assertEquals(removal.removed(), dryRemoval.removed());
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Files.writeString(folder.resolve("my home"), "a file");
        var refusal = assertThrows(InstallError.class, () -> install(jar("one")));
        assertTrue(refusal.getMessage().contains(folder.resolve("my home").toString()), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("not a directory"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("--dir"), refusal.getMessage());
    }

    @Test
    void aProgramWithoutAJarSaysHowToInstall() {
        var refusal = assertThrows(InstallError.class, () -> install(new OtherProgram()));
        assertTrue(refusal.getMessage().contains("./build.sh install"), refusal.getMessage());
    }

    // ── images ──

    private ImageProgram image(String name, long when) throws IOException {
        Path image = folder.resolve(name);
        Files.createDirectories(image.resolve("bin"));
        Files.createDirectories(image.resolve("lib"));
        Files.writeString(image.resolve("bin/llm-router"), name);
        Path modules = Files.writeString(image.resolve("lib/modules"), name);
        Files.setLastModifiedTime(modules, FileTime.fromMillis(when));
        return new ImageProgram(image);
    }

    private List<String> images() throws IOException {
        try (var entries = Files.list(local().resolve("share/llm-router"))) {
            return entries.map(path -> path.getFileName().toString()).filter(name -> name.startsWith("image-"))
                .toList();
        }
    }

    @Test
    void anImageIsCopiedWholeAndTheOneBeforeItIsKept() throws IOException {
        install(image("first", 1_000));
        assertEquals("first", Files.readString(local().resolve("bin/llm-router")));
        assertEquals(List.of(), install(image("first", 1_000)).made());
        install(image("second", 2_000));
        assertEquals("second", Files.readString(local().resolve("bin/llm-router")));
        assertEquals(2, images().size());
        install(image("third", 3_000));
        assertEquals("third", Files.readString(local().resolve("bin/llm-router")));
        assertEquals(2, images().size());
        Installation.in(local(), false).uninstall();
        assertFalse(Files.exists(local().resolve("share")));
    }

    @Test
    void anImageAndAJarReplaceEachOther() throws IOException {
        install(jar("one"));
        install(image("first", 1_000));
        assertEquals("first", Files.readString(local().resolve("bin/llm-router")));
        assertFalse(Files.exists(local().resolve("share/llm-router/llm-router.jar")));
        install(jar("two"));
        assertEquals(List.of(), images());
        assertEquals("two", Files.readString(local().resolve("share/llm-router/llm-router.jar")));
    }
}
