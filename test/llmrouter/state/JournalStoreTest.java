package llmrouter.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;
import llmrouter.config.Alias.Strategy;
import llmrouter.routing.Asking;
import llmrouter.routing.CandidateState;
import llmrouter.routing.EndedCooldown;
import llmrouter.routing.FailureClass;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickResult.Capped;
import llmrouter.routing.PickResult.Chosen;

import static llmrouter.routing.Asking.choice;
import static llmrouter.state.StateFolder.consult;
import static llmrouter.state.StateFolder.counted;
import static llmrouter.state.StateFolder.snapshot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class JournalStoreTest {
    @TempDir
    private Path folder;
    private StateFolder state;

    @BeforeEach
    void begin() {
        state = new StateFolder(folder);
    }

    /// The requests that a gateway counts after it has opened the files, and that the next one counts as well.
    private long opened() throws IOException {
        state.open().close();
        return state.counted();
    }

    /// As the versions before fingerprints wrote it; `HealthChanged` had six values.
    @Test
    void aJournalOfAnEarlierVersionIsReadAndItsCooldownEndsWithTheNextChangeOfTheKey() throws IOException {
        long now = state.clock.millis();
        state.write(state.journal(0), "{\"f\":[\"a/m\",0,0," + (now + 600_000) + ",\"auth_failed\"," + now + "]}");
        try (var store = state.open()) {
            assertEquals(List.of(), store.adopt(Map.of("a", "11111111.aaaaaaaa")), "the key may be the same");
        }
        try (var store = state.open()) {
            assertEquals(List.of(new EndedCooldown("a/m", CandidateState.COOLDOWN, "auth_failed", 600_000)),
                store.adopt(Map.of("a", "22222222.aaaaaaaa")));
        }
        try (var store = state.open()) {
            assertEquals(List.of(), store.end(_ -> true), "it stays ended");
        }
        assertEquals(List.of(), state.log);
    }

    @Test
    void aCooldownEndsWithoutALossOfCounts() throws IOException {
        try (var store = state.open()) {
            consult(store, 3);
            store.report(List.of(new Outcome.Failed("a/m", FailureClass.AUTH, -1, "")));
            assertEquals(Set.of("a/m"), store.unhealthy(Map.of("a", "")).health().keySet());
            assertEquals(1, store.end("a/m"::equals).size());
            assertEquals(Set.of(), store.unhealthy(Map.of("a", "")).health().keySet());
        }
        assertEquals(3, state.counted());
    }

    @Test
    void everythingIsThereAgainAfterAReopening() throws IOException {
        var capped = Asking.of(Strategy.ROUND_ROBIN, choice("a", 1, Asking.requests("a/two", 2, Asking.AGES)),
            choice("b", 1)).signatures("s").request();
        try (var store = state.open()) {
            for (int i = 0; i < 3; i++) store.consult(capped);
            store.report(List.of(new Outcome.Failed("b/m", FailureClass.BILLING, -1, ""),
                new Outcome.Refused("b/m", "top_k"), new Outcome.Measured("b/m", 1_234), new Outcome.Signed("s", "a")));
        }
        try (var store = state.open()) {
            Chosen next = assertInstanceOf(Chosen.class, store.consult(capped));
            assertEquals("b/m", next.reservation().ref());
            assertTrue(next.lastResort());
            assertEquals(Set.of("top_k"), next.refused());
            assertEquals(1_234, next.scale());
            assertEquals(Set.of("s"), next.foreign().keySet());
            assertInstanceOf(Capped.class,
                store.consult(Asking.of(Strategy.ORDERED, choice("a", 1, Asking.requests("a/two", 2, Asking.AGES)))
                .request()));
        }
        assertEquals(List.of(), state.log);
    }

    @Test
    void whatACallPromisesIsWithTheKernelWhenItReturns() throws IOException {
        try (var store = state.open()) {
            for (int i = 1; i <= 20; i++) {
                consult(store, 1);
                assertEquals(i, state.counted());
            }
            Chosen chosen = assertInstanceOf(Chosen.class, store.consult(StateFolder.REQUEST));
            store.report(List.of(new Outcome.Settled(chosen.reservation(), false, -1)));
            assertEquals(20, state.counted());
        }
    }

    @Test
    void theTokensOfAGoodAnswerAreWithTheKernelSoonWithoutAnotherCall() throws IOException {
        try (var store = state.open()) {
            Chosen chosen = assertInstanceOf(Chosen.class, store.consult(StateFolder.REQUEST));
            store.report(List.of(new Outcome.Healthy("a/m", null, ""),
                new Outcome.Settled(chosen.reservation(), true, 777)));
            Await.until("the tokens are written", () -> state.use().tokens() == 777);
        }
    }

    @Test
    void theTokensOfAGoodAnswerAreWrittenWithTheNextCall() throws IOException {
        try (var store = state.open()) {
            for (int i = 1; i <= 20; i++) {
                Chosen chosen = assertInstanceOf(Chosen.class, store.consult(StateFolder.REQUEST));
                store.report(List.of(new Outcome.Settled(chosen.reservation(), true, 777)));
                consult(store, 1);
                assertTrue(state.use().tokens() >= 777 * i, state.use().toString());
            }
        }
    }

    @Test
    void aTornLastLineIsCutOffAndTheRestGoesOn() throws IOException {
        String whole = counted(3) + "\n";
        for (int torn = 1; torn < counted(1).length(); torn += 7) {
            Files.writeString(state.journal(0), whole + counted(1).substring(0, torn));
            assertEquals(3, opened());
            assertEquals(whole, Files.readString(state.journal(0)));
            assertEquals(1, state.log.size());
            assertTrue(state.log.getFirst().contains("state.json.journal.0 was cut off by a crash"),
                state.log.getFirst());
            state.log.clear();
        }
    }

    @Test
    void aCompleteLineWithoutItsEndIsTornToo() throws IOException {
        Files.writeString(state.journal(0), counted(3) + "\n" + counted(1));
        try (var store = state.open()) {
            consult(store, 1);
        }
        assertEquals(4, state.counted());
    }

    @Test
    void damageInAJournalCostsTheDamagedLinesOnly() throws IOException {
        state.write(state.journal(0), counted(1), "{\"c\":[\"a/c\0\0\0", counted(1), "garbage", counted(1));
        assertEquals(3, opened());
        assertEquals(3, opened(), "what could be read is on the disk, not only in memory");
        assertEquals(1, state.log.size(), state.log::toString);
        String aside = "state.json.journal.0.corrupt-1750000000000";
        String line = state.log.getFirst();
        assertTrue(line.contains("has 2 lines that are not changes; it has been moved to " + aside), line);
        assertTrue(state.names().contains(aside));
        state.log.clear();
        opened();
        assertEquals(List.of(), state.log);
    }

    @Test
    void bytesThatAreNoTextAreDamage() throws IOException {
        byte[] line = (counted(1) + "\n").getBytes(StandardCharsets.UTF_8);
        line[8] = (byte) 0xff;
        Files.write(state.journal(0), line);
        state.open().close();
        assertTrue(state.log.getFirst().contains("has 1 line that is not a change"), state.log::toString);
    }

    @Test
    void damageInASnapshotIsSetAsideAndJournalsStillCount() throws IOException {
        String[][] damaged = {snapshot(4, counted(2), "{\"c\":[", counted(2)),
            {"{\"llm-router-state\":2,\"number\":4}", counted(2), counted(2)},
            {"{\"llm-router-state\":2,\"number\":x}", counted(2), counted(2), "{\"changes\":2}"},
            {"\0\0\0", counted(4)}, {counted(4), "{\"changes\":7}"}};
        for (String[] lines : damaged) {
            for (Path old : state.files()) Files.delete(old);
            state.write(state.state, lines).write(state.journal(4), counted(1)).write(state.journal(5), counted(1));
            state.log.clear();
            assertEquals(6, opened(), () -> String.join("\n", lines));
            assertEquals(1, state.log.size(), state.log::toString);
            assertTrue(state.log.getFirst()
                .contains("state.json is not a whole snapshot; it has been moved to state.json.corrupt-"),
                state.log::toString);
            assertEquals(6, opened());
        }
    }

    @Test
    void anEmptyOrForeignFileIsNoReasonToStop() throws IOException {
        for (String text : new String[] {"", "\n", "hello", "{\"version\":1,\"cursors\":{}}\n"}) {
            Files.writeString(state.state, text);
            try (var store = state.open()) {
                consult(store, 2);
                assertNull(store.trouble());
            }
            assertEquals(2, state.counted());
            for (Path old : state.files()) Files.delete(old);
        }
    }

    @Test
    void aCrashAtAnyStepOfACompactionLosesNothingAndCountsNothingTwice() throws IOException {
        // the next journal has begun
        state.write(state.state, snapshot(3, counted(10))).write(state.journal(3), counted(5)).write(state.journal(4));
        assertEquals(15, opened());
        // changes have gone to it, and the next snapshot is half written
        state.write(state.journal(4), counted(2)).write(state.file(".new"), snapshot(4, counted(9))[0], counted(9));
        assertEquals(17, opened());
        // the next snapshot is in its place, its predecessor's journal not yet deleted
        state.write(state.state, snapshot(4, counted(15))).write(state.journal(3), counted(5));
        assertEquals(17, opened());
        assertEquals(false, Files.exists(state.journal(3)));
        // a snapshot was written anew, and nothing after it
        Files.delete(state.journal(4));
        assertEquals(15, opened());
        assertTrue(Files.exists(state.journal(4)));
        assertEquals(List.of(), state.log);
    }

    @Test
    void whatComesAfterAnUnfinishedCompactionIsKeptToo() throws IOException {
        state.write(state.state, snapshot(3, counted(10))).write(state.journal(3), counted(5))
            .write(state.journal(4), counted(2));
        try (var store = state.open()) {
            consult(store, 3);
        }
        assertEquals(20, state.counted());
    }

    @Test
    void journalsAreCompactedUnderLoad() throws Exception {
        try (var store = state.open(2_000)) {
            var threads = new ArrayList<Thread>();
            for (int t = 0; t < 8; t++) threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 250; i++) consult(store, 1);
            }));
            for (var thread : threads) thread.join();
            assertEquals(2_000, state.counted());
            assertNull(store.trouble());
        }
        assertEquals(2_000, state.counted());
        assertTrue(Files.readString(state.state).startsWith("{\"llm-router-state\":2,\"number\":"));
        assertTrue(!Files.exists(state.journal(0)), () -> "the first journal should have been compacted away");
    }

    @Test
    void theFilesAreTheOwnersAlone() throws IOException {
        try (var store = state.open(200)) {
            consult(store, 50);
        }
        assertTrue(state.names().contains("state.json"), () -> "no snapshot was written");
        var files = new ArrayList<>(state.files());
        files.add(state.file(".lock"));
        for (Path file : files) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                file::toString);
        }
    }

    @Test
    void requestsThatWaitTogetherAreWrittenTogether() throws Exception {
        Path io = Path.of("/proc/self/io");
        assumeTrue(Files.isReadable(io));
        try (var store = state.open()) {
            var waiting = new ArrayList<Thread>();
            long before;
            store.disk.lock();
            try {
                for (int i = 0; i < 61; i++) waiting.add(Thread.ofPlatform().daemon().start(() -> consult(store, 1)));
                for (Thread each : waiting) {
                    Await.until("the thread waits for the disk", () -> each.getState() == Thread.State.WAITING);
                }
                before = systemWrites(io);
            } finally {
                store.disk.unlock();
            }
            for (Thread each : waiting) each.join();
            long writes = systemWrites(io) - before;
            assertTrue(writes < 30, writes + " writes for 61 requests");
            assertEquals(61, state.counted());
        }
    }

    private static long systemWrites(Path io) throws IOException {
        return Files.readAllLines(io).stream().filter(l -> l.startsWith("syscw: "))
            .mapToLong(l -> Long.parseLong(l.substring(7))).sum();
    }

    @Test
    void aClosedStoreStillAnswersAndClosingTwiceIsNothing() throws IOException {
        var store = state.open();
        consult(store, 1);
        store.close();
        store.close();
        consult(store, 1);
        assertEquals(1, state.counted());
    }
}
