package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.cli.CommandTable;
import llmrouter.cli.Operation;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The operations as people type them: the word after `config`, then words; and what each answers.
class EverydayOperationsTest {
    private static final String KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz";

    /// Each operation that changes the file, in its short form. All fit the configuration of [#begin].
    private static final List<String> CHANGES = List.of("add-provider p --name=Pe", "add-models p x,y",
        "add-provider p --add-models=x", "add-provider r --base-url=https://openai.example --models=*",
        "remove-models p n", "add-provider p --remove-models=n", "set-default-model q/z", "rename-provider p pp",
        "rename-alias work job", "add-target work p/n@2", "add-target work p/n --fallback", "remove-target work q/z",
        "disable p", "disable p/m q/z", "set-strict on", "set-model-aliases p/m fast,f",
        "set-caps p --bucket-name=day --models=all --requests=5 --window=1d", "set-caps p/m --bucket-id=c --tokens=9",
        "set-caps p --bucket-id=c --remove-bucket", "add-alias new p/m", "add-alias new --targets=p/m,q/z",
        "add-alias work p/n", "remove-alias other", "set-model-fallbacks p/m q/z",
        "remove-provider q --cascade", "set-master-key --master-key-env=K");

    @TempDir
    private Path home;
    private EditedConfig config;

    @BeforeEach
    void begin() throws IOException {
        config = new EditedConfig(home).write("""
            {"version": 2, "defaultModel": "p/m",
             "providers": [
               {"id": "p", "baseUrl": "https://p.example", "formats": ["openai"], "apiKeyEnv": "P_KEY",
                "models": ["m", "n"], "rateLimits": [{"id": "c", "models": ["m"], "requests": 4, "window": "1m"}]},
               {"id": "q", "baseUrl": "https://q.example", "formats": ["claude"], "models": ["z"]}],
             "modelAliases": {"work": {"targets": ["p/m", "q/z"]}, "other": {"targets": ["p/m"]}}}
            """);
    }

    private CliRun run(String line) {
        var words = new ArrayList<>(List.of("config"));
        words.addAll(List.of(line.split(" ")));
        return CliRun.at(home, Map.of(), words.toArray(String[]::new));
    }

    private String done(String line) {
        CliRun run = run(line);
        assertEquals(0, run.exitCode(), line + "\n" + run.err());
        return run.out();
    }

    private Obj json(String line) {
        return (Obj) Json.parse(done(line + " --json"));
    }

    private void refused(String expected, String line) {
        String before = config.text();
        CliRun run = run(line);
        assertEquals(2, run.exitCode(), run.out());
        assertTrue(run.err().contains(expected), run.err());
        assertEquals(before, config.text());
    }

    @Test
    void everyOperationChangesTheFileAndSaysSo() throws IOException {
        String before = config.text();
        for (String line : CHANGES) {
            config.write(before);
            String out = done(line);
            assertFalse(before.equals(config.text()), line);
            assertTrue(out.contains(config.file().toString()) && !out.startsWith("no change"), out);
            config.write(before);
            Obj json = json(line);
            assertTrue(json.isTrue("changed"), line);
            assertFalse(json.text("operation").isEmpty() || !json.has("vanished") || json.items("changes").isEmpty(),
                json.toString());
        }
    }

    @Test
    void theSameOnceMoreIsNoChange() throws IOException {
        String before = config.text();
        for (String line : CHANGES) {
            boolean onceOnly = line.startsWith("remove") || line.startsWith("rename") || line.contains("remove-")
                || line.contains("--bucket-name");
            if (onceOnly) continue;
            config.write(before);
            done(line);
            String once = config.text();
            assertTrue(done(line).startsWith("no change: "), line);
            assertFalse(json(line).isTrue("changed"), line);
            assertEquals(once, config.text());
        }
    }

    @Test
    void aDryRunShowsTheLinesAndWritesNothing() throws IOException {
        String before = config.text();
        for (String line : CHANGES) {
            String out = done(line + " --dry-run");
            assertTrue(out.startsWith("dry run, nothing was written: would have "), out);
            assertTrue(out.contains("\n+ ") || out.contains("\n- "), out);
            Obj json = json(line + " --dry-run");
            assertTrue(json.isTrue("dryRun") && json.isTrue("changed") && !json.items("diff").isEmpty(), line);
            assertTrue(json.has("backup") && json.text("backup") == null, line);
            assertEquals(before, config.text());
        }
        try (var files = Files.list(home)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void everyOperationThatWritesTakesADryRun() {
        var lookers = List.of("list", "show", "validate", "history", "test-provider", "presets", "schema",
            "startup-status");
        for (Operation operation : CommandTable.standard().commands().stream()
            .filter(command -> command.name().equals("config")).findFirst().orElseThrow().operations()) {
            if (!lookers.contains(operation.name()) && !operation.name().contains("key")) {
                assertTrue(operation.flags().contains("dry-run"), operation.name());
            }
        }
    }

    @Test
    void aDryRunShowsNoKeyAndAGeneratedOneIsNotPrinted() {
        String out = config.typing(KEY, "upsert-provider", "--provider-id=p", "--api-key-stdin", "--dry-run").out();
        assertTrue(out.contains("+ ") && !out.contains(KEY), out);
        assertFalse(done("set-master-key --generate-master-key --dry-run").contains("generatedMasterKey"));
    }

    @Test
    void whatVanishesIsNamed() throws IOException {
        config.write(config.text().replace("\"p/m\"", "\"p/n\"").replace("\"models\": [\"m\"]",
            "\"models\": [\"n\"]"));
        done("add-models p a,b");
        String out = done("add-provider p --models=n,x");
        assertTrue(out.contains("  added: x\n  removed: m, a, b\n"), out);
        refused("give --cascade", "add-provider p --remove-models=n");
        assertTrue(done("add-provider p --remove-models=n --cascade --dry-run").contains("removed: n"), "a cascade");
        assertTrue(done("add-alias work p/x").contains("  removed: p/n, q/z\n"), "targets");
        done("set-caps p --bucket-id=d --models=all --requests=5 --window=1d");
        Obj json = json("set-caps p --rate-limits=[{\"id\":\"e\",\"models\":\"all\",\"concurrency\":1}] "
            + "--replace-rate-limits");
        assertEquals(List.of("c", "d"), json.texts("vanished"));
    }

    @Test
    void aChangedFieldIsShownWithBothValuesAndAKeyWithItsSource() {
        CliRun run = run("add-provider p --name=Pe --api-key-env=OTHER_KEY");
        assertTrue(run.out().contains("  key: from the environment variable P_KEY → from the environment variable "
            + "OTHER_KEY\n  name: (none) → Pe\n"), run.out());
        assertTrue(run.err().contains("the environment variable OTHER_KEY is not set here"), run.err());
        run = run("add-provider p --api-key-file=/nonexist");
        assertTrue(run.err().contains("/nonexist"), run.err());
        run = config.typing(KEY, "upsert-provider", "--provider-id=p", "--api-key-stdin");
        assertTrue(run.out().contains("→ in the configuration, ends with …wxyz"), run.out());
        assertFalse(run.out().contains(KEY) || run.out().contains("masterKey") || run.out().contains("probe"),
            run.out());
        Obj json = json("add-provider p --name=New");
        assertEquals("{\"kind\":\"changed\",\"of\":\"provider p\",\"part\":null,\"name\":\"name\",\"from\":\"Pe\","
            + "\"to\":\"New\"}",
            json.items("changes").getFirst().toString());
    }

    @Test
    void aDefaultModelThatIsChosenSilentlyIsTold() throws IOException {
        Files.delete(config.file());
        String out = done("add-provider o --base-url=https://openai.example --models=*,a,b");
        assertTrue(out.contains("defaultModel: (none) → o/a (there was none; 'llm-router config set-default-model' "
            + "sets another)"), out);
        Files.delete(config.file());
        assertFalse(done("add-provider o --base-url=https://openai.example --models=*").contains("defaultModel"));
    }

    @Test
    void aWarningThatAChangeLeadsToIsTold() {
        CliRun run = run("disable q/z");
        assertTrue(run.err().contains("warning: modelAliases.work.targets[1]: \"q/z\" is disabled and will not be "
            + "used"), run.err());
        assertTrue(run("add-alias heavy p/m@3").err().contains("the strategy of alias heavy ignores weights; "
            + "weighted-rr, quota-aware-weighted-rr, auto use them"));
        run = run("set-caps p --bucket-name=monthly --models=all --requests=2 --window=1m");
        assertTrue(run.err().contains("the cap is called 'monthly', but its window is 1 minute; m means minute"),
            run.err());
        assertTrue(run.out().contains("- monthly: models=all cap=2 requests per minute\n"), run.out());
    }

    @Test
    void wordsAndFlagsMeanTheSame() throws IOException {
        String[][] pairs = {{"remove-models p/n", "remove-models p n", "remove-models p --models=n",
            "remove-model --provider-id=p --model=n", "remove-models --model=p/n", "remove-models --provider-id=p n"},
            {"add-models p x", "add-models --provider-id=p --models=x", "add-models p/x",
                "add-models --provider-id=p x"},
            {"set-model-fallbacks p/m q/z", "set-model-fallbacks --model=p/m --fallback-models=q/z",
                "set-model-fallback --provider-id=p --model=m q/z", "set-model-fallbacks --provider-id=p m q/z"},
            {"add-target work p/n", "add-target --alias-id=work --targets=p/n", "add-target --alias=work p/n"},
            {"rename-alias work job", "rename-alias --alias-id=work --to=job", "rename-alias work --to=job"},
            {"disable p/m", "disable --provider-id=p --model=m", "disable --model=p/m"},
            {"add-alias w p/m q/z", "add-alias w p/m,q/z", "upsert-model-alias --alias-id=w --targets=p/m,q/z",
                "--operation=add-alias w --targets=p/m,q/z"},
            {"set-caps p/m --bucket-id=c --tokens=9", "set-provider-rate-limits --provider-id=p --bucket-id=c "
                + "--models=m --tokens=9", "set-caps --bucket-models=p/m --bucket-id=c --tokens=9"}};
        String before = config.text();
        for (String[] pair : pairs) {
            String first = null;
            for (String line : pair) {
                config.write(before);
                done(line);
                if (first == null) first = config.text();
                assertEquals(first, config.text(), line);
            }
        }
    }

    @Test
    void twoWordsForOneThingAreRefused() {
        refused("give either 'p' or --provider-id=q, not both", "add-provider p --provider-id=q");
        refused("give either 'q/z' or --model=p/m, not both", "set-default-model q/z --model=p/m");
        refused("'config set-strict' takes one word and cannot use 'off'", "set-strict on off");
        refused("give either --model or --models, not both", "remove-models p --model=m --models=n");
        refused("which models? Write 'llm-router config add-models p a,b'", "add-models p");
        refused("or --clear-model-aliases", "set-model-aliases p/m");
        refused("give either --models, which is the whole list, or --add-models",
            "add-provider p --models=a --add-models=b");
    }

    @Test
    void anUnknownOperationIsAnsweredWithTheNearestAndAGroupedList() {
        refused("'config' has no operation 'add-modles' (did you mean \"add-models\"", "add-modles");
        refused("\n  Providers: add-provider, rename-provider, remove-provider, set-caps\n", "frobnicate");
        refused("\"upsert-provider\"", "upsert-provder");
    }

    @Test
    void theMasterKeyIsRemovedOnlyWhenThatIsMeant() throws IOException {
        assertTrue(done("remove-master-key").startsWith("no change: there is no master key"));
        done("set-master-key --master-key-env=K");
        refused("give --yes if that is what you want, or set another key with llm-router config set-master-key",
            "remove-master-key");
        assertTrue(done("remove-master-key --yes").startsWith("removed the master key in"));
        assertFalse(config.text().contains("masterKey"));
    }

    @Test
    void eachFlagSaysWhatItMeansForItsOperation() {
        String models = CliRun.of("help", "config", "add-provider").out();
        assertTrue(models.contains("* stands for every other") && !models.contains("bucket"), models);
        String caps = CliRun.of("help", "config", "set-caps").out();
        assertTrue(caps.contains("The same as --cap-models.") && !caps.contains("in place of"), caps);
        assertTrue(models.startsWith("llm-router add-provider") || models.contains("llm-router config add-provider "
            + "[PROVIDER] [flags]"), models);
    }

    @Test
    void noTextTeachesTheLongForm() throws IOException {
        try (var files = Files.walk(Path.of("src"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                assertFalse(Files.readString(file).contains("config --operation="), file.toString());
            }
        }
        for (Operation operation : CommandTable.standard().commands().get(4).operations()) {
            String help = CliRun.of("help", "config", operation.name()).out();
            assertFalse(help.contains("--operation"), help);
        }
    }
}
