package llmrouter.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.json.Json;
import llmrouter.metrics.Activity.Hour;
import llmrouter.metrics.Activity.Minute;
import llmrouter.metrics.Activity.Spread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StatusHtmlTest {
    /// 2026-03-01T12:00:30Z
    private static final long NOW = 1_772_366_430_000L;

    private static Json.Obj status(String more) {
        return (Json.Obj) Json.parse("{\"version\":\"1.2.3\",\"started\":\"2026-03-01T11:00:00Z\","
            + "\"config\":\"c.json\",\"state\":{\"backend\":\"memory\"}" + more + "}");
    }

    private static Hour hour(Minute... latest) {
        var minutes = new ArrayList<>(Collections.nCopies(60 - latest.length, new Minute(0, 0, 0, 0, null)));
        minutes.addAll(List.of(latest));
        return new Hour(NOW, minutes, latest.length == 0 ? null : latest[0].firstToken());
    }

    private static String page(String more, String... requests) {
        return StatusHtml.of(status(more), hour(), Arrays.stream(requests).map(r -> (Json.Obj) Json.parse(r)).toList());
    }

    private static String between(String html, String from, String to) {
        int start = html.indexOf(from) + from.length();
        return html.substring(start, html.indexOf(to, start));
    }

    private static void shows(String html, String part) {
        assertTrue(html.contains(part), () -> "no " + part + " in " + html.substring(html.indexOf("<main")));
    }

    @Test
    void thePolicyLetsInExactlyTheStyleAndTheScriptOfThePage() throws Exception {
        String policy = StatusHtml.fields().get("content-security-policy");
        for (String html : List.of(page(",\"candidates\":[]"), StatusHtml.locked(false),
            StatusHtml.locked(true))) {
            assertTrue(policy.contains("style-src '" + hash(between(html, "<style>", "</style>")) + "'"), policy);
            assertFalse(html.contains("style=") || html.contains("onclick"), "inline attributes would be refused");
        }
        assertTrue(policy.contains("script-src '" + hash(between(page(""), "<script>", "</script>")) + "'"), policy);
        assertTrue(policy.startsWith("default-src 'none';") && policy.endsWith("frame-ancestors 'none'"), policy);
    }

    private static String hash(String text) throws Exception {
        return "sha256-"
            + Base64.getEncoder()
            .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        String html = page(",\"candidates\":[{\"ref\":\"p/m\",\"state\":\"ok\"}]");
        assertFalse(html.replace("http://www.w3.org/2000/svg", "").contains("://"), "the page names another place");
        assertFalse(html.contains("src="), "the page loads something");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        <script>alert(1)</script>  | &lt;script&gt;alert(1)&lt;/script&gt;
        "><img src=x onerror=a()>  | &quot;&gt;&lt;img src=x onerror=a()&gt;
        a&lt;b                     | a&amp;lt;b
        \\u202egpj.exe             | \\u{202e}gpj.exe
        a\\u0000\\u001b[31mb       | a\\u{0}\\u{1b}[31mb
        \\u2066x\\u2069\\u200b     | \\u{2066}x\\u{2069}\\u{200b}
        \\ud800half                | \\u{d800}half
        \\ud83d\\ude80 größer שלום | 🚀 größer שלום
        """)
    void textOfOthersIsHarmless(String json, String shown) {
        String quoted = "\"" + json.replace("\"", "\\\"").replace("\\\\", "\\") + "\"";
        String html = page(",\"candidates\":[{\"ref\":" + quoted + ",\"state\":\"cooldown\",\"reason\":" + quoted
            + "}],\"routes\":[{\"alias\":" + quoted + ",\"strategy\":\"auto\",\"primary\":["
                + quoted + "]}],\"buckets\":[{\"bucket\":" + quoted + ",\"tokens\":{\"used\":1,\"limit\":2}}]",
            "{\"id\":" + quoted + ",\"time\":\"2026-03-01T12:00:00Z\",\"model\":" + quoted
            + ",\"candidate\":\"x\",\"end\":" + quoted + ",\"losses\":" + quoted + ",\"warnings\":[" + quoted
                + "],\"skipped\":[{\"candidate\":" + quoted + ",\"reasons\":[" + quoted
                + "]}],\"attempts\":[{\"candidate\":" + quoted + ",\"category\":" + quoted
                + "}],\"ms\":{\"total\":1}}");
        shows(html, "<bdi>" + shown + "</bdi>");
        String main = between(html, "<main", "</main>");
        String text = ((Json.Str) Json.parse(quoted)).value();
        if (!shown.equals(text)) assertFalse(main.contains(text), main);
    }

    @Test
    void aNameWithoutEndIsCut() {
        String html = page("",
            "{\"id\":\"r\",\"time\":\"2026-03-01T12:00:00Z\",\"model\":\"" + "x".repeat(300)
            + "\",\"end\":\"ok\",\"ms\":{\"total\":1}}");
        shows(html, "<bdi>" + "x".repeat(200) + "…</bdi>");
        assertFalse(html.contains("x".repeat(201)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ok ok       | All 2 candidates are healthy.
        ok cooldown | 1 of 2 candidates is unhealthy; every alias and model can still be answered.
        half-open circuit-open | 2 of 2 candidates are unhealthy; every alias and model can still be answered.
        ok          | The one candidate is healthy.
        """)
    void oneSentenceSaysHowTheyAllAre(String states, String sentence) {
        var list = Json.array();
        for (String state : states.split(" ")) list.add(Json.object().put("ref", "p/" + state).put("state", state));
        shows(page(",\"candidates\":" + list), sentence);
    }

    @Test
    void stoppingAndTroubleAreSaid() {
        shows(page(",\"draining\":true,\"candidates\":[]"), "The gateway is stopping");
        shows(page(",\"requestLog\":{\"path\":\"r.log\",\"trouble\":\"disk <full>\"}"),
            "<span class=\"state bad\">disk &lt;full&gt;</span>");
        shows(page(""), "This kind of routing state does not report the states of candidates.");
    }

    @Test
    void anUnhealthyCandidateIsShownWithTheTimeLeftAndTheReason() {
        String html = page(",\"candidates\":[{\"ref\":\"p/a\",\"state\":\"circuit-open\","
            + "\"until\":\"2026-03-01T12:01:35Z\",\"failures\":3,"
            + "\"reason\":\"rate_limited\"},{\"ref\":\"p/b\",\"state\":\"ok\"}]");
        shows(html,
            "<span class=\"state bad\">circuit-open</span> for <span data-until=" + (NOW + 65_000)
            + ">1 min 5 s</span> more");
        shows(html, "rate_limited, 3 in a row");
        shows(html, "<li><i class=\"state ok\" role=img aria-label=\"ok\"></i><bdi>p/b</bdi></li>");
        shows(html, "<title>(1) llm-router</title>");
    }

    @Test
    void aCrowdOfHealthyCandidatesIsFolded() {
        var list = Json.array();
        for (int i = 0; i < 100; i++) list.add(Json.object().put("ref", "p/" + i).put("state", "ok"));
        shows(page(",\"candidates\":" + list), "<details id=healthy><summary>100 healthy candidates</summary>");
    }

    @ParameterizedTest
    @CsvSource({"0,0,ok,''", "79,79,ok,''", "80,80,warn,nearly full", "100,100,bad,full", "250,100,bad,full"})
    void aGaugeShowsHowFullABucketIs(long used, long percent, String kind, String word) {
        String html = page(",\"buckets\":[{\"bucket\":\"p/minute\",\"requests\":{\"used\":" + used
            + ",\"limit\":100},\"resets\":\"2026-03-01T12:01:00Z\"}]");
        shows(html,
            "aria-valuemax=100 aria-valuenow=" + Math.min(used, 100) + " aria-valuetext=\"" + used
            + " of 100 requests\" aria-label=\"p/minute requests\"");
        shows(html,
            "<path class=" + kind + " d=\"M0 0h" + percent + "v4H0z\"/></svg><p>" + used + " of 100 requests"
            + (word.isEmpty() ? "</p>" : " <span class=\"state " + kind + "\">" + word));
        shows(html, "resets in <span data-until=" + (NOW + 30_000) + ">30 s</span>");
    }

    @Test
    void chartsSayInWordsWhatTheyShow() {
        String html = StatusHtml.of(status(""),
            hour(new Minute(4, 1, 12_345, 678, new Spread(250, 1_900)), new Minute(1, 0, 0, 0, null)), List.of());
        shows(html,
            "aria-label=\"Requests per minute: 5 in the last hour, 1 of them failed, at most 4 in one minute.\"");
        shows(html,
            "aria-label=\"Tokens per minute: 12345 in and 678 out in the last hour, at most 13023 in one minute.\"");
        shows(html, "began within 250 ms, 95 % within 1.9 s.\"");
        shows(html, "<title>1 min ago: 4 requests, 1 failed</title>");
        shows(html, "<title>1 min ago: 12.3k in, 678 out</title>");
    }

    @Test
    void barsStandOnTheLineAndFailuresHangBelowIt() {
        String html = StatusHtml.of(status(""), hour(new Minute(4, 1, 0, 0, null)), List.of());
        shows(html, "<path class=a d=\"M236 0v45h3v-45z\"/><path class=bad d=\"M236 45v15h3v-15z\"/>");
    }

    @Test
    void aRequestTellsItsRouteAndWhatWasLost() {
        String html = page("", """
            {"id":"req_7","time":"2026-03-01T12:00:20Z","model":"work",
            "route":{"type":"alias","ref":"work","strategy":"ordered"},"candidate":"p2/m","status":200,"end":"ok",
            "attempts":[{"candidate":"p/m","status":503,"category":"temporary_error","ms":40},
            {"candidate":"p/m","status":0,"category":"timeout","ms":1500},
            {"candidate":"p2/m","status":200,"category":"ok","ms":300}],
            "skipped":[{"candidate":"p/n","reasons":["cooldown","quota-exhausted"]}],
            "usage":{"input":5,"cacheRead":10,"cacheWrite":0,"output":7},"losses":"dropped=seed,n",
            "ms":{"total":2000,"firstToken":1800}}""");
        String row = between(html, "id=\"req_7\">", "</tr>").replaceAll("<[^>]*>", " ").replaceAll(" +", " ")
            .replace(" :", ":").strip();
        assertEquals("work → p2/m alias, ordered Skipped p/n: cooldown, quota-exhausted"
            + " Tried p/m: 503, temporary_error after 40 ms; no answer, timeout after 1.5 s"
            + " Tried p2/m: 200, ok after 300 ms Lost in translation: dropped seed, n"
            + " llm-router why req_7 ok 15, 7 1.8 s 2.0 s 8 s ago",
            row);
    }

    @ParameterizedTest
    @CsvSource({"rate_limited,429 rate_limited,bad", "client_gone,client_gone,warn", "mid_stream,mid_stream,bad",
        "ok,ok,ok"})
    void anOutcomeIsAWordAndAShape(String end, String words, String kind) {
        shows(page("",
            "{\"id\":\"r\",\"time\":\"2026-03-01T12:00:00Z\",\"model\":\"m\",\"status\":429,\"end\":\"" + end
            + "\",\"ms\":{\"total\":1}}"),
            "<span class=\"state " + kind + "\">" + words + "</span>");
    }
}
