package llmrouter.upstream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.Await;
import llmrouter.Version;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Provider;
import llmrouter.config.network.ProxySettings;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.read.ConfigReader;
import llmrouter.routing.OfferedModels.Offer;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.upstream.ModelLists.Pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Lists of models over real sockets.
class ModelListsTest {
    private static final String KEY = "sk-hidden-0123456789";
    private static final Pace HOURLY = Pace.USUAL;
    private static final Pace AT_ONCE = new Pace(Duration.ofHours(1), Duration.ofMillis(1));

    private final Upstream upstream = new Upstream(new ProxySettings(null, null, List.of()), null);
    private final AtomicInteger changes = new AtomicInteger();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private ModelLists lists;

    @AfterEach
    void close() {
        lists.close();
        upstream.close();
    }

    private void follow(Pace pace, Config config) {
        lists = new ModelLists(upstream, 2_000, pace, changes::incrementAndGet, log::add);
        lists.follow(config);
    }

    private static Config config(String format, String url, String key, String models) {
        return config(format, url, key, models, "");
    }

    private static Config config(String format, String url, String key, String models, String otherProviders) {
        var read = ConfigReader.read(("{'version':2,'providers':[{'id':'p','baseUrl':'" + url + "','apiKey':'" + key
            + "','headers':{'x-team':'a'},'format':'" + format + "','models':[" + models + "]}" + otherProviders
            + "]}").replace('\'', '"'),
            "c.json");
        return assertInstanceOf(ValidConfig.class, read, read.toString()).config();
    }

    private static Config open(String format, ScriptedUpstream provider) {
        return config(format, provider.url(), KEY, "'*','own'");
    }

    private static Script list(String... ids) {
        return wire -> wire.json(200, page(false, ids));
    }

    private static String page(boolean more, String... ids) {
        var rows = String.join(",", List.of(ids).stream().map(id -> "{\"id\":\"" + id + "\"}").toList());
        return "{\"data\":[" + rows + "],\"has_more\":" + more + "}";
    }

    private List<String> ids(Config config) {
        return lists.offered().of(config.providers().getFirst()).stream().map(Offer::id).toList();
    }

    @Test
    void theListIsReadOnceWithTheProvidersKeyAndHeaders() throws Exception {
        try (var provider = new ScriptedUpstream(list("v/a", "own", "v/b", "v/a"))) {
            Config config = open("openai", provider);
            follow(HOURLY, config);
            Await.until("the list is there", () -> changes.get() == 1);
            assertEquals(List.of("v/a", "v/b"), ids(config), "what is configured is not offered again");
            var asked = provider.seen().getFirst();
            assertEquals("GET /v1/models HTTP/1.1", asked.requestLine());
            assertEquals("Bearer " + KEY, asked.headers().get("authorization"));
            assertEquals("a", asked.headers().get("x-team"));
            assertEquals("llm-router/" + Version.CURRENT, asked.headers().get("user-agent"));
            lists.follow(config);
            lists.follow(config("openai", provider.url(), KEY, "'*','own','v/b'"));
            assertEquals(1, provider.seen().size(), "the same list is not read again within the hour");
        }
    }

    @Test
    void anthropicsPagesAreReadToTheEnd() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> wire.json(200, page(true, "a", "b&c")), list("d"))) {
            Config config = open("claude", provider);
            follow(HOURLY, config);
            Await.until("the list is there", () -> changes.get() == 1);
            assertEquals(List.of("a", "b&c", "d"), ids(config));
            assertEquals("GET /v1/models?limit=1000 HTTP/1.1", provider.seen().get(0).requestLine());
            assertEquals("GET /v1/models?limit=1000&after_id=b%26c HTTP/1.1", provider.seen().get(1).requestLine());
            assertEquals(KEY, provider.seen().get(0).headers().get("x-api-key"));
            assertEquals("2023-06-01", provider.seen().get(0).headers().get("anthropic-version"));
        }
    }

    @Test
    void theListOfABaseWithAVersionInItsQueryKeepsIt() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> wire.json(200, page(true, "a")), list("d"))) {
            follow(HOURLY, config("claude", provider.url() + "?api-version=2024-10-21", KEY, "'*'"));
            Await.until("the list is there", () -> changes.get() == 1);
            assertEquals("GET /v1/models?api-version=2024-10-21&limit=1000 HTTP/1.1",
                provider.seen().get(0).requestLine());
            assertEquals("GET /v1/models?api-version=2024-10-21&limit=1000&after_id=a HTTP/1.1",
                provider.seen().get(1).requestLine());
        }
    }

    @Test
    void aRefusedKeyIsNamedByItsPlace() throws Exception {
        try (var provider = new ScriptedUpstream(wire -> wire.json(401, "{}"))) {
            Config config = open("openai", provider);
            Provider only = config.providers().getFirst();
            follow(HOURLY, config.withProviders(
                List.of(only.withApiKey(new InlineSecret(KEY, new EnvSecret("P_KEY"))))));
            Await.until("the trouble is said", () -> !log.isEmpty());
            assertEquals("provider p refuses the key from the environment variable P_KEY (401), so its list of models "
                + "cannot be read; its key comes from the environment variable P_KEY of the process that runs the "
                + "gateway: set it there and restart the gateway, or store the key with 'llm-router config "
                + "add-provider p --api-key-stdin'", log.getFirst());
        }
    }

    @Test
    void aListWithoutEndIsCutOff() throws Exception {
        var number = new AtomicInteger();
        try (var provider = new ScriptedUpstream(wire -> wire.json(200, page(true, "m" + number.getAndIncrement())))) {
            Config config = open("openai", provider);
            follow(HOURLY, config);
            Await.until("the list is there", () -> changes.get() == 1);
            assertEquals(20, provider.seen().size());
            assertEquals(20, ids(config).size());
        }
    }

    @Test
    void nothingIsReadForAProviderWhoseModelsAreAllConfigured() throws Exception {
        try (var provider = new ScriptedUpstream(list("a")); var other = new ScriptedUpstream(list("b"))) {
            follow(HOURLY, config("openai", provider.url(), KEY, "'own'"));
            Config config = open("openai", other);
            lists.follow(config);
            Await.until("the other list is there", () -> changes.get() == 1);
            assertTrue(provider.seen().isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({"403,it answered 403", "503,it answered 503", "302,it answered 302"})
    void aFailingListIsToldOnceAndReadAgain(int status, String reason) throws Exception {
        Script refuses = wire -> wire.json(status, "{\"error\":\"" + KEY + "\"}");
        try (var provider = new ScriptedUpstream(refuses, refuses, list("a"))) {
            Config config = open("openai", provider);
            follow(AT_ONCE, config);
            Await.until("the list is there", () -> changes.get() == 1);
            assertEquals(List.of("a"), ids(config));
            assertEquals(List.of("the list of models of provider p cannot be read: " + reason
                + "; its models can still be asked for by name"), log);
        }
    }

    @Test
    void aProviderWithoutAListIsNotAskedAgainSoon() throws Exception {
        try (var without = new ScriptedUpstream(wire -> wire.json(404, "{}"));
                var failing = new ScriptedUpstream(wire -> wire.json(503, "{}"))) {
            String other = ",{'id':'q','baseUrl':'" + failing.url() + "','format':'openai','models':['*']}";
            follow(AT_ONCE, config("openai", without.url(), KEY, "'*'", other));
            Await.until("the other one is asked again", () -> failing.seen().size() > 5);
            assertEquals(1, without.seen().size());
            assertTrue(log.contains("the list of models of provider p cannot be read: it answered 404 at "
                + without.url() + "/models; its models can still be asked for by name"), log.toString());
        }
    }

    @Test
    void anotherKeyOrAddressReadsTheListAnewAndDropsTheOldOne() throws Exception {
        try (var provider = new ScriptedUpstream(list("a"), list("b"));
                var silent = new ScriptedUpstream(wire -> wire.awaitDeparture())) {
            Config first = open("openai", provider);
            follow(HOURLY, first);
            Await.until("the list is there", () -> changes.get() == 1);
            Config second = config("openai", provider.url(), "sk-another-0123456789", "'*'");
            lists.follow(second);
            Await.until("the new list is there", () -> changes.get() == 2);
            assertEquals(List.of("b"), ids(second));
            lists.follow(open("openai", silent));
            assertEquals(List.of(), ids(open("openai", silent)), "a list of another address is not this one");
        }
    }

    @Test
    void noTextShowsTheKey() throws Exception {
        var source = ModelListCall.source(config("openai", "http://127.0.0.1:1", KEY, "'*'").providers().getFirst());
        assertFalse(source.toString().contains(KEY));
        follow(AT_ONCE, config("openai", "http://127.0.0.1:1", KEY, "'*'"));
        Await.until("the failure is told", () -> !log.isEmpty());
        assertTrue(log.getFirst().contains("the connection failed"), log.getFirst());
        assertNull(log.stream().filter(line -> line.contains(KEY)).findAny().orElse(null));
    }

    /// The first list never ends: one byte, and no more.
    @Test
    void aListThatIsStillBeingReadWithOutdatedSettingsIsGivenUp() throws Exception {
        var begun = new CountDownLatch(2);
        var left = new CountDownLatch(2);
        Script endless = wire -> {
            wire.send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9000\r\n\r\n{");
            begun.countDown();
            wire.awaitDeparture();
            left.countDown();
        };
        try (var provider = new ScriptedUpstream(endless, list("new"), endless);
                var other = new ScriptedUpstream(list("x"))) {
            follow(HOURLY, open("openai", provider));
            Await.until("the list is being read", () -> begun.getCount() == 1);
            long before = System.nanoTime();
            Config changed = config("openai", provider.url(), "sk-other-0123456789", "'*','own'");
            lists.follow(changed);
            Await.until("the list is read with the new key", () -> ids(changed).equals(List.of("new")));
            Await.until("the provider sees the end of the first call", () -> left.getCount() == 1);
            lists.follow(open("openai", provider));
            Await.until("a list is being read again", () -> begun.getCount() == 0);
            Config gone = config("openai", other.url(), KEY, "'*'");
            lists.follow(gone);
            Await.until("the list at the new address is read", () -> ids(gone).equals(List.of("x")));
            Await.until("the provider sees the end of the second call", () -> left.getCount() == 0);
            assertTrue(System.nanoTime() - before < 25_000_000_000L, "sooner than the limit of a list");
            assertEquals(List.of(), log, "that is no trouble");
        }
    }

    @Test
    void aListThatIsStillBeingReadGoesOnIfSomethingElseChanges() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        Script slow = wire -> {
            begun.countDown();
            goOn.await();
            wire.json(200, page(false, "slow"));
        };
        try (var provider = new ScriptedUpstream(slow)) {
            follow(HOURLY, open("openai", provider));
            begun.await();
            Config changed = config("openai", provider.url(), KEY, "'*','own','other'");
            lists.follow(changed);
            goOn.countDown();
            Await.until("the list is there", () -> ids(changed).equals(List.of("slow")));
            assertEquals(1, provider.seen().size());
        }
    }
}
