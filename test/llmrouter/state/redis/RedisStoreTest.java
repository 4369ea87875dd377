package llmrouter.state.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;
import llmrouter.config.Alias.Strategy;
import llmrouter.config.Bucket;
import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;
import llmrouter.config.StateBackend;
import llmrouter.config.StateBackend.RedisState;
import llmrouter.routing.CandidateState;
import llmrouter.routing.Choice;
import llmrouter.routing.Choice.Cap;
import llmrouter.routing.FailureClass;
import llmrouter.routing.HealthPolicy;
import llmrouter.routing.Outcome;
import llmrouter.routing.PickRequest;
import llmrouter.routing.PickResult;
import llmrouter.routing.RoutingSnapshot;
import llmrouter.routing.SkipReason;
import llmrouter.scripted.RedisServer;
import llmrouter.state.StateStore;
import llmrouter.state.StateStores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RedisStoreTest {
    private static final HealthPolicy POLICY = new HealthPolicy(45_000, 30_000, 900_000, 600_000, 120_000, 2, 30_000,
        86_400_000);
    private static final String PASSWORD = "correct-horse-battery";
    private static final long NOW = 1_790_000_000_000L;

    @TempDir
    private Path folder;
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

    private StateStore open(String url) {
        return open(url, Clock.systemUTC());
    }

    private StateStore open(String url, Clock clock) {
        return StateStores.open(StateBackend.parse(url, null), POLICY, clock, path -> path, RedisTls.OF_THE_JDK,
            log::add);
    }

    private static PickRequest request(Strategy strategy, Choice... choices) {
        return new PickRequest("r", strategy, List.of(choices), choices.length, Set.of(), -1, null, 0, List.of());
    }

    private static Choice capped(Cap cap) {
        return new Choice("p/m", 1_000_000, List.of(cap));
    }

    /// @param requests in half a year, so that no test crosses a window's end
    private static PickRequest atMost(long requests) {
        return request(Strategy.ORDERED, capped(new Cap("p/b", requests, null, null, new Window(Unit.MONTH, 600))));
    }

    private String line() throws InterruptedException {
        String line = log.poll(30, TimeUnit.SECONDS);
        assertNotNull(line, "nothing was logged");
        return line;
    }

    private static void settle(StateStore store, PickResult pick, boolean reached) {
        store.report(List.of(new Outcome.Settled(assertInstanceOf(PickResult.Chosen.class, pick).reservation(), reached,
            -1)));
    }

    @Test
    void twoGatewaysKeepWeightsTogether() throws Exception {
        try (var server = RedisServer.start(folder); var one = open(server.url()); var two = open(server.url());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var heavy = new AtomicInteger();
            PickRequest request = request(Strategy.WEIGHTED_RR, new Choice("p/heavy", 2_000_000, List.of()),
                new Choice("p/light", 1_000_000, List.of()));
            var workers = IntStream.range(0, 20).<Callable<Void>>mapToObj(worker -> () -> {
                StateStore store = worker % 2 == 0 ? one : two;
                for (int i = 0; i < 500; i++) {
                    if (store.consult(request) instanceof PickResult.Chosen c && c.index() == 0) {
                        heavy.incrementAndGet();
                    }
                }
                return null;
            }).toList();
            for (var done : threads.invokeAll(workers)) done.get();
            assertEquals(10_000 * 2 / 3, heavy.get(), 67, log::toString);
            assertTrue(log.isEmpty(), log::toString);
        }
    }

    @Test
    void whatNeverReachedTheProviderIsGivenBackToAll() throws Exception {
        try (var server = RedisServer.start(folder); var one = open(server.url()); var two = open(server.url())) {
            PickResult first = one.consult(atMost(1));
            assertInstanceOf(PickResult.Capped.class, two.consult(atMost(1)));
            settle(one, first, false);
            one.consult(request(Strategy.ORDERED)); // its reply comes after the report was executed
            PickResult second = assertInstanceOf(PickResult.Chosen.class, two.consult(atMost(1)));
            settle(two, second, true);
            assertInstanceOf(PickResult.Capped.class, two.consult(atMost(1)));
        }
    }

    @Test
    void anOutageIsNewsToTheOtherGateway() throws Exception {
        try (var server = RedisServer.start(folder); var one = open(server.url()); var two = open(server.url())) {
            one.report(List.of(new Outcome.Failed("p/m", FailureClass.TIMEOUT, -1, "")));
            one.consult(request(Strategy.ORDERED));
            PickRequest request = request(Strategy.ORDERED, new Choice("p/m", 1, List.of()),
                new Choice("p/n", 1, List.of()));
            assertEquals(List.of(new PickResult.Skip("p/m", List.of(SkipReason.CIRCUIT_OPEN))),
                two.consult(request).skipped());
        }
    }

    @Test
    void clocksThatDifferMeanTheSameWindow() throws Exception {
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofDays(-400));
        Clock early = Clock.offset(Clock.systemUTC(), Duration.ofDays(400));
        var cap = new Cap("p/b", 1L, null, null, new Window(Unit.DAY, 300));
        try (var server = RedisServer.start(folder); var one = open(server.url(), late); var two = open(server.url(),
            early)) {
            assertInstanceOf(PickResult.Chosen.class, one.consult(request(Strategy.ORDERED, capped(cap))));
            assertInstanceOf(PickResult.Capped.class, two.consult(request(Strategy.ORDERED, capped(cap))));
        }
    }

    @Test
    void requestsOfADeadGatewayAreNotInFlightForEver() throws Exception {
        PickRequest request = request(Strategy.ORDERED, capped(new Cap("p/b", null, null, 1L, null)));
        try (var server = RedisServer.start(folder); var dead = table(server.port());
                var other = table(server.port())) {
            assertInstanceOf(PickResult.Chosen.class, dead.pick(request, NOW));
            dead.renew(NOW + 50_000);
            dead.flush();
            assertInstanceOf(PickResult.Capped.class, other.pick(request, NOW + 100_000));
            assertInstanceOf(PickResult.Chosen.class, other.pick(request, NOW + 50_001 + RedisTable.LEASE_MS));
        }
    }

    /// The attempt is over and its provider has room again, but the client's request still is in flight.
    @Test
    void aClientsRequestIsInFlightLongerThanItsAttempt() throws Exception {
        var ofProvider = new Cap("p/b", null, null, 1L, null);
        var ofClient = Cap.ofClient("ci", new Bucket("few", null, List.of(), null, null, 1L, null));
        try (var server = RedisServer.start(folder); var table = table(server.port())) {
            var both = request(Strategy.ORDERED, new Choice("p/m", 1, List.of(ofProvider, ofClient)));
            var chosen = assertInstanceOf(PickResult.Chosen.class, table.pick(both, NOW));
            table.report(List.of(new Outcome.Settled(chosen.reservation().ofAttempt(), true, -1)), NOW);
            table.renew(NOW + 50_000);
            long later = NOW + 50_001;
            assertInstanceOf(PickResult.Chosen.class,
                table.pick(request(Strategy.ORDERED, capped(ofProvider)), later));
            assertEquals("key:ci/few", assertInstanceOf(PickResult.Capped.class,
                table.pick(request(Strategy.ORDERED, capped(ofClient)), NOW + RedisTable.LEASE_MS + 1_000)).cap());
            table.report(List.of(new Outcome.Settled(chosen.reservation().ofClient(), true, -1)), later);
            assertInstanceOf(PickResult.Chosen.class,
                table.pick(request(Strategy.ORDERED, capped(ofClient)), later));
        }
    }

    private static RedisTable table(int port) throws IOException {
        var table = new RedisTable(new RedisState(false, "127.0.0.1", port, null, null, 0), RedisTls.OF_THE_JDK, POLICY,
            Clock.systemUTC());
        table.connect(_ -> {});
        return table;
    }

    @Test
    void aServerThatDiesRefusesNoRequest() throws Exception {
        try (var server = RedisServer.start(folder); var store = open(server.url())) {
            settle(store, store.consult(atMost(3)), true);
            PickResult interrupted = store.consult(atMost(3));
            server.kill();
            settle(store, interrupted, true);
            assertInstanceOf(PickResult.Chosen.class, store.consult(atMost(3)), "its own share is known");
            assertInstanceOf(PickResult.Capped.class, store.consult(atMost(3)), "what the user capped stays capped");
            for (int i = 0; i < 1000; i++) assertInstanceOf(PickResult.Chosen.class, store.consult(atMost(1_000_000)));
            String warning = line();
            assertTrue(warning.startsWith("state: " + server.url() + "/0 cannot be used (")
                && warning.endsWith("until it can be used again, this gateway decides by itself"), warning);
            assertTrue(store.trouble().endsWith("routing state is not shared"), store.trouble());

            server.start();
            assertEquals("state: " + server.url() + "/0 can be used again; routing state is shared", line());
            assertNull(store.trouble());
            try (var other = open(server.url())) {
                assertInstanceOf(PickResult.Chosen.class, store.consult(atMost(1)), "a new server knows nothing");
                assertInstanceOf(PickResult.Capped.class, other.consult(atMost(1)));
            }
            assertTrue(log.isEmpty(), log::toString);
        }
    }

    @Test
    void requestsInFlightAreKnownToANewServer() throws Exception {
        PickRequest request = request(Strategy.ORDERED, capped(new Cap("p/b", null, null, 1L, null)));
        try (var server = RedisServer.start(folder); var store = open(server.url())) {
            PickResult flying = store.consult(request);
            server.kill();
            line();
            server.start();
            line();
            assertInstanceOf(PickResult.Capped.class, store.consult(request));
            settle(store, flying, true);
            assertInstanceOf(PickResult.Chosen.class, store.consult(request));
        }
    }

    @Test
    void aServerThatHangsDelaysOnlyOnce() throws Exception {
        try (var server = RedisServer.start(folder); var store = open(server.url())) {
            store.consult(atMost(1_000_000));
            server.freeze();
            long began = System.nanoTime();
            assertInstanceOf(PickResult.Chosen.class, store.consult(atMost(1_000_000)));
            long first = System.nanoTime();
            for (int i = 0; i < 1000; i++) assertInstanceOf(PickResult.Chosen.class, store.consult(atMost(1_000_000)));
            long rest = System.nanoTime() - first;
            assertTrue(first - began < 2_000_000_000L, "the first took " + (first - began) / 1_000_000 + " ms");
            assertTrue(rest < 1_000_000_000L, "the thousand after it took " + rest / 1_000_000 + " ms");
            assertTrue(line().contains("there was no answer for 500 ms"));
            server.thaw();
            assertTrue(line().contains("can be used again"));
        }
    }

    @Test
    void scriptsThatTheServerForgotAreSentAgain() throws Exception {
        try (var server = RedisServer.start(folder); var store = open(server.url());
                var admin = RedisConnection.open(new RedisState(false, "127.0.0.1", server.port(), null, null, 0),
                    RedisTls.OF_THE_JDK, _ -> {})) {
            admin.call("SCRIPT", "FLUSH");
            PickResult pick = assertInstanceOf(PickResult.Chosen.class, store.consult(atMost(1)));
            admin.call("SCRIPT", "FLUSH");
            settle(store, pick, false);
            // the report is refused, and sent again before this is answered or right after
            store.consult(request(Strategy.ORDERED));
            store.consult(request(Strategy.ORDERED));
            assertInstanceOf(PickResult.Chosen.class, store.consult(atMost(1)));
            assertTrue(log.isEmpty(), log::toString);
        }
    }

    /// A value of another type never went away, and the same two lines were logged every 15 seconds.
    @Test
    void aKeyOfAnotherTypeIsNamedOnceWithWhatToDo() throws Exception {
        try (var server = RedisServer.start(folder); var store = open(server.url());
                var admin = admin(server)) {
            admin.call("SET", "llm-router:health:p/m", "of another program");
            assertInstanceOf(PickResult.Chosen.class, store.consult(atMost(1_000_000)));
            assertTrue(line().contains("the server refuses EVALSHA: WRONGTYPE"));
            assertEquals("state: " + server.url() + "/0 cannot be used: the key 'llm-router:health:p/m' has a value of "
                + "the type string, and this program keeps one of the type hash there; remove it "
                + "(DEL 'llm-router:health:p/m'); until it can be used again, this gateway decides by itself", line());
            assertTrue(store.trouble().contains("(DEL 'llm-router:health:p/m')"), store.trouble());
            long before = calls(admin, "script|load");
            Await.until("it was tried again", () -> calls(admin, "script|load") > before + 1);
            assertTrue(log.isEmpty(), log::toString);
            admin.call("DEL", "llm-router:health:p/m");
            assertTrue(line().contains("can be used again"));
            assertNull(store.trouble());
        }
    }

    private static RedisConnection admin(RedisServer server) throws IOException {
        return RedisConnection.open(new RedisState(false, "127.0.0.1", server.port(), null, null, 0),
            RedisTls.OF_THE_JDK, _ -> {});
    }

    /// How often the server has executed a command.
    private static long calls(RedisConnection admin, String command) throws IOException {
        String info = PickReply.text(admin.call("INFO", "commandstats"));
        int at = info.indexOf("cmdstat_" + command + ":calls=");
        if (at < 0) return 0;
        int from = info.indexOf('=', at) + 1;
        return Long.parseLong(info.substring(from, info.indexOf(',', from)));
    }

    /// What people are told is asked of the server at once, and again after a second at the earliest.
    @Test
    void peopleSeeWhatAllGatewaysKnowWithFewQuestions() throws Exception {
        try (var server = RedisServer.start(folder); var one = open(server.url()); var two = open(server.url());
                var admin = admin(server)) {
            var cap = new Cap("p/b", 9L, null, 3L, new Window(Unit.MONTH, 600));
            var choices = IntStream.range(0, 1_100).mapToObj(i -> new Choice("p/m" + i, 1, List.of(cap))).toList();
            one.consult(request(Strategy.ORDERED, choices.getFirst()));
            one.report(List.of(new Outcome.Failed("p/m1", FailureClass.RATE_LIMITED, 60_000, "")));
            one.consult(request(Strategy.ORDERED));
            long before = calls(admin, "eval");
            RoutingSnapshot seen = two.snapshot(choices);
            assertEquals(CandidateState.COOLDOWN, seen.health().get("p/m1").state(seen.at()));
            assertEquals(CandidateState.OK, seen.health().get("p/m0").state(seen.at()));
            assertEquals(1_100, seen.health().size());
            assertEquals(1, seen.uses().get("p/b").requests());
            assertEquals(1, seen.uses().get("p/b").inFlight());
            assertEquals(seen, two.snapshot(choices));
            assertEquals(3, calls(admin, "eval") - before, "five hundred candidates at a time, once");
            assertEquals(Set.of("p/m1"), two.unhealthy(Map.of("p", "")).health().keySet());
            assertEquals(seen.uses().get("p/b"), two.uses(List.of(cap)).get("p/b"));
            server.kill();
            two.consult(request(Strategy.ORDERED));
            assertEquals(0, two.snapshot(choices).uses().get("p/b").requests(), "what this gateway itself has counted");
        }
    }

    /// A gateway that meets a server in any state keeps neither connections nor threads of those before.
    @Test
    void nothingIsLeftOfConnectionsThatFailed() throws Exception {
        try (var server = RedisServer.start(folder)) {
            for (int i = 0; i < 50; i++) {
                try (var table = table(server.port())) {
                    table.pick(request(Strategy.ORDERED), NOW);
                    if (i % 10 == 0) {
                        server.freeze();
                        assertThrows(IOException.class, () -> table.pick(request(Strategy.ORDERED), NOW));
                        server.thaw();
                    } else if (i % 2 == 0) {
                        server.kill();
                        assertThrows(IOException.class, () -> table.pick(request(Strategy.ORDERED), NOW));
                        server.start();
                    }
                }
            }
            Await.until("the threads of all connections end", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("redis-")));
            try (var admin = admin(server)) {
                String clients = PickReply.text(admin.call("CLIENT", "LIST"));
                assertEquals(1, clients.lines().count(), clients);
            }
        }
    }

    @Test
    void aServerOnAnotherMachineWithoutTlsIsWarnedOfOnce() throws Exception {
        try (var store = open("redis://:" + PASSWORD + "@192.0.2.1:6379")) { // RFC 5737: no such machine
            assertEquals("state: redis://192.0.2.1:6379/0 is used without TLS: the password and the routing state can "
                + "be read on the way; if the server speaks TLS, write rediss:// in LLM_ROUTER_STATE_BACKEND", line());
            assertTrue(line().contains("cannot be used ("));
            assertNotNull(store.trouble());
        }
    }

    @Test
    void aWrongPasswordIsSaidWithoutIt() throws Exception {
        try (var server = RedisServer.start(folder, "--requirepass", PASSWORD)) {
            try (var store = open("redis://:" + PASSWORD + "@127.0.0.1:" + server.port() + "/3")) {
                assertNull(store.trouble());
            }
            try (var store = open("redis://:not-" + PASSWORD + "@127.0.0.1:" + server.port())) {
                assertInstanceOf(PickResult.Chosen.class, store.consult(atMost(1)));
                String warning = line();
                assertTrue(warning.contains("the login was refused (WRONGPASS)"), warning);
                assertFalse(warning.contains(PASSWORD) || store.trouble().contains(PASSWORD), warning);
            }
            try (var store = open(server.url())) {
                assertTrue(line().contains("NOAUTH"));
                assertNotNull(store.trouble());
            }
        }
    }

    @Test
    void aServerThatRepeatsThePasswordIsNotQuoted() throws Exception {
        try (var liar = answering("-ERR unknown command `AUTH`, with args beginning with: `" + PASSWORD
            + "`\r\n"); var store = open("redis://:" + PASSWORD + "@127.0.0.1:" + liar.getLocalPort())) {
            assertInstanceOf(PickResult.Chosen.class, store.consult(atMost(1)));
            String warning = line();
            assertTrue(warning.contains("(ERR)") && !warning.contains(PASSWORD), warning);
        }
    }

    @Test
    void whatIsNoRedisIsSaidToBeNone() throws Exception {
        for (String answer : List.of("HTTP/1.1 400 Bad Request\r\n\r\n", "+OK\r\n", ":1\r\n", "*2\r\n+x\r\n+y\r\n",
            "$99999999\r\n", "+OK\r\n+OK\r\n+OK\r\n+OK\r\n", "")) {
            try (var liar = answering(answer); var store = open("redis://127.0.0.1:" + liar.getLocalPort())) {
                assertInstanceOf(PickResult.Chosen.class, store.consult(atMost(1)), answer);
                assertTrue(line().contains("cannot be used ("), answer);
            }
        }
    }

    /// A server that answers each command, or whatever comes, with this.
    private static ServerSocket answering(String bytes) throws IOException {
        var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                try (var socket = listener.accept()) {
                    var buffer = new byte[8192];
                    while (socket.getInputStream().read(buffer) >= 0) {
                        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
                    }
                } catch (IOException _) {
                    // the client has gone, or the test is over
                }
            }
        });
        return listener;
    }

    @Test
    void aServerThatIsNotThereIsSaidAtOnce() throws Exception {
        int port;
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        try (var store = open("redis://127.0.0.1:" + port)) {
            assertInstanceOf(PickResult.Chosen.class, store.consult(atMost(1)));
            assertTrue(line().contains("connection refused"));
        }
    }
}
