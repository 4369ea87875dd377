package llmrouter.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

class RollingLogTest {
    @TempDir
    private Path folder;

    private RollingLog log(long fullBytes, int kept) {
        return new RollingLog(folder.resolve("log"), fullBytes, kept);
    }

    private static void write(RollingLog log, String line) throws IOException {
        if (log.append(line + "\n")) log.roll();
    }

    private List<String> files() throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(f -> f.getFileName().toString()).filter(n -> !n.endsWith(".lock")).sorted().toList();
        }
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        write(log(1000, 5), "a");
        if (AtomicFile.isPosix(folder)) {
            var mode = Files.getPosixFilePermissions(folder.resolve("log"));
            assertEquals("rw-------", PosixFilePermissions.toString(mode));
        }
    }

    @Test
    void aFullFileIsPutAwayAndTheOldestIsDropped() throws IOException {
        RollingLog log = log(4, 2);
        for (String line : List.of("one", "two", "three", "four")) write(log, line);
        assertEquals(List.of("log.1", "log.2"), files());
        assertEquals("four\n", Files.readString(folder.resolve("log.1")));
        assertEquals("three\n", Files.readString(folder.resolve("log.2")));
        write(log, "5");
        assertEquals("5\n", Files.readString(folder.resolve("log")));
    }

    @Test
    void twentyMebibytesAndFiveOldFilesAreKept() {
        assertEquals(new RollingLog(folder.resolve("log"), 20 << 20, 5), RollingLog.at(folder.resolve("log")));
    }

    @Test
    void theNewestMatchIsFoundThroughAllFiles() throws IOException {
        RollingLog log = log(20, 5);
        for (int i = 0; i < 12; i++) write(log, "line " + i + (i % 3 == 0 ? " third" : ""));
        assertEquals("line 11", log.newest(_ -> true));
        assertEquals("line 9 third", log.newest(line -> line.endsWith("third")));
        assertEquals("line 0 third", log.newest(line -> line.startsWith("line 0")));
        assertNull(log.newest(line -> line.equals("line 12")));
        assertNull(new RollingLog(folder.resolve("none"), 20, 5).newest(_ -> true));
    }

    @Test
    void noMoreIsReadThanMustBe() throws IOException {
        RollingLog log = log(1 << 30, 5);
        log.append("x\n".repeat(500_000) + "last\n");
        var read = new ArrayList<String>();
        assertEquals("last", log.newest(read::add));
        assertEquals(List.of("last"), read);
    }

    @Test
    void linesMayBeLongerThanAnyBlock() throws IOException {
        RollingLog log = log(1 << 30, 5);
        String wide = "wide " + "ö".repeat(700_000);
        log.append("first\n" + wide + "\nlast\n");
        assertEquals(wide, log.newest(line -> line.startsWith("wide")));
        assertEquals("first", log.newest(line -> line.startsWith("first")));
    }

    @Test
    void aTornLineSpoilsNoOther() throws IOException {
        RollingLog log = log(1000, 5);
        log.append("whole\n");
        Files.write(folder.resolve("log"), "torn".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        assertEquals("whole", log.newest(line -> line.startsWith("w")));
    }

    @Test
    void manyWritersLoseNothingWhileFilesArePutAway() throws Exception {
        int writers = 8;
        int lines = 200;
        var threads = new ArrayList<Thread>();
        var problems = new ArrayList<IOException>();
        for (int w = 0; w < writers; w++) {
            String name = "writer " + w + " line ";
            RollingLog own = log(2_000, 1000);
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < lines; i++) write(own, name + i);
                } catch (IOException e) {
                    synchronized (problems) {
                        problems.add(e);
                    }
                }
            }));
        }
        for (Thread thread : threads) thread.join();
        assertEquals(List.of(), problems);
        var seen = new ArrayList<String>();
        assertNull(log(2_000, 1000).newest(line -> !seen.add(line)));
        assertEquals(writers * lines, seen.size());
        assertEquals(writers * lines, new TreeSet<>(seen).size());
        assertFalse(files().size() < 3, "nothing was put away");
    }

    @Test
    void whereNothingCanBeWrittenIsSaidAtOnce() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        var log = new RollingLog(folder.resolve("file/log"), 1, 1);
        assertThrows(IOException.class, () -> log.prepare(_ -> {}));
    }
}
