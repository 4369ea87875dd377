package vectors;

import java.util.ArrayList;
import java.util.List;

import llmrouter.admission.Endpoint;
import llmrouter.config.Format;
import llmrouter.gateway.failure.CallFailure;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;

/// Whole exchanges with scripted providers: see [ScriptedExchange].
final class ExchangeVectors {
    /// The format whose clients refer to earlier answers.
    private static final String FOLLOWING = Format.RESPONSES.word();
    private static final String FOLLOW_UP = "{\"model\":\"pair\",\"previous_response_id\":\"resp_llmr_kept_request0\","
        + "\"stream\":true,\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_llmr_kept_request0_0\"},"
        + "{\"role\":\"user\",\"content\":\"go on\"}]}";
    private static final List<String> WAYS = List.of("whole", "chars", "lines", "5", "6", "7");
    private static final List<Integer> STATUSES = List.of(400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 529);
    private static final List<String> HEADERS = List.of("retry-after", "x-ratelimit-remaining-tokens",
        "anthropic-ratelimit-tokens-reset", "request-id", "content-type", "x-should-retry", "cf-ray", "server");

    private final Fixtures fixtures;
    private final VectorList vectors;
    private final Chance chance = new Chance(3);
    private final List<String> refusals = new ArrayList<>();

    ExchangeVectors(Fixtures fixtures, VectorList vectors) {
        this.fixtures = fixtures;
        this.vectors = vectors;
        for (String[] row : fixtures.rows("errors/refusals.txt", " | ", 3)) refusals.add(row[2]);
        for (String[] row : fixtures.rows("waits/bodies.txt", " | ", 4)) refusals.add(row[3]);
    }

    void make() {
        for (var fixture : fixtures.cases("request")) request(fixture);
        for (var fixture : fixtures.cases("answer")) {
            for (String client : TranslationVectors.FORMATS) answer(fixture, client, chance.oneIn(3));
        }
        for (var fixture : fixtures.cases("stream")) {
            for (String client : TranslationVectors.FORMATS) stream(fixture, client);
            stream(fixture, chance.of(TranslationVectors.FORMATS));
        }
    }

    /// The fixture is the client's request; no call is answered as wished.
    private void request(Fixtures.Case fixture) {
        String body;
        try {
            body = JsonScan.of(fixture.text()).splice().set("model", Json.of("pair")).apply();
        } catch (JsonError e) {
            body = fixture.text();
        }
        var script = script(fixture.from(), fixture.to(), body);
        script.put("calls", Json.array(failure(), failure(), failure()));
        vectors.add("exchange", script);
    }

    private void answer(Fixtures.Case fixture, String client, boolean streamed) {
        var script = script(client, fixture.from(), asking(streamed));
        var last = call(200, fixture.text(), "application/json");
        script.put("calls", chance.oneIn(3) ? Json.array(failure(), last) : Json.array(last));
        vectors.add("exchange", script);
    }

    private void stream(Fixtures.Case fixture, String client) {
        var script = script(client, fixture.from(), asking(!chance.oneIn(4)));
        String text = chance.oneIn(4) ? fixture.text().substring(0, chance.below(fixture.text().length() + 1))
            : fixture.text();
        var last = call(200, text, chance.oneIn(8) ? "application/json" : "text/event-stream; charset=utf-8");
        if (chance.oneIn(6)) last.put("ends", chance.of(List.of("CUT", "SILENCE", "GARBLED", "TOO_LARGE")));
        script.put("calls", chance.oneIn(3) ? Json.array(failure(), failure(), last) : Json.array(last));
        if (chance.oneIn(12)) script.put("leaves", 1 + chance.below(12));
        if (chance.oneIn(16)) script.put("stops", 1 + chance.below(12));
        vectors.add("exchange", script);
    }

    private Json.Obj script(String client, String provider, String body) {
        var bodies = Json.array(Json.of(body));
        if (chance.oneIn(5)) bodies.add(Json.of(body));
        boolean remembers = client.equals(FOLLOWING) && chance.oneIn(2);
        if (remembers) bodies.add(Json.of(FOLLOW_UP));
        return Json.object().put("remembers", remembers).put("config", config(provider))
            .put("endpoint", endpoint(client)).put("client", client).put("headers", headers())
            .put("bodies", bodies).put("seed", chance.below(1 << 30)).put("strict", chance.oneIn(6))
            .put("policyFallback", chance.oneIn(2));
    }

    private String endpoint(String client) {
        if (client.equals("claude") && chance.oneIn(12)) return "COUNT_TOKENS";
        if (client.equals("responses") && chance.oneIn(12)) return "COMPACT";
        return Endpoint.of(Format.of(client)).name();
    }

    private Json.Arr headers() {
        var headers = Json.array();
        if (chance.oneIn(3)) headers.add(Json.strings(List.of("anthropic-beta", "interleaved-thinking-2025-05-14")));
        if (chance.oneIn(4)) headers.add(Json.strings(List.of("x-session-id", chance.odd())));
        if (chance.oneIn(4)) headers.add(Json.strings(List.of("user-agent", "claude-cli/2.1 (external, cli)")));
        return headers;
    }

    static String asking(boolean streamed) {
        return Json.object().put("model", "pair").put("max_tokens", 900).put("stream", streamed)
            .put("input", "hello").put("messages", Json.array(
                Json.object().put("role", "user").put("content", "hello"))).toString();
    }

    /// Two providers of the format, and one of another, in an alias.
    String config(String format) {
        String other = chance.of(TranslationVectors.FORMATS);
        var strategy = chance.of(List.of("ordered", "round-robin", "weighted-rr", "quota-aware-weighted-rr", "auto"));
        return """
            {"version":2,"masterKey":"key","providers":[\
            {"id":"a","baseUrl":"https://a.example/v1","apiKey":"sk-secret-of-a-0001","formats":["%s"],"models":["m"],\
            "rateLimits":[{"id":"cap","models":["all"],"requests":%d,"window":"minute:1"}]},\
            {"id":"b","baseUrl":"https://b.example","apiKey":"sk-secret-of-b-0002","formats":["%s"],\
            "models":[{"id":"m","contextWindow":200000,"maxOutputTokens":8000}],"timeouts":{"idleMs":700},\
            "rateLimits":[{"id":"flying","models":["all"],"concurrency":%d}]},\
            {"id":"c","baseUrl":"http://127.0.0.1:9/v1","formats":["%s"],"auth":{"type":"none"},"models":["m"]}],\
            "modelAliases":{"pair":{"strategy":"%s","targets":["a/m",{"ref":"b/m","weight":2}],\
            "fallbackTargets":["c/m"]}}}"""
            .formatted(format, 1 + chance.below(4), format, 1 + chance.below(2), other, strategy);
    }

    Json.Obj call(int status, String text, String type) {
        var headers = Json.array(Json.strings(List.of("Content-Type", type)));
        for (int i = chance.below(3); i > 0; i--) {
            headers.add(Json.strings(List.of(chance.of(HEADERS), chance.oneIn(2) ? "1" : chance.odd())));
        }
        return Json.object().put("status", status).put("headers", headers).put("text", text)
            .put("way", chance.of(WAYS));
    }

    Json.Obj failure() {
        if (chance.oneIn(4)) {
            var kinds = new ArrayList<String>(List.of("SILENCE"));
            for (var kind : CallFailure.Kind.values()) kinds.add(kind.name());
            return Json.object().put("fails", chance.of(kinds));
        }
        String text = chance.oneIn(6) ? "<html><body>busy " + chance.odd() + "</body></html>" : chance.of(refusals);
        return call(chance.oneIn(10) ? 200 : chance.of(STATUSES), text, "application/json");
    }
}
