package llmrouter.files;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class ConfigStoreTest {
    private static final int EDITS = 40;

    @TempDir
    Path folder;

    private Path file() throws IOException {
        return folder.toRealPath().resolve("c.json");
    }

    /// Adds one to the number that the file holds.
    private static void count(Path file, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            ConfigStore.at(file).edit(text -> text.isEmpty() ? "1" : String.valueOf(Integer.parseInt(text) + 1));
        }
    }

    /// Another process's writer.
    public static void main(String[] args) throws IOException {
        count(Path.of(args[0]), EDITS);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void readingWritesNothing() throws IOException {
        var store = ConfigStore.at(file());
        assertNull(store.read().text());
        assertEquals(List.of(), names());
        Files.writeString(file(), "{ \"zzz\" : 1 }");
        assertEquals("{ \"zzz\" : 1 }", store.read().text());
        assertEquals(1, store.read().outcome().warnings().size());
        assertEquals(List.of("c.json"), names());
    }

    @Test
    void manyThreadsLoseNoUpdate() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = new ArrayList<Callable<Void>>();
            for (int i = 0; i < 8; i++) {
                writers.add(() -> {
                    count(file(), EDITS / 4);
                    return null;
                });
            }
            for (var done : threads.invokeAll(writers)) done.get();
        }
        assertEquals(String.valueOf(8 * EDITS / 4), Files.readString(file()));
    }

    @Test
    void severalProcessesLoseNoUpdate() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var processes = new ArrayList<Process>();
        for (int i = 0; i < 3; i++) {
            processes.add(new ProcessBuilder(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), ConfigStoreTest.class.getName(),
                file().toString()).inheritIO().start());
        }
        count(file(), EDITS);
        for (Process process : processes) assertEquals(0, process.waitFor());
        assertEquals(String.valueOf(4 * EDITS), Files.readString(file()));
    }

    @Test
    void theLastFiveVersionsAreKept() throws IOException {
        for (int i = 1; i <= 8; i++) {
            String text = String.valueOf(i);
            SavedFile edit = ConfigStore.at(file()).edit(_ -> text);
            assertEquals(i == 1 ? null : file().resolveSibling("c.json.bak"), edit.backup());
        }
        var kept = new ArrayList<String>();
        for (String suffix : List.of("", ".1", ".2", ".3", ".4")) {
            kept.add(Files.readString(file().resolveSibling("c.json.bak" + suffix)));
        }
        assertEquals(List.of("7", "6", "5", "4", "3"), kept);
        assertEquals(List.of("c.json", "c.json.bak", "c.json.bak.1", "c.json.bak.2", "c.json.bak.3", "c.json.bak.4",
            "c.json.lock"), names());
    }

    @Test
    void everyFileIsTheOwnersAlone() throws IOException {
        assumeTrue(File.separatorChar == '/');
        Files.writeString(file(), "1");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        String warning = ConfigStore.at(file()).read().warnings().getFirst();
        assertTrue(warning.endsWith("is open to others (rw-r--r--); run: chmod 600 " + file()), warning);
        count(file(), 2);
        for (String name : names()) assertEquals("rw-------", mode(folder.resolve(name)), name);
        assertEquals(List.of(), ConfigStore.at(file()).read().warnings());
    }

    @Test
    void aFileWithKeysThatOthersCanReadIsWarnedAboutAndOneThatTheyCannotIsNot() throws IOException {
        for (String text : List.of(provider("\"apiKey\":\"k\""), "{\"masterKey\":\"k\"," + provider("").substring(1),
                provider("\"headers\":{\"x-token\":\"t\"}"), "no JSON at all")) {
            Files.writeString(file(), text);
            for (String open : new String[] {"rw-r--r--", "rw----r--", "rw--w----", "rw------x"}) {
                assertEquals(List.of(file() + " holds keys and is open to others (" + open + "); run: chmod 600 "
                    + file()), warnings(open), text);
            }
            assertEquals(List.of(), warnings("rw-------"));
        }
    }

    @Test
    void aFileWithoutKeysIsWarnedAboutOnlyIfOthersCanChangeIt() throws IOException {
        for (String text : List.of(provider("\"apiKeyEnv\":\"K\""), provider("\"apiKeyFile\":\"/k\""), "{}")) {
            Files.writeString(file(), text);
            assertEquals(List.of(), warnings("rw-r--r--"), text);
            assertEquals(List.of(file() + " can be changed by others (rw-rw-r--); run: chmod go-w " + file()),
                warnings("rw-rw-r--"), text);
        }
    }

    private List<String> warnings(String mode) throws IOException {
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
        return ConfigStore.at(file()).read().warnings();
    }

    private static String provider(String member) {
        return "{\"version\":2,\"providers\":[{\"id\":\"p\",\"name\":\"P\",\"baseUrl\":\"http://127.0.0.1:9\","
            + "\"formats\":[\"openai\"],\"models\":[\"m\"]" + (member.isEmpty() ? "" : "," + member) + "}]}";
    }

    @Test
    void anUnchangedTextIsNotWritten() throws IOException {
        Files.writeString(file(), "x");
        assertFalse(ConfigStore.at(file()).edit(text -> text).changed());
        assertEquals(List.of("c.json", "c.json.lock"), names());
    }

    @Test
    void aChangeThatFailsLeavesTheFileAsItWas() throws IOException {
        Files.writeString(file(), "x");
        UnaryOperator<String> refusing = _ -> {
            throw new IllegalStateException("no");
        };
        assertThrows(IllegalStateException.class, () -> ConfigStore.at(file()).edit(refusing));
        assertEquals("x", Files.readString(file()));
        assertTrue(ConfigStore.at(file()).edit(_ -> "y").changed(), "the lock was given back");
    }

    @Test
    void aSymbolicLinkStaysAndItsTargetIsReplaced() throws IOException {
        assumeTrue(File.separatorChar == '/');
        Path real = Files.createDirectory(folder.resolve("real")).toRealPath().resolve("conf.json");
        Files.createSymbolicLink(folder.resolve("hop"), Path.of("real/conf.json"));
        Files.createSymbolicLink(file(), Path.of("hop"));
        assertEquals(real, ConfigStore.at(file()).edit(_ -> "1").file());
        ConfigStore.at(file()).edit(_ -> "2");
        assertEquals("2", Files.readString(real));
        assertTrue(Files.isSymbolicLink(file()));
        assertTrue(Files.exists(real.resolveSibling("conf.json.bak")));
        Files.createDirectories(folder.resolve("deep/er"));
        Files.createSymbolicLink(folder.resolve("short"), Path.of("deep/er"));
        Files.createSymbolicLink(folder.resolve("deep/er/up.json"), Path.of("../up.json"));
        assertEquals(folder.toRealPath().resolve("deep/up.json"), ConfigStore.at(folder.resolve("short/up.json"))
            .edit(_ -> "1").file());
        Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
        assertTrue(assertThrows(FileError.class, () -> ConfigStore.at(folder.resolve("a")).edit(_ -> "1")).getMessage()
            .contains("round in a circle"));
    }

    @Test
    void whoHoldsTheFileIsNamed() throws Exception {
        Files.writeString(folder.resolve("c.json.lock"), "process 12345");
        var holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-cp",
            System.getProperty("java.class.path"), Holder.class.getName(), folder.resolve("c.json.lock").toString())
                .start();
        try {
            assertEquals('.', holder.getInputStream().read());
            var error = assertThrows(FileError.class, () -> FileGuard.on(file(), 50_000_000));
            assertEquals(file() + " is being edited by process 12345; try again when it has finished; nothing was "
                + "changed", error.getMessage());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        count(file(), 1);
    }

    /// Another process that keeps the lock until it is ended.
    static final class Holder {
        public static void main(String[] args) throws Exception {
            try (var channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE); var _ =
                channel.lock(Long.MAX_VALUE - 1, 1, false)) {
                System.out.print('.');
                System.out.flush();
                Thread.currentThread().join();
            }
        }
    }

    @Test
    void aFileThatOthersEditOneAfterTheOtherIsWaitedFor() throws Exception {
        Path lock = Files.createFile(folder.resolve("c.json.lock"));
        var holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-cp",
            System.getProperty("java.class.path"), Holder.class.getName(), lock.toString()).start();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertEquals('.', holder.getInputStream().read());
            var end = threads.submit(() -> {
                for (int i = 1; i <= 40; i++) {
                    Files.setLastModifiedTime(lock, FileTime.fromMillis(i * 1000L)); // as each new holder does
                    LockSupport.parkNanos(20_000_000);
                }
                return holder.destroyForcibly().waitFor();
            });
            FileGuard.on(file(), 500_000_000).close();
            end.get();
            FileGuard.on(file(), 500_000_000).close();
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void anotherThreadIsNamedToo() throws Exception {
        try (var _ = FileGuard.on(file()); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var error = threads.submit(() -> assertThrows(FileError.class, () -> FileGuard.on(file(), 1_000_000)))
                .get();
            assertTrue(error.getMessage().contains("another part of this program"), error.getMessage());
        }
    }

    @Test
    void whatCannotBeWrittenIsToldPlainlyAndChangesNothing() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        var error = assertThrows(FileError.class, () -> ConfigStore.at(folder.resolve("file/c.json")).edit(_ -> "1"));
        assertTrue(error.getMessage().startsWith("cannot write " + folder.resolve("file/c.json") + ": "),
            error.getMessage());
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        var noSpace = assertThrows(IOException.class, () -> Files.writeString(full, "x"));
        assertEquals("cannot write x: no space left on device", FileError.of("write", Path.of("x"), noSpace)
            .getMessage());
    }

    @Test
    void anInterruptedWriteLeavesOnlyWhatTheNextOneClears() throws IOException {
        Files.writeString(file(), "1");
        Files.writeString(folder.resolve("c.json.0123456789ab.new"), "half");
        Files.writeString(folder.resolve("c.json.bak.0123456789ab.new"), "half");
        count(file(), 1);
        assertEquals("2", Files.readString(file()));
        assertEquals(List.of("c.json", "c.json.bak", "c.json.lock"), names());
    }

    @Test
    void whatIsNoReasonableTextFileIsRefused() throws IOException {
        Files.write(file(), new byte[] {'{', (byte) 0xC3, '}'});
        assertEquals("cannot read " + file() + ": it is not UTF-8 text; save it as UTF-8",
            assertThrows(FileError.class, () -> ConfigStore.at(file()).read()).getMessage());
        Files.write(file(), new byte[ConfigStore.LARGEST_BYTES + 1]);
        assertTrue(assertThrows(FileError.class, () -> ConfigStore.at(file()).read()).getMessage()
            .contains("larger than 16 MiB"));
        assertTrue(assertThrows(FileError.class, () -> ConfigStore.at(folder).read()).getMessage()
            .endsWith("it is a folder"));
    }

    @Test
    void theFlagComesBeforeTheVariableAndTheHomeFolderLast() {
        Path home = Path.of("/home/me");
        assertEquals(Path.of("/home/me/a.json"), ConfigStore.locate("~/a.json", "/b.json", home));
        assertEquals(Path.of("/b.json"), ConfigStore.locate(null, "/b.json", home));
        assertEquals(Path.of("/home/me/.llm-router.json"), ConfigStore.locate(" ", "", home));
        assertEquals(home, ConfigStore.expand("~", home));
        assertEquals(Path.of("~you/x"), ConfigStore.expand("~you/x", home));
    }
}
