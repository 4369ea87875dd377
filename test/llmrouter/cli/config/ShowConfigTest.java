package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// One thing of the configuration, with the addresses that are asked for it.
class ShowConfigTest {
    @TempDir
    private Path home;
    private EditedConfig config;

    @BeforeEach
    void begin() throws IOException {
        config = new EditedConfig(home).write("""
            {"version": 2, "defaultModel": "work", "providers": [
              {"id": "p", "name": "Pe", "apiKeyEnv": "P_KEY", "headers": {"X-Team": "hush"},
               "baseUrlByFormat": {"openai": "https://p.example/v1/chat/completions",
                                   "claude": "https://p.example/anthropic/v1/messages"},
               "models": ["m", {"id": "v/n", "aliases": ["nn"], "contextWindow": 200000, "fallbackModels": ["p/m"]}],
               "rateLimits": [{"id": "c", "name": "Each day", "models": ["m"], "requests": 1, "window": "1d"}]},
              {"id": "off", "enabled": false, "baseUrl": "https://off.example", "format": "openai", "models": ["x"]}],
             "modelAliases": {"work": {"targets": [{"ref": "p/nn", "weight": 2}, "off/x"]}}}
            """);
    }

    @Test
    void aProviderIsShownWithTheAddressThatIsAskedInEachFormat() {
        assertEquals("""
            provider p (Pe)
              openai: https://p.example/v1/chat/completions
              claude: https://p.example/anthropic/v1/messages
              key: from the environment variable P_KEY
              headers: x-team
              models: m,v/n{fallback:p/m}
              cap: Each day (c): models=m cap=1 request per day
              used by: alias work, fallbacks of p/v/n
            """, config.done("show", "p"));
        assertEquals("https://p.example/v1/chat/completions", config.json("show", "p").object("provider")
            .object("addresses").text("openai"));
    }

    @Test
    void theAddressesOfAKnownProviderAreThoseOfItsTable() {
        assertTrue(config.done("add-provider", "az", "--models=d", "--formats=openai,responses",
            "--base-url=https://r.openai.azure.com/openai/deployments/d?api-version=2024-10-21").contains(
            "baseUrl=https://r.openai.azure.com/openai/deployments/d?api-version=2024-10-21\n"
            + "openaiAddress=https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21\n"
            + "responsesAddress=https://r.openai.azure.com/openai/v1/responses\n"));
        assertTrue(config.done("show", "az").contains(
            "  openai: https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21\n"));
        config.done("add-provider", "deep", "--models=d", "--formats=openai,claude",
            "--base-url=https://api.deepseek.com");
        assertTrue(config.done("list").contains("  openaiAddress=https://api.deepseek.com/chat/completions\n"
            + "  claudeAddress=https://api.deepseek.com/anthropic/v1/messages\n"));
    }

    @Test
    void anAddressThatIsAnEndpointIsNotListedAsABase() {
        String list = config.done("list");
        assertTrue(list.contains("  openaiAddress=https://p.example/v1/chat/completions\n"
            + "  claudeAddress=https://p.example/anthropic/v1/messages\n"), list);
        assertFalse(list.contains("BaseUrl=https://p"), list);
        assertTrue(list.contains("  baseUrl=https://off.example\n"
            + "  openaiAddress=https://off.example/v1/chat/completions\n"), list);
    }

    @Test
    void aModelIsShownByItsIdOrAnotherName() {
        String shown = config.done("show", "p/v/n");
        assertTrue(shown.startsWith("model p/v/n\n  openai: https://p.example"), shown);
        assertTrue(shown.contains("  other names: nn\n  context window: 200000 tokens\n  fallbacks: p/m\n"), shown);
        assertTrue(shown.endsWith("  used by: alias work\n"), shown);
        assertEquals(shown, config.done("show", "p/nn"));
        assertTrue(config.done("show", "p/m").contains("  cap: Each day (c)"), "its caps");
        assertTrue(config.done("show", "off/x").startsWith("model off/x disabled\n"), "its state");
    }

    @Test
    void anAliasIsShownWithTheAddressOfEachTarget() {
        assertEquals("""
            alias work
              strategy: ordered
              target: p/nn weight 2 → https://p.example/v1/chat/completions
              target: off/x disabled → https://off.example/v1/chat/completions
              used by: the default model
            """, config.done("show", "work"));
        assertEquals(config.done("show", "work"), config.done("show", "alias:work"));
    }

    @Test
    void aCapIsShownByItsId() {
        assertEquals("cap of provider p: Each day (c): models=m cap=1 request per day\n", config.done("show", "c"));
        assertEquals("p", config.json("show", "p/c").object("cap").text("providerId"));
    }

    @Test
    void withoutAnIdEverythingIsShown() {
        assertEquals(config.done("list"), config.done("show"));
    }

    @Test
    void aModelThatItsProviderPassesThroughIsShownToo() {
        config.done("add-models", "p", "*");
        assertTrue(config.done("show", "p/any/thing").startsWith("model p/any/thing\n  openai: https://p.example"));
    }

    @Test
    void settingsOfTheWholeGatewayAreListedWhereTheyAreSet() {
        String before = config.done("list");
        assertFalse(before.contains("Unknown models") || before.contains("Strict"), before);
        config.done("set-unknown-models", "p/m");
        config.done("set-strict", "on");
        String list = config.done("list");
        assertTrue(list.contains("\nUnknown models: answered by p/m\nStrict translation: on\n"), list);
        assertEquals("p/m", config.json("list").text("unknownModels"));
        assertTrue(config.done("show", "p/m").contains("names that are not configured"));
    }

    @Test
    void whatIsNotThereIsAnsweredWithTheNearest() throws IOException {
        config.refused("there is no provider, model, alias or cap 'wrk' (did you mean \"work\"", "show", "wrk");
        config.write("{\"defaultModel\": \"x/y\"}");
        config.refused("\"x/y\" is not a model", "show", "p");
    }

    @Test
    void noKeyAndNoHeaderIsShown() {
        Obj json = config.json("show", "p");
        assertFalse((config.done("show", "p") + json).contains("hush"));
    }
}
