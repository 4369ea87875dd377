package llmrouter.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import llmrouter.config.StateBackend;
import llmrouter.files.FileError;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.RoutingTable;
import llmrouter.state.redis.RedisStore;
import llmrouter.state.redis.RedisTls;

/// Opens the state that the settings ask for.
public final class StateStores {
    private StateStores() {}

    /// Never fails: if the files or the Redis server cannot be used, memory takes their place and a log line says why.
    ///
    /// @param expand makes a path of the settings absolute (`~`)
    /// @param tls    for a Redis server that speaks it
    public static StateStore open(StateBackend backend, HealthPolicy policy, Clock clock, UnaryOperator<String> expand,
            RedisTls tls, Consumer<String> log) {
        return switch (backend) {
            case StateBackend.MemoryState _ -> new MemoryStore(policy, clock);
            case StateBackend.FileState file -> journal(Path.of(expand.apply(file.path())), policy, clock, log);
            case StateBackend.RedisState redis -> RedisStore.open(redis, tls, policy, clock, log);
        };
    }

    /// Reads the state on disk without locking or writing anything, also while a gateway uses it.
    ///
    /// @return null if the state is not kept in files
    /// @throws IOException it cannot be read
    public static RoutingTable peek(StateBackend backend, HealthPolicy policy,
            UnaryOperator<String> expand) throws IOException {
        if (!(backend instanceof StateBackend.FileState file)) return null;
        var table = new AtomicReference<>(new RoutingTable(policy, _ -> {}));
        Path path = Path.of(expand.apply(file.path())).toAbsolutePath();
        if (!Files.isDirectory(path.getParent())) return table.get();
        long now = System.currentTimeMillis();
        new StateFiles(path, _ -> {}).peek(() -> {
            RoutingTable fresh = new RoutingTable(policy, _ -> {});
            table.set(fresh);
            return change -> fresh.restore(change, now);
        });
        return table.get();
    }

    private static StateStore journal(Path path, HealthPolicy policy, Clock clock, Consumer<String> log) {
        String reason;
        try {
            JournalStore store = JournalStore.open(path, policy, clock, log);
            if (store != null) return store;
            reason = "is held by " + StateLock.holder(JournalStore.lockFile(path));
        } catch (IOException e) {
            reason = "cannot be used (" + FileError.words(e) + ")";
        }
        String trouble = path + " " + reason + "; the routing state of this gateway is kept in memory";
        log.accept("state: " + trouble);
        return new MemoryStore(policy, clock, trouble);
    }
}
