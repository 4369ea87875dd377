package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import llmrouter.cli.CliRun;
import llmrouter.config.read.ConfigKey;
import llmrouter.config.read.ConfigSection;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// In a configuration, null means the same as an absent member; so it does for every operation that changes the file.
class NullMembersTest {
    private static final String KEY = "gw_Aa1-Bb2-Cc3-Dd4-Ee5-Ff6-Gg7";

    private static final String WHOLE = """
        {"version":2,"masterKey":"gw_Zz1-Yy2-Xx3-Ww4-Vv5-Uu6-Tt7",
        "masterKeys":[{"name":"ci","keySha256":"%s","models":["p/m"],
          "rateLimits":[{"id":"c","models":["all"],"requests":5,"window":"1h"}],"expires":4000000000}],
        "defaultModel":"p/m","unknownModels":"p/n","strictTranslation":true,
        "providers":[
         {"id":"p","name":"P","enabled":true,"baseUrl":"https://p.example/v1",
          "baseUrlByFormat":{"claude":"https://p.example/anthropic"},"formats":["openai","claude"],"apiKeyEnv":"K",
          "headers":{"x-a":"b"},"timeouts":{"firstByteMs":900},
          "models":[{"id":"m","aliases":["em"],"fallbackModels":["q/z"]},"n"],
          "rateLimits":[{"id":"each-minute","name":"Each minute","models":["m"],"requests":9,"tokens":90,
           "concurrency":3,"window":"1m"}]},
         {"id":"q","baseUrl":"https://q.example/v1","format":"openai","models":["z"]}],
        "modelAliases":{"work":{"id":"work","strategy":"ordered","targets":[{"ref":"p/m","weight":1}],
          "fallbackTargets":["q/z"],"metadata":{"a":"b"}}}}""".formatted("ab".repeat(32));

    private static final Map<ConfigSection, List<Object>> PLACES = new LinkedHashMap<>();

    static {
        PLACES.put(ConfigSection.ROOT, List.of());
        PLACES.put(ConfigSection.CLIENT_KEY, List.of("masterKeys", 0));
        PLACES.put(ConfigSection.PROVIDER, List.of("providers", 0));
        PLACES.put(ConfigSection.MODEL, List.of("providers", 0, "models", 0));
        PLACES.put(ConfigSection.CAP, List.of("providers", 0, "rateLimits", 0));
        PLACES.put(ConfigSection.ALIAS, List.of("modelAliases", "work"));
        PLACES.put(ConfigSection.TARGET, List.of("modelAliases", "work", "targets", 0));
    }

    @TempDir
    private Path home;

    private static Stream<List<String>> operations() {
        return Stream.of(
            List.of("add-provider", "r", "--base-url=https://r.example", "--format=openai", "--models=x"),
            List.of("add-provider", "p", "--name=Pe", "--models=m,x", "--headers={\"x-c\":\"d\"}", "--format=claude",
                "--openai-base-url=https://o.example/v1", "--api-key-env=OTHER"),
            List.of("rename-provider", "p", "pe"), List.of("remove-provider", "p", "--cascade"),
            List.of("set-caps", "p", "--cap-name=New", "--models=all", "--requests=4", "--window=1d"),
            List.of("set-caps", "p", "--cap-id=each-minute", "--tokens=7", "--models=m,n"),
            List.of("set-caps", "p", "--cap-id=each-minute", "--remove-cap"),
            List.of("add-models", "p", "x"), List.of("remove-models", "p", "m", "--cascade"),
            List.of("enable", "p", "p/m"), List.of("disable", "p", "p/m"),
            List.of("set-model-aliases", "p/m", "fast,f"), List.of("set-model-aliases", "p/m", "--clear-model-aliases"),
            List.of("set-model-fallbacks", "p/m", "p/n"), List.of("set-model-fallbacks", "p/m", "--clear-fallbacks"),
            List.of("add-alias", "job", "p/m", "--fallback-targets=q/z"),
            List.of("add-alias", "work", "--targets=p/m@3,q/z", "--fallback-targets=p/n", "--strategy=auto",
                "--alias-metadata={\"c\":1}"),
            List.of("add-target", "work", "p/n"), List.of("add-target", "work", "p/n", "--fallback"),
            List.of("remove-target", "work", "q/z"), List.of("rename-alias", "work", "job"),
            List.of("remove-alias", "work", "--cascade"), List.of("set-default-model", "q/z"),
            List.of("set-unknown-models", "q/z"), List.of("set-unknown-models", "off"), List.of("set-strict", "on"),
            List.of("set-strict", "off"), List.of("set-master-key", "--master-key=" + KEY),
            List.of("remove-master-key"), List.of("remove-master-key", "--yes"),
            List.of("add-key", "new", "--key=" + KEY, "--models=p/m", "--caps=5/1h"),
            List.of("set-key", "ci", "--key=" + KEY, "--models=p/n", "--caps=5/1h", "--expires=2090-01-01"),
            List.of("set-key", "ci", "--models=all", "--caps=", "--expires=never"),
            List.of("revoke-key", "ci"), List.of("revoke-key", "ci", "--yes"),
            List.of("migrate-config", "--create-backup=false"));
    }

    private static Json at(Json value, List<Object> path) {
        Json found = value;
        for (Object step : path) {
            found = step instanceof String name ? ((Obj) found).get(name) : ((Arr) found).items().get((Integer) step);
        }
        return found;
    }

    /// What an operation makes of a file: the exit code and the file without members that are null.
    private String outcome(String text, List<String> operation) {
        try {
            var config = new EditedConfig(home).write(text);
            String[] words = operation.subList(1, operation.size()).toArray(String[]::new);
            CliRun run = config.run(operation.getFirst(), words);
            return run.exitCode() + " " + withoutNulls(config.tree())
                + (run.exitCode() == 0 ? "" : " "
                    + run.err().lines().filter(line -> line.startsWith("llm-router: ")).toList());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Json withoutNulls(Json value) {
        return switch (value) {
            case Obj o -> {
                Obj out = Json.object();
                // the order of members has no meaning
                o.members().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(member -> {
                    if (!Json.isNull(member.getValue())) out.put(member.getKey(), withoutNulls(member.getValue()));
                });
                yield out;
            }
            case Arr a -> {
                Arr out = Json.array();
                for (Json item : a.items()) out.add(withoutNulls(item));
                yield out;
            }
            default -> value;
        };
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anOperationTakesNullForAnAbsentMember(List<String> operation) {
        for (var place : PLACES.entrySet()) {
            for (ConfigKey key : place.getKey().keys()) {
                same(operation, place.getValue(), key);
            }
        }
    }

    private void same(List<String> operation, List<Object> place, ConfigKey key) {
        Obj absent = (Obj) Json.parse(WHOLE);
        Obj withNull = (Obj) Json.parse(WHOLE);
        for (String name : key.spellings()) {
            ((Obj) at(absent, place)).members().remove(name);
            ((Obj) at(withNull, place)).members().remove(name);
        }
        ((Obj) at(withNull, place)).members().put(key.name(), Json.Null.NULL);
        assertEquals(outcome(absent.toString(), operation), outcome(withNull.toString(), operation),
            () -> place + " " + key.name());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anOperationTakesAFileInWhichEveryOptionalMemberIsNull(List<String> operation) {
        var needed = List.of("id", "name", "keySha256", "models", "baseUrl", "format", "ref", "targets", "window",
            "requests", "version", "providers", "modelAliases", "masterKeys", "rateLimits");
        Obj absent = (Obj) Json.parse(WHOLE);
        Obj withNull = (Obj) Json.parse(WHOLE);
        for (var place : PLACES.entrySet()) {
            for (ConfigKey key : place.getKey().keys()) {
                if (needed.contains(key.name())) continue;
                ((Obj) at(withNull, place.getValue())).members().put(key.name(), Json.Null.NULL);
                for (String name : key.spellings()) ((Obj) at(absent, place.getValue())).members().remove(name);
            }
        }
        assertEquals(outcome(absent.toString(), operation), outcome(withNull.toString(), operation));
    }

    @Test
    void theFirstPartOfEachKindIsAddedInPlaceOfNull() throws IOException {
        var config = new EditedConfig(home).write("""
            {
              "providers": null,
              "masterKeys": null,
              "modelAliases": null
            }
            """);
        config.done("add-provider", "p", "--base-url=https://p.example/v1", "--format=openai", "--models=m");
        config.done("add-key", "ci", "--key=" + KEY);
        config.done("add-alias", "work", "p/m");
        assertEquals(List.of("p", "ci", "[work]"), List.of(config.provider(0).text("id"),
            config.tree().objects("masterKeys").getFirst().text("name"),
            config.tree().object("modelAliases").members().keySet().toString()));
        var text = new ArrayList<String>(config.text().lines().toList());
        text.replaceAll(line -> line.contains("\"models\"") ? "      \"rateLimits\": null,\n" + line : line);
        config.write(String.join("\n", text));
        config.done("set-caps", "p", "--cap-name=c", "--models=all", "--requests=4", "--window=1d");
        assertEquals(1, config.provider(0).items("rateLimits").size());
    }
}
