package vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import llmrouter.config.read.Setting;
import llmrouter.config.read.SettingsTable;
import llmrouter.json.Json;
import llmrouter.text.Base64Url;

/// Grammars, functions of texts, documents, configurations, settings, and compressed bytes.
final class DocumentVectors {
    private static final int OF_A_GRAMMAR = 24;
    private static final int OF_A_FUNCTION = 40;
    private static final int CONFIGS = 250;
    private static final int SETTINGS = 120;
    private static final int CHANGES = 300;
    private static final int SECRETS = 120;

    private static final List<String> JSON = List.of("{}", "[]", "null", "-0", "1e5", "\"a\\u00e9\\ud83d\\ude00\"",
        "{\"a\":1,\"a\":{\"b\":[1,2,{}]},\"c\":\"\\n\"}", "// note\n{\"a\": 1, /* b */ \"b\": [true, false,],}",
        "\ufeff{\"key\":null}", "{'a':1}", "{\"a\":01}", "[1 2]",
        "{\"x\":{\"y\":{\"z\":[[[]]]}}}", "{\"a\":\"\u2028\"}",
        "{\n  \"a\": [\n    1,\n    2\n  ],\n\t\"b\": {}\r\n}", "{\"a\":1}{\"b\":2}", "nul", "\"\\x\"", "{\"a\":NaN}",
        "{\"path\":\"C:\\Users\\new\"}", "{\"a\":\"tab\there\nline\"}", "[Infinity,-Infinity]", "{\"a\":\"\\u12\"}");
    private static final String CONFIG = """
        {
          "version": 2,
          "masterKey": "gw_0123456789abcdefghijklmn", // the key
          "masterKeys": [{"name": "one", "keySha256": "%s", "models": ["p/m"]}],
          "defaultModel": "work",
          "providers": [
            {"id": "p", "name": "Provider", "baseUrl": "https://p.example/v1", "apiKey": "sk-aaaaaaaaaaaaaaaaaaaaaa",
             "formats": ["openai", "claude"], "models": [{"id": "m", "aliases": ["mm"], "contextWindow": 128000,
               "capabilities": {"tools": true}, "cost": {"input": "0.25", "output": 1.5}}, "plain"],
             "rateLimits": [{"id": "each-hour", "models": ["all"], "requests": 5, "window": "1h"},
               {"id": "both", "models": ["m"], "tokens": 100000, "concurrency": 3,
                "window": {"unit": "day", "size": 1}}],
             "headers": {"X-Title": "t", "User-Agent": null}, "auth": {"type": "header", "headerName": "api-key"}},
            {"id": "q", "baseUrlByFormat": {"claude": "https://q.example/anthropic"}, "apiKeyEnv": "Q_KEY",
             "formats": ["claude"], "models": ["n"], "timeouts": {"firstByteMs": 5000}, "enabled": true}
          ],
          "modelAliases": {
            "work": {"strategy": "auto", "targets": [{"ref": "p/m", "weight": "2"}, {"ref": "q/n", "weight": 0.5}],
              "fallbackTargets": ["p/plain"]}
          }
        }
        """.formatted(AdmissionAnswers.digest("one"));

    /// A minus stands for an input that is not given.
    private static final List<String> OPERATIONS = List.of("alias new auto p/m@2,q/n p/plain",
        "alias work ordered q/n@3;p/m -", "alias work - - q/n", "add-models p one,two@x", "add-models q n,m:free",
        "remove-models p plain -", "remove-models p m,plain x", "enabled q -", "enabled p/m -", "enabled p/plain x",
        "default p/m", "default off", "unknown q/n", "unknown none", "strict on", "strict 0", "targets work p/plain -",
        "targets work q/n@3 x", "rename-provider p other", "rename-provider q p", "rename-alias work play",
        "remove-provider q -", "remove-provider q x", "remove-model p mm -", "remove-model p m x",
        "remove-alias work -", "remove-alias work x", "provider new New https://new.example/v1 claude",
        "provider p - https://p.example/v2 openai", "model-aliases p plain pp;simple", "fallbacks p m q/n,p/plain",
        "fallbacks p plain q/n", "facts p m x -", "facts p plain - x", "remove-targets work p/m -",
        "remove-targets work q/n,p/plain x", "caps p 60/1m,4 m -", "caps q 1000000/month - x",
        "cap p {\"name\":\"new\",\"models\":\"all\",\"requests\":5,\"window\":\"2d\"} - -",
        "cap p {\"id\":\"both\",\"tokens\":null,\"concurrency\":9} - -", "remove-cap p both",
        "add-key ci p/m 60/1m 30d", "add-key all all - 2026-01-01", "set-key one work - never", "set-key one - 5/1h -",
        "revoke-key one x", "master-key gw_new_key_0123456789abcdef", "no-master-key x", "no-master-key -", "migrate");
    private static final List<String> WORDS = List.of("p", "q", "work", "new", "p/m", "q/n", "mm", "auto", "on", "-");

    private final Fixtures fixtures;
    private final VectorList vectors;
    private final Chance chance = new Chance(5);
    /// What people have been seen to type, whatever it is for.
    private final List<String> typed = new ArrayList<>();

    DocumentVectors(Fixtures fixtures, VectorList vectors) {
        this.fixtures = fixtures;
        this.vectors = vectors;
        for (var file : fixtures.files("grammar")) {
            for (String line : Fixtures.text(file).split("\n")) {
                if (!line.startsWith("#")) typed.add(line.split("\t", -1)[0].replace("\\n", "\n"));
            }
        }
        for (String[] row : fixtures.rows("providers/addresses.txt", " | ", 5)) typed.add(row[2]);
        typed.addAll(List.of("10.0.0.0/8", "::1", "2001:db8::/32", "::ffff:10.0.0.1", "1.2.3", "2026-11-30T07:00:00Z",
            "2026-02-29 07:00:00.5+08:00", "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "1m20s",
            "Sun Nov  6 08:49:37 1994", "PT1M20S", "20 秒", "7.66s", "1.5e3", "120", "2 hours and 5 minutes", "-0.5",
            "http://user:pass@proxy.example:3128", "socks5://[::1]:1080", "data:image/png;base64,iVBORw0KGgo=",
            "data:text/plain,a%20b", "Basic dXNlcjpwYXNz", "text/html;q=0.5, */*;q=0.1", "gpt-5.1-codex", "\"$KEY\"",
            "claude-opus-4-5-20251101", "export KEY='sk-0123456789abcdef'", "redis://localhost:6379/1", "minute",
            "30d"));
    }

    void make() {
        grammars();
        texts();
        documents();
        configs();
        frames();
    }

    private void grammars() {
        for (String grammar : GrammarAnswers.NAMES) {
            for (String input : typed) {
                if (grammar.equals("day")) continue;
                vectors.add("grammar", grammar, chance.oneIn(2) ? input : chance.changed(input));
            }
            for (int i = 0; i < OF_A_GRAMMAR; i++) {
                String odd = grammar.equals("day") ? Long.toString(chance.number() >> 28 + chance.below(34))
                    : chance.oddText();
                vectors.add("grammar", grammar, odd);
            }
        }
    }

    private void texts() {
        for (String name : TextAnswers.NAMES) {
            for (int i = 0; i < OF_A_FUNCTION; i++) {
                vectors.add("text", name, chance.oneIn(3) ? chance.changed(chance.of(typed)) : chance.oddText());
            }
        }
        for (int i = 0; i < OF_A_FUNCTION; i++) {
            vectors.add("text", "time", Long.toString(chance.number() >>> 10 + chance.below(50)));
        }
    }

    private void documents() {
        for (String text : JSON) {
            for (String key : List.of("a", "x", "new")) vectors.add("json", text, key);
            for (int i = 0; i < 5; i++) vectors.add("json", chance.changed(text), "a");
        }
        for (var fixture : fixtures.cases("request")) {
            vectors.add("json", Mutation.of(fixture.text(), chance.number()), "model");
        }
        for (String file : List.of("toml/valid.txt", "toml/invalid.txt")) {
            for (String text : fixtures.documents(file)) {
                vectors.add("toml", text, "key");
                vectors.add("toml", chance.changed(text), "new");
            }
        }
    }

    private void configs() {
        vectors.add("schema");
        vectors.add("config", CONFIG);
        String strict = CONFIG.replace(" // the key", "");
        for (int i = 0; i < CONFIGS; i++) {
            boolean text = chance.oneIn(4);
            vectors.add("config", text ? chance.changed(CONFIG) : Mutation.of(strict, chance.number()));
        }
        for (int i = 0; i < CHANGES; i++) {
            String before = chance.oneIn(3) ? Mutation.of(strict, chance.number()) : CONFIG;
            vectors.add("change", before, change().toString());
        }
        for (int i = 0; i < SETTINGS; i++) vectors.add("settings", settings());
        for (int i = 0; i < SECRETS; i++) secret();
    }

    /// The name of a change and its inputs, some of which are others than the change needs.
    private Json.Arr change() {
        String[] words = chance.of(OPERATIONS).split(" ");
        var all = Json.array(Json.of(words[0]));
        for (int i = 1; i < 5; i++) {
            String word = i < words.length ? words[i] : "x";
            if (chance.oneIn(10)) word = chance.of(WORDS);
            if (word.equals("-") || chance.oneIn(20)) all.add(Json.Null.NULL);
            else all.add(Json.of(chance.oneIn(12) ? chance.changed(word) : word));
        }
        return all;
    }

    private Json.Obj settings() {
        var all = Json.object();
        for (int i = chance.below(6); i >= 0; i--) {
            Setting setting = chance.of(SettingsTable.rows());
            String value = chance.of(List.of("1", "0", "true", "off", "30000", "30s", "5m", "1h", "10.0.0.0/8", "file",
                "https://app.example", "debug", "redis://h:1", "99999999999", "-5", "1.5", " 7 ", "2MB", "~/x"));
            String name = chance.oneIn(10) ? chance.changed(setting.name()) : setting.name();
            all.put(name, chance.oneIn(6) ? chance.changed(value) : value);
        }
        return all;
    }

    /// A text with a secret in some spelling.
    private void secret() {
        String secret = chance.of(List.of("sk-proj-0123456789abcdef", "correct horse battery", "pä$$wörd-ßecret-key",
            "AbCdEf0123456789+/=", "a&b<c>\"quoted\"'key'"));
        String spelled = switch (chance.below(8)) {
            case 0 -> secret.replace("-", "%2D").replace(" ", "%20");
            case 1 -> secret.replace("a", "\\u0061");
            case 2 -> secret.replace("e", "&#101;");
            case 3 -> Base64Url.encode("user:" + secret.replaceAll("[^\\x00-\\xff]", ""));
            case 4 -> secret.toUpperCase(Locale.ROOT);
            case 5 -> secret.replace("c", "c\u200b");
            case 6 -> secret.replace("0", "0\n ");
            default -> secret;
        };
        vectors.add("secrets", secret, chance.oddText() + spelled + chance.oddText());
    }

    private void frames() {
        for (var file : fixtures.files("zstd")) {
            if (!file.toString().endsWith(".zst")) continue;
            byte[] bytes = Fixtures.bytes(file);
            if (bytes.length > 24_000) continue;
            vectors.add("zstd", encoded(bytes), "1");
            vectors.add("hosted-zstd", encoded(bytes), chance.oneIn(4) ? "chars" : "9");
            for (int i = 0; i < 3; i++) {
                byte[] changed = bytes.clone();
                changed[chance.below(bytes.length)] ^= (byte) (1 + chance.below(255));
                vectors.add("zstd", encoded(changed), Integer.toString(chance.below(1000)));
            }
        }
    }

    private static String encoded(byte[] bytes) {
        var text = new StringBuilder();
        for (byte b : bytes) text.append((char) (b & 0xFF));
        return Base64Url.encode(text.toString());
    }
}
