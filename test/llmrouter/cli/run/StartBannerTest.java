package llmrouter.cli.run;

import org.junit.jupiter.api.Test;

import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
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
        var outcome = ConfigReader.read(PROVIDER + more + "}", "test");
        Config config = assertInstanceOf(ConfigOutcome.ValidConfig.class, outcome, outcome.toString()).config();
        var made = new StartBanner("http://127.0.0.1:1", "http://192.0.2.7:1", "test", config, true);
        return String.join("\n", made.lines());
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
}
