package llmrouter.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.routing.Outcome;
import llmrouter.routing.PickResult.Chosen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// `kill -9` at random moments: a gateway that starts over must know of every call that a provider has seen.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KillTest {
    private static final int ROUNDS = 50;
    private static final int THREADS = 4;

    @TempDir
    private Path folder;

    /// A gateway reduced to its state: asks, calls a provider (a file that grows by a byte with each call), reports; at
    /// full speed.
    static final class Spender {
        private Spender() {}

        public static void main(String[] args) throws IOException {
            var state = new StateFolder(Path.of(args[0]).getParent());
            JournalStore store = state.open(20_000);
            FileChannel provider = FileChannel.open(Path.of(args[1]), StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
            for (int i = 0; i < THREADS; i++) Thread.ofPlatform().start(() -> spend(store, provider));
            System.out.println("spending" + state.log);
        }

        private static void spend(JournalStore store, FileChannel provider) {
            try {
                while (true) {
                    var chosen = (Chosen) store.consult(StateFolder.REQUEST);
                    provider.write(ByteBuffer.wrap(new byte[1]));
                    store.report(List.of(new Outcome.Healthy("a/m", null, ""),
                        new Outcome.Settled(chosen.reservation(), true, 1)));
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void noCallIsEverForgotten() throws Exception {
        var state = new StateFolder(folder);
        Path provider = folder.resolve("provider");
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 1; round <= ROUNDS; round++) {
            var child = ChildJvm.start(Spender.class, state.state.toString(), provider.toString());
            String said = child.line();
            assertTrue(said.equals("spending[]") || said.contains("was cut off by a crash"), said);
            child.killedAfter(random.nextLong(1, 120));
            long calls = Files.size(provider);
            var use = state.use();
            String where = "seed " + seed + ", round " + round + ": " + use + " after " + calls + " calls";
            assertTrue(use.requests() >= calls && use.tokens() >= calls, where);
            assertTrue(use.requests() <= calls + (long) THREADS * round,
                where + ": more than the calls that were cut off");
        }
        state.open().close();
        assertEquals(List.of(), state.names().stream().filter(name -> name.contains("corrupt")).toList());
        assertTrue(Files.size(provider) > 1_000, "hardly anything was spent");
    }
}
