package llmrouter.threads;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import llmrouter.Await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Threads that must not end, and loops that go on.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VitalThreadsTest {
    private final List<String> lost = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    private Thread thread(String name) {
        return Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                end.await();
            } catch (InterruptedException _) {
                // it ends
            }
        });
    }

    @Test
    void theLossOfAThreadIsToldOnce() throws Exception {
        try (var _ = new VitalThreads(List.of(thread("a")), List.of(), VitalThreads.Check.NONE, lost::add)) {
            assertEquals(List.of(), lost);
            end.countDown();
            Await.until("the loss is told", () -> !lost.isEmpty());
            assertTrue(lost.getFirst().startsWith("cannot go on: the thread that accepts connections has ended"));
        }
    }

    @Test
    void theLossOfTheTimerIsToldToo() throws Exception {
        end.countDown();
        try (var _ = new VitalThreads(List.of(), List.of(thread("b")), VitalThreads.Check.NONE, lost::add)) {
            Await.until("the loss is told", () -> !lost.isEmpty());
            assertTrue(lost.getFirst().contains("closes idle connections"), lost.toString());
        }
    }

    @Test
    void aCheckThatFailsIsMadeAgain() throws Exception {
        var looks = new AtomicInteger();
        VitalThreads.Check check = () -> {
            if (looks.incrementAndGet() == 1) throw new OutOfMemoryError("made by the test");
            return "nothing works";
        };
        try (var _ = new VitalThreads(List.of(), List.of(), check, lost::add)) {
            Await.until("the loss is told", () -> !lost.isEmpty());
            assertEquals(List.of("nothing works"), lost);
        }
    }

    @Test
    void aThreadIsFoundByItsNameAmongThoseThatAreNew() {
        thread("vital-test");
        var threads = NewThreads.fromNowOn();
        assertEquals(List.of(), threads.named("vital-test", 1));
        Thread mine = thread("vital-test");
        assertEquals(List.of(mine), threads.named("vital-test", 1));
        thread("vital-test");
        assertEquals(List.of(), threads.named("vital-test", 1), "which of both is not known");
        assertEquals(2, threads.named("vital-test", 2).size());
    }

    @Test
    void aRoundThatFailsIsReportedAndFollowedByTheNext() throws Exception {
        var rounds = new AtomicInteger();
        var reported = new AtomicReference<Throwable>();
        Thread loop = Thread.ofPlatform().daemon().uncaughtExceptionHandler((_, e) -> reported.set(e))
            .start(() -> Rounds.repeat(() -> false, () -> {
                if (rounds.incrementAndGet() == 1) throw new OutOfMemoryError("made by the test");
                end.await();
            }));
        Await.until("a second round", () -> rounds.get() == 2);
        assertEquals("made by the test", reported.get().getMessage());
        loop.interrupt();
        loop.join();
    }

    @Test
    void aProcessEndsEvenIfItsLastWordsHang() throws Exception {
        var code = new AtomicInteger();
        var exit = new ForcedExit(_ -> awaitEnd(), code::set);
        Thread.ofPlatform().daemon().start(() -> exit.end("why", () -> {}));
        Await.until("the process ends", () -> code.get() == ForcedExit.CODE);
        end.countDown();
    }

    @Test
    void aProcessSaysWhyItEndsAndSavesWhatItHas() {
        var code = new AtomicInteger();
        new ForcedExit(lost::add, code::set).end("why", () -> lost.add("saved"));
        assertEquals(List.of("why", "saved"), lost);
        assertEquals(70, code.get());
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
