package llmrouter.cli.probing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.providers.KnownProvider;
import llmrouter.providers.ProviderTable;
import llmrouter.scripted.PretendProvider;
import llmrouter.scripted.ScriptedUpstream;
import llmrouter.scripted.ScriptedUpstream.Seen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// What the commands find out about a provider, what they save of it, and what they say.
class ProviderCommandsTest {
    private static final String KEY = "sk-hidden-0123456789";
    private static final String LIST = """
        {"object":"list","data":[{"id":"ok","context_length":131072,"max_output_tokens":8192,
         "capabilities":{"function_calling":true,"vision":false}},{"id":"ok-2"}]}""";

    @TempDir
    private Path home;

    private CliRun run(String... words) {
        return CliRun.at(home, Map.of("K", KEY), words);
    }

    private CliRun config(String operation, String... words) {
        var all = new ArrayList<>(List.of("config", operation, "--probe-rpm=60000"));
        all.addAll(List.of(words));
        return run(all.toArray(String[]::new));
    }

    private Path file() {
        return home.resolve(".llm-router.json");
    }

    private Obj saved(String provider) throws IOException {
        var tree = (Obj) Json.parse(Files.readString(file()));
        return tree.objects("providers").stream().filter(p -> provider.equals(p.text("id"))).findFirst().orElseThrow();
    }

    private static ScriptedUpstream server(String... endpoints) throws IOException {
        return new ScriptedUpstream(new PretendProvider(LIST, endpoints));
    }

    @Test
    void aTestFindsWhatIsThereAndSavesNothing() throws IOException {
        try (var server = server("chat/completions", "messages")) {
            CliRun run = config("test-provider", "--base-url=" + server.url(), "--api-key-env=K", "--models=ok");
            assertEquals(0, run.exitCode(), run.out() + run.err());
            assertTrue(run.out().contains("list of models  2 models at " + server.url() + "/models"), run.out());
            assertTrue(run.out().contains("Responses       no-endpoint at "), run.out());
            assertTrue(run.out().contains("contextWindow=131072 maxOutputTokens=8192 tools=true images=false"),
                run.out());
            assertFalse(Files.exists(file()));
            assertFalse((run.out() + run.err()).contains(KEY));
        }
    }

    @Test
    void aTestFailsIfOneModelIsUnproven() throws IOException {
        try (var server = server("chat/completions")) {
            CliRun run = config("test-provider", "--openai-base-url=" + server.url(), "--models=ok,nobody,html",
                "--json");
            assertEquals(1, run.exitCode());
            Obj result = ((Obj) Json.parse(run.out())).object("result");
            assertFalse(result.isTrue("complete"));
            assertEquals("[\"nobody\",\"html\"]", result.get("unprovenModels").toString());
            assertEquals("[\"openai\"]", result.get("formats").toString());
            assertEquals("page", result.objects("models").getLast().text("trouble"));
        }
    }

    @Test
    void aConfiguredProviderIsTestedWithItsModels() throws IOException {
        try (var server = server("chat/completions")) {
            assertEquals(0, config("add-provider", "p", "--openai-base-url=" + server.url(), "--models=ok,ok-2",
                "--api-key-env=K").exitCode());
            CliRun run = config("test-provider", "p", "--json");
            assertEquals(0, run.exitCode(), run.err());
            assertEquals(2, ((Obj) Json.parse(run.out())).object("result").items("models").size());
            assertTrue(run.err().contains("[3/3] Chat Completions at "), run.err());
            for (Seen seen : server.seen()) assertEquals("Bearer " + KEY, seen.headers().get("authorization"));
            int before = server.seen().size();
            assertEquals(0, config("test-provider", "p", "--no-ask-models").exitCode());
            for (Seen seen : server.seen().subList(before, server.seen().size())) {
                assertFalse(seen.body().contains("\"ok"), "nothing may be billed");
            }
        }
    }

    @Test
    void aTestSaysWhatIsMissing() {
        assertTrue(config("test-provider").err().contains("which provider?"));
        CliRun unknown = config("test-provider", "opnrouter");
        assertEquals(2, unknown.exitCode());
        assertTrue(unknown.err().contains("did you mean \"openrouter\""), unknown.err());
        assertTrue(config("test-provider", "azure").err().contains("--base-url=https://{resource}"));
        CliRun badUrl = config("test-provider", "--base-url=nonsense");
        assertEquals(2, badUrl.exitCode(), badUrl.err());
        CliRun noKey = config("test-provider", "--base-url=http://127.0.0.1:1", "--api-key-env=NOT_SET");
        assertEquals(1, noKey.exitCode());
        assertTrue(noKey.err().contains("NOT_SET is not set"), noKey.err());
    }

    @Test
    void whatIsProvenIsSaved() throws IOException {
        try (var server = server("chat/completions", "messages")) {
            CliRun run = config("add-provider", "p", "--base-url=" + server.url(), "--api-key-env=K", "--models=ok",
                "--probe");
            assertEquals(0, run.exitCode(), run.err());
            assertEquals("[\"openai\",\"claude\"]", saved("p").get("formats").toString());
            Obj model = saved("p").objects("models").getFirst();
            assertEquals(131_072, model.number("contextWindow", 0));
            assertEquals(8_192, model.number("maxOutputTokens", 0));
            assertEquals("{\"tools\":true,\"images\":false}", model.get("capabilities").toString());
            assertTrue(run.out().contains("unproven: responses: no-endpoint"), run.out());
        }
    }

    @Test
    void aPartialResultIsSavedAndWhatIsUnprovenIsNamed() throws IOException {
        try (var server = server("chat/completions", "messages")) {
            CliRun run = config("add-provider", "p", "--base-url=" + server.url(), "--models=ok,nobody,sonar",
                "--probe", "--json");
            assertEquals(0, run.exitCode(), run.err());
            assertEquals("[\"ok\",\"nobody\",\"sonar\"]", Json.strings(saved("p").items("models").stream()
                .map(m -> m instanceof Obj o ? o.text("id") : ((Json.Str) m).value()).toList()).toString());
            Obj probe = ((Obj) Json.parse(run.out())).object("probe");
            assertEquals("[\"nobody\",\"sonar\"]", probe.get("unprovenModels").toString());
            assertFalse(probe.isTrue("complete"));
        }
    }

    @Test
    void aFailedProbeSavesNothingAndSaysHowTo() throws IOException {
        try (var server = new ScriptedUpstream(wire -> wire.json(404, "{\"error\":\"Not found\"}"))) {
            CliRun run = config("add-provider", "p", "--openai-base-url=" + server.url(), "--models=m", "--probe");
            assertEquals(1, run.exitCode());
            assertTrue(run.err().contains("--skip-probe saves it without asking") && run.err().contains("no-endpoint"),
                run.err());
            assertFalse(Files.exists(file()));
            assertEquals(0, config("add-provider", "p", "--openai-base-url=" + server.url(), "--models=m",
                "--skip-probe").exitCode());
        }
    }

    @Test
    void withoutFormatsAndModelsTheProviderIsAskedForThem() throws IOException {
        try (var server = server("messages")) {
            CliRun refused = config("add-provider", "p", "--base-url=" + server.url());
            assertEquals(2, refused.exitCode());
            assertTrue(refused.err().contains("or give --probe, which asks the provider"), refused.err());
            assertTrue(server.seen().isEmpty(), "a script is not surprised by a call");
            assertEquals(0, config("add-provider", "p", "--base-url=" + server.url(), "--probe").exitCode());
            assertEquals("[\"claude\"]", saved("p").get("formats").toString());
            assertEquals("[\"*\"]", saved("p").get("models").toString());
            for (Seen seen : server.seen()) assertFalse(seen.body().contains("\"ok\""), "nothing is billed");
        }
    }

    @Test
    void twoAddressesAreSortedByTheProbe() throws IOException {
        try (var one = server("chat/completions"); var two = server("messages")) {
            CliRun run = config("add-provider", "p", "--endpoints=" + one.url() + "," + two.url(), "--models=ok",
                "--probe");
            assertEquals(0, run.exitCode(), run.err());
            assertEquals("{\"openai\":\"" + one.url() + "\",\"claude\":\"" + two.url() + "\"}",
                saved("p").get("baseUrlByFormat").toString());
            assertEquals("[\"openai\",\"claude\"]", saved("p").get("formats").toString());
        }
    }

    @Test
    void theHeaderThatTakesTheKeyIsSaved() throws IOException {
        try (var server = new ScriptedUpstream(new PretendProvider(LIST, "chat/completions", "messages")
                .wantsKeyIn("authorization"))) {
            assertEquals(0, config("add-provider", "p", "--base-url=" + server.url(), "--api-key-env=K", "--models=ok",
                "--probe").exitCode());
            assertEquals("{\"claude\":\"bearer\"}", saved("p").get("authByFormat").toString());
        }
    }

    @Test
    void aProbeOfAnExistingProviderLosesNothing() throws IOException {
        try (var server = server("chat/completions")) {
            Files.writeString(file(), """
                {"version": 2, "providers": [{"id": "p", "baseUrl": "%s", "formats": ["openai"], "apiKeyEnv": "K",
                 "metadata": {"a": 1}, "rateLimits": [{"id": "c", "models": ["ok"], "requests": 4, "window": "1m"}],
                 "models": [{"id": "ok", "aliases": ["fast"], "contextWindow": 7, "cost": {"input": 3}}, "sonar"]}]}
                """.formatted(server.url()));
            assertEquals(0, config("add-provider", "p", "--name=New", "--probe").exitCode());
            Obj saved = saved("p");
            assertEquals("New", saved.text("name"));
            assertTrue(saved.has("metadata") && saved.has("rateLimits") && saved.text("apiKeyEnv").equals("K"));
            Obj model = saved.objects("models").getFirst();
            assertEquals(7, model.number("contextWindow", 0), "what the user wrote stays");
            assertEquals(8_192, model.number("maxOutputTokens", 0));
            assertTrue(model.has("aliases") && model.has("cost"));
            assertEquals("\"sonar\"", saved.items("models").getLast().toString());
        }
    }

    @Test
    void aKnownProviderNeedsItsIdAndItsKey() throws IOException {
        CliRun none = config("add-provider", "openrouter");
        assertEquals(2, none.exitCode());
        assertTrue(none.err().contains("openrouter needs a key: set the environment variable OPENROUTER_API_KEY"),
            none.err());
        CliRun run = CliRun.at(home, Map.of("OPENROUTER_API_KEY", KEY), "config", "add-provider", "openrouter",
            "--skip-probe");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("using the key in the environment variable OPENROUTER_API_KEY"), run.err());
        assertEquals("OPENROUTER_API_KEY", saved("openrouter").text("apiKeyEnv"));
        assertEquals("https://openrouter.ai/api/v1", saved("openrouter").text("baseUrl"));
        assertEquals("OpenRouter", saved("openrouter").text("name"));
        assertEquals("[\"openai\",\"claude\",\"responses\"]", saved("openrouter").get("formats").toString());
        assertEquals("[\"*\"]", saved("openrouter").get("models").toString());
        assertTrue(run.out().contains("defaultModel=(none; 'llm-router config set-default-model openrouter/MODEL'"),
            run.out());
    }

    @Test
    void aKnownProviderWithoutAListGetsTheModelsOfTheTable() throws IOException {
        CliRun run = config("add-provider", "perplexity", "--api-key-env=K", "--skip-probe");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("defaultModel=perplexity/sonar-pro\n"), run.out());
        assertTrue(saved("perplexity").get("models").toString().contains("\"sonar\""));
        assertTrue(config("add-provider", "perplexity", "--name=P").out().contains("changed provider perplexity"));
    }

    @Test
    void everyKnownProviderCanBeAdded() throws IOException {
        for (KnownProvider row : ProviderTable.ROWS) {
            Files.deleteIfExists(file());
            if (!row.blanks().isEmpty()) {
                CliRun blank = config("add-provider", row.id(), "--api-key-env=K", "--skip-probe");
                assertEquals(2, blank.exitCode(), row.id());
                assertTrue(blank.err().contains("--base-url=" + row.base()), blank.err());
                continue;
            }
            CliRun run = config("add-provider", row.id(), "--api-key-env=K", "--skip-probe");
            assertEquals(0, run.exitCode(), run.err());
            assertEquals(row.base(), saved(row.id()).text("baseUrl"));
            assertFalse(saved(row.id()).items("models").isEmpty(), row.id());
            assertEquals(0, run("config", "validate").exitCode(), row.id());
        }
    }

    @Test
    void aKnownProviderIsAskedBeforeItIsSaved() throws IOException {
        // a row whose host is this machine; nothing listens there, so the check fails
        CliRun run = run("config", "add-provider", "llama-cpp", "--json", "--probe-timeout=2");
        assumeTrue(run.exitCode() != 0, "a server of that kind runs on this machine");
        assertEquals(1, run.exitCode());
        assertFalse(Files.exists(file()));
        assertTrue(run.out().contains("--skip-probe"), run.out());
    }

    @Test
    void anUnknownIdGetsTheNearestKnownOne() {
        CliRun run = config("add-provider", "opnrouter");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("did you mean \"openrouter\"") && run.err().contains("groq"), run.err());
    }

    @Test
    void theKnownProvidersAreListed() {
        String text = run("config", "presets").out();
        Obj json = (Obj) Json.parse(run("config", "list-presets", "--json").out());
        assertEquals(ProviderTable.ROWS.size(), text.lines().count());
        assertEquals(ProviderTable.ROWS.size(), json.items("presets").size());
        for (KnownProvider row : ProviderTable.ROWS) assertTrue(text.contains(row.id()) && text.contains(row.base()));
    }

    @Test
    void aKeyThatCannotBeHadHereIsNoReasonToAsk() {
        CliRun run = config("add-provider", "openrouter", "--api-key-env=NOT_SET");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("note: the provider was not asked, because the environment variable NOT_SET"),
            run.err());
    }

    @Test
    void anUnprovenFormatOfAKnownAddressStaysUnlessSomethingSpeaksAgainstIt() throws IOException {
        try (var server = new ScriptedUpstream(wire -> {
            boolean messages = wire.request().requestLine().contains("/messages");
            if (messages) wire.json(500, "{\"error\":{\"message\":\"the server had an error\"}}");
            else new PretendProvider(LIST, "chat/completions").run(wire);
        })) {
            CliRun run = config("add-provider", "p", "--base-url=" + server.url(), "--formats=openai,claude",
                "--models=ok", "--probe");
            assertEquals(0, run.exitCode(), run.err());
            assertEquals("[\"openai\",\"claude\"]", saved("p").get("formats").toString(), "what the user says stays");
            assertTrue(run.out().contains("unproven: claude: server-error"), run.out());
        }
    }

    @Test
    void noOutputHasTheKey() throws IOException {
        try (var server = new ScriptedUpstream(wire -> wire.json(400, "{\"error\":{\"message\":\"you sent "
                + wire.request().headers().get("authorization") + "\"}}"))) {
            CliRun run = config("test-provider", "--base-url=" + server.url(), "--api-key-env=K", "--models=m",
                "--json");
            assertEquals(1, run.exitCode());
            assertFalse((run.out() + run.err()).contains(KEY), run.out() + run.err());
        }
    }
}
