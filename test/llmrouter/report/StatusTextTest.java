package llmrouter.report;

import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StatusTextTest {
    private static final String STATUS = """
        {"name":"llm-router","version":"9","pid":7,"uptimeSeconds":125,"draining":true,"keyRequired":true,
         "config":"/c.json\\u001b[2J","state":{"backend":"memory","trouble":"file locked"},
         "requestLog":{"path":"/log","written":5,"dropped":2},
         "routes":[{"alias":"work","strategy":"auto","primary":["p/m","q/n"],"fallback":["r/o"]}],
         "candidates":[{"ref":"p/m","state":"ok"},{"ref":"q/n","state":"cooldown","reason":"rate_limited"}],
         "buckets":[{"bucket":"p/day","requests":{"used":3,"limit":2},"inFlight":{"used":1,"limit":4}}]}""";

    @Test
    void everyPartOfTheStatusHasItsLine() {
        assertEquals(List.of(
            "llm-router 9 runs on http://h for 2 min 5 s (process 7, stopping)",
            "The gateway is stopping: it finishes its open requests.",
            "1 of 2 candidates is unhealthy, 1 cap is full; every alias and model can still be answered.",
            "Config: /c.json?[2J",
            "Key: required",
            "Routing state: memory; problem: file locked",
            "Request log: /log, 2 lines dropped",
            "Alias work (auto): p/m, q/n; then r/o",
            "Candidate p/m: ok",
            "Candidate q/n: cooldown: paused after a failure (last failure rate_limited: too many requests)",
            "Cap p/day: 0 of 2 requests left, 1 of 4 at the same time"),
            StatusText.gateway("http://h", (Json.Obj) Json.parse(STATUS), true));
    }

    @Test
    void aStateBackendThatDoesNotSayIsNamed() {
        var status = Json.object().put("version", "9").put("config", "c");
        List<String> lines = StatusText.gateway("http://h", status, true);
        assertTrue(lines.contains("Candidates: unknown with this state backend"), lines.toString());
    }

    @Test
    void ofFiveHundredModelsOnlyWhatIsNotOkIsListed() {
        var candidates = Json.array();
        var caps = Json.array();
        var routes = Json.array();
        for (int i = 0; i < 504; i++) {
            String state = i == 7 ? "cooldown" : "ok";
            candidates.add(Json.object().put("ref", "p/m" + i).put("state", state));
            caps.add(Json.object().put("bucket", "p/" + i)
                .put("requests", Json.object().put("used", i == 3 ? 9 : 1).put("limit", 10)));
            routes.add(Json.object().put("alias", "a" + i).put("strategy", "auto").put("primary", Json.array()));
        }
        Json.Obj status = Json.object().put("version", "9").put("config", "c").put("routes", routes)
            .put("candidates", candidates).put("buckets", caps);
        List<String> lines = StatusText.gateway("http://h", status, false);
        assertTrue(lines.size() < 15, lines.toString());
        assertTrue(lines.containsAll(List.of("Aliases: 504 that can be answered", "Candidates: and 503 ok",
            "Candidate p/m7: cooldown: paused after a failure", "Caps: and 503 with room",
            "Cap p/3: 1 of 10 requests left")), lines.toString());
        assertTrue(StatusText.gateway("http://h", status, true).size() > 3 * 504);
    }

    @Test
    void aCandidateThatIsLeftOutSaysWhy() {
        Json.Obj candidate = Json.object().put("ref", "p/m").put("state", "left-out").put("why", "no key");
        assertEquals("p/m: left-out: the key of its provider cannot be had: no key", StatusText.candidate(candidate));
    }
}
