package llmrouter.probe;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.config.Auth;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.config.Secret.InlineSecret;
import llmrouter.config.Timeouts;
import llmrouter.config.network.ProviderNetwork;
import llmrouter.config.network.ProxySettings;
import llmrouter.probe.ProbeListener.ProbeProgress;
import llmrouter.probe.ProbeResult.ModelFinding;
import llmrouter.probe.ProbeResult.Proof;
import llmrouter.scripted.PretendProvider;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Seen;
import llmrouter.upstream.Upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A probe over real sockets finds exactly what is there.
class ProviderProbeTest {
    private static final String KEY = "sk-hidden-0123456789";
    private static final ProbeLimits FAST = new ProbeLimits(60_000, 3, 60_000, 5_000, 2_000);
    private static final String LIST = """
        {"object":"list","data":[{"id":"ok","object":"model","context_length":131072,
         "top_provider":{"max_completion_tokens":8192},"architecture":{"input_modalities":["text","image"]},
         "supported_parameters":["tools","response_format"]},{"id":"ok-2"}]}""";

    private final Upstream upstream = new Upstream(new ProxySettings(null, null, List.of()), null);
    private final List<ProbeProgress> told = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();

    @AfterEach
    void close() {
        upstream.close();
    }

    private static Provider provider(String base) {
        return new Provider("p", "P", true, base, Map.of(), new InlineSecret(KEY), List.of(Format.values()), null,
            Map.of(), List.of(), null, null, List.of(), List.of(), Timeouts.NONE, ProviderNetwork.USUAL, "");
    }

    private ProbeResult run(ProbeWish wish) throws InterruptedException {
        var listener = new ProbeListener() {
            @Override
            public void settled(ProbeProgress progress) {
                told.add(progress);
            }

            @Override
            public void waits(long ms, String why) {
                waits.add(ms);
            }
        };
        return new ProviderProbe(upstream, listener, cancelled::get).run(wish);
    }

    private ProbeResult probe(ScriptedUpstream server, String... models) throws InterruptedException {
        return run(ProbeWish.full(ProbePlace.of(provider(server.url())), List.of(models), FAST));
    }

    private static PretendProvider all(String list) {
        return new PretendProvider(list, "chat/completions", "messages", "responses");
    }

    private static String trouble(ProbeResult result, String model, Format format) {
        ModelFinding found = result.models().stream()
            .filter(m -> m.model().equals(model) && m.place().format() == format).findFirst().orElseThrow();
        return found.proven() ? "ok" : found.trouble().word();
    }

    @Test
    void findsTheFormatsThatAreThereAndNoOther() throws Exception {
        try (var server = new ScriptedUpstream(new PretendProvider(LIST, "chat/completions", "messages"))) {
            ProbeResult result = probe(server, "ok");
            assertEquals(List.of(Format.OPENAI, Format.CLAUDE), result.formats());
            assertEquals(ProbeTrouble.NO_ENDPOINT, result.endpoints().getLast().trouble());
            assertTrue(result.complete());
            assertEquals(131_072L, result.offer("ok").contextWindow());
            assertEquals(8_192L, result.offer("ok").maxOutputTokens());
            assertEquals(Map.of("tools", true, "images", true, "jsonSchema", true, "reasoning", false),
                result.offer("ok").capabilities().known());
        }
    }

    @Test
    void aNotFoundInJsonIsNoFormat() throws Exception {
        try (var server = new ScriptedUpstream(wire -> wire.json(404, "{\"error\":\"Not found\"}"))) {
            ProbeResult result = probe(server, "ok");
            assertTrue(result.failed());
            result.endpoints().forEach(e -> assertEquals(ProbeTrouble.NO_ENDPOINT, e.trouble()));
        }
    }

    @Test
    void tellsEveryKindOfAnswerApart() throws Exception {
        try (var server = new ScriptedUpstream(all(LIST))) {
            ProbeResult result = probe(server, "ok", "html", "foreign", "other", "sse", "broke", "nobody", "cut");
            for (Format format : Format.values()) {
                assertEquals("ok", trouble(result, "ok", format));
                assertEquals("page", trouble(result, "html", format));
                assertEquals("foreign-body", trouble(result, "foreign", format));
                assertEquals("other-format", trouble(result, "other", format));
                assertEquals("quota", trouble(result, "broke", format));
                assertEquals("unknown-model", trouble(result, "nobody", format));
                assertEquals("broken-answer", trouble(result, "cut", format));
            }
            assertEquals("ok", trouble(result, "sse", Format.OPENAI));
            assertEquals("other-format", trouble(result, "sse", Format.CLAUDE));
            assertEquals(List.of("html", "foreign", "other", "broke", "nobody", "cut"), result.unprovenModels());
            assertFalse(result.complete());
            String stream = result.models().stream().filter(m -> m.model().equals("sse")).findFirst().orElseThrow()
                .detail();
            assertTrue(stream.startsWith("an event stream in place of a whole answer"), stream);
        }
    }

    @Test
    void aLoginPageOfANetworkEndsTheProbe() throws Exception {
        try (var server = new ScriptedUpstream(all(null))) {
            ProbeResult result = run(new ProbeWish(ProbePlace.of(provider(server.url())), false, true,
                List.of("portal", "ok"), FAST));
            assertEquals(1, server.seen().size(), "the other questions would go to the same network");
            result.endpoints().forEach(e -> assertEquals(ProbeTrouble.PORTAL, e.trouble()));
        }
    }

    @Test
    void aRedirectToAnotherHostIsNamed() throws Exception {
        try (var server = new ScriptedUpstream(wire -> wire.json(302, "",
                "location: http://login.hotel.example/?k=1"))) {
            ProbeResult result = probe(server, "ok");
            assertEquals(ProbeTrouble.PORTAL, result.endpoints().getFirst().trouble());
            String detail = result.endpoints().getFirst().detail();
            assertTrue(detail.contains("http://login.hotel.example/") && !detail.contains("k=1"), detail);
        }
    }

    @Test
    void withoutAModelAnUnknownOneShowsTheFormats() throws Exception {
        try (var server = new ScriptedUpstream(new PretendProvider(LIST, "chat/completions", "messages"))) {
            ProbeResult result = run(ProbeWish.free(ProbePlace.of(provider(server.url())), FAST));
            assertEquals(List.of(Format.OPENAI, Format.CLAUDE), result.formats());
            assertEquals(Proof.READ, result.endpoints().getFirst().proof());
            assertTrue(result.models().isEmpty() && result.complete());
            for (Seen seen : server.seen()) assertFalse(seen.body().contains("\"ok\""), "no model may be billed");
        }
    }

    @Test
    void triesTheKeyInTheOtherHeader() throws Exception {
        try (var server = new ScriptedUpstream(new PretendProvider(LIST, "chat/completions", "messages")
                .wantsKeyIn("x-api-key"))) {
            ProbeResult result = probe(server, "ok");
            assertEquals(Auth.Type.X_API_KEY, result.best().get(Format.OPENAI).auth().type());
            assertEquals(Auth.Type.X_API_KEY, result.best().get(Format.CLAUDE).auth().type());
        }
        try (var server = new ScriptedUpstream(new PretendProvider(LIST, "messages").wantsKeyIn("authorization"))) {
            assertEquals(Auth.Type.BEARER, probe(server, "ok").best().get(Format.CLAUDE).auth().type());
        }
    }

    @Test
    void aRefusedKeyIsAskedAboutOnceForEachWay() throws Exception {
        try (var server = new ScriptedUpstream(wire -> wire.json(401, "{\"error\":{\"message\":\"Invalid API key "
                + KEY + "\"}}"))) {
            ProbeResult result = probe(server, "ok", "ok-2", "ok-3");
            result.endpoints().forEach(e -> assertEquals(ProbeTrouble.AUTH, e.trouble()));
            assertEquals(4 + 3 * 2, server.seen().size(), "the list as both vendors have it, and each format");
            assertFalse(result.endpoints().getFirst().detail().contains(KEY));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY, "sk\\u002dhidden\\u002d0123456789", "c2staGlkZGVuLTAxMjM0NTY3ODk=",
        "sk%2Dhidden-0123456789"})
    void noSpellingOfAKeyIsInWhatIsTold(String spelling) throws Exception {
        try (var server = new ScriptedUpstream(wire -> wire.json(401, "{\"error\":{\"message\":\"Wrong key "
                + spelling + "\"}}"))) {
            for (var found : probe(server, "ok").endpoints()) {
                assertEquals(ProbeTrouble.AUTH, found.trouble());
                assertFalse(found.detail().contains(KEY) || found.detail().contains(spelling), found.detail());
            }
        }
    }

    @Test
    void waitsAsLongAsTheProviderAsks() throws Exception {
        try (var server = new ScriptedUpstream(new PretendProvider(null, "chat/completions"))) {
            var place = new ProbePlace(provider(server.url()), Format.OPENAI, server.url());
            ProbeResult result = run(new ProbeWish(List.of(place), false, true, List.of("limited-1"), FAST));
            assertTrue(result.complete(), result.toString());
            assertEquals(2, server.seen().size());
            long between = server.seen().getLast().at() - server.seen().getFirst().at();
            assertTrue(between >= 990_000_000L, between + " ns");
            assertTrue(waits.getFirst() >= 1_000, waits.toString());
        }
    }

    @Test
    void givesUpAfterItsRetriesAndKeepsTheFormat() throws Exception {
        try (var server = new ScriptedUpstream(new PretendProvider(null, "chat/completions"))) {
            var place = new ProbePlace(provider(server.url()), Format.OPENAI, server.url());
            var twice = new ProbeLimits(60_000, 1, 60_000, 5_000, 2_000);
            ProbeResult result = run(new ProbeWish(List.of(place), false, true, List.of("limited-9", "ok"), twice));
            assertEquals("rate-limit", trouble(result, "limited-9", Format.OPENAI));
            assertEquals(List.of(Format.OPENAI), result.formats());
            assertEquals(List.of("limited-9"), result.unprovenModels());
        }
    }

    @Test
    void aWaitThatIsTooLongIsNotWaitedFor() throws Exception {
        try (var server = new ScriptedUpstream(wire -> wire.json(429, "{}", "retry-after: 3600"))) {
            ProbeResult result = probe(server, "ok");
            assertEquals("rate-limit", trouble(result, "ok", Format.OPENAI));
            assertTrue(waits.isEmpty(), waits.toString());
        }
    }

    @Test
    void leavesOutTheFieldThatAnOldModelRefuses() throws Exception {
        try (var server = new ScriptedUpstream(new PretendProvider(null, "chat/completions"))) {
            var place = new ProbePlace(provider(server.url()), Format.OPENAI, server.url());
            ProbeResult result = run(new ProbeWish(List.of(place), false, true, List.of("old"), FAST));
            assertTrue(result.complete(), result.toString());
            assertTrue(server.seen().getFirst().body().contains("\"max_completion_tokens\""));
            assertTrue(server.seen().getLast().body().contains("\"max_tokens\""));
        }
    }

    @Test
    void aHostThatIsNotThereIsAskedOnce() throws Exception {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        ProbeResult result = run(ProbeWish.full(ProbePlace.of(provider("http://127.0.0.1:" + free)), List.of("a", "b"),
            FAST));
        assertEquals(1, result.requests());
        result.endpoints().forEach(e -> assertEquals(ProbeTrouble.NETWORK, e.trouble()));
    }

    @Test
    void readsAListInPages() throws Exception {
        try (var server = new ScriptedUpstream(wire -> wire.json(200,
                wire.request().requestLine().contains("after_id=a") ? "{\"data\":[{\"id\":\"b\"}],\"has_more\":false}"
                : "{\"data\":[{\"type\":\"model\",\"id\":\"a\",\"max_input_tokens\":200000,\"capabilities\":"
                    + "{\"image_input\":{\"supported\":true}}}],\"has_more\":true,\"last_id\":\"a\"}"))) {
            var place = new ProbePlace(provider(server.url()), Format.CLAUDE, server.url());
            ProbeResult result = run(new ProbeWish(List.of(place), true, false, List.of(), FAST));
            assertEquals(List.of("a", "b"), result.lists().getFirst().offers().stream().map(o -> o.id()).toList());
            assertEquals(true, result.offer("a").capabilities().images());
            assertTrue(server.seen().getFirst().requestLine().contains("limit=1000"));
        }
    }

    @Test
    void countsEveryRequestAndEveryQuestion() throws Exception {
        try (var server = new ScriptedUpstream(all(LIST))) {
            ProbeResult result = probe(server, "ok", "ok-2");
            assertEquals(server.seen().size(), result.requests());
            assertEquals(1 + 2 * 3, told.size());
            assertEquals(told.getLast().total(), told.getLast().done());
            assertEquals(0, told.getLast().remainingMs());
            assertTrue(told.getLast().subject().contains("model ok-2"), told.getLast().subject());
        }
    }

    @Test
    void aCancelledProbeTellsWhatItKnows() throws Exception {
        try (var server = new ScriptedUpstream(wire -> {
            boolean second = wire.request().body().contains("second");
            if (second) cancelled.set(true);
            else new PretendProvider(null, "chat/completions").run(wire);
        })) {
            var place = new ProbePlace(provider(server.url()), Format.OPENAI, server.url());
            var models = List.of("ok", "second", "third");
            ProbeResult result = run(new ProbeWish(List.of(place), false, true, models, FAST));
            assertTrue(result.cancelled() && !result.complete());
            assertEquals("ok", trouble(result, "ok", Format.OPENAI));
            assertEquals("cancelled", trouble(result, "third", Format.OPENAI));
        }
    }

    @Test
    void severalAddressesAreSortedByWhatTheySpeak() throws Exception {
        try (var one = new ScriptedUpstream(new PretendProvider(LIST, "chat/completions"));
                var two = new ScriptedUpstream(new PretendProvider(null, "messages"))) {
            var places = ProbePlace.of(provider(null), List.of(one.url(), two.url()), List.of(Format.values()));
            ProbeResult result = run(ProbeWish.full(places, List.of("ok"), FAST));
            assertEquals(one.url(), result.best().get(Format.OPENAI).place().base());
            assertEquals(two.url(), result.best().get(Format.CLAUDE).place().base());
            assertNull(result.best().get(Format.RESPONSES));
            assertTrue(result.complete());
        }
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsNoProof() throws IOException, InterruptedException {
        try (var server = new ScriptedUpstream(ScriptedUpstream.Wire::awaitDeparture)) {
            var place = new ProbePlace(provider(server.url()), Format.OPENAI, server.url());
            var limits = new ProbeLimits(60_000, 0, 60_000, 300, 2_000);
            ProbeResult result = run(new ProbeWish(List.of(place), false, true, List.of("ok"), limits));
            assertEquals("broken-answer", trouble(result, "ok", Format.OPENAI));
            assertTrue(result.models().getFirst().detail().contains("no answer came within 300 ms"));
        }
    }
}
