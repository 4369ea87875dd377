package llmrouter.cli.run;

import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.Version;
import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.Provider;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.Secret.MissingSecret;
import llmrouter.config.read.ConfigReader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StartBannerTest {
    private static final String PROVIDER = """
        {"version":2,"masterKey":"gw_Sesame-open-0123456789",
         "providers":[{"id":"p","name":"P","baseUrl":"http://127.0.0.1:9","apiKey":"sk-hidden",
         "formats":["openai"],"models":[{"id":"m"}]}]""";

    private static String banner(String more) {
        Config config = config(PROVIDER + more + "}");
        var made = new StartBanner("http://127.0.0.1:1", "http://192.0.2.7:1", "test", config, true);
        return String.join("\n", made.lines());
    }

    private static Config config(String json) {
        var outcome = ConfigReader.read(json, "test");
        return assertInstanceOf(ConfigOutcome.ValidConfig.class, outcome, outcome.toString()).config();
    }

    private static String pastedModel(String banner) {
        String rest = banner.substring(banner.indexOf("ANTHROPIC_MODEL=") + 16);
        return rest.substring(0, rest.indexOf(' '));
    }

    @Test
    void theModelToPasteIsAnAliasIfThereIsOne() {
        String aliases =
            ",\"modelAliases\":{\"a\":{\"targets\":[{\"ref\":\"p/m\"}]},\"b\":{\"targets\":[{\"ref\":\"p/m\"}]}}";
        assertEquals("p/m", pastedModel(banner("")));
        assertEquals("a", pastedModel(banner(aliases)));
        assertEquals("a", pastedModel(banner(",\"defaultModel\":\"p/m\"" + aliases)));
        assertEquals("b", pastedModel(banner(",\"defaultModel\":\"b\"" + aliases)));
    }

    @Test
    void clientsGetTheAddressThatReachesTheGatewayFromEverywhere() {
        String banner = banner("");
        assertTrue(banner.startsWith("llm-router " + Version.CURRENT + " listens on http://127.0.0.1:1\n"), banner);
        assertTrue(banner.contains("ANTHROPIC_BASE_URL=http://192.0.2.7:1 "), banner);
        assertTrue(banner.contains("base_url = \"http://192.0.2.7:1/v1\""), banner);
        assertTrue(banner.contains("OPENAI_BASE_URL=http://192.0.2.7:1/v1 "), banner);
        assertTrue(banner.contains("curl http://192.0.2.7:1/v1/chat/completions "), banner);
    }

    @Test
    void everyClientGetsThePlaceOfTheKey() {
        String banner = banner("");
        assertTrue(banner.contains("ANTHROPIC_AUTH_TOKEN=YOUR_MASTER_KEY"), banner);
        assertTrue(banner.contains("Codex, in ~/.codex/config.toml, with GATEWAY_KEY=YOUR_MASTER_KEY:"), banner);
        assertTrue(banner.contains("  env_key = \"GATEWAY_KEY\"\n"), banner);
        assertTrue(banner.contains("authorization: Bearer YOUR_MASTER_KEY"), banner);
    }

    @Test
    void onlyTheKindsOfKeysThatExistAreNamed() {
        String master = "\"masterKey\":\"gw_Sesame-open-0123456789\",";
        String clients = "\"masterKeys\":[{\"name\":\"ci\",\"keySha256\":\"" + "ab".repeat(32) + "\"}],";
        assertKeys("the master key", "YOUR_MASTER_KEY", master);
        assertKeys("a client key", "YOUR_CLIENT_KEY", clients);
        assertKeys("the master key or a client key", "YOUR_KEY", master + clients);
    }

    private static void assertKeys(String kinds, String placeholder, String keys) {
        Config config = config(PROVIDER.replace("\"masterKey\":\"gw_Sesame-open-0123456789\",", keys) + "}");
        String banner = String.join("\n",
            new StartBanner("http://127.0.0.1:1", "http://127.0.0.1:1", "test", config, true).lines());
        assertTrue(banner.contains("a key is required: " + kinds + "\n"), banner);
        assertTrue(banner.contains("in a browser, with a key as the password\n"), banner);
        assertTrue(banner.contains("authorization: Bearer " + placeholder + "'"), banner);
        assertTrue(banner.contains("ANTHROPIC_AUTH_TOKEN=" + placeholder), banner);
    }

    @Test
    void theAddressForClientsIsNamedIfItIsAnotherOne() {
        Config config = config(PROVIDER + "}");
        var everywhere = new StartBanner("http://127.0.0.1:1", "http://192.0.2.7:1", "test", config, true);
        assertEquals("  clients use    http://192.0.2.7:1", everywhere.lines().get(1));
        assertEquals("http://192.0.2.7:1", everywhere.json().text("clientUrl"));
        var here = new StartBanner("http://127.0.0.1:1", "http://127.0.0.1:1", "test", config, true);
        assertFalse(String.join("\n", here.lines()).contains("clients use"));
    }

    @Test
    void aStarIsNoModelToPaste() {
        String star = PROVIDER.replace("[{\"id\":\"m\"}]", "[\"*\"]");
        String banner = String.join("\n", new StartBanner("http://127.0.0.1:1", "http://127.0.0.1:1", "test",
            config(star + "}"), true).lines());
        assertEquals("PROVIDER/MODEL", pastedModel(banner));
        assertTrue(banner.contains("p (openai, every model)"), banner);
    }

    @Test
    void anAliasIsShownWithWhatIsTriedAfterIt() {
        String banner = banner("""
            ,"modelAliases":{"a":{"targets":[{"ref":"p/m"}],"fallbackTargets":[{"ref":"b"}]},
             "b":{"targets":[{"ref":"p/m"}]}}""");
        assertTrue(banner.contains("a -> ordered p/m; then b\n"), banner);
    }

    @Test
    void noKeyIsShown() {
        String banner = banner("");
        assertTrue(banner.contains("a key is required"), banner);
        assertFalse(banner.contains("Sesame") || banner.contains("sk-hidden"), banner);
    }

    @Test
    void aProviderWithoutItsKeyIsMarkedAndNotPasted() {
        var outcome = ConfigReader.read(PROVIDER.replace("\"providers\":[", "\"providers\":[{\"id\":\"q\","
            + "\"name\":\"Q\",\"baseUrl\":\"http://127.0.0.1:9\","
            + "\"apiKeyEnv\":\"Q\",\"formats\":[\"openai\"],\"models\":[\"m\"]},")
            + ",\"defaultModel\":\"q/m\",\"modelAliases\":{\"a\":{\"targets\":[\"q/m\"]},"
            + "\"b\":{\"targets\":[\"p/m\"]}}}", "test");
        Config config = assertInstanceOf(ConfigOutcome.ValidConfig.class, outcome, outcome.toString()).config();
        Provider missing = config.provider("q").withApiKey(new MissingSecret(new EnvSecret("Q"), "why"));
        var start = new StartBanner("http://127.0.0.1:1", "http://127.0.0.1:1", "test",
            config.withProviders(List.of(missing, config.provider("p"))), true);
        String banner = String.join("\n", start.lines());
        assertTrue(banner.contains("q (openai, 1 model): left out, its key cannot be had\n"), banner);
        assertEquals("b", pastedModel(banner));
        assertEquals("[\"q\"]", start.json().get("leftOut").toString());
    }
}
