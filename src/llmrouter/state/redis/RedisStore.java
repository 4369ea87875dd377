package llmrouter.state.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import llmrouter.config.StateBackend;
import llmrouter.files.FileError;
import llmrouter.routing.Candidate;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.EndedCooldown;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable.Use;
import llmrouter.state.MemoryStore;
import llmrouter.state.StateStore;

/// State that several gateways share through a Redis server, where the decisions are made.
///
/// Theory of operation: a pick waits for the server's reply; outcomes are sent without waiting. Both are also applied
/// to a table in memory, which so knows this gateway's own share. If the server fails (no connection, no reply in time,
/// an error), that table decides at once, and one thread tries to connect again, with growing pauses. The server does
/// not learn what the gateways did meanwhile: its counters continue from their last values, leases are renewed, and
/// what was reserved before the failure and not settled stays counted, which is the safe side.
public final class RedisStore implements StateStore {
    private static final long REFRESH_MS = 10_000;
    private static final long FIRST_PAUSE_MS = 250;
    private static final long LONGEST_PAUSE_MS = 15_000;
    /// A connection that lasted shorter than this does not shorten the pauses again.
    private static final long STABLE_MS = 30_000;
    /// So many losses within that time are not said each.
    private static final int MANY = 3;
    private static final String FOUND = " can be used again; routing state is shared";
    private static final String DECIDES = "); until it can be used again, this gateway decides by itself";

    private final StateBackend.RedisState where;
    private final RedisTable table;
    private final MemoryStore own;
    private final Clock clock;
    private final Consumer<String> log;
    private final Thread keeper = Thread.ofVirtual().name("redis-keeper").unstarted(this::keep);
    private final RedisLook look;
    private long pauseMs = FIRST_PAUSE_MS;
    private volatile long connectedAt;
    /// What was said last to be wrong with the server.
    private String said;
    /// How many connections in turn lasted a short time only.
    private int shortLived;
    /// Whether the present loss, or the return after it, is not said.
    private boolean silent;
    private volatile boolean wrongTypes;
    private boolean warned;
    private volatile String trouble;
    private volatile boolean closed;

    private RedisStore(StateBackend.RedisState where, RedisTls tls, HealthPolicy policy, Clock clock,
            Consumer<String> log) {
        this.where = where;
        this.clock = clock;
        this.log = log;
        this.table = new RedisTable(where, tls, policy, clock);
        this.look = new RedisLook(table);
        this.own = new MemoryStore(policy, clock);
    }

    /// Tries to connect once before it returns. If that fails, another thread tries again.
    public static RedisStore open(StateBackend.RedisState where, RedisTls tls, HealthPolicy policy, Clock clock,
            Consumer<String> log) {
        var store = new RedisStore(where, tls, policy, clock, log);
        store.warnOfPlainText();
        try {
            store.table.connect(store::lost);
            store.connectedAt = clock.millis();
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

    @Override
    public RoutingSnapshot snapshot(List<Choice> choices) {
        return told(() -> look.snapshot(choices), () -> own.snapshot(choices));
    }

    @Override
    public RoutingSnapshot unhealthy(Map<String, String> fingerprints) {
        return told(() -> look.unhealthy(fingerprints), () -> own.unhealthy(fingerprints));
    }

    @Override
    public Map<String, Use> uses(List<Cap> caps) {
        return told(() -> look.uses(caps), () -> own.uses(caps));
    }

    private interface Question<T> {
        T ask() throws IOException;
    }

    /// What all gateways know; what this one knows if the server does not say it.
    private <T> T told(Question<T> shared, Supplier<T> here) {
        if (trouble != null) return here.get();
        try {
            return shared.ask();
        } catch (IOException _) {
            return here.get(); // the next request of a client notices whether the server can be used
        }
    }

    /// From now on memory decides, until the server is connected again. Several threads may notice a failure; it is
    /// logged once. A server that can be connected and then fails again and again is not news each time.
    private synchronized void lost(IOException cause) {
        if (trouble != null || closed) return;
        String words = FileError.words(cause);
        shortLived = clock.millis() - connectedAt < STABLE_MS ? shortLived + 1 : 0;
        silent = shortLived > 0 && (words.equals(said) || shortLived >= MANY);
        said = words;
        wrongTypes |= words.contains("WRONGTYPE");
        trouble = where + " cannot be used (" + words + "): routing state is not shared";
        if (!silent) log.accept("state: " + where + " cannot be used (" + words + DECIDES);
        LockSupport.unpark(keeper);
    }

    private synchronized void found() {
        trouble = null;
        connectedAt = clock.millis();
        if (!silent) log.accept("state: " + where + FOUND);
    }

    /// The server can be connected, but a key on it is not as this program needs it.
    private synchronized void isWrong(String key) {
        trouble = where + " cannot be used (" + key + "): routing state is not shared";
        if (!key.equals(said)) log.accept("state: " + where + " cannot be used: " + key + DECIDES.substring(1));
        said = key;
    }

    /// Says once that others can read what is sent.
    private void warnOfPlainText() {
        if (warned || where.tls() || isOnThisMachine(where.host())) return;
        warned = true;
        log.accept("state: " + where + " is used without TLS: " + (where.password() == null ? "" : "the password and ")
            + "the routing state can be read on the way; if the server speaks TLS, write " + StateBackend.TLS
            + " in LLM_ROUTER_STATE_BACKEND");
    }

    /// @return also true if the host is not known, since then nothing is sent
    private static boolean isOnThisMachine(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException _) {
            return true;
        }
    }

    private void keep() {
        while (!closed) {
            try {
                if (trouble == null) refresh();
                else reconnect();
            } catch (RuntimeException | Error e) {
                lost(new IOException("a failure of this gateway: " + e, e)); // it tries again after a pause
            }
        }
    }

    private void refresh() {
        LockSupport.parkNanos(REFRESH_MS * 1_000_000);
        if (closed || trouble != null) return;
        try {
            table.refresh();
            settled();
        } catch (IOException e) {
            lost(e);
        }
    }

    private synchronized void settled() {
        if (!silent || trouble != null || clock.millis() - connectedAt < STABLE_MS) return;
        silent = false;
        log.accept("state: " + where + FOUND);
    }

    private void reconnect() {
        if (clock.millis() - connectedAt > STABLE_MS) pauseMs = FIRST_PAUSE_MS;
        connectedAt = Long.MAX_VALUE; // each failure makes the next pause longer
        LockSupport.parkNanos(pauseMs * 1_000_000);
        if (closed) return;
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
        try {
            table.connect(this::lost);
            String wrong = wrongTypes ? table.wrongKey() : null;
            if (closed || wrong != null) table.close();
            if (closed) return;
            if (wrong != null) {
                isWrong(wrong);
                return;
            }
            wrongTypes = false;
            warnOfPlainText();
            found();
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
        if (closed) return;
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
