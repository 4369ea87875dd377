package llmrouter.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.StateBackend;
import llmrouter.routing.Asking;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult.Capped;
import llmrouter.routing.PickResult.Chosen;
import llmrouter.state.redis.RedisTls;

import static llmrouter.routing.Asking.choice;
import static llmrouter.state.StateFolder.consult;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StateStoresTest {
    @TempDir
    private Path folder;
    private StateFolder state;

    @BeforeEach
    void begin() {
        state = new StateFolder(folder);
    }

    private StateStore open(StateBackend backend) {
        return StateStores.open(backend, StateFolder.POLICY, state.clock,
            path -> path.replaceFirst("^~", folder.toString()), RedisTls.OF_THE_JDK, state.log::add);
    }

    private StateStore file(Path path) {
        return open(new StateBackend.FileState(path.toString()));
    }

    /// Asks from many threads at once and counts who was chosen.
    private static int[] picks(StateStore store, PickRequest request, int threads,
            int each) throws InterruptedException {
        var a = new AtomicInteger();
        var b = new AtomicInteger();
        var all = new ArrayList<Thread>();
        for (int t = 0; t < threads; t++) {
            all.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < each; i++) {
                    if (store.consult(request) instanceof Chosen chosen) {
                        (chosen.index() == 0 ? a : b).incrementAndGet();
                    }
                }
            }));
        }
        for (var thread : all) thread.join();
        return new int[] {a.get(), b.get()};
    }

    private List<StateStore> both() {
        return List.of(open(new StateBackend.MemoryState()), file(state.state));
    }

    @Test
    void proportionsAreExactUnderConcurrency() throws Exception {
        var request = Asking.of(Strategy.WEIGHTED_RR, choice("a", 2), choice("b", 1)).request();
        for (StateStore store : both()) {
            try (store) {
                int[] picks = picks(store, request, 64, 157);
                assertEquals(64 * 157, picks[0] + picks[1]);
                assertEquals(picks[1] * 2, picks[0], 2, store.getClass().getSimpleName());
            }
        }
    }

    @Test
    void noConcurrencyPassesACap() throws Exception {
        var request = Asking.of(Strategy.ORDERED, choice("a", 1, Asking.requests("a/cap", 40, Asking.AGES)))
            .request();
        for (StateStore store : both()) {
            try (store) {
                assertEquals(40, picks(store, request, 1000, 1)[0]);
                assertInstanceOf(Capped.class, store.consult(request));
            }
        }
    }

    @Test
    void aSecondGatewayInThisProcessRunsInMemoryAndLeavesTheFirstAlone() throws Exception {
        try (StateStore first = file(state.state)) {
            StateStore second = file(state.state);
            assertInstanceOf(MemoryStore.class, second);
            assertTrue(second.trouble()
                .contains("state.json is held by another gateway in this process, " + ProcessHandle.current().pid()),
                second::trouble);
            assertEquals(List.of("state: " + second.trouble()), state.log);
            consult(second, 5);
            second.close();
            consult(first, 1);
            assertNull(first.trouble());
            assertEquals("held", said(ChildJvm.start(Opener.class, state.state.toString())).substring(0, 4));
        }
        assertEquals(1, state.counted());
        assertEquals("mine", said(ChildJvm.start(Opener.class, state.state.toString())));
    }

    @Test
    void aSecondProcessLearnsWhichOneHoldsTheFile() throws Exception {
        try (StateStore first = file(state.state)) {
            consult(first, 1);
            assertEquals("held: " + state.state + " is held by process " + ProcessHandle.current().pid()
                + "; the routing state of this gateway is kept in memory",
                said(ChildJvm.start(Opener.class, state.state.toString())));
        }
    }

    private static String said(ChildJvm child) throws Exception {
        String line = child.line();
        child.ended();
        return line;
    }

    /// A process that opens a state file and says whether it has it.
    static final class Opener {
        private Opener() {}

        public static void main(String[] args) {
            var state = new StateFolder(Path.of(args[0]).getParent());
            try (StateStore store = StateStores.open(new StateBackend.FileState(args[0]), StateFolder.POLICY,
                state.clock, path -> path, RedisTls.OF_THE_JDK, state.log::add)) {
                consult(store, 1);
                System.out.println(store.trouble() == null ? "mine" : "held: " + store.trouble());
            }
        }
    }

    @Test
    void whatCannotBeUsedIsReplacedByMemoryWithAReason() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        Path taken = Files.createDirectories(folder.resolve("taken.json"));
        Path lock = Files.createDirectories(folder.resolve("other.json.lock")).resolveSibling("other.json");
        for (Path path : new Path[] {file.resolve("state.json"), taken, lock, Path.of("/"),
            Path.of("/proc/no-such/state.json")}) {
            state.log.clear();
            try (StateStore store = file(path)) {
                consult(store, 1);
                assertInstanceOf(MemoryStore.class, store, path::toString);
                assertTrue(store.trouble().startsWith(path + " cannot be used ("), store::trouble);
                assertEquals(List.of("state: " + store.trouble()), state.log);
            }
        }
    }

    @Test
    void theFolderIsMadeAndTheHomeIsTheShells() {
        try (StateStore store = open(new StateBackend.FileState("~/some/folder/state.json"))) {
            consult(store, 1);
            assertNull(store.trouble());
        }
        assertTrue(Files.exists(folder.resolve("some/folder/state.json.journal.0")));
    }

    @Test
    void memoryIsNoTroubleWhenItIsWhatWasAskedFor() {
        try (StateStore store = open(new StateBackend.MemoryState())) {
            assertNull(store.trouble());
        }
    }
}
