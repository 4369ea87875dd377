package llmrouter.server.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;
import llmrouter.files.RollingLog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// No request waits for the disk, and no line is lost in silence.
class LogWriterTest {
    @TempDir
    private Path folder;
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    @Test
    void closingWritesWhatIsWaiting() throws IOException {
        Path file = folder.resolve("log");
        try (var writer = new LogWriter(RollingLog.at(file), said::add)) {
            for (int i = 0; i < 1000; i++) writer.write(Integer.toString(i));
        }
        assertEquals(1000, Files.readAllLines(file).size());
        assertEquals(List.of(), said);
    }

    @Test
    void whatFindsNoRoomIsCountedAndSaid() throws IOException {
        Path file = folder.resolve("log");
        var writer = new LogWriter(RollingLog.at(file), said::add, 10);
        writer.write("far too long for it");
        writer.write("this as well, sorry");
        assertEquals(2, writer.state().dropped());
        assertEquals(1, said.size(), "it is not said for each line");
        writer.write("fits");
        writer.close();
        assertEquals("fits\n{\"dropped\":2}\n", Files.readString(file));
        assertEquals(new LogWriter.LogState(file.toString(), 1, 2, null), writer.state());
        assertTrue(said.getLast().contains("2 lines were dropped"), said.toString());
    }

    @Test
    void aDiskThatFailsStopsNothingAndIsSaidOnce() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        var writer = new LogWriter(RollingLog.at(folder.resolve("file/log")), said::add);
        writer.write("one");
        Await.until("the writer reports trouble", () -> writer.state().trouble() != null);
        Files.delete(folder.resolve("file"));
        Files.createDirectory(folder.resolve("file"));
        writer.write("two");
        writer.close();
        assertEquals("two\n{\"dropped\":1}\n", Files.readString(folder.resolve("file/log")));
        assertEquals(1, writer.state().written());
        assertEquals(1, writer.state().dropped());
        assertEquals(1, said.stream().filter(line -> line.contains("cannot be written")).count(), said.toString());
    }
}
