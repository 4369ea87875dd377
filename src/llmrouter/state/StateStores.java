package llmrouter.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import llmrouter.config.StateBackend;
import llmrouter.routing.Change;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.RoutingTable;

/// Opens the state that the settings ask for.
public final class StateStores {
    private StateStores() {}

    /// Never fails: what cannot be had as asked is replaced by memory, with a line that says why.
    ///
    /// @param expand makes a path of the settings absolute (`~`)
    public static StateStore open(StateBackend backend, HealthPolicy policy, Clock clock, UnaryOperator<String> expand,
            Consumer<String> log) {
        return switch (backend) {
            case StateBackend.MemoryState _ -> new MemoryStore(policy, clock);
            case StateBackend.FileState file -> journal(Path.of(expand.apply(file.path())), policy, clock, log);
            case StateBackend.RedisState redis -> RedisStore.open(redis, policy, clock, log);
        };
    }

    /// The state as it lies on disk, for looking at it: nothing is locked and nothing written, whoever else has it
    /// open.
    ///
    /// @return null where it is not kept on this disk
    /// @throws IOException it cannot be read
    public static RoutingTable peek(StateBackend backend, HealthPolicy policy,
            UnaryOperator<String> expand) throws IOException {
        if (!(backend instanceof StateBackend.FileState file)) return null;
        var table = new RoutingTable(policy, _ -> {});
        Path path = Path.of(expand.apply(file.path())).toAbsolutePath();
        if (Files.isDirectory(path.getParent())) {
            for (Change change : new StateFiles(path, _ -> {}).peek()) table.apply(change);
        }
        return table;
    }

    private static StateStore journal(Path path, HealthPolicy policy, Clock clock, Consumer<String> log) {
        String reason;
        try {
            JournalStore store = JournalStore.open(path, policy, clock, log);
            if (store != null) return store;
            reason = "is held by " + StateLock.holder(JournalStore.lockFile(path));
        } catch (IOException e) {
            reason = "cannot be used (" + e + ")";
        }
        String trouble = path + " " + reason + "; routing state of this gateway lives in memory";
        log.accept("state: " + trouble);
        return new MemoryStore(policy, clock, trouble);
    }
}
