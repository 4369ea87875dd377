package llmrouter.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

class FileStampTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("file"), "one");
        Files.setLastModifiedTime(file, FileTime.from(NOON));
    }

    @Test
    void aFileThatWasNotTouchedHasTheSameStamp() {
        assertEquals(FileStamp.of(file), FileStamp.of(file));
    }

    @Test
    void twoWritesOfOneLengthWithinAMillisecondDiffer() throws IOException {
        var before = FileStamp.of(file);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, FileTime.from(NOON.plusNanos(1_000)));
        assertNotEquals(before, FileStamp.of(file));
    }

    @Test
    void anotherFileOfTheSameLengthAndTimeDiffers() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link"), file);
        var before = FileStamp.of(link);
        var other = Files.writeString(folder.resolve("other"), "two");
        Files.setLastModifiedTime(other, FileTime.from(NOON));
        Files.delete(link);
        Files.createSymbolicLink(link, other);
        assertNotEquals(before, FileStamp.of(link));
    }

    @Test
    void aFileThatIsGoneIsAbsent() throws IOException {
        Files.delete(file);
        assertEquals(FileStamp.ABSENT, FileStamp.of(file));
        assertNotEquals(null, FileStamp.ABSENT);
    }

    @Test
    void aFileThatIsStillBeingWrittenHasNotSettled() throws Exception {
        var settled = CompletableFuture.supplyAsync(() -> {
            try {
                return FileStamp.settled(file, 100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        long began = System.nanoTime();
        while (!settled.isDone() && System.nanoTime() - began < TimeUnit.MILLISECONDS.toNanos(400)) {
            Files.writeString(file, "longer and longer: " + System.nanoTime());
        }
        assertEquals(FileStamp.of(file), settled.get(10, TimeUnit.SECONDS));
    }
}
