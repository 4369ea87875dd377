package llmrouter.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A jar that takes the place of the running one runs with the gateway's keys: not every jar may.
@DisabledOnOs(OS.WINDOWS)
class JarWatchTest {
    @TempDir
    private Path folder;

    private Path jar(String name, String mode) throws IOException {
        Path file = folder.resolve(name);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name));
        }
        return mode(file, mode);
    }

    private static Path mode(Path file, String mode) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void aJarThatOthersCanWriteIsNotStarted() throws Exception {
        Path running = jar("llm-router.jar", "rw-r--r--");
        Path next = jar("another-name.jar", "rw-r--rw-");
        var said = new CompletableFuture<String>();
        var started = new AtomicInteger();
        try (var _ = JarWatch.of(running, 20, () -> {}, started::incrementAndGet, said::complete)) {
            Files.move(next, running, StandardCopyOption.ATOMIC_MOVE);
            String line = said.get(20, TimeUnit.SECONDS);
            assertTrue(line.contains("every user of this machine can write it (chmod go-w " + running + ")"), line);
        }
        assertEquals(0, started.get());
    }

    /// Between the look at the jar and its start, another user could put a jar of their own in its place.
    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a"})
    void aJarInAFolderThatOthersCanWriteIsNotEvenTried(String open) throws Exception {
        Files.createDirectories(folder.resolve("a/b"));
        Path running = jar("a/b/llm-router.jar", "rw-r--r--");
        Path next = jar("another-name.jar", "rw-r--r--");
        mode(folder.resolve(open), "rwxrwxrwx");
        var said = new CompletableFuture<String>();
        var started = new AtomicInteger();
        try (var _ = JarWatch.of(running, 20, () -> {}, started::incrementAndGet, said::complete)) {
            Files.move(next, running, StandardCopyOption.ATOMIC_MOVE);
            assertEquals("the new " + running + " is not started, because every user of this machine can write in "
                + folder.resolve(open) + " (chmod go-w " + folder.resolve(open) + "); this gateway goes on, and looks "
                + "again when the jar is replaced once more", said.get(20, TimeUnit.SECONDS));
        }
        assertEquals(0, started.get());
    }

    @Test
    void aJarOfTheSameOwnerMayBeStarted() throws Exception {
        JarOwner owner = JarOwner.of(jar("llm-router.jar", "rw-r--r--"));
        assertNull(owner.objection(jar("another-name.jar", "rwxr-xr-x")));
    }

    @Test
    void aJarOfAnotherOwnerIsNotStarted() throws Exception {
        Path next = jar("llm-router.jar", "rw-r--r--");
        var stranger = new JarOwner(() -> "stranger");
        String objection = stranger.objection(next);
        boolean root = Files.getOwner(next).getName().equals("root");
        if (root) assertNull(objection, "what root puts there may be started");
        else assertTrue(objection.startsWith("it belongs to "), objection);
    }
}
