package llmrouter.state;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

import llmrouter.config.StateBackend;
import llmrouter.files.FileError;
import llmrouter.routing.Candidate;
import llmrouter.routing.EndedCooldown;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.threads.Rounds;

/// State that several gateways share through a Redis server, where the decisions are made.
///
/// Theory of operation: a pick waits for the server's reply; outcomes are sent without waiting. Both are also applied
/// to a table in memory, which so knows this gateway's own share. If the server fails (no connection, no reply in time,
/// an error), that table decides at once, and one thread tries to connect again, with growing pauses. The server does
/// not learn what the gateways did meanwhile: its counters continue from their last values, leases are renewed, and
/// what was reserved before the failure and not settled stays counted, which is the safe side.
final class RedisStore implements StateStore {
    private static final long REFRESH_MS = 10_000;
    private static final long FIRST_PAUSE_MS = 250;
    private static final long LONGEST_PAUSE_MS = 15_000;
    /// A connection that lasted shorter than this does not shorten the pauses again.
    private static final long STABLE_MS = 30_000;

    private final StateBackend.RedisState where;
    private final RedisTable table;
    private final MemoryStore own;
    private final Clock clock;
    private final Consumer<String> log;
    private final Thread keeper = Thread.ofVirtual().name("redis-keeper").unstarted(this::keep);
    private long pauseMs = FIRST_PAUSE_MS;
    private long connectedAt;
    private volatile String trouble;
    private volatile boolean closed;

    private RedisStore(StateBackend.RedisState where, HealthPolicy policy, Clock clock, Consumer<String> log) {
        this.where = where;
        this.clock = clock;
        this.log = log;
        this.table = new RedisTable(where, policy, clock);
        this.own = new MemoryStore(policy, clock);
    }

    /// Tries to connect once before it returns. If that fails, another thread tries again.
    static RedisStore open(StateBackend.RedisState where, HealthPolicy policy, Clock clock, Consumer<String> log) {
        var store = new RedisStore(where, policy, clock, log);
        try {
            store.table.connect(store::lost);
        } catch (IOException e) {
            store.lost(e);
        }
        store.keeper.start();
        return store;
    }

    @Override
    public PickResult consult(PickRequest request) {
        if (trouble != null) return own.consult(request);
        try {
            PickResult pick = table.pick(request, table.now());
            if (pick instanceof PickResult.Chosen chosen) {
                own.count(request.choices().get(chosen.index()), request.tokens());
            }
            return pick;
        } catch (IOException e) {
            lost(e);
            return own.consult(request);
        }
    }

    @Override
    public void report(List<Outcome> outcomes) {
        own.report(outcomes);
        if (trouble != null) {
            table.forget(outcomes);
            return;
        }
        List<Outcome> shared = outcomes.stream()
            .filter(o -> !(o instanceof Outcome.Settled s) || s.reservation().lease() != null).toList();
        try {
            if (!shared.isEmpty()) table.report(shared, table.now());
        } catch (IOException e) {
            lost(e);
        }
    }

    @Override
    public List<EndedCooldown> end(Predicate<String> candidates) {
        return end(candidates, null, own.end(candidates));
    }

    @Override
    public List<EndedCooldown> adopt(Map<String, String> fingerprints) {
        return end(ref -> fingerprints.containsKey(Candidate.providerOf(ref)), fingerprints,
            own.adopt(fingerprints));
    }

    /// @param here what was ended in memory, which is all that can be said if the server cannot be reached
    private List<EndedCooldown> end(Predicate<String> candidates, Map<String, String> fingerprints,
            List<EndedCooldown> here) {
        if (trouble != null) return here;
        try {
            return table.end(candidates, fingerprints, table.now());
        } catch (IOException e) {
            lost(e);
            return here;
        }
    }

    /// From now on memory decides, until the server is connected again. Several threads may notice a failure; it is
    /// logged once.
    private synchronized void lost(IOException cause) {
        if (trouble != null || closed) return;
        trouble = where + " cannot be used (" + FileError.words(cause) + "): routing state is not shared";
        log.accept("state: " + where + " cannot be used (" + FileError.words(cause)
            + "); this gateway decides by itself until then");
        LockSupport.unpark(keeper);
    }

    private synchronized void found() {
        trouble = null;
        connectedAt = clock.millis();
        log.accept("state: " + where + " can be used again; routing state is shared");
    }

    private void keep() {
        Rounds.repeat(() -> closed, () -> {
            if (trouble == null) refresh();
            else reconnect();
        });
    }

    private void refresh() {
        LockSupport.parkNanos(REFRESH_MS * 1_000_000);
        if (closed || trouble != null) return;
        try {
            table.refresh();
        } catch (IOException e) {
            lost(e);
        }
    }

    private void reconnect() {
        if (clock.millis() - connectedAt > STABLE_MS) pauseMs = FIRST_PAUSE_MS;
        connectedAt = Long.MAX_VALUE; // each failure makes the next pause longer
        LockSupport.parkNanos(pauseMs * 1_000_000);
        if (closed) return;
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
        try {
            table.connect(this::lost);
            if (closed) table.close();
            else found();
        } catch (IOException _) {
            // the failure is logged already
        }
    }

    @Override
    public String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (trouble == null) table.flush();
        } catch (IOException e) {
            log.accept("state: " + where + " may not have received the last reports (" + FileError.words(e) + ")");
        }
        table.close();
        LockSupport.unpark(keeper);
    }
}
