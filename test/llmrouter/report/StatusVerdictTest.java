package llmrouter.report;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.json.Json;
import llmrouter.report.StatusVerdict.Level;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What is said first about a running gateway.
class StatusVerdictTest {
    private static final long NOW = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final String OK = "{\"ref\":\"p/m\",\"state\":\"ok\",\"outlook\":{\"state\":\"ok\"}}";

    private static StatusVerdict verdict(String members) {
        return StatusVerdict.of((Json.Obj) Json.parse("{" + members + "}"), NOW);
    }

    private static void says(Level level, List<String> lines, String members) {
        assertEquals(new StatusVerdict(level, lines), verdict(members));
    }

    @Test
    void everythingIsHealthyOnlyIfNoCapIsFull() {
        says(Level.OK, List.of("The one candidate is healthy."), "\"candidates\":[" + OK + "]");
        says(Level.WARN, List.of("1 cap is full; every alias and model can still be answered."),
            "\"candidates\":[" + OK + "," + OK + "],\"buckets\":[{\"bucket\":\"q/day\",\"tokens\":"
            + "{\"used\":10,\"limit\":10}},{\"bucket\":\"q/hour\",\"requests\":{\"used\":9,\"limit\":10}}]");
    }

    @Test
    void anAliasThatCannotBeAnsweredSaysUntilWhenAndWhy() {
        says(Level.BAD, List.of("work cannot be answered for another 46 s: caps of p and q are full.",
            "1 of 1 candidate is unhealthy."),
            "\"routes\":[{\"alias\":\"work\",\"outlook\":{\"state\":\"capped\",\"until\":\"2026-03-01T12:00:46Z\","
            + "\"why\":\"caps of p and q are full\"}},{\"alias\":\"fine\",\"outlook\":{\"state\":\"ok\"}}],"
            + "\"candidates\":[{\"ref\":\"p/m\",\"state\":\"cooldown\",\"outlook\":{\"state\":\"ok\"}}]");
    }

    @Test
    void aLastResortHasWordsOfItsOwn() {
        assertEquals(List.of(
            "p/m can be answered only as a last resort for another 9 min 50 s: p/m is paused after a failure.",
            "1 of 1 candidate is unhealthy."),
            verdict("\"candidates\":[{\"ref\":\"p/m\",\"state\":\"cooldown\",\"outlook\":{\"state\":"
                + "\"last-resort\",\"until\":\"2026-03-01T12:09:50Z\",\"why\":\"p/m is paused after a failure\"}}]")
                .lines());
    }

    @Test
    void aProviderWithoutItsKeyIsSaidOnceHoweverManyModelsItHas() {
        var list = Json.array();
        for (int i = 0; i < 500; i++) {
            list.add(Json.object().put("ref", "q/" + i).put("state", "left-out")
                .put("outlook", Json.object().put("state", "left-out").put("why", "no key")));
        }
        says(Level.BAD, List.of("Provider q is left out: no key.", "500 of 500 candidates are left out."),
            "\"leftOut\":[{\"provider\":\"q\",\"why\":\"no key\"}],\"candidates\":" + list);
    }

    @Test
    void aRefusedFileIsSaidFirst() {
        StatusVerdict verdict = verdict("\"configRefusal\":{\"since\":\"2020-01-01T00:00:00Z\",\"why\":\"a comma\"},"
            + "\"candidates\":[" + OK + "]");
        assertEquals(Level.WARN, verdict.level());
        String first = verdict.lines().getFirst();
        assertTrue(first.startsWith("The configuration file is refused since "), first);
        assertTrue(first.endsWith("; the gateway goes on with the one before."), first);
        assertEquals("Why it is refused: a comma", verdict.lines().get(1));
    }

    @Test
    void ofManyTheFirstAreNamedAndAllAreCounted() {
        var list = Json.array();
        for (int i = 0; i < 500; i++) {
            list.add(Json.object().put("ref", "p/" + i).put("state", "ok")
                .put("outlook", Json.object().put("state", "capped").put("why", "cap " + i + " is full")));
        }
        List<String> lines = verdict("\"candidates\":" + list).lines();
        assertEquals(7, lines.size(), lines.toString());
        assertEquals("495 more cannot be answered now: 500 of 500 models in all.", lines.get(5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        1 | p/0
        2 | p/0 and p/1
        4 | p/0, p/1, p/2 and p/3
        6 | p/0, p/1, p/2, p/3 and 2 more
        """)
    void theModelsOfOneFullCapShareASentence(int models, String names) {
        var list = Json.array();
        for (int i = 0; i < models; i++) {
            list.add(Json.object().put("ref", "p/" + i).put("state", "ok").put("outlook", Json.object()
                .put("state", "capped").put("until", "2026-03-01T12:00:46Z").put("why", "a cap of p is full")));
        }
        List<String> lines = verdict("\"candidates\":" + list
            + ",\"buckets\":[{\"bucket\":\"p/minute\",\"requests\":{\"used\":2,\"limit\":2}}]").lines();
        assertEquals(List.of(names + " cannot be answered for another 46 s: a cap of p is full.", "1 cap is full."),
            lines);
    }
}
