package llmrouter.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;

import static llmrouter.state.StateFolder.consult;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Disks that really fail: a folder where a file should be, a limit on the size of files.
class JournalTroubleTest {
    private static final String AGAIN = "state: the files can be written again";

    @TempDir
    private Path folder;
    private StateFolder state;

    @BeforeEach
    void begin() {
        state = new StateFolder(folder);
    }

    /// A store that can begin no journal, and write no snapshot either: folders have the names of both.
    private JournalStore blocked() throws IOException {
        JournalStore store = state.open(1);
        consult(store, 1);
        blockSnapshot();
        Files.createDirectory(state.journal(1));
        consult(store, 1);
        Await.until("the store reports trouble", () -> store.trouble() != null);
        return store;
    }

    private void blockSnapshot() throws IOException {
        Files.createDirectories(state.state.resolve("folder"));
    }

    private void free() throws IOException {
        Files.deleteIfExists(state.state.resolve("folder"));
        Files.deleteIfExists(state.state);
        if (Files.isDirectory(state.journal(1))) Files.delete(state.journal(1));
    }

    @Test
    void aDiskThatTakesNothingStopsNothingIsSaidOnceAndIsRecoveredFrom() throws IOException {
        try (JournalStore store = blocked()) {
            consult(store, 20);
            assertTrue(store.trouble().startsWith("routing state cannot be written: "), store::trouble);
            state.clock.passes(5_000);
            consult(store, 20);
            assertNotNull(store.trouble());
            assertEquals(1, state.log.size(), state.log::toString);
            assertTrue(state.log.getFirst().startsWith("state: writing failed ("), state.log::toString);
            free();
            consult(store, 1);
            assertNotNull(store.trouble(), "it is tried every five seconds, not with every request");
            state.clock.passes(5_000);
            consult(store, 1);
            assertNull(store.trouble());
            assertEquals(AGAIN, state.log.getLast());
            assertEquals(44, state.counted());
            consult(store, 1);
            assertEquals(45, state.counted());
        }
        assertEquals(2, state.log.size(), state.log::toString);
        assertTrue(state.names().size() <= 3, () -> "left-overs of the failed tries");
    }

    @Test
    void closingIsOneMoreTry() throws IOException {
        try (JournalStore store = blocked()) {
            consult(store, 5);
            free();
        }
        assertEquals(7, state.counted());
    }

    @Test
    void aSnapshotThatCannotBeWrittenCostsNoChange() throws IOException {
        try (JournalStore store = state.open(1)) {
            blockSnapshot();
            consult(store, 2);
            Await.until("the store reports trouble", () -> store.trouble() != null);
            consult(store, 20);
            assertEquals(1, state.log.size(), state.log::toString);
            free();
            assertEquals(22, state.counted(), "the journal is as good as before");
            state.clock.passes(5_000);
            consult(store, 1);
            Await.until("the store has no trouble any more", () -> store.trouble() == null);
            assertEquals(List.of(AGAIN), state.log.subList(1, 2));
            assertEquals(23, state.counted());
        }
    }

    @Test
    void aFileThatMayNotGrowStopsNothing() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/prlimit")));
        var child = ChildJvm.run(List.of("bash", "-c", "ulimit -S -f 40; exec \"$@\"", "limited"), Grower.class,
            state.state.toString());
        assertEquals("routing state cannot be written: file too large", child.line());
        assertEquals(0, new ProcessBuilder("prlimit", "--pid=" + child.pid(), "--fsize=unlimited").start().waitFor());
        child.tell("there is room");
        assertEquals("null", child.line());
        long asked = Long.parseLong(child.line());
        child.ended();
        assertEquals(asked, state.counted());
    }

    /// A process that asks until its journal is too large, and again when there is room.
    static final class Grower {
        private Grower() {}

        public static void main(String[] args) throws IOException {
            var state = new StateFolder(Path.of(args[0]).getParent());
            int asked = 0;
            try (JournalStore store = state.open()) {
                for (; store.trouble() == null; asked++) consult(store, 1);
                consult(store, 100);
                System.out.println(store.trouble());
                System.in.read();
                state.clock.passes(5_000);
                consult(store, 100);
                System.out.println(store.trouble());
            }
            System.out.println(asked + 200);
        }
    }
}
