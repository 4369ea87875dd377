package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What people type, from the command line into the file: tables of input and what is saved.
class ConfigVectorsTest {
    @TempDir
    private Path home;
    private EditedConfig config;

    @BeforeEach
    void writeConfiguration() throws IOException {
        config = new EditedConfig(home).write("""
            {"version": 2, "providers": [
              {"id": "p", "baseUrl": "https://p.example/v1", "formats": ["openai"],
               "models": ["m", "m:free", "@cf/meta", "llama3"]},
              {"id": "q", "baseUrl": "https://q.example/v1", "formats": ["openai"], "models": ["n", "llama3:8"]},
              {"id": "r", "baseUrl": "https://r.example/v1", "formats": ["openai"], "models": ["o"]}],
             "modelAliases": {"foo": {"targets": ["p/m"]}}}
            """);
    }

    @Test
    void windowsAreWrittenInManyWays() {
        String[][] table = {{"minute:1", "minute 1"}, {"minute/1", "minute 1"}, {"minute-1", "minute 1"},
            {"minute x 1", "minute 1"}, {"m1", "minute 1"}, {"1m", "minute 1"},
            {"hour:06", "hour 6"}, {"MONTH:1", "month 1"}, {"1w", "week 1"}, {"7day", "day 7"}, {"7 days", "day 7"},
            {"mo:1", "month 1"}, {"mon1", "month 1"}, {"1mo", "month 1"},
            {" 2 W ", "week 2"}, {"sec-5", "second 5"}};
        for (String[] row : table) {
            config.done("set-rate-limits", "--provider-id=p", "--bucket-id=b", "--models=all", "--requests=1",
                "--window=" + row[0]);
            assertEquals(row[1], window(), row[0]);
        }
        String[][] objects = {{"{\"unit\":\"wk\",\"size\":\"3\"}", "week 3"},
            {"{\"windowUnit\":\"d\",\"window-size\":2}", "day 2"}};
        for (String[] row : objects) {
            config.done("set-rate-limits", "--provider-id=p", "--rate-limits=[{\"id\":\"b\",\"window\":" + row[0]
                + "}]");
            assertEquals(row[1], window(), row[0]);
        }
        for (String bad : List.of("minutex1", "minute", "0m", "1.5h", "year:1", "5", "fortnightly")) {
            config.refused("is not a window", "set-rate-limits", "--provider-id=p", "--bucket-id=b", "--window=" + bad);
        }
    }

    private String window() {
        Obj window = ((Obj) config.provider(0).items("rateLimits").getFirst()).object("window");
        return window.text("unit") + " " + window.get("size");
    }

    @Test
    void aliasTargetsAreWrittenInManyWays() {
        String[][] table = {{"p/m@3", "p/m 3"}, {"p/m:2", "p/m 2"}, {"p/m@1.5", "p/m 1.5"}, {"p/m:free", "p/m:free"},
            {"p/@cf/meta@2", "p/@cf/meta 2"},
            {"alias:foo@2", "alias:foo 2"}, {"foo", "foo"}, {"p/m@3,p/m@3", "p/m 3"},
            {"p/m@3 q/n; r/o", "p/m 3,q/n,r/o"}, {"(p/m@3)", "p/m 3"},
            {"{\"ref\":\"p/m\",\"weight\":\"4\"}", "p/m 4"}, {"[{\"target\":\"p/m@3\",\"weight\":9}]", "p/m 9"},
            {"q/llama3:8", "q/llama3:8"}, {"p/llama3:8", "p/llama3 8"}};
        for (String[] row : table) {
            config.done("upsert-model-alias", "--alias-id=a", "--targets=" + row[0]);
            var targets = new StringBuilder();
            for (Json target : config.tree().object("modelAliases").object("a").items("targets")) {
                Obj item = (Obj) target;
                targets.append(targets.isEmpty() ? "" : ",").append(item.text("ref"))
                    .append(item.has("weight") ? " " + item.get("weight") : "");
            }
            assertEquals(row[1], targets.toString(), row[0]);
        }
        for (String bad : List.of("p/m@0", "p/m@-1", "p/m@1e2", "p/m@0x10", "https://x/y", "[bad")) {
            CliRun run = config.run("upsert-model-alias", "--alias-id=b", "--targets=" + bad);
            assertEquals(2, run.exitCode(), bad);
        }
        assertNull(config.tree().object("modelAliases").get("b"));
    }

    @Test
    void endpointsAreFoundInWhatIsPasted() {
        String[][] table = {{"api.example.com", "https://api.example.com"}, {"ttps://x.example", "https://x.example"},
            {"\"https://x.example/v1\",", "https://x.example/v1"},
            {"openaiBaseUrl=https://q.example/v1", "https://q.example/v1"},
            {"http://localhost:8080/v1", "http://localhost:8080/v1"}, {"localhost:8080", "http://localhost:8080"},
            {"http://10.0.0.1:8080/v1", "http://10.0.0.1:8080/v1"},
            {"the base URL is https://x.example/v1 as they say", "https://x.example/v1"}};
        for (String[] row : table) {
            config.done("upsert-provider", "--provider-id=e", "--endpoints=" + row[0], "--formats=openai",
                "--models=m");
            assertEquals(row[1], config.provider(3).text("baseUrl"), row[0]);
        }
        for (String bad : List.of("no address at all", "https://x.example/v1?key=1", "https://a.iohttps://b.io/v1")) {
            assertEquals(2, config.run("upsert-provider", "--provider-id=f", "--endpoints=" + bad, "--formats=openai",
                "--models=m").exitCode(), bad);
        }
        assertEquals(4, config.tree().items("providers").size());
    }

    @Test
    void noModelNameIsDropped() {
        String models = "gpt-4o,sonar,@cf/meta/llama-3,claude-3@20240620,foo,4o,auto,openai";
        config.done("upsert-provider", "--provider-id=new", "--base-url=https://openai.example", "--models=" + models);
        assertEquals("[\"" + models.replace(",", "\",\"") + "\"]", config.provider(3).get("models").toString());
    }

    @Test
    void whatAFileSaysIsReadAsItIsMeant() throws IOException {
        String text = """
            {"version": 2, "mine": 1, "providers": [
              {"id": "p", "name": "302 AI", "endpoint": "https://an.example", "format": "openai", "models": ["z"],
               "rate-limits": [{"model": "z", "requests": "7", "window-unit": "minute", "window-size": "1"}]}],
             "model-aliases": {"a": {"targets": [{"ref": "p/z", "weight": "3"}]}}}
            """;
        config.write(text);
        Obj json = config.json("list-routing");
        Obj provider = (Obj) json.items("providers").getFirst();
        assertEquals("https://an.example", provider.text("baseUrl"));
        assertEquals("[{\"id\":\"bucket-1\",\"models\":[\"z\"],\"requests\":7,\"window\":{\"unit\":\"minute\","
            + "\"size\":1}}]", provider.get("rateLimits").toString());
        assertEquals("[{\"ref\":\"p/z\",\"weight\":3}]", json.object("modelAliases").object("a").get("targets")
            .toString());
        assertEquals(text, config.text());
        config.write(text.replace("\"p/z\", \"weight\": \"3\"", "\"p/z@3\""));
        CliRun run = config.run("validate");
        assertEquals(2, run.exitCode());
        assertTrue(run.out().contains("write {\"ref\": \"p/z\", \"weight\": 3}"), run.out());
    }
}
