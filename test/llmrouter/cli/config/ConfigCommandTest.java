package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.cli.CommandTable;
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

    private CliRun config(String... words) {
        return with("", words);
    }

    private CliRun with(String standardInput, String... words) {
        var all = new String[words.length + 1];
        all[0] = "config";
        System.arraycopy(words, 0, all, 1, words.length);
        return new CliRun.LiveCli(home, Map.of(), standardInput).run(CommandTable.standard(), all);
    }

    private String done(String... words) {
        CliRun run = config(words);
        assertEquals(0, run.exitCode(), run.err());
        return run.out();
    }

    private void refused(String expected, String... words) throws IOException {
        String before = text();
        CliRun run = config(words);
        assertEquals(2, run.exitCode(), run.out());
        assertTrue(run.err().contains(expected), run.err());
        assertEquals("", run.out());
        assertEquals(before, text());
    }

    private Path file() {
        return home.resolve(".llm-router.json");
    }

    private String text() throws IOException {
        return Files.exists(file()) ? Files.readString(file()) : "";
    }

    private Obj tree() throws IOException {
        return (Obj) Json.parse(text());
    }

    private void twoProviders() {
        done("upsert-provider", "--provider-id=p", "--base-url=https://openai.example/v1", "--models=m,n", "--api-key-env=P_KEY");
        done("upsert-provider", "--provider-id=q", "--claude-base-url=https://q.example", "--models=z");
    }

    @Test
    void aProviderIsAddedAndBecomesTheDefault() throws IOException {
        assertEquals("""
            added provider my-prov in %s
            probe=skipped
            baseUrl=https://a.example/v1
            formats=openai,claude
            models=sonar,@cf/meta/llama-3,claude-3@20240620
            masterKey=(none)
            """.formatted(file()), done("--operation=add-provider", "--name=My Prov", "--base-url=https://a.example/v1", "--formats=openai,anthropic",
            "--models=sonar,@cf/meta/llama-3,claude-3@20240620"));
        assertEquals("my-prov/sonar", tree().text("defaultModel"));
        assertEquals(2, tree().number("version", 0));
    }

    @Test
    void anEditChangesOnlyWhatWasGiven() throws IOException {
        String before = """
            {"version": 2, "providers": [{"id": "p", "name": "P", "baseUrl": "https://a.example", "apiKeyEnv": "K", "formats": ["openai"], "auth": {"type": "bearer"},
              "models": [{"id": "m", "aliases": ["mm"], "cost": {"input": 1}}], "rateLimits": [{"id": "b", "models": ["all"], "requests": 1, "window": "1m"}], "mine": 1},
              {"id": "off", "enabled": false}]}
            """;
        Files.writeString(file(), before);
        done("edit-provider", "--provider-id=p", "--name=New");
        assertEquals(before.replace("\"name\": \"P\"", "\"name\": \"New\""), text());
        assertEquals(before, Files.readString(home.resolve(".llm-router.json.bak")));
    }

    @Test
    void keysComeFromWhereTheyAreNotSeen() throws IOException {
        twoProviders();
        assertEquals(0, with(KEY + "\n", "upsert-provider", "--provider-id=p", "--api-key-stdin").exitCode());
        assertTrue(text().contains("\"apiKey\": \"" + KEY + "\"") && !text().contains("apiKeyEnv"), text());
        done("upsert-provider", "--provider-id=p", "--api-key-file=~/key");
        assertTrue(text().contains("\"apiKeyFile\": \"" + home.resolve("key") + "\"") && !text().contains(KEY), text());
        CliRun seen = config("upsert-provider", "--provider-id=p", "--api-key=" + KEY);
        assertTrue(seen.err().contains("can be seen in the process list"), seen.err());
        assertFalse(seen.out().contains(KEY) || seen.err().contains(KEY));
    }

    @Test
    void aProviderThatIsNotCompleteIsRefused() throws IOException {
        refused("which provider?", "upsert-provider", "--base-url=https://a.example");
        refused("needs its address", "upsert-provider", "--provider-id=p", "--models=m");
        refused("needs its models", "upsert-provider", "--provider-id=p", "--base-url=https://a.example");
        refused("which format does https://a.example speak?", "upsert-provider", "--provider-id=p", "--base-url=https://a.example", "--models=m");
        refused("write openrouter-primary", "upsert-provider", "--provider-id=Openrouter Primary", "--base-url=https://a.example", "--models=m");
        refused("'foo' is not a format", "upsert-provider", "--provider-id=p", "--base-url=https://a.example", "--models=m", "--format=foo");
        refused("--base-url has a query", "upsert-provider", "--provider-id=p", "--base-url=https://a.example?key=1", "--models=m");
        refused("--headers is not JSON", "upsert-provider", "--provider-id=p", "--headers={x");
        refused("--headers must be a JSON object", "upsert-provider", "--provider-id=p", "--headers=[]");
        refused("which format does each address speak?", "upsert-provider", "--provider-id=p", "--endpoints=https://a.example https://b.example", "--models=m");
        assertFalse(Files.exists(file()));
    }

    @Test
    void aNameBelongsToOneProvider() throws IOException {
        twoProviders();
        refused("belongs to provider 'p'", "upsert-provider", "--provider-id=r", "--name=P", "--base-url=https://openai.example", "--models=m");
    }

    @Test
    void endpointsSayTheirFormat() throws IOException {
        done("upsert-provider", "--provider-id=p", "--endpoints=https://a.example/v1/chat/completions, https://a.example/anthropic/v1/messages", "--models=m");
        assertEquals("{\"openai\":\"https://a.example/v1/chat/completions\",\"claude\":\"https://a.example/anthropic/v1/messages\"}",
            ((Obj) tree().items("providers").getFirst()).get("baseUrlByFormat").toString());
    }

    @Test
    void aBaseUrlThatNoFormatUsesIsNoted() {
        twoProviders();
        CliRun run = config("upsert-provider", "--provider-id=q", "--base-url=https://other.example");
        assertTrue(run.err().contains("has a base URL of its own"), run.err());
    }

    @Test
    void aSkippedProbeIsNoted() {
        CliRun run = config("upsert-provider", "--provider-id=p", "--openai-base-url=https://a.example", "--models=m", "--skip-probe=true");
        assertTrue(run.err().contains("--skip-probe changes nothing"), run.err());
        assertEquals(0, run.exitCode());
    }

    @Test
    void anAliasIsAddedAndChanged() throws IOException {
        twoProviders();
        assertEquals("""
            added alias coder in %s
            strategy=auto
            targets=p/m@2, q/z
            fallbackTargets=p/n
            """.formatted(file()), done("set-model-alias", "--alias-id=coder", "--strategy=automatic", "--targets=p/m@2,q/z", "--fallback-targets=p/n"));
        done("upsert-model-alias", "--alias=coder", "--alias-metadata={\"a\":1}");
        done("upsert-model-alias", "--alias=coder", "--clear-fallback-targets");
        assertEquals("{\"coder\":{\"id\":\"coder\",\"strategy\":\"auto\",\"targets\":[{\"ref\":\"p/m\",\"weight\":2},{\"ref\":\"q/z\"}],\"fallbackTargets\":[],\"metadata\":{\"a\":1}}}",
            tree().get("modelAliases").toString());
        done("upsert-model-alias", "--alias=coder", "--fallback-targets=p/n");
        done("upsert-model-alias", "--alias=coder", "--fallback-targets=");
        assertTrue(text().contains("\"fallbackTargets\": []"), text());
    }

    @Test
    void anAliasThatWouldBeWrongIsNotSaved() throws IOException {
        twoProviders();
        done("upsert-model-alias", "--alias-id=a", "--targets=p/m");
        done("upsert-model-alias", "--alias-id=b", "--targets=a");
        refused("which alias?", "upsert-model-alias", "--targets=p/m");
        refused("cannot be an alias id", "upsert-model-alias", "--alias-id=a/b", "--targets=p/m");
        refused("is not a strategy; write ordered, round-robin", "upsert-model-alias", "--alias-id=c", "--strategy=fastest", "--targets=p/m");
        refused("needs targets", "upsert-model-alias", "--alias-id=c");
        refused("names no target", "upsert-model-alias", "--alias-id=c", "--targets=,");
        refused("did you mean \"p/m\"", "upsert-model-alias", "--alias-id=c", "--targets=p/mm");
        refused("modelAliases.a: refers to itself: a → b → a", "upsert-model-alias", "--alias-id=a", "--targets=b");
        refused("names no target", "upsert-model-alias", "--alias-id=a", "--targets=[]");
        refused("--alias-metadata is not JSON", "upsert-model-alias", "--alias-id=a", "--alias-metadata=x");
    }

    @Test
    void dashesInsideAnEmptyTargetListAreNotAValue() throws IOException {
        twoProviders();
        refused("needs a value", "upsert-model-alias", "--alias-id=c", "--targets=");
    }

    @Test
    void aGeneratedMasterKeyIsShownOnceAndSaved() throws IOException {
        String out = done("set-master-key", "--generate-master-key", "--master-key-length=40", "--master-key-prefix=team_");
        String key = out.substring(out.indexOf("generatedMasterKey=") + 19).strip();
        assertEquals(key, tree().text("masterKey"));
        assertTrue(key.startsWith("team_") && key.length() == 40, key);
        assertFalse(done("list").contains(key.substring(4, key.length() - 4)));
        refused("must be an integer from 24 to 256", "set-master-key", "--generate-master-key", "--master-key-length=10");
        refused("is always weak: it contains 'token'", "set-master-key", "--generate-master-key", "--master-key-prefix=token_");
        refused("at most 32 characters", "set-master-key", "--generate-master-key", "--master-key-prefix=" + "x".repeat(33));
        refused("give --generate-master-key", "set-master-key");
    }

    @Test
    void aWeakMasterKeyIsWarnedAboutWithoutShowingIt() throws IOException {
        CliRun run = with("hunter2", "set-master-key", "--master-key-stdin");
        assertEquals(0, run.exitCode());
        assertTrue(run.err().contains("warning: this master key is weak: it has fewer than 24 characters, it has fewer than three of"), run.err());
        assertFalse((run.out() + run.err()).contains("hunter2"));
        assertEquals("hunter2", tree().text("masterKey"));
        done("upsert-provider", "--provider-id=p", "--openai-base-url=https://a.example", "--models=m", "--master-key-env=MASTER");
        assertEquals("MASTER", tree().text("masterKeyEnv"));
        assertNull(tree().text("masterKey"));
    }

    @Test
    void everythingIsListedWithoutKeys() throws IOException {
        Files.writeString(file(), """
            {"masterKey": "gw_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef", "defaultModel": "p/m", "providers": [{"id": "p", "name": "P", "baseUrl": "https://a.example", "apiKey": "sk-short-9",
             "baseUrlByFormat": {"claude": "https://c.example"}, "formats": ["openai"], "models": [{"id": "m", "formats": ["openai", "claude"], "fallbackModels": ["p/n"]}, "n"],
             "rateLimits": [{"id": "b", "name": "Six", "models": ["all"], "requests": 40, "tokens": 900, "window": {"unit": "hour", "size": 6}}, {"id": "c", "models": ["n"],
             "concurrency": 2}]}, {"id": "off", "enabled": false, "format": "openai", "baseUrl": "https://b.example", "models": ["x"], "apiKeyCommand": "vault --token hush"}],
             "modelAliases": {"a": {"targets": ["p/m", {"ref": "p/n", "weight": 2}]}}}""");
        CliRun run = config();
        assertEquals("""
            Config: %s
            Version: 2
            Default model: p/m
            Master key: gw_A...cdef
            Providers:
            - p (P)
              baseUrl=https://a.example
              openaiBaseUrl=
              claudeBaseUrl=https://c.example
              formats=openai,claude
              apiKey=********
              models=m[openai|claude]{fallback:p/n},n
              rateLimits:
              - Six (b): models=all cap=40 req + 900 tokens / 6 hours window=6/hour
              - c: models=n concurrency=2
            - off (off) disabled
              baseUrl=https://b.example
              formats=openai
              apiKey=(from a command)
              models=x
              rateLimits=(none)
            Model aliases:
            - a strategy=ordered
              targets=p/m, p/n@2
              fallbackTargets=(none)
            """.formatted(file()).replace("  openaiBaseUrl=\n", ""), run.out());
        assertTrue(run.err().contains("chmod 600"), run.err());
        Obj json = (Obj) Json.parse(done("list-routing", "--json"));
        assertEquals("gw_A...cdef", json.text("masterKey"));
        assertEquals("********", ((Obj) json.items("providers").getFirst()).text("apiKey"));
    }

    @Test
    void lookingNeverWrites() throws IOException {
        String odd = "{ \"version\": 1,\n\n \"zzz\": [], \"providers\": [] }";
        Files.writeString(file(), odd);
        done("list");
        done("validate");
        assertEquals(odd, text());
        try (var files = Files.list(home)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void everyMistakeIsToldWithItsLine() throws IOException {
        refused("there is no configuration at " + file(), "validate");
        Files.writeString(file(), "{\n  \"providers\": [\n    {\"id\": \"p\", \"baseUrl\": \"x\",\n     \"formats\": [\"opnai\"], \"models\": [\"m\"]}\n  ],\n  \"zzz\": 1\n}\n");
        CliRun run = config("validate");
        assertEquals(2, run.exitCode());
        assertEquals("""
            %1$s:3:28: providers[0].baseUrl: is not an http or https address; write e.g. "https://api.example.com/v1"
            %1$s:4:18: providers[0].formats[0]: "opnai" is not a format; write "openai", "claude" or "responses"
            warning: %1$s:6:10: zzz: is not a key this version knows; it is kept but has no effect; remove it if it is a mistake
            """.formatted(file()), run.out());
        Obj json = (Obj) Json.parse(config("validate", "--json").out());
        assertFalse(json.isTrue("valid"));
        assertEquals(3, ((Obj) json.items("problems").getFirst()).number("line", 0));
        twoProvidersInstead();
        assertEquals("valid: 2 providers, 3 models, 0 aliases\n", done("validate"));
    }

    private void twoProvidersInstead() throws IOException {
        Files.delete(file());
        twoProviders();
    }

    @Test
    void aBrokenFileIsLeftAloneAndItsMistakesCanBeMendedOneByOne() throws IOException {
        Files.writeString(file(), "{ broken");
        refused(":1:3: ", "set-master-key", "--generate-master-key");
        Files.writeString(file(), "{\"version\": 3}");
        refused("newer than the 2", "set-master-key", "--generate-master-key");
        Files.writeString(file(), "{\"version\":2,\"defaultModel\":\"x/y\",\"providers\":[{\"id\":\"p\",\"baseUrl\":\"nowhere\",\"format\":\"openai\",\"models\":[\"m\"]}]}");
        CliRun run = config("upsert-provider", "--provider-id=p", "--base-url=https://a.example");
        assertEquals(0, run.exitCode());
        assertTrue(run.err().contains("warning: saved, but these mistakes were there before and remain:\n  defaultModel: \"x/y\""), run.err());
        assertTrue(text().contains("https://a.example"));
    }

    @Test
    void everyChangeCanAnswerInJson() throws IOException {
        Obj added = (Obj) Json.parse(done("upsert-provider", "--provider-id=p", "--openai-base-url=https://a.example", "--models=m", "--json"));
        assertTrue(added.isTrue("created") && added.isTrue("changed"));
        assertEquals("p", added.object("provider").text("id"));
        Obj again = (Obj) Json.parse(done("upsert-provider", "--provider-id=p", "--openai-base-url=https://a.example", "--json"));
        assertFalse(again.isTrue("created") || again.isTrue("changed"));
        assertEquals("a", ((Obj) Json.parse(done("upsert-model-alias", "--alias=a", "--targets=p/m", "--json"))).object("alias").text("id"));
        Obj key = (Obj) Json.parse(done("set-master-key", "--generate-master-key", "--json"));
        assertEquals(48, key.text("generatedMasterKey").length());
        assertEquals(home.resolve(".llm-router.json.bak").toRealPath().toString(), key.text("backup"));
    }

    @Test
    void unknownFlagsAndOperationsAreNamedWithTheNearest() throws IOException {
        refused("--provider-id", "upsert-provider", "--provder-id=p");
        refused("upsert-provider", "--operation=upsert-provder");
        refused("--models does not belong to --operation=list", "list", "--models=m");
    }
}
