package llmrouter.server;

import java.time.Clock;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.json.Json;
import llmrouter.metrics.Scrape;
import llmrouter.report.StatusText;
import llmrouter.report.StatusVerdict;
import llmrouter.routing.HealthPolicy;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Script;
import llmrouter.state.MemoryStore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What is shown of models that no configuration names, because their provider passes its models through.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PassedThroughTest {
    private static final String REFUSAL = "{\"error\":{\"message\":\"no\"}}";

    private static Script refusing(int status) {
        return wire -> {
            boolean list = wire.request().requestLine().startsWith("GET ");
            if (list) wire.json(200, "{\"object\":\"list\",\"data\":[]}");
            else wire.json(status, REFUSAL);
        };
    }

    /// A provider `p` that passes its models through, also those whose names are not configured at all.
    private static String config(ScriptedUpstream upstream, String more) {
        return ("{'version':2,'unknownModels':'p/*','providers':[{'id':'p','name':'P','baseUrl':'" + upstream.url()
            + "','apiKey':'" + Gateway.UPSTREAM_KEY + "','format':'openai','models':[{'id':'*'}" + more + "]}]}")
            .replace('\'', '"');
    }

    private static Json.Obj status(Gateway gateway) throws Exception {
        return (Json.Obj) Json.parse(gateway.send(gateway.request("/status")).body());
    }

    private static void ask(Gateway gateway, String model, int expected) throws Exception {
        var answer = gateway.post(Samples.CHAT, Samples.chat(false).replace("p/m", model));
        assertEquals(expected, answer.statusCode(), answer.body());
    }

    private static List<String> refs(Json.Obj status) {
        return status.objects("candidates").stream().map(c -> c.text("ref") + " " + c.text("state")).toList();
    }

    @ParameterizedTest
    @CsvSource({"p/vendor/some-name", "vendor/some-name"})
    void aRefusedKeyIsShownWhereverTheStateIsShown(String asked) throws Exception {
        var state = new MemoryStore(HealthPolicy.of(Gateway.settings(Map.of())), Clock.systemUTC());
        try (var upstream = new ScriptedUpstream(refusing(401));
                var gateway = Gateway.with(config(upstream, ""), state, Map.of())) {
            assertEquals(List.of("p/* ok"), refs(status(gateway)));
            ask(gateway, asked, 502);
            Json.Obj status = status(gateway);
            assertEquals(List.of("p/* cooldown", "p/vendor/some-name cooldown"), refs(status));
            Json.Obj named = status.objects("candidates").getLast();
            assertEquals("auth_failed true last-resort", named.text("reason") + " " + named.isTrue("passedThrough")
                + " " + named.object("outlook").text("state"));
            for (boolean all : List.of(true, false)) {
                String text = String.join("\n", StatusText.gateway("u", status, all));
                // of 10 minutes, some of which may have passed by now
                assertTrue(text.contains("p: 1 model that is passed through is on cooldown for another "), text);
                assertTrue(text.contains("auth_failed: the provider refused the key. auth_failed concerns the whole "
                    + "provider"), text);
                assertTrue(text.contains("Candidate p/vendor/some-name: cooldown"), text);
                assertFalse(text.contains("healthy.") && !text.contains("unhealthy."), text);
                assertFalse(text.contains("ok"), text);
            }
            String page = gateway.send(gateway.request("/").header("accept", "text/html")).body();
            assertTrue(page.contains("<title>(1) llm-router</title>"), page);
            assertTrue(page.contains("p: 1 model that is passed through is on cooldown"), page);
            Scrape metrics = Scrape.of(gateway.send(gateway.request("/metrics")).body());
            assertEquals(1, metrics.sum("llmrouter_candidate_state", "candidate", "p/*", "state", "cooldown"));
            assertEquals(0, metrics.sum("llmrouter_candidate_state", "candidate", "p/*", "state", "ok"));
            assertEquals(1, metrics.sum("llmrouter_passed_through_unhealthy", "provider", "p"));
            assertEquals(1, state.end("p/vendor/some-name"::equals).size());
            assertEquals(List.of("p/* ok"), refs(status(gateway)), "nothing is wrong with it any more");
        }
    }

    @Test
    void ofManyNamesADozenIsListedAndTheOthersAreCounted() throws Exception {
        try (var upstream = new ScriptedUpstream(refusing(402));
                var gateway = Gateway.with(config(upstream, ",{'id':'own'}"))) {
            for (int i = 0; i < 15; i++) ask(gateway, "p/name" + i, 502);
            Json.Obj status = status(gateway);
            assertEquals(2 + 12, status.items("candidates").size());
            List<String> lines = StatusText.gateway("u", status, false);
            assertEquals(12, lines.stream().filter(line -> line.startsWith("Candidate p/name")).count());
            assertTrue(lines.contains("Candidates: and 3 more that are not ok"), lines.toString());
            assertTrue(lines.contains("Candidates: and 1 ok"), lines.toString());
            assertTrue(lines.get(1).startsWith("p: 15 models that are passed through are on cooldown for up to "
                + "another "), lines.toString());
            assertTrue(StatusText.gateway("u", status, true).contains("Candidates: and 3 more that are not ok"));
            String page = gateway.send(gateway.request("/").header("accept", "text/html")).body();
            assertTrue(page.contains("and 3 more unhealthy models that are passed through"), page);
            assertTrue(page.contains("<title>(15) llm-router</title>"), page);
            String metrics = gateway.send(gateway.request("/metrics")).body();
            assertEquals(15, Scrape.of(metrics).sum("llmrouter_passed_through_unhealthy", "provider", "p"));
            assertFalse(metrics.lines().anyMatch(line -> line.startsWith("llmrouter_candidate_state")
                && line.contains("p/name")), "names that clients choose make no series");
        }
    }

    @Test
    void aNameThatIsAnsweredByAFallbackIsUnhealthyButCanBeAnswered() throws Exception {
        try (var upstream = new ScriptedUpstream(wire -> {
            if (wire.request().body().contains("\"own\"")) Samples.good("openai").run(wire);
            else refusing(401).run(wire);
        }); var gateway = Gateway.with(config(upstream, ",{'id':'own'}").replace("{\"id\":\"*\"}",
                "{\"id\":\"*\",\"fallbackModels\":[\"p/own\"]}"))) {
            ask(gateway, "p/name", 200);
            StatusVerdict verdict = StatusVerdict.of(status(gateway), System.currentTimeMillis());
            assertEquals(List.of("1 model that is passed through is unhealthy; every alias and model can still be "
                + "answered."), verdict.lines());
        }
    }

    @Test
    void aModelWhoseFallbackIsPassedThroughAndPausedCannotBeAnswered() throws Exception {
        try (var upstream = new ScriptedUpstream(refusing(401));
                var gateway = Gateway.with(config(upstream, ",{'id':'own','fallbackModels':['p/behind']}"))) {
            ask(gateway, "p/own", 502);
            Json.Obj own = status(gateway).objects("candidates").get(1);
            assertEquals("p/own last-resort", own.text("ref") + " " + own.object("outlook").text("state"));
        }
    }

    @Test
    void aNameThatAnAliasHasAsATargetIsListedOnce() throws Exception {
        try (var upstream = new ScriptedUpstream(refusing(401))) {
            String config = config(upstream, "");
            config = config.substring(0, config.length() - 1)
                + ",\"modelAliases\":{\"work\":{\"targets\":[\"p/target\"]}}}";
            try (var gateway = Gateway.with(config)) {
                ask(gateway, "work", 502);
                assertEquals(List.of("p/* ok", "p/target cooldown"), refs(status(gateway)));
            }
        }
    }
}
