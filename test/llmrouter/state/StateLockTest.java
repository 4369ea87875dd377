package llmrouter.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StateLockTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("state.lock");
    }

    /// Whether another process can have the lock.
    private boolean free() throws IOException, InterruptedException {
        var child = ChildJvm.start(LockProbe.class, file().toString());
        String said = child.line();
        child.ended();
        return said.equals("taken");
    }

    /// A process that tries to take a lock, and says what came of it.
    static final class LockProbe {
        private LockProbe() {}

        public static void main(String[] args) throws IOException {
            Path file = Path.of(args[0]);
            try (StateLock lock = StateLock.tryTake(file, _ -> {})) {
                System.out.println(lock != null ? "taken" : "held by " + StateLock.holder(file));
            }
        }
    }

    @Test
    void oneGatewayHoldsIt() throws Exception {
        try (StateLock lock = StateLock.tryTake(file(), _ -> {})) {
            assertNotNull(lock);
            assertNull(StateLock.tryTake(file(), _ -> {}));
            assertEquals("another gateway in this process, " + ProcessHandle.current().pid(), StateLock.holder(file()));
        }
        try (StateLock again = StateLock.tryTake(file(), _ -> {})) {
            assertNotNull(again);
        }
    }

    @Test
    void askingAgainDoesNotLetGoOfIt() throws Exception {
        try (StateLock lock = StateLock.tryTake(file(), _ -> {})) {
            assertNotNull(lock);
            for (int i = 0; i < 3; i++) assertNull(StateLock.tryTake(file(), _ -> {}));
            StateLock.holder(file());
            System.gc();
            assertEquals(false, free(), "another process took what this one holds");
        }
        assertTrue(free());
    }

    @Test
    void anotherNameForItIsNoOther() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("folder"), folder);
        try (StateLock lock = StateLock.tryTake(file(), _ -> {})) {
            assertNotNull(lock);
            assertNull(StateLock.tryTake(link.resolve("state.lock"), _ -> {}));
            assertNull(StateLock.tryTake(folder.resolve("../" + folder.getFileName() + "/state.lock"),
                _ -> {}));
        }
    }

    @Test
    void anotherProcessLearnsWhichOneHasIt() throws Exception {
        try (StateLock lock = StateLock.tryTake(file(), _ -> {})) {
            assertNotNull(lock);
            var child = ChildJvm.start(LockProbe.class, file().toString());
            assertEquals("held by process " + ProcessHandle.current().pid(), child.line());
            child.ended();
        }
    }
}
