package llmrouter.state.redis;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;
import llmrouter.config.StateBackend;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.EndedCooldown;
import llmrouter.routing.FailureClass;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.Reservation;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.RoutingTable;
import llmrouter.scripted.RedisServer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The table in memory and the scripts in the server are two tellings of the same rules: whatever happens, they decide
/// alike.
class RedisAgreementTest {
    private static final HealthPolicy POLICY = new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 2, 30_000,
        200_000);
    /// Of one provider: two accounts, and one of them at another address; one that is not known.
    private static final List<String> FINGERPRINTS = List.of("11111111.aaaaaaaa", "22222222.aaaaaaaa",
        "11111111.bbbbbbbb", "");
    private static final List<String> SESSIONS = List.of("s1", "s2", "s3");
    private static final int STEPS = 2_000;

    @TempDir
    private Path folder;

    /// An attempt as both tables know it.
    private record Attempt(PickRequest request, Reservation memory, Reservation redis) {}

    /// Random requests and outcomes put to both.
    private static final class Pair {
        private final Random random;
        private final Strategy strategy;
        private final RoutingTable memory = new RoutingTable(POLICY, _ -> {});
        private final RedisTable redis;
        private List<Choice> choices;
        private final List<Attempt> open = new ArrayList<>();
        private final Set<String> answers = new HashSet<>();
        private long now = 1_790_000_000_000L;

        Pair(RedisTable redis, Strategy strategy, long seed) {
            this.redis = redis;
            this.strategy = strategy;
            random = new Random(seed);
            choices = IntStream.range(0, 5).mapToObj(this::choice).toList();
        }

        private Choice choice(int i) {
            String provider = "p" + i / 2;
            var caps = new ArrayList<Cap>();
            if (i < 4) caps.add(new Cap(provider + "/minute", 12L, null, null, new Window(Unit.MINUTE, 1)));
            if (i % 2 == 0) caps.add(new Cap(provider + "/tokens" + i, 50L, 9_000L, null, new Window(Unit.HOUR, 6)));
            if (i == 1 || i == 2) caps.add(new Cap(provider + "/flight" + i, null, null, 3L, null));
            if (i == 3) caps.add(new Cap(provider + "/month", 400L, 90_000L, 4L, new Window(Unit.MONTH, 1)));
            return new Choice(provider + "/m" + i, 1_000_000L * (1 + random.nextInt(5)) / (1 + random.nextInt(3)),
                caps, fingerprint());
        }

        private String fingerprint() {
            return FINGERPRINTS.get(random.nextInt(FINGERPRINTS.size()));
        }

        /// Another gateway, or a changed configuration.
        private void reconfigure() {
            choices = choices.stream().map(c -> new Choice(c.ref(), c.weight(), c.caps(), fingerprint())).toList();
        }

        /// Ends cooldowns as `wake` and a changed configuration do.
        private void end() throws IOException {
            List<EndedCooldown> ours;
            List<EndedCooldown> theirs;
            if (random.nextBoolean()) {
                String provider = "p" + random.nextInt(3);
                ours = memory.end(ref -> ref.startsWith(provider), now);
                theirs = redis.end(ref -> ref.startsWith(provider), null, now);
            } else {
                Map<String, String> present = Map.of("p0", FINGERPRINTS.get(random.nextInt(3)), "p1",
                    FINGERPRINTS.get(random.nextInt(3)));
                ours = memory.adopt(present, now);
                theirs = redis.end(ref -> present.containsKey(ref.substring(0, 2)), present, now);
            }
            assertEquals(Set.copyOf(ours), Set.copyOf(theirs), () -> "at " + now);
            if (!ours.isEmpty()) answers.add("ended");
        }

        private PickRequest request() {
            var barred = new HashSet<Integer>();
            while (random.nextInt(3) == 0) barred.add(random.nextInt(choices.size()));
            if (random.nextInt(50) == 0) {
                for (int i = 0; i < choices.size(); i++) barred.add(i);
            }
            int only = random.nextInt(12) == 0 ? random.nextInt(choices.size()) : -1;
            String session = random.nextBoolean() ? SESSIONS.get(random.nextInt(SESSIONS.size())) : null;
            return new PickRequest("route" + random.nextInt(2), strategy, choices, 3, barred, only, session,
                random.nextInt(3_000),
                random.nextInt(4) == 0 ? List.of("sig0", "sig1", "sig2") : List.of());
        }

        void step() throws IOException {
            now += random.nextInt(25) == 0 ? random.nextInt(400_000) : random.nextInt(2_000);
            redis.renew(now);
            if (random.nextInt(150) == 0) reconfigure();
            if (random.nextInt(100) == 0) end();
            if (open.isEmpty() || random.nextInt(5) < 3) ask(request());
            else report(open.remove(random.nextInt(open.size())));
            if (random.nextInt(20) == 0) look();
        }

        /// What people are told.
        private void look() throws IOException {
            var look = new RedisLook(redis);
            RoutingSnapshot ours = memory.snapshot(choices, now);
            RoutingSnapshot theirs = look.snapshot(choices, now);
            assertEquals(ours.uses(), theirs.uses(), () -> "at " + now);
            assertEquals(shown(ours), shown(theirs), () -> "at " + now);
            Map<String, String> present = Map.of("p0", FINGERPRINTS.get(random.nextInt(3)), "p2",
                FINGERPRINTS.get(random.nextInt(3)));
            RoutingSnapshot failing = memory.unhealthy(present, now);
            assertEquals(shown(failing), shown(look.unhealthy(present, now)), () -> "at " + now);
            if (!failing.health().isEmpty()) answers.add("failing");
        }

        private Map<String, String> shown(RoutingSnapshot snapshot) {
            var shown = new TreeMap<String, String>();
            snapshot.health().forEach((ref, h) -> shown.put(ref, h.strikes() + " " + h.state(now) + " "
                + Math.max(0, h.availableAt() - now)));
            return shown;
        }

        private void ask(PickRequest request) throws IOException {
            PickResult theirs = redis.pick(request, now);
            PickResult ours = memory.pick(request, now);
            assertEquals(comparable(ours), comparable(theirs), () -> "at " + now + ", " + request);
            if (ours instanceof PickResult.Chosen a && theirs instanceof PickResult.Chosen b) {
                open.add(new Attempt(request, a.reservation(), b.reservation()));
            }
            answers.add(ours instanceof PickResult.Chosen c ? c.lastResort() ? "last resort" : "chosen"
                : ours.getClass().getSimpleName());
            ours.skipped().forEach(s -> answers.addAll(s.words()));
        }

        /// The lease is the server's own.
        private static PickResult comparable(PickResult pick) {
            if (!(pick instanceof PickResult.Chosen c)) return pick;
            Reservation r = c.reservation();
            return new PickResult.Chosen(c.index(), new Reservation(r.ref(), r.held(), r.tokens(), r.probe(), null,
                r.fingerprint()),
                c.lastResort(), c.refused(), c.foreign(), c.scale(), c.skipped());
        }

        private void report(Attempt attempt) throws IOException {
            String ref = attempt.memory.ref();
            var said = new ArrayList<Outcome>();
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    said.add(new Outcome.Healthy(ref, attempt.request.affinity(), attempt.memory.fingerprint()));
                    if (random.nextBoolean()) {
                        said.add(new Outcome.Signed("sig" + random.nextInt(3),
                            attempt.request.choices().get(random.nextInt(5)).provider()));
                    }
                }
                case 2 -> said.add(new Outcome.Refused(ref, "field" + random.nextInt(3)));
                case 3 -> said.add(Outcome.Measured.of(ref, random.nextInt(4_000), 1_000));
                default -> said.add(new Outcome.Failed(ref,
                    FailureClass.values()[random.nextInt(FailureClass.values().length)],
                    random.nextBoolean() ? -1 : random.nextInt(90_000), attempt.memory.fingerprint()));
            }
            boolean reached = random.nextInt(4) > 0;
            long tokens = random.nextInt(3) == 0 ? -1 : random.nextInt(4_000);
            var theirs = new ArrayList<>(said);
            said.add(new Outcome.Settled(attempt.memory, reached, tokens));
            theirs.add(new Outcome.Settled(attempt.redis, reached, tokens));
            for (Outcome o : said) memory.report(o, now);
            redis.report(theirs, now);
        }
    }

    @ParameterizedTest
    @EnumSource
    void memoryAndServerDecideAlike(Strategy strategy) throws Exception {
        try (var server = RedisServer.start(folder)) {
            var seen = new HashSet<String>();
            for (int seed = 0; seed < 3; seed++) {
                clear(server);
                try (var table = table(server)) {
                    var pair = new Pair(table, strategy, seed);
                    for (int i = 0; i < STEPS; i++) pair.step();
                    seen.addAll(pair.answers);
                }
            }
            assertTrue(seen.containsAll(Set.of("chosen", "last resort", "Capped", "NoneLeft", "quota-exhausted",
                "cooldown", "circuit-open", "circuit-probing", "ended", "failing")), seen::toString);
        }
    }

    @Test
    void everyKeyIsOursAndExpires() throws Exception {
        try (var server = RedisServer.start(folder); var table = table(server)) {
            var pair = new Pair(table, Strategy.AUTO, 7);
            for (int i = 0; i < 500; i++) pair.step();
            try (var connection = connection(server)) {
                var keys = (RespValue.RespList) connection.call("KEYS", "*");
                assertTrue(keys.items().size() > 20, keys::toString);
                for (RespValue key : keys.items()) {
                    String name = ((RespValue.RespText) key).text();
                    assertTrue(name.startsWith("llm-router:"), name);
                    assertTrue(connection.call("PTTL", name) instanceof RespValue.RespNumber n
                        && n.number() > 0, name + " never expires");
                }
            }
        }
    }

    private static RedisTable table(RedisServer server) throws IOException {
        var table = new RedisTable(where(server), RedisTls.OF_THE_JDK, POLICY, Clock.systemUTC());
        table.connect(_ -> {});
        return table;
    }

    private static StateBackend.RedisState where(RedisServer server) {
        return new StateBackend.RedisState(false, "127.0.0.1", server.port(), null, null, 0);
    }

    private static RedisConnection connection(RedisServer server) throws IOException {
        return RedisConnection.open(where(server), RedisTls.OF_THE_JDK, _ -> {});
    }

    private static void clear(RedisServer server) throws IOException {
        try (var connection = connection(server)) {
            connection.call("FLUSHDB");
        }
    }
}
