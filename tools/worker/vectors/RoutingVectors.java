package vectors;

import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonScan;

/// Decisions of the routing table, windows of time, and names of models.
final class RoutingVectors {
    private static final int HISTORIES = 600;
    private static final int WINDOWS = 150;
    private static final int CHANGES = 3;

    /// Names that clients send.
    private static final List<String> NAMES = List.of("", " ", "p/m", "P/M", "p/m:free", "q/n", "r/o", "r/other", "m",
        "n", "o", "other", "foo", "alias:foo", "FOO", "fan", "chain", "smart", "default", "codex-auto-review",
        "claude:p/m", "claude-sonnet-4-5-20250929", "p/m[1m]", "m[1M]", "x/any/name", "x/", "off/a", "p/none", "none",
        "p / m", "gpt-5", "\tfoo\n", "İstanbul", "empty");
    private static final String CONFIG = """
        {"version":2,"defaultModel":"foo","masterKey":"key","providers":[
        {"id":"p","baseUrl":"https://p.example","apiKey":"k","formats":["openai","claude"],
         "models":[{"id":"m","aliases":["mm"],"fallbackModels":["q/n","r/o"]},{"id":"m:free"}],
         "rateLimits":[{"id":"b","models":["m"],"requests":5,"window":"2d"},{"id":"c","models":["all"],"tokens":900,
         "window":"month:1"}]},
        {"id":"q","baseUrl":"https://q.example","apiKey":"k","formats":["claude"],
         "models":[{"id":"n","fallbackModels":["p/m"],"formats":["claude"]},{"id":"s","enabled":false}]},
        {"id":"r","baseUrl":"https://r.example","apiKey":"k","formats":["responses"],
         "models":[{"id":"o","aliases":["other"],"contextWindow":8000}]},
        {"id":"x","baseUrl":"https://x.example","apiKey":"k","formats":["openai"],"models":[{"id":"*"}]},
        {"id":"off","enabled":false,"baseUrl":"https://o.example","apiKey":"k","formats":["openai"],"models":["a"]}],
        "modelAliases":{"foo":{"strategy":"ordered","targets":[{"ref":"p/m","weight":2},"q/n"],
         "fallbackTargets":["r/o"]},
        "fan":{"strategy":"auto","targets":["p/m",{"ref":"q/n","weight":0.5},"x/some"]},
        "chain":{"strategy":"weighted-rr","targets":["alias:foo","fan"]},
        "empty":{"strategy":"round-robin","targets":["q/s"]}}}""";

    private final Fixtures fixtures;
    private final VectorList vectors;
    private final Chance chance = new Chance(2);

    RoutingVectors(Fixtures fixtures, VectorList vectors) {
        this.fixtures = fixtures;
        this.vectors = vectors;
    }

    void make() {
        previews();
        for (int i = 0; i < HISTORIES; i++) vectors.add("routing", Long.toString(chance.number()));
        for (int i = 0; i < WINDOWS; i++) vectors.add("windows", Long.toString(chance.number()));
        String unknown = ((Json.Obj) Json.parse(CONFIG)).put("unknownModels", "p/m").toString();
        for (String name : NAMES) {
            for (String format : TranslationVectors.FORMATS) vectors.add("names", CONFIG, format, name);
            for (int i = 0; i < CHANGES; i++) {
                String config = i == 0 ? unknown : CONFIG;
                vectors.add("names", config, chance.of(TranslationVectors.FORMATS), chance.changed(name));
            }
        }
    }

    private void previews() {
        for (var fixture : fixtures.cases("request")) {
            if (!chance.oneIn(3)) continue;
            String name = chance.of(NAMES);
            String body = chance.oneIn(2) ? fixture.text() : Mutation.of(fixture.text(), chance.number());
            vectors.add("preview", CONFIG, fixture.from(), named(body, name));
        }
    }

    private static String named(String body, String model) {
        try {
            return JsonScan.of(body).splice().set("model", Json.of(model)).apply();
        } catch (JsonError e) {
            return body;
        }
    }
}
