package llmrouter.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A configuration file that changes, goes and comes back.
class ConfigWatchTest {
    @TempDir
    private Path folder;
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> troubles = new LinkedBlockingQueue<>();
    private ConfigWatch watch;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("real.json"), "one");
        Files.createSymbolicLink(folder.resolve("config.json"), Path.of("real.json"));
        watch = watchFrom(ConfigStore.at(folder.resolve("config.json")).read());
    }

    private ConfigWatch watchFrom(ConfigText read) {
        return ConfigWatch.from(read, 20, t -> texts.add(t.text()), troubles::add, ConfigWatch.Awaited.NONE);
    }

    @AfterEach
    void stop() {
        watch.close();
    }

    private void expect(String text) throws InterruptedException {
        String got = texts.poll(10, TimeUnit.SECONDS);
        assertNotNull(got, "no change was noticed");
        assertEquals(text, got);
    }

    /// As editors do that never leave half a file behind.
    private void replace(String text) throws IOException {
        Files.writeString(folder.resolve("new.json"), text);
        moveOver("new.json", "real.json");
    }

    private void moveOver(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aFileWrittenInPlaceIsTakenThroughItsLink() throws Exception {
        Files.writeString(folder.resolve("real.json"), "two");
        String got = texts.poll(10, TimeUnit.SECONDS);
        if ("".equals(got)) got = texts.poll(10, TimeUnit.SECONDS); // looked at between the truncation and the write
        assertEquals("two", got);
    }

    @Test
    void aFileReplacedByARenameIsTakenAgainAndAgain() throws Exception {
        for (String text : new String[] {"two", "six", "ten"}) {
            replace(text);
            expect(text);
        }
    }

    @Test
    void aLinkThatIsSwitchedIsFollowed() throws Exception {
        Files.writeString(folder.resolve("other.json"), "two");
        Files.createSymbolicLink(folder.resolve("link.json"), Path.of("other.json"));
        moveOver("link.json", "config.json");
        expect("two");
    }

    @Test
    void aFileThatIsGoneIsSaidOnceAndTakenWhenItComesBack() throws Exception {
        Files.delete(folder.resolve("real.json"));
        expectGoneAndBack();
    }

    /// The file goes between the reading for the start and the watch's first look. The test deletes it before the
    /// watch begins.
    @Test
    void aFileThatIsGoneBeforeTheFirstLookIsSaidToo() throws Exception {
        watch.close();
        ConfigText read = ConfigStore.at(folder.resolve("config.json")).read();
        Files.delete(folder.resolve("real.json"));
        watch = watchFrom(read);
        expectGoneAndBack();
    }

    private void expectGoneAndBack() throws Exception {
        String trouble = troubles.poll(10, TimeUnit.SECONDS);
        assertNotNull(trouble, "the missing file was not reported");
        assertTrue(trouble.endsWith("config.json is gone"), trouble);
        replace("two");
        expect("two");
        assertNull(troubles.poll());
    }

    @Test
    void aFileThatCannotBeReadIsSaid() throws Exception {
        Files.write(folder.resolve("real.json"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertTrue(troubles.poll(10, TimeUnit.SECONDS).contains("not UTF-8"));
    }

    @Test
    void ofAStormOfWritesTheLastOneWins() throws Exception {
        for (int i = 0; i <= 1000; i++) Files.writeString(folder.resolve("real.json"), "text " + i);
        String last = "";
        while (!last.equals("text 1000")) {
            last = texts.poll(10, TimeUnit.SECONDS);
            assertNotNull(last, "the last text never came");
        }
        assertNull(texts.poll(600, TimeUnit.MILLISECONDS));
    }

    @Test
    void aFileThatIsWaitedForIsNoticedWhenItAppearsAndWhenItWasThereAllAlong() throws Exception {
        watch.close();
        Path key = folder.resolve("key");
        var files = new AtomicReference<>(List.of(key));
        var noticed = new LinkedBlockingQueue<String>();
        ConfigText read = ConfigStore.at(folder.resolve("config.json")).read();
        watch = ConfigWatch.from(read, 20, t -> texts.add(t.text()), troubles::add,
            new ConfigWatch.Awaited(files::get, () -> noticed.add("news")));
        Files.writeString(key, "k");
        assertNotNull(noticed.poll(10, TimeUnit.SECONDS), "it has appeared");
        Path other = Files.writeString(folder.resolve("other"), "k");
        files.set(List.of(key, other));
        assertNotNull(noticed.poll(10, TimeUnit.SECONDS), "it may have appeared before anyone looked");
        assertNull(noticed.poll(600, TimeUnit.MILLISECONDS));
    }

    @Test
    void eachFileThatCannotBeReadIsSaidAndTheFirstTextIsTakenAgain() throws Exception {
        Files.write(folder.resolve("real.json"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertNotNull(troubles.poll(10, TimeUnit.SECONDS));
        Files.write(folder.resolve("real.json"), new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0xfd});
        assertNotNull(troubles.poll(10, TimeUnit.SECONDS), "the second one is told too");
        replace("one");
        expect("one");
    }

    /// As on a network mount that does not answer.
    @Test
    void lookingAtAFileThatIsWaitedForMayHangAndTheConfigurationIsStillTaken() throws Exception {
        watch.close();
        var hangs = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        ConfigText read = ConfigStore.at(folder.resolve("config.json")).read();
        watch = ConfigWatch.from(read, 20, t -> texts.add(t.text()), troubles::add,
            new ConfigWatch.Awaited(() -> hanging(hangs, over), () -> {}));
        hangs.await();
        replace("two");
        expect("two");
        over.countDown();
    }

    private static List<Path> hanging(CountDownLatch hangs, CountDownLatch over) {
        hangs.countDown();
        try {
            over.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }
}
