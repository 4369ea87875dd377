package llmrouter.files;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.config.Secret.FileSecret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Files that cannot be read to an end.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlainFileTest {
    @TempDir
    private Path folder;
    private Path pipe;

    @BeforeEach
    void makeThePipe() throws Exception {
        assumeTrue(File.separatorChar == '/');
        pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    }

    private static String message(Executable reading) {
        return assertThrows(FileError.class, reading).getMessage();
    }

    @Test
    void noInputFileMayBeAPipe() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
        var secrets = new Secrets(Map.<String, String>of()::get, folder);
        for (Path path : List.of(pipe, link)) {
            var key = new FileSecret(path.toString());
            String why = path + ": it is a pipe or a device; name a regular file";
            assertEquals("cannot read the key file " + why, message(() -> secrets.value(key)));
            assertEquals("cannot read the key file " + why, secrets.missing(key));
            assertEquals("cannot read the CA file " + why, message(() -> TlsFiles.trusting(path)));
            assertEquals("cannot read the keystore " + why, message(() -> TlsFiles.listening(path, null)));
            assertEquals("cannot read " + why, message(() -> ConfigStore.at(path).read()));
        }
        assertTrue(message(() -> secrets.value(new FileSecret("/dev/zero"))).contains("a pipe or a device"));
        assertTrue(message(() -> secrets.value(new FileSecret(folder.toString()))).endsWith("it is a folder"));
    }

    @Test
    void aKeyFileThatIsTooLargeIsRefusedRatherThanCutOff() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "k".repeat((64 << 10) + 1));
        var secrets = new Secrets(Map.<String, String>of()::get, folder);
        assertEquals("cannot read the key file " + file + ": it is larger than 64 KiB; is this the right file?",
            message(() -> secrets.value(new FileSecret(file.toString()))));
    }

    @Test
    void aLinkIsFollowedAndAMissingFileIsMissing() throws IOException {
        Files.writeString(folder.resolve("key"), "k");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("key"));
        assertEquals("k", new String(PlainFile.bytes(link, "read", 10)));
        Files.delete(folder.resolve("key"));
        assertThrows(NoSuchFileException.class, () -> PlainFile.bytes(link, "read", 10));
    }

    /// Opening a pipe hangs as a file on a dead network mount does.
    @Test
    void readingThatHangsEndsAfterItsLimit() throws IOException {
        PlainFile hanging =
            PlainFile.within(1000, pipe, "read the key file", () -> Files.readAllBytes(pipe));
        assertEquals("cannot read the key file " + pipe + ": it could not be read within 1 s; check whether its file "
            + "system answers", message(hanging::bytes));
        try (OutputStream end = Files.newOutputStream(pipe)) {
            end.write('k'); // ends the thread that hangs
        }
    }

    @Test
    void anInterruptDoesNotMakeAFileUnreadable() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "k");
        Thread.currentThread().interrupt();
        String read;
        boolean interrupted;
        try {
            read = new String(PlainFile.bytes(file, "read", 10));
        } finally {
            interrupted = Thread.interrupted();
        }
        assertEquals("k", read);
        assertTrue(interrupted, "the thread still learns that it was interrupted");
    }
}
