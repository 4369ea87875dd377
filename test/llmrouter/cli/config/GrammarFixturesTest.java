package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What people type, from the command line into the file: the tables of `test/fixtures/grammar`. Each row has what the
/// predecessor of this program makes of an input, and what is saved here.
class GrammarFixturesTest {
    private static final Path FOLDER = Path.of("test/fixtures/grammar");
    private static final String REFUSED = "refused";
    /// Before what the predecessor was not seen to do, but does by what is written about it.
    private static final String DERIVED = "? ";
    private static final String START = """
        {"version": 2, "providers": [
          {"id": "p", "baseUrl": "https://p.example/v1", "formats": ["openai"],
           "models": ["m", "m:free", "@cf/meta", "llama3"],
           "rateLimits": [{"id": "each-hour", "models": ["all"], "requests": 5, "window": "1h"}]},
          {"id": "q", "baseUrl": "https://q.example/v1", "formats": ["openai"], "models": ["n", "llama3:8"]},
          {"id": "r", "baseUrl": "https://r.example/v1", "formats": ["openai"], "models": ["o"]}],
         "modelAliases": {"foo": {"targets": ["p/m"]}}}
        """;

    @TempDir
    private Path home;
    private EditedConfig config;

    /// @param why empty where the predecessor does the same
    private record Row(String input, String predecessor, String here, String why) {
        static Row of(String line) {
            String[] cells = line.split("\t", -1);
            assertTrue(cells.length == 3 || cells.length == 4, line);
            boolean same = cells[2].equals("~");
            assertEquals(same, cells.length == 3, "a row says why exactly if it differs: " + line);
            String predecessor = cells[1].startsWith(DERIVED) ? cells[1].substring(DERIVED.length()) : cells[1];
            return new Row(cells[0].replace("\\n", "\n"), predecessor, same ? predecessor : cells[2],
                same ? "" : cells[3]);
        }
    }

    @BeforeEach
    void begin() throws IOException {
        config = new EditedConfig(home).write(START);
    }

    /// Runs one row after the other, each on the same configuration.
    ///
    /// @param saved what an input led to; a command that fails with exit code 2 is `refused`
    private void each(String file, Function<String, String> saved) throws IOException {
        var wrong = new ArrayList<String>();
        int rows = 0;
        for (String line : Files.readAllLines(FOLDER.resolve(file))) {
            if (line.startsWith("#")) continue;
            Row row = Row.of(line);
            config.write(START);
            String got = saved.apply(row.input);
            if (!got.equals(row.here)) wrong.add(line + "\n    is here: " + got);
            rows++;
        }
        assertEquals("", String.join("\n", wrong));
        assertTrue(rows >= 4, file);
    }

    /// @param result what to read after a success
    private String outcome(Function<CliRun, String> result, String operation, String... flags) {
        CliRun run = config.run(operation, flags);
        if (run.exitCode() == 0) return result.apply(run);
        assertEquals(2, run.exitCode(), run.err());
        assertEquals(START, config.text(), "a refused change left a trace");
        return REFUSED;
    }

    private Obj provider(String id) {
        return config.tree().items("providers").stream().map(each -> (Obj) each).filter(p -> p.text("id").equals(id))
            .findFirst().orElseThrow();
    }

    private Obj lastCap() {
        return (Obj) provider("p").items("rateLimits").getLast();
    }

    @Test
    void windows() throws IOException {
        each("windows.txt", input -> {
            String[] flags = input.startsWith("{")
                ? new String[] {"--provider-id=p", "--rate-limits=[{\"id\":\"b\",\"models\":\"all\",\"requests\":1,"
                    + "\"window\":" + input + "}]"}
                : new String[] {"--provider-id=p", "--bucket-id=b", "--models=all", "--requests=1",
                    "--window=" + input};
            return outcome(_ -> {
                Obj window = lastCap().object("window");
                return window.text("unit") + " " + window.get("size");
            }, "set-rate-limits", flags);
        });
    }

    @Test
    void aliasTargets() throws IOException {
        each("targets.txt", input -> outcome(_ -> refs(config.tree().object("modelAliases").object("a")),
            "upsert-model-alias", "--alias-id=a", "--targets=" + input));
    }

    private static String refs(Obj alias) {
        return alias.items("targets").stream().map(each -> (Obj) each)
            .map(each -> each.text("ref") + (each.has("weight") ? " " + each.get("weight") : ""))
            .collect(Collectors.joining(","));
    }

    @Test
    void endpoints() throws IOException {
        each("endpoints.txt", input -> outcome(_ -> provider("e").text("baseUrl"), "upsert-provider",
            "--provider-id=e", "--endpoints=" + input, "--formats=openai", "--models=m", "--skip-probe"));
    }

    @Test
    void models() throws IOException {
        each("models.txt", input -> outcome(_ -> texts(provider("e").items("models"), "|"), "upsert-provider",
            "--provider-id=e", "--base-url=https://e.example", "--formats=openai", "--models=" + input));
    }

    private static String texts(List<Json> items, String between) {
        return items.stream().map(each -> ((Json.Str) each).value()).collect(Collectors.joining(between));
    }

    @Test
    void fallbacks() throws IOException {
        each("fallbacks.txt", input -> outcome(_ -> texts(((Obj) provider("p").items("models").getFirst())
            .items("fallbackModels"), ","), "set-model-fallbacks", "--provider-id=p", "--model=m",
            "--fallback-models=" + input));
    }

    @Test
    void modelsOfACap() throws IOException {
        each("selectors.txt", input -> outcome(_ -> texts(lastCap().items("models"), ","), "set-rate-limits",
            "--provider-id=p", "--bucket-id=b", "--requests=1", "--window=1m", "--bucket-models=" + input));
    }

    @Test
    void idsOfProviders() throws IOException {
        each("provider-ids.txt", input -> outcome(_ -> ((Obj) config.tree().items("providers").getLast()).text("id"),
            "upsert-provider", "--provider-id=" + input, "--name=N", "--base-url=https://e.example",
            "--formats=openai", "--models=m"));
    }

    @Test
    void idsThatAreMadeFromNames() throws IOException {
        each("provider-names.txt", input -> outcome(_ -> ((Obj) config.tree().items("providers").getLast()).text("id"),
            "upsert-provider", "--name=" + input, "--base-url=https://e.example", "--formats=openai", "--models=m"));
    }

    @Test
    void idsOfAliases() throws IOException {
        each("alias-ids.txt", input -> outcome(_ -> List.copyOf(config.tree().object("modelAliases").members().keySet())
            .getLast(), "upsert-model-alias", "--alias-id=" + input, "--targets=p/m"));
    }

    @Test
    void idsThatAreMadeFromNamesOfCaps() throws IOException {
        each("cap-names.txt", input -> outcome(_ -> lastCap().text("id"), "set-rate-limits", "--provider-id=p",
            "--bucket-name=" + input, "--models=all", "--requests=1", "--window=1m"));
    }

    @Test
    void headers() throws IOException {
        each("headers.txt", input -> outcome(_ -> provider("p").get("headers").toString(), "upsert-provider",
            "--provider-id=p", "--headers=" + input));
    }

    @Test
    void numbers() throws IOException {
        each("numbers.txt", input -> outcome(_ -> lastCap().get("requests").toString(), "set-rate-limits",
            "--provider-id=p", "--bucket-id=b", "--models=all", "--window=1m", "--requests=" + input));
    }

    @Test
    void strategies() throws IOException {
        each("strategies.txt", input -> outcome(_ -> config.tree().object("modelAliases").object("foo")
            .text("strategy"), "upsert-model-alias", "--alias-id=foo", "--strategy=" + input));
    }

    @Test
    void switches() throws IOException {
        each("switches.txt", input -> {
            CliRun run = config.run("remove-model", "--provider-id=p", "--model=m", "--cascade=" + input);
            if (run.err().contains("must be true or false")) return REFUSED;
            return run.exitCode() == 0 ? "on" : "off"; // without --cascade the alias that uses the model forbids it
        });
    }

    @Test
    void masterKeys() throws IOException {
        each("master-keys.txt", input -> {
            CliRun run = config.typing(input, "set-master-key", "--master-key-stdin");
            assertEquals(0, run.exitCode(), run.err());
            assertFalse(run.err().contains(input), "the key is shown");
            return run.err().contains("weak") ? "weak" : "strong";
        });
    }
}
