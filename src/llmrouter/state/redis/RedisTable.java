package llmrouter.state.redis;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

import llmrouter.config.StateBackend;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.EndedCooldown;
import llmrouter.routing.Health;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.Reservation;
import llmrouter.routing.Reservation.Held;
import llmrouter.routing.WindowClock;
import llmrouter.state.redis.RespValue.RespError;
import llmrouter.state.redis.RespValue.RespList;
import llmrouter.state.redis.RespValue.RespText;
import llmrouter.text.Printable;

/// The routing table of all gateways that share a Redis server: the decisions of [llmrouter.routing.RoutingTable], made
/// by scripts on the server. Thread-safe.
final class RedisTable implements AutoCloseable {
    /// How long a request counts as in flight without a renewal.
    static final long LEASE_MS = 60_000;
    private static final String HEALTH = "llm-router:health:";
    /// A server's clock may differ much from this machine's, but not by centuries: 2001 and 2286.
    private static final long EARLIEST_MS = 1_000_000_000_000L;
    private static final long LATEST_MS = 10_000_000_000_000L;
    /// How long the keys of a server are gone through. A server with many keys of other programs may have more.
    private static final long SCAN_NS = 5_000_000_000L;
    private static final int MOST_RECORDS = 20_000;

    /// The requests in flight that one attempt counts as on the server. A lease ends if it is not renewed, so a gateway
    /// that crashes soon counts as none.
    ///
    /// @param buckets keys of the caps on requests in flight
    record Lease(String id, List<String> buckets) {
        /// What is left when these parts are settled; null if nothing is.
        Lease without(List<Held> settled) {
            var left = new ArrayList<>(buckets);
            for (Held held : settled) left.remove(held.key());
            return left.isEmpty() ? null : new Lease(id, List.copyOf(left));
        }
    }

    /// A connection with the ids (SHA-1) of the scripts on its server.
    private record Link(RedisConnection connection, String pick, String report) {}

    private final StateBackend.RedisState where;
    private final RedisTls tls;
    private final HealthPolicy policy;
    private final Clock clock;
    private final String gateway = UUID.randomUUID().toString();
    private final AtomicLong attempts = new AtomicLong();
    private final Map<String, Lease> leases = new HashMap<>();
    private volatile Link link;
    private volatile long ahead;

    RedisTable(StateBackend.RedisState where, RedisTls tls, HealthPolicy policy, Clock clock) {
        this.where = where;
        this.tls = tls;
        this.policy = policy;
        this.clock = clock;
    }

    /// Connects or reconnects, and checks that the server does everything that will be needed.
    ///
    /// @param onEnd called once when this connection has become useless
    /// @throws IOException says why not, without any secret
    void connect(Consumer<IOException> onEnd) throws IOException {
        close();
        RedisConnection connection = RedisConnection.open(where, tls, onEnd);
        try {
            synchronise(connection);
            // a replica and a server without memory refuse this, so they are noticed now
            connection.call("SET", "llm-router:hello", gateway, "PX", "1000");
            link = new Link(connection, load(connection, RedisScripts.PICK), load(connection, RedisScripts.REPORT));
            refresh();
        } catch (IOException e) {
            connection.fail(e);
            throw e;
        }
    }

    private static String load(RedisConnection connection, String script) throws IOException {
        if (connection.call("SCRIPT", "LOAD", script) instanceof RespText sha) return sha.text();
        throw unexpected("SCRIPT LOAD");
    }

    private void synchronise(RedisConnection connection) throws IOException {
        long before = clock.millis();
        RespValue time = connection.call("TIME");
        try {
            List<String> parts = PickReply.texts(time);
            long theirs = Long.parseLong(parts.get(0)) * 1000 + Long.parseLong(parts.get(1)) / 1000;
            if (theirs < EARLIEST_MS || theirs > LATEST_MS) throw unexpected("TIME");
            ahead = theirs - (before + clock.millis()) / 2;
        } catch (ClassCastException | IndexOutOfBoundsException | NumberFormatException _) {
            throw unexpected("TIME");
        }
    }

    static IOException unexpected(String command) {
        return new IOException("the server's reply to " + command + " is not what Redis replies");
    }

    /// The server's time, milliseconds since 1970: gateways whose clocks differ must mean the same windows.
    long now() {
        return clock.millis() + ahead;
    }

    /// To be called every few seconds: reads the server's clock, which also checks the connection, and renews the
    /// leases.
    void refresh() throws IOException {
        Link at = linked();
        synchronise(at.connection);
        renew(now());
    }

    void renew(long now) throws IOException {
        Link at = linked();
        synchronized (leases) { // a lease must not be renewed after its attempt was settled
            if (!leases.isEmpty()) {
                send(at, RedisJson.outcomes(List.of(), List.copyOf(leases.values()), policy, now, LEASE_MS));
            }
        }
    }

    private Link linked() throws IOException {
        Link at = link;
        if (at == null) throw new IOException("not connected");
        return at;
    }

    /// Picks on the server.
    ///
    /// @throws IOException there was no usable reply; something may have been reserved or not
    PickResult pick(PickRequest request, long now) throws IOException {
        Link at = linked();
        String lease = gateway + ":" + attempts.incrementAndGet();
        String json = RedisJson.pickRequest(request, lease, now, policy.ttlMs(), LEASE_MS);
        int most = PickReply.largest(request);
        RespValue reply = at.connection.ask(most, "EVALSHA", at.pick, "0", json);
        if (reply instanceof RespError e && e.code().equals("NOSCRIPT")) {
            reply = at.connection.ask(most, "EVAL", RedisScripts.PICK, "0", json);
        }
        if (reply instanceof RespError e) throw RedisConnection.refused("EVALSHA", e);
        return result(request, lease, now, PickReply.of(request, reply));
    }

    private PickResult result(PickRequest q, String lease, long now, PickReply reply) {
        return switch (reply) {
            case PickReply.Chosen c -> {
                Choice choice = q.choices().get(c.index());
                var reservation = new Reservation(choice.ref(), held(choice, lease, now), q.tokens(), c.probe(), lease,
                    choice.fingerprint());
                yield new PickResult.Chosen(c.index(), reservation, c.lastResort(), c.refused(), c.foreign(), c.scale(),
                    c.skips());
            }
            case PickReply.Capped(long wait, String cap, List<Skip> skips) -> new PickResult.Capped(wait, cap, skips);
            case PickReply.NoneLeft(List<Skip> skips) -> new PickResult.NoneLeft(skips);
        };
    }

    private List<Held> held(Choice choice, String lease, long now) {
        var held = new ArrayList<Held>();
        var flying = new ArrayList<String>();
        for (Cap cap : choice.caps()) {
            held.add(new Held(cap.key(), cap.window() == null ? 0 : WindowClock.start(cap.window(), now)));
            if (cap.inFlight() != null) flying.add(cap.key());
        }
        synchronized (leases) {
            if (!flying.isEmpty()) leases.put(lease, new Lease(lease, flying));
        }
        return held;
    }

    /// Sends the outcomes without waiting for the reply. Calls of this and of [#pick] take effect in their order.
    void report(List<Outcome> outcomes, long now) throws IOException {
        Link at = linked();
        synchronized (leases) {
            forget(outcomes);
            send(at, RedisJson.outcomes(outcomes, List.of(), policy, now, LEASE_MS));
        }
    }

    /// Ends records of candidates.
    ///
    /// @param candidates   which, by `provider/model`
    /// @param fingerprints by provider, if only records of other ones are to end; else null
    /// @return what was ended
    /// @throws IOException there was no usable reply; something may have been ended or not
    List<EndedCooldown> end(Predicate<String> candidates, Map<String, String> fingerprints, long now)
            throws IOException {
        List<String> refs = recorded().stream().filter(candidates).toList();
        if (refs.isEmpty()) return List.of();
        String json = RedisJson.ends(refs, fingerprints, now, policy.ttlMs());
        RespValue reply = linked().connection.call(Resp.LARGEST_REPLY, "EVAL", RedisScripts.END, "0", json);
        var ended = new ArrayList<EndedCooldown>();
        try {
            for (RespValue item : ((RespList) reply).items()) {
                List<String> v = PickReply.texts(item);
                var before = new Health((int) Long.parseLong(v.get(1)), Long.parseLong(v.get(2)),
                    Long.parseLong(v.get(3)), v.get(4), now, "");
                if (EndedCooldown.of(v.get(0), before, now) instanceof EndedCooldown one) ended.add(one);
            }
        } catch (ClassCastException | IndexOutOfBoundsException | NumberFormatException _) {
            throw unexpected("EVAL");
        }
        return ended;
    }

    /// The candidates that have a record on the server.
    private Set<String> recorded() throws IOException {
        RedisConnection connection = linked().connection;
        var refs = new TreeSet<String>();
        long began = System.nanoTime();
        String cursor = "0";
        try {
            do {
                RespValue reply = connection.call(Resp.LARGEST_REPLY, "SCAN", cursor, "MATCH", HEALTH + "*", "COUNT",
                    "1000");
                List<RespValue> parts = ((RespList) reply).items();
                cursor = PickReply.text(parts.get(0));
                for (String key : PickReply.texts(parts.get(1))) {
                    if (key.indexOf('/') > HEALTH.length()) refs.add(key.substring(HEALTH.length()));
                }
            } while (!cursor.equals("0") && refs.size() < MOST_RECORDS && System.nanoTime() - began < SCAN_NS);
        } catch (ClassCastException | IndexOutOfBoundsException _) {
            throw unexpected("SCAN");
        }
        return refs;
    }

    /// A key whose value is of another type than this program writes, with what to do; null if none is found.
    String wrongKey() throws IOException {
        RedisConnection connection = linked().connection;
        long began = System.nanoTime();
        String cursor = "0";
        try {
            do {
                List<String> page = PickReply.texts(connection.call("EVAL", RedisScripts.WRONG_TYPE, "0", cursor));
                cursor = page.get(0);
                if (page.size() > 1) return wrong(page.get(1), page.get(2), page.get(3));
            } while (!cursor.equals("0") && System.nanoTime() - began < SCAN_NS);
        } catch (ClassCastException | IndexOutOfBoundsException _) {
            throw unexpected("EVAL");
        }
        return null;
    }

    private static String wrong(String key, String is, String right) {
        String shown = Printable.of(key, 200);
        return "the key '" + shown + "' has a value of the type " + Printable.of(is, 20) + ", and this program keeps "
            + "one of the type " + right + " there; remove it (DEL '" + shown + "')";
    }

    /// What scripts reply that change nothing, for people.
    ///
    /// @param questions for [RedisScripts#LOOK]
    List<RespValue> look(List<String> questions) throws IOException {
        return linked().connection.askAll(questions.stream()
            .map(json -> new String[] {"EVAL", RedisScripts.LOOK, "0", json}).toList());
    }

    HealthPolicy policy() {
        return policy;
    }

    /// Whether the server is on this machine.
    boolean isLocal() {
        return link instanceof Link at && at.connection.isLocal();
    }

    /// Drops the leases of settled attempts, also if the server cannot be reached.
    void forget(List<Outcome> outcomes) {
        synchronized (leases) {
            for (Outcome o : outcomes) {
                if (!(o instanceof Outcome.Settled(Reservation settled, _, _))) continue;
                leases.computeIfPresent(settled.lease(), (_, lease) -> lease.without(settled.held()));
            }
        }
    }

    private static void send(Link at, String json) {
        at.connection.send("EVALSHA", at.report, "0", json).thenAccept(reply -> {
            if (!(reply instanceof RespError e)) return;
            if (e.code().equals("NOSCRIPT")) at.connection.send("EVAL", RedisScripts.REPORT, "0", json);
            else at.connection.fail(RedisConnection.refused("EVALSHA", e));
        });
    }

    /// Waits until the server has executed what was sent, but not longer than for one reply.
    void flush() throws IOException {
        linked().connection.call("PING");
    }

    @Override
    public void close() {
        Link at = link;
        link = null;
        if (at != null) at.connection.close();
    }
}
