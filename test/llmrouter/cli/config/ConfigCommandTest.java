package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConfigCommandTest {
    private static final String KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz";

    @TempDir
    private Path home;

    private EditedConfig config;

    @BeforeEach
    void begin() {
        config = new EditedConfig(home);
    }

    @Test
    void aProviderIsAddedAndBecomesTheDefault() throws IOException {
        assertEquals("""
            added provider my-prov in %s
            baseUrl=https://a.example/v1
            openaiAddress=https://a.example/v1/chat/completions
            claudeAddress=https://a.example/v1/messages
            formats=openai,claude
            models=sonar,@cf/meta/llama-3,claude-3@20240620
            key: none
              defaultModel: (none) → my-prov/sonar (there was none; \
            'llm-router config set-default-model' sets another)
            """.formatted(config.file()), config.done("add-provider", "--name=My Prov",
            "--base-url=https://a.example/v1", "--formats=openai,anthropic",
            "--models=sonar,@cf/meta/llama-3,claude-3@20240620"));
        assertEquals("my-prov/sonar", config.tree().text("defaultModel"));
        assertEquals(2, config.tree().number("version", 0));
    }

    @Test
    void aProviderMayPassAllItsModelsThrough() throws IOException {
        config.done("add-provider", "--provider-id=open", "--base-url=https://o.example/v1", "--formats=openai",
            "--models=*");
        assertNull(config.tree().text("defaultModel"), "a star is no model to ask for");
        config.done("upsert-model-alias", "--alias-id=work", "--targets=open/vendor/big:free@2,open/vendor/small");
        assertTrue(config.text().contains("\"open/vendor/big:free\""), config.text());
        config.done("validate");
        config.done("add-provider", "--provider-id=other", "--base-url=https://p.example/v1", "--formats=openai",
            "--models=*,m");
        assertEquals("other/m", config.tree().text("defaultModel"));
        config.done("set-model-fallbacks", "--provider-id=other", "--model=m", "--fallback-models=open/vendor/big");
        assertTrue(config.text().contains("\"fallbackModels\""), config.text());
        config.done("validate");
        config.done("set-unknown-models", "open/*");
        assertEquals("open/*", config.tree().text("unknownModels"));
        config.done("set-unknown-models", "open/vendor/small");
        config.done("set-default-model", "open/vendor/big");
        config.refused("stands for every model", "set-default-model", "open/*");
        config.refused("stands for every model", "set-model-fallbacks", "--provider-id=other", "--model=m",
            "--fallback-models=open/*");
    }

    @Test
    void anEditChangesOnlyWhatWasGiven() throws IOException {
        String before = """
            {"version": 2, "providers": [{"id": "p", "name": "P", "baseUrl": "https://a.example", "apiKeyEnv": "K", \
            "formats": ["openai"], "auth": {"type": "bearer"},
              "models": [{"id": "m", "aliases": ["mm"], "cost": {"input": 1}}], "rateLimits": [{"id": "b", \
            "models": ["all"], "requests": 1, "window": "1m"}], "mine": 1},
              {"id": "off", "enabled": false}]}
            """;
        Files.writeString(config.file(), before);
        config.done("edit-provider", "--provider-id=p", "--name=New");
        assertEquals(before.replace("\"name\": \"P\"", "\"name\": \"New\""), config.text());
        assertEquals(before, Files.readString(home.resolve(".llm-router.json.bak")));
    }

    @Test
    void keysComeFromWhereTheyAreNotSeen() throws IOException {
        config.twoProviders();
        assertEquals(0, config.typing(KEY + "\n", "upsert-provider", "--provider-id=p", "--api-key-stdin").exitCode());
        assertTrue(config.text().contains("\"apiKey\": \"" + KEY + "\"") && !config.text().contains("apiKeyEnv"),
            config.text());
        config.done("upsert-provider", "--provider-id=p", "--api-key-file=~/key");
        assertTrue(config.text().contains("\"apiKeyFile\": \"" + home.resolve("key") + "\"") && !config.text()
            .contains(KEY), config.text());
        CliRun seen = config.run("upsert-provider", "--provider-id=p", "--api-key=" + KEY);
        assertTrue(seen.err().contains("can be seen in the process list"), seen.err());
        assertFalse(seen.out().contains(KEY) || seen.err().contains(KEY));
    }

    @Test
    void theFormatOfAKnownProviderNeedNotBeGiven() {
        assertTrue(config.done("upsert-provider", "--provider-id=o", "--base-url=https://openrouter.ai", "--models=m")
            .contains("openaiAddress=https://openrouter.ai/api/v1/chat/completions\nformats=openai\n"));
        assertTrue(config.done("upsert-provider", "--provider-id=k", "--models=m", "--formats=claude",
            "--base-url=https://api.kimi.com/coding").contains("formats=claude\n"), "what was given counts");
        assertTrue(config.done("upsert-provider", "--provider-id=k", "--base-url=https://openrouter.ai/api")
            .contains("formats=claude\n"), "a provider that is there keeps its formats");
    }

    @Test
    void aProviderThatIsNotCompleteIsRefused() throws IOException {
        config.refused("which provider?", "upsert-provider", "--base-url=https://a.example");
        config.refused("needs its address", "upsert-provider", "--provider-id=p", "--models=m");
        config.refused("needs its models", "upsert-provider", "--provider-id=p", "--base-url=https://a.example");
        config.refused("which format does https://a.example speak?", "upsert-provider", "--provider-id=p",
            "--base-url=https://a.example", "--models=m");
        config.refused("write openrouter-primary", "upsert-provider", "--provider-id=Openrouter Primary",
            "--base-url=https://a.example", "--models=m");
        config.refused("'foo' is not a format", "upsert-provider", "--provider-id=p", "--base-url=https://a.example",
            "--models=m", "--format=foo");
        config.refused("--base-url has a query", "upsert-provider", "--provider-id=p",
            "--base-url=https://a.example?key=1", "--models=m");
        config.refused("--headers is not JSON", "upsert-provider", "--provider-id=p", "--headers={x");
        config.refused("--headers must be a JSON object", "upsert-provider", "--provider-id=p", "--headers=[]");
        config.refused("which format does each address speak?", "upsert-provider", "--provider-id=p",
            "--endpoints=https://a.example https://b.example", "--models=m");
        assertFalse(Files.exists(config.file()));
    }

    @Test
    void aRefusedChangeLeavesNothingOnTheDisk() throws IOException {
        String elsewhere = "--config=" + home.resolve("new/folder/c.json");
        for (String operation : List.of("upsert-provider", "upsert-model-alias", "set-provider-rate-limits",
                "set-model-fallbacks", "remove-provider", "set-master-key")) {
            assertEquals(2, config.run(operation, elsewhere).exitCode(), operation);
        }
        config.refused("is not JSON", "upsert-provider", "--provider-id=p", "--base-url=https://p.example/v1",
            "--models=m", "--headers={");
        try (var files = Files.list(home)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void aNameBelongsToOneProvider() throws IOException {
        config.twoProviders();
        config.refused("belongs to provider 'p'", "upsert-provider", "--provider-id=r", "--name=P",
            "--base-url=https://openai.example", "--models=m");
    }

    @Test
    void endpointsSayTheirFormat() throws IOException {
        config.done("upsert-provider", "--provider-id=p",
            "--endpoints=https://a.example/v1/chat/completions, https://a.example/anthropic/v1/messages", "--models=m");
        assertEquals("{\"openai\":\"https://a.example/v1/chat/completions\","
            + "\"claude\":\"https://a.example/anthropic/v1/messages\"}",
            ((Obj) config.tree().items("providers").getFirst()).get("baseUrlByFormat").toString());
    }

    @Test
    void wordsAmongEndpointsThatAreNoAddressesAreNamed() {
        var run = config.run("add-provider", "--provider-id=e", "--format=openai", "--models=m", "--skip-probe",
            "--endpoints=the base is https://e.example/v1, mistyped");
        assertEquals(0, run.exitCode(), run.err());
        String note = "note: not used of --endpoints, because it is no address: the base is mistyped\n";
        assertTrue(run.err().contains(note), run.err());
    }

    @Test
    void aBaseUrlThatNoFormatUsesIsNoted() {
        config.twoProviders();
        CliRun run = config.run("upsert-provider", "--provider-id=q", "--base-url=https://other.example");
        assertTrue(run.err().contains("has a base URL of its own"), run.err());
    }

    @Test
    void aSkippedProbeIsNotedOnlyIfAProbeWasAskedForToo() {
        CliRun run = config.run("upsert-provider", "--provider-id=p", "--openai-base-url=https://a.example",
            "--models=m", "--skip-probe=true");
        assertFalse(run.err().contains("--skip-probe"), run.err());
        assertEquals(0, run.exitCode());
        CliRun both = config.run("upsert-provider", "--provider-id=p", "--openai-base-url=https://a.example",
            "--models=m", "--skip-probe=true", "--probe");
        assertTrue(both.err().contains("--skip-probe"), both.err());
    }

    @Test
    void anAliasIsAddedAndChanged() throws IOException {
        config.twoProviders();
        assertEquals("""
            added alias coder in %s
            strategy=auto
            targets=p/m@2, q/z
            fallbackTargets=p/n
            """.formatted(config.file()), config.done("set-model-alias", "--alias-id=coder", "--strategy=automatic",
            "--targets=p/m@2,q/z", "--fallback-targets=p/n"));
        config.done("upsert-model-alias", "--alias=coder", "--alias-metadata={\"a\":1}");
        config.done("upsert-model-alias", "--alias=coder", "--clear-fallback-targets");
        assertEquals("{\"coder\":{\"id\":\"coder\",\"strategy\":\"auto\",\"targets\":[{\"ref\":\"p/m\",\"weight\":2},"
            + "{\"ref\":\"q/z\"}],\"fallbackTargets\":[],\"metadata\":{\"a\":1}}}",
            config.tree().get("modelAliases").toString());
        config.done("upsert-model-alias", "--alias=coder", "--fallback-targets=p/n");
        config.done("upsert-model-alias", "--alias=coder", "--fallback-targets=");
        assertTrue(config.text().contains("\"fallbackTargets\": []"), config.text());
    }

    @Test
    void anAliasThatWouldBeWrongIsNotSaved() throws IOException {
        config.twoProviders();
        config.done("upsert-model-alias", "--alias-id=a", "--targets=p/m");
        config.done("upsert-model-alias", "--alias-id=b", "--targets=a");
        config.refused("which alias?", "upsert-model-alias", "--targets=p/m");
        config.refused("cannot be an alias id", "upsert-model-alias", "--alias-id=a/b", "--targets=p/m");
        config.refused("is not a strategy; write ordered, round-robin", "upsert-model-alias", "--alias-id=c",
            "--strategy=fastest", "--targets=p/m");
        config.refused("needs targets", "upsert-model-alias", "--alias-id=c");
        config.refused("names no target", "upsert-model-alias", "--alias-id=c", "--targets=,");
        config.refused("did you mean \"p/m\"", "upsert-model-alias", "--alias-id=c", "--targets=p/mm");
        config.refused("modelAliases.a: refers to itself: a → b → a", "upsert-model-alias", "--alias-id=a",
            "--targets=b");
        config.refused("names no target", "upsert-model-alias", "--alias-id=a", "--targets=[]");
        config.refused("--alias-metadata is not JSON", "upsert-model-alias", "--alias-id=a", "--alias-metadata=x");
    }

    @Test
    void dashesInsideAnEmptyTargetListAreNotAValue() throws IOException {
        config.twoProviders();
        config.refused("needs a value", "upsert-model-alias", "--alias-id=c", "--targets=");
    }

    /// The key of a dry run is not the one that is made when the operation runs for real.
    @Test
    void aDryRunShowsNothingOfAKeyThatIsMadeLater() {
        String out = config.done("set-master-key", "--generate-master-key", "--dry-run");
        assertTrue(out.contains("masterKey=(a new key, made when it is saved)"), out);
        assertFalse(out.contains("gw_"), out);
        assertFalse(config.done("set-master-key", "--generate-master-key", "--dry-run", "--json").contains("gw_"));
    }

    @Test
    void aGeneratedMasterKeyIsShownOnceAndSaved() throws IOException {
        String out = config.done("set-master-key", "--generate-master-key", "--master-key-length=40",
            "--master-key-prefix=team_");
        String key = out.substring(out.indexOf("generatedMasterKey=") + 19).strip();
        assertEquals(key, config.tree().text("masterKey"));
        assertTrue(key.startsWith("team_") && key.length() == 40, key);
        assertFalse(config.done("list").contains(key.substring(4, key.length() - 4)));
        config.refused("must be an integer from 24 to 256", "set-master-key", "--generate-master-key",
            "--master-key-length=10");
        config.refused("is always weak: it contains 'token'", "set-master-key", "--generate-master-key",
            "--master-key-prefix=token_");
        config.refused("at most 32 characters", "set-master-key", "--generate-master-key", "--master-key-prefix="
            + "x".repeat(33));
        config.refused("give --generate-master-key", "set-master-key");
    }

    @Test
    void aWeakMasterKeyIsWarnedAboutWithoutShowingIt() throws IOException {
        CliRun run = config.typing("hunter2", "set-master-key", "--master-key-stdin");
        assertEquals(0, run.exitCode());
        assertTrue(run.err().contains("warning: this master key is weak: it has fewer than 24 characters, it has "
            + "fewer than three of"), run.err());
        assertFalse((run.out() + run.err()).contains("hunter2"));
        assertEquals("hunter2", config.tree().text("masterKey"));
        config.done("upsert-provider", "--provider-id=p", "--openai-base-url=https://a.example", "--models=m",
            "--master-key-env=MASTER");
        assertEquals("MASTER", config.tree().text("masterKeyEnv"));
        assertNull(config.tree().text("masterKey"));
    }

    @Test
    void everythingIsListedWithoutKeys() throws IOException {
        Files.writeString(config.file(), """
            {"masterKey": "gw_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef", "defaultModel": "p/m", "providers": [{"id": "p", \
            "name": "P", "baseUrl": "https://a.example", "apiKey": "sk-short-9",
             "baseUrlByFormat": {"claude": "https://c.example"}, "formats": ["openai"], "models": [{"id": "m", \
            "formats": ["openai", "claude"], "fallbackModels": ["p/n"]}, "n"],
             "rateLimits": [{"id": "b", "name": "Six", "models": ["all"], "requests": 40, "tokens": 900, \
            "window": {"unit": "hour", "size": 6}}, {"id": "c", "models": ["n"],
             "concurrency": 2}]}, {"id": "off", "enabled": false, "format": "openai", "baseUrl": "https://b.example", \
            "models": ["x"], "apiKeyCommand": "vault --token hush"}],
             "modelAliases": {"a": {"targets": ["p/m", {"ref": "p/n", "weight": 2}]}}}""");
        CliRun run = CliRun.at(home, Map.of(), "config");
        assertEquals("""
            Config: %s
            Version: 2
            Default model: p/m
            Master key: gw_A...cdef
            Client keys: (none)
            Providers:
            - p (P)
              baseUrl=https://a.example
              claudeBaseUrl=https://c.example
              openaiAddress=https://a.example/v1/chat/completions
              claudeAddress=https://c.example/v1/messages
              formats=openai,claude
              apiKey=********
              models=m[openai|claude]{fallback:p/n},n
              rateLimits:
              - Six (b): models=all cap=40 requests + 900 tokens per 6 hours
              - c: models=n concurrency=2
            - off (off) disabled
              baseUrl=https://b.example
              openaiAddress=https://b.example/v1/chat/completions
              formats=openai
              apiKey=(from a command)
              models=x
              rateLimits=(none)
            Model aliases:
            - a strategy=ordered
              targets=p/m, p/n@2
              fallbackTargets=(none)
            """.formatted(config.file()), run.out());
        assertTrue(run.err().contains("chmod 600"), run.err());
        Obj json = config.json("list-routing");
        assertEquals("gw_A...cdef", json.text("masterKey"));
        assertEquals("********", ((Obj) json.items("providers").getFirst()).text("apiKey"));
    }

    @Test
    void lookingNeverWrites() throws IOException {
        String odd = "{ \"version\": 1,\n\n \"zzz\": [], \"providers\": [] }";
        Files.writeString(config.file(), odd);
        config.done("list");
        config.done("validate");
        assertEquals(odd, config.text());
        try (var files = Files.list(home)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void everyMistakeIsToldWithItsLine() throws IOException {
        config.refused("there is no configuration at " + config.file(), "validate");
        Files.writeString(config.file(), "{\n  \"providers\": [\n    {\"id\": \"p\", \"baseUrl\": \"x\",\n     "
            + "\"formats\": [\"opnai\"], \"models\": [\"m\"]}\n  ],\n  \"zzz\": 1\n}\n");
        CliRun run = config.run("validate");
        assertEquals(2, run.exitCode());
        assertEquals("""
            %1$s:3:28: providers[0].baseUrl: is not an http or https address; write e.g. "https://api.example.com/v1"
            %1$s:4:18: providers[0].formats[0]: "opnai" is not a format; write "openai", "claude" or "responses"
            warning: %1$s:6:10: zzz: is not a key this version knows; it is kept but has no effect; \
            remove it if it is a mistake
            """.formatted(config.file()), run.out());
        Obj json = (Obj) Json.parse(config.run("validate", "--json").out());
        assertFalse(json.isTrue("valid"));
        assertEquals(3, ((Obj) json.items("problems").getFirst()).number("line", 0));
        Files.delete(config.file());
        config.twoProviders();
        assertTrue(config.done("validate").endsWith("\nvalid: 2 providers, 3 models, 0 aliases\n"));
    }

    @Test
    void aBrokenFileIsLeftAloneAndItsMistakesCanBeMendedOneByOne() throws IOException {
        Files.writeString(config.file(), "{ broken");
        config.refused(":1:3: ", "set-master-key", "--generate-master-key");
        Files.writeString(config.file(), "{\"version\": 3}");
        config.refused("newer than the 2", "set-master-key", "--generate-master-key");
        Files.writeString(config.file(), "{\"version\":2,\"defaultModel\":\"x/y\",\"providers\":[{\"id\":\"p\","
            + "\"baseUrl\":\"nowhere\",\"format\":\"openai\",\"models\":[\"m\"]}]}");
        CliRun run = config.run("upsert-provider", "--provider-id=p", "--base-url=https://a.example");
        assertEquals(0, run.exitCode());
        assertTrue(run.err().contains("warning: saved, but these mistakes were there before and remain:\n  "
            + "defaultModel: \"x/y\""), run.err());
        assertTrue(config.text().contains("https://a.example"));
    }

    @Test
    void everyChangeCanAnswerInJson() throws IOException {
        Obj added = config.json("upsert-provider", "--provider-id=p", "--openai-base-url=https://a.example",
            "--models=m");
        assertTrue(added.isTrue("created") && added.isTrue("changed"));
        assertEquals("p", added.object("provider").text("id"));
        Obj again = config.json("upsert-provider", "--provider-id=p", "--openai-base-url=https://a.example");
        assertFalse(again.isTrue("created") || again.isTrue("changed"));
        assertEquals("a", (config.json("upsert-model-alias", "--alias=a", "--targets=p/m")).object("alias").text("id"));
        Obj key = config.json("set-master-key", "--generate-master-key");
        assertEquals(48, key.text("generatedMasterKey").length());
        assertEquals(home.resolve(".llm-router.json.bak").toRealPath().toString(), key.text("backup"));
    }

    @Test
    void unknownFlagsAndOperationsAreNamedWithTheNearest() throws IOException {
        config.refused("--provider-id", "upsert-provider", "--provder-id=p");
        config.refused("did you mean \"upsert-provider\"", "upsert-provder");
        config.refused("--models does not belong to 'config list'", "list", "--models=m");
    }
}
