package llmrouter.state;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import llmrouter.config.StateBackend;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;

/// State shared by several gateways through a Redis server; the decisions are made there.
///
/// Theory of operation: a question goes to the server, what comes of an attempt is sent there without waiting. All of
/// it is also done to a table in memory, which so knows this gateway's own share. When the server fails (no connection,
/// no answer in time, an error), that table decides, at once, while one thread tries to connect again, after longer and
/// longer pauses. What the gateways do in the meantime is not made known to the server: its counters go on from where
/// they were, leases are taken again, and reservations of a lost server count as used, which is the safe side.
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

    /// Tries to connect before it returns, and goes on trying if that fails.
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
    public PickResult consult(PickRequest question) {
        if (trouble != null) return own.consult(question);
        try {
            PickResult pick = table.pick(question, table.now());
            if (pick instanceof PickResult.Chosen chosen) {
                own.take(question.choices().get(chosen.index()), question.tokens());
            }
            return pick;
        } catch (IOException e) {
            lost(e);
            return own.consult(question);
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

    /// From now on the server is not asked, until it has been connected again. Told by whoever sees it, so said once.
    private synchronized void lost(IOException cause) {
        if (trouble != null || closed) return;
        trouble = where + " cannot be used (" + cause.getMessage() + "): routing state is not shared";
        log.accept("state: " + where + " cannot be used (" + cause.getMessage()
            + "); this gateway decides by itself until it can");
        LockSupport.unpark(keeper);
    }

    private synchronized void found() {
        trouble = null;
        connectedAt = clock.millis();
        log.accept("state: " + where + " can be used again; routing state is shared");
    }

    private void keep() {
        while (!closed) {
            if (trouble == null) refresh();
            else reconnect();
        }
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
            // said when it was lost
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
            log.accept("state: " + where + " may not have heard the last reports (" + e.getMessage() + ")");
        }
        table.close();
        LockSupport.unpark(keeper);
    }
}
