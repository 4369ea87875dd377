package llmrouter.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class UndoStoreTest {
    /// The names of the files alone say which clients a user has.
    @Test
    void onlyItsOwnerMayLookIntoTheFolder(@TempDir Path home) throws Exception {
        assumeTrue(AtomicFile.isPosix(home), "the file system has no permissions");
        UndoStore.in(home).lock().close();
        var mode = Files.getPosixFilePermissions(home.resolve(".llm-router.connections"));
        assertEquals("rwx------", PosixFilePermissions.toString(mode));
    }
}
