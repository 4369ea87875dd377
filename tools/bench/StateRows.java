import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;
import llmrouter.config.StateBackend;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.state.StateStore;
import llmrouter.state.StateStores;
import llmrouter.state.redis.RedisTls;

/// What the shared state costs without any network: a question and its report, as each request of a weighted, capped
/// alias has them, from many threads at once. The yardstick is the same state in memory.
final class StateRows implements AutoCloseable {
    private static final int THREADS = 32;
    private static final long ROUND_NANOS = 300_000_000;

    private final Path folder = Files.createTempDirectory("llm-router-bench-state");
    private final PickRequest question = question();
    private StateStore file;
    private StateStore memory;

    StateRows() throws IOException {}

    List<Row> all() {
        return List.of(new Row("F2", "a question and its report, state in a file", "/s",
            () -> Sample.of(perSecond(file())), "state in memory", () -> Sample.of(perSecond(memory())), 0));
    }

    private static PickRequest question() {
        var choices = new ArrayList<Choice>();
        for (String provider : new String[] {"one", "two", "three"}) {
            var cap = new Cap(provider + "/cap", 1_000_000_000L, null, null, new Window(Unit.HOUR, 1));
            choices.add(new Choice(provider + "/m", 1_000_000L * provider.length(), List.of(cap)));
        }
        return new PickRequest("spread", Strategy.WEIGHTED_RR, choices, 3, Set.of(), -1, null, 40, List.of());
    }

    private double perSecond(StateStore store) throws InterruptedException {
        var pairs = new AtomicLong();
        long begin = System.nanoTime();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                while (System.nanoTime() - begin < ROUND_NANOS) {
                    pair(store);
                    pairs.incrementAndGet();
                }
            }));
        }
        for (var thread : threads) thread.join();
        return pairs.get() * 1e9 / (System.nanoTime() - begin);
    }

    private void pair(StateStore store) {
        if (!(store.consult(question) instanceof PickResult.Chosen chosen)) throw new IllegalStateException("none");
        var reservation = chosen.reservation();
        store.report(List.of(new Outcome.Healthy(reservation.ref(), null, ""),
            new Outcome.Settled(reservation, true, 55)));
    }

    private StateStore file() {
        if (file == null) file = open(new StateBackend.FileState(folder.resolve("state").toString()));
        return file;
    }

    private StateStore memory() {
        if (memory == null) memory = open(new StateBackend.MemoryState());
        return memory;
    }

    private static StateStore open(StateBackend backend) {
        var policy = new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 2, 30_000, 3_600_000);
        StateStore store = StateStores.open(backend, policy, Clock.systemUTC(), path -> path, RedisTls.OF_THE_JDK,
            System.err::println);
        if (store.trouble() != null) throw new IllegalStateException(store.trouble());
        return store;
    }

    @Override
    public void close() throws IOException {
        if (file != null) file.close();
        if (memory != null) memory.close();
        try (var files = Files.walk(folder)) {
            for (var each : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }
}
