package llmrouter.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.config.Format;
import llmrouter.demo.DemoProvider;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SmokeCommandTest {
    @TempDir
    private Path home;

    private CliRun smoke(String providers, String... flags) throws IOException {
        Files.writeString(home.resolve("config.json"), providers);
        home.resolve("config.json").toFile().setReadable(false, false);
        home.resolve("config.json").toFile().setReadable(true, true);
        var words = new ArrayList<>(List.of("smoke", "--config=" + home.resolve("config.json")));
        words.addAll(List.of(flags));
        return CliRun.at(home, Map.of("K", DemoProvider.KEY), words.toArray(String[]::new));
    }

    private static String provider(DemoProvider demo, String models) {
        return "{\"id\":\"demo\",\"name\":\"N\",\"baseUrl\":\"" + demo.baseUrl()
            + "\",\"apiKeyEnv\":\"K\",\"formats\":[\"openai\"],\"models\":[" + models + "]}";
    }

    private static String config(String... providers) {
        return "{\"version\":2,\"masterKey\":\"a-key-of-the-user-0123456789\",\"providers\":["
            + String.join(",", providers) + "]}";
    }

    private List<String> files() throws IOException {
        try (var all = Files.list(home)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void everyModelIsAskedInEveryFormatAndNoFileIsTouched() throws IOException {
        try (var demo = DemoProvider.start(Format.OPENAI)) {
            String text = config(provider(demo, "\"fast\",\"large\""));
            CliRun run = smoke(text);
            assertEquals(0, run.exitCode(), run.out() + run.err());
            assertEquals(6, run.out().lines().filter(line -> line.startsWith("PASS  demo/")).count(), run.out());
            assertTrue(run.out().endsWith("6 passed, 0 failed\n"), run.out());
            assertEquals(List.of("config.json"), files());
            assertEquals(text, Files.readString(home.resolve("config.json")));
        }
    }

    @Test
    void aModelThatFailsIsNotAnsweredByItsFallback() throws IOException {
        try (var demo = DemoProvider.start(Format.OPENAI)) {
            CliRun run = smoke(config(provider(demo,
                "\"fast\",{\"id\":\"status-500\",\"fallbackModels\":[\"demo/fast\"]}")), "--formats=openai", "--json");
            assertEquals(1, run.exitCode(), run.out() + run.err());
            List<Json.Obj> results = ((Json.Obj) Json.parse(run.out())).objects("results");
            assertTrue(results.get(0).isTrue("passed"), run.out());
            assertFalse(results.get(1).isTrue("passed"), run.out());
            assertTrue(results.get(1).text("reason").startsWith("500"), run.out());
        }
    }

    @Test
    void aProviderWithoutItsKeyFailsWithoutACall() throws IOException {
        try (var demo = DemoProvider.start(Format.OPENAI)) {
            String keyless = provider(demo, "\"m\"").replace("\"K\"", "\"NOT_SET\"").replace("\"demo\"", "\"other\"");
            CliRun run = smoke(config(provider(demo, "\"fast\""), keyless), "--formats=openai");
            assertEquals(1, run.exitCode(), run.out());
            assertTrue(run.out().contains("FAIL  other/m") && run.out().contains("NOT_SET"), run.out());
            CliRun one = smoke(config(provider(demo, "\"fast\""), keyless), "--formats=openai", "--providers=demo");
            assertEquals(0, one.exitCode(), one.out());
        }
    }

    @Test
    void ofAPassingProviderTheDefaultModelAndTheNamedOnesAreAsked() throws IOException {
        try (var demo = DemoProvider.start(Format.OPENAI)) {
            String every = config(provider(demo, "\"*\"")).replace("\"version\":2,",
                "\"version\":2,\"defaultModel\":\"demo/fast\",");
            CliRun run = smoke(every, "--formats=claude");
            assertEquals(0, run.exitCode(), run.out() + run.err());
            assertTrue(run.out().startsWith("PASS  demo/fast  claude"), run.out());
            CliRun alias = smoke(config(provider(demo, "\"*\"")).replace("\"version\":2,",
                "\"version\":2,\"modelAliases\":{\"a\":{\"targets\":[\"demo/fast\"]}},"), "--formats=claude");
            assertTrue(alias.out().startsWith("PASS  demo/fast  claude"), alias.out() + alias.err());
            CliRun named = smoke(every, "--formats=claude", "--models=demo/large");
            assertTrue(named.out().startsWith("PASS  demo/large  claude"), named.out() + named.err());
            CliRun none = smoke(config(provider(demo, "\"*\"")), "--formats=claude");
            assertEquals(2, none.exitCode());
            assertTrue(none.err().contains("--models=PROVIDER/MODEL"), none.err());
        }
    }

    /// A running gateway has two requests left of the cap; three are asked for.
    @Test
    void whatWouldExceedACapOfARunningGatewayIsSkipped() throws Exception {
        try (var demo = DemoProvider.start(Format.OPENAI)) {
            String capped = provider(demo, "\"fast\"").replace("\"formats\"",
                "\"rateLimits\":[{\"id\":\"few\",\"models\":[\"all\"],\"requests\":2,\"window\":\"1mo\"}],\"formats\"");
            CliRun alone = smoke(config(capped), "--formats=openai");
            assertTrue(alone.err().contains("on top of the caps"), alone.err());
            var gateway = new CliRun.LiveCli(home, Map.of("K", DemoProvider.KEY, "LLM_ROUTER_PORT", "0",
                "LLM_ROUTER_REQUEST_LOG", "off"), "").started("start", "--config=" + home.resolve("config.json"));
            try {
                CliRun run = smoke(config(capped));
                assertEquals(1, run.exitCode(), run.out());
                assertTrue(run.out().contains("SKIP  demo/fast"), run.out());
                assertTrue(run.out().contains("has used up the cap demo/few"), run.out());
                assertTrue(run.out().endsWith("2 passed, 0 failed, 1 skipped\n"), run.out());
            } finally {
                gateway.stopped();
            }
        }
    }

    @Test
    void namesThatDoNotExistAreRefusedBeforeACall() throws IOException {
        try (var demo = DemoProvider.start(Format.OPENAI)) {
            String text = config(provider(demo, "\"fast\""));
            assertTrue(smoke(text, "--providers=demon").err().contains("there are: demo"));
            assertTrue(smoke(text, "--models=slow").err().contains("no chosen provider has that model"));
            assertEquals(2, smoke(text, "--formats=html").exitCode());
        }
    }
}
