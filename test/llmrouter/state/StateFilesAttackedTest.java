package llmrouter.state;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;
import llmrouter.config.StateBackend;

import static llmrouter.state.StateFolder.consult;
import static llmrouter.state.StateFolder.counted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// State files that another user prepared, that others can read, that are far too large, or that are deleted while a
/// gateway runs.
class StateFilesAttackedTest {
    private static final String SECRET = "what only its owner may change";

    @TempDir
    private Path folder;
    private StateFolder state;
    private Path victim;

    @BeforeEach
    void begin() throws IOException {
        state = new StateFolder(Files.createDirectory(folder.resolve("state")));
        victim = Files.writeString(folder.resolve("victim"), SECRET);
    }

    /// A gateway's store, which falls back to memory.
    private String trouble() {
        try (StateStore store = StateStores.open(new StateBackend.FileState(state.state.toString()), StateFolder.POLICY,
            state.clock, path -> path, null, state.log::add)) {
            consult(store, 3);
            return store.trouble();
        }
    }

    @Test
    void aLinkInPlaceOfAFileIsRefusedAndTheGatewayServesFromMemory() throws IOException {
        assumeTrue(victim.getFileSystem().supportedFileAttributeViews().contains("unix"));
        for (Path file : List.of(state.file(".lock"), state.journal(0), state.state)) {
            for (boolean hard : new boolean[] {false, true}) {
                if (hard) Files.createLink(file, victim);
                else Files.createSymbolicLink(file, victim);
                state.log.clear();
                String trouble = trouble();
                assertTrue(trouble.contains(file + (hard ? " has a second name (a hard link)" : " is a symbolic link"))
                    && trouble.endsWith("the routing state of this gateway is kept in memory"), trouble);
                assertEquals(List.of("state: " + trouble), state.log);
                assertEquals(SECRET, Files.readString(victim));
                Files.delete(file);
                for (Path made : state.files()) Files.delete(made);
                Files.deleteIfExists(state.file(".lock"));
            }
        }
    }

    @Test
    void filesThatOthersCouldReadAreClosedToThem() throws IOException {
        assumeTrue(victim.getFileSystem().supportedFileAttributeViews().contains("posix"));
        state.write(state.state, StateFolder.snapshot(1, counted(2))).write(state.journal(1), counted(1))
            .write(state.file(".lock"));
        var files = List.of(state.file(".lock"), state.state, state.journal(1));
        for (Path file : files) Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        assertNull(trouble());
        for (Path file : files) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertTrue(state.log.contains("state: " + file
                + " was open to other users (mode 664); it is closed to them now (mode 600)"), state.log::toString);
        }
        assertEquals(6, state.counted());
    }

    @Test
    void newFilesAreTheOwnersAloneWhateverTheMask() throws Exception {
        assumeTrue(victim.getFileSystem().supportedFileAttributeViews().contains("posix"));
        for (String mask : List.of("000", "077")) {
            Path at = Files.createDirectory(folder.resolve("mask-" + mask)).resolve("state.json");
            var child = ChildJvm.run(List.of("bash", "-c", "umask " + mask + "; exec \"$@\"", "masked"), Writer.class,
                at.toString());
            assertEquals("done", child.line());
            child.ended();
            try (var files = Files.list(at.getParent())) {
                for (Path file : files.toList()) {
                    assertEquals("rw-------", PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)), file::toString);
                }
            }
        }
    }

    /// Opens a state and uses it.
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws IOException {
            var state = new StateFolder(Path.of(args[0]).getParent());
            try (JournalStore store = state.open(200)) {
                consult(store, 50);
            }
            System.out.println(state.log.isEmpty() ? "done" : String.join("; ", state.log));
        }
    }

    /// Sparse files, as a crash of a file system leaves them; read in a small heap.
    @Test
    void filesThatAreFarTooLargeAreSetAsideAndOthersReadPieceByPiece() throws Exception {
        for (long size : new long[] {1L << 30, 60L << 20}) {
            for (Path file : List.of(state.state, state.journal(0))) {
                try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
                    sparse.setLength(size);
                }
            }
            var child = ChildJvm.run(List.of("env", "JAVA_TOOL_OPTIONS=-Xmx24m"), Writer.class, state.state.toString());
            String said = child.line();
            child.ended();
            String why = size > 64L << 20 ? " is larger than 64 MiB; " : " is not a whole snapshot; ";
            assertTrue(said.contains(state.state + why), said);
            assertEquals(50, state.counted());
            for (Path made : state.files()) Files.delete(made);
        }
    }

    @Test
    void filesThatAreDeletedAreNoticedAndWrittenAnew() throws IOException {
        assumeTrue(victim.getFileSystem().supportedFileAttributeViews().contains("unix"));
        try (JournalStore store = state.open(300)) {
            consult(store, 10); // a snapshot is there
            lose(store, state.files().stream().filter(file -> file.toString().contains(".journal."))
                .toArray(Path[]::new));
            lose(store, state.state);
            lose(store, state.file(".lock"));
            lose(store, state.files().toArray(Path[]::new));
            Files.delete(state.file(".lock"));
            for (Path file : state.files()) Files.delete(file);
            Files.delete(state.state.getParent());
            seen(store, state.state.getParent());
            assertTrue(Files.exists(state.file(".lock")));
        }
        assertEquals(15, state.counted());
    }

    private void lose(JournalStore store, Path... files) throws IOException {
        for (Path file : files) Files.deleteIfExists(file);
        seen(store, files);
    }

    private void seen(JournalStore store, Path... lost) {
        state.log.clear();
        state.clock.passes(2_000);
        consult(store, 1);
        // not while a snapshot is being written
        Await.until("the loss is noticed", () -> store.trouble() == null && !state.log.isEmpty());
        assertEquals(1, state.log.size(), state.log::toString);
        String line = state.log.getFirst();
        assertTrue(line.contains(" was deleted or replaced while this gateway runs; the state is written anew"), line);
        assertTrue(List.of(lost).stream().anyMatch(file -> line.startsWith("state: " + file + " ")), line);
        assertTrue(state.counted() > 0);
    }

    @Test
    void filesThatAnotherGatewayHasTakenAreLeftToIt() throws Exception {
        assumeTrue(victim.getFileSystem().supportedFileAttributeViews().contains("unix"));
        try (JournalStore store = state.open()) {
            consult(store, 3);
            Files.delete(state.file(".lock"));
            for (Path file : state.files()) Files.delete(file);
            var other = ChildJvm.start(Holder.class, state.state.toString());
            assertEquals("holds", other.line());
            state.clock.passes(2_000);
            consult(store, 3);
            consult(store, 3);
            String trouble = "the routing state of this gateway is kept in memory, because its files were deleted and "
                + "process " + other.pid() + " has taken them; stop one of the two, and start this one again";
            assertEquals(trouble, store.trouble());
            assertEquals(2, state.log.size(), state.log::toString);
            assertEquals("state: " + trouble, state.log.getLast());
            other.tell("end");
            other.ended();
        }
        assertEquals(1, state.counted(), "only the other gateway's request is on the disk");
    }

    /// A second gateway on the same files.
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            try (JournalStore store = new StateFolder(Path.of(args[0]).getParent()).open()) {
                consult(store, 1);
                System.out.println("holds");
                System.in.read();
            }
        }
    }
}
