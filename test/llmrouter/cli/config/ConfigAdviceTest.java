package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What operations of `config` suggest after a slip, and how settings are taken back.
class ConfigAdviceTest {
    @TempDir
    private Path home;
    private EditedConfig config;

    @BeforeEach
    void begin() {
        config = new EditedConfig(home);
    }

    private static String file(String provider, String rest) {
        return "{\"version\":2,\"providers\":[{\"id\":\"p\"," + provider + "}]" + rest + "}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"baseURL\":\"https://a.example\",\"formats\":[\"openai\"],\"models\":[\"m\"] | has no base URL; \"baseURL\" "
            + "is not a key: did you mean \"baseUrl\"?",
        "\"baseUrl\":\"https://a.example\",\"fromats\":[\"openai\"],\"models\":[\"m\"] | does not say which format it "
            + "speaks; \"fromats\" is not a key: did you mean \"formats\"?",
        "\"baseUrl\":\"https://a.example\",\"formats\":[\"openai\"],\"modles\":[\"m\"] | has no models; \"modles\" is "
            + "not a key: did you mean \"models\"?"})
    void aMissingKeyIsToldWithItsMisspellingByEveryCommand(String provider, String problem) throws IOException {
        config.write(file(provider, ""));
        for (String operation : new String[] {"list", "validate", "list-keys"}) {
            var told = config.run(operation);
            assertTrue((told.out() + told.err()).contains(problem), operation + ": " + told);
        }
        String changed = config.run("set-strict", "on").err();
        assertTrue(changed.contains(problem), changed);
    }

    @Test
    void aMissingKeyWithoutAMisspellingIsToldWithWhatToAdd() throws IOException {
        config.write(file("\"formats\":[\"openai\"],\"models\":[\"m\"],\"notes\":\"x\"", ""));
        config.refused("has no base URL; add \"baseUrl\"", "list");
    }

    @Test
    void anAliasWithMisspelledTargetsNamesThem() throws IOException {
        config.write(file("\"baseUrl\":\"https://a.example\",\"formats\":[\"openai\"],\"models\":[\"m\"]",
            ",\"modelAliases\":{\"work\":{\"tragets\":[\"p/m\"]}}"));
        config.refused("has no targets; \"tragets\" is not a key: did you mean \"targets\"?", "list");
    }

    private void openrouter(String models) {
        config.done("add-provider", "openrouter", "--base-url=https://o.example/v1", "--formats=openai",
            "--models=" + models);
    }

    @Test
    void aSuggestedReferenceKeepsTheModel() {
        openrouter("mock-tools,mock-text");
        String told = config.run("add-alias", "a2", "openruter/mock-text").err();
        assertTrue(told.contains("did you mean \"openrouter/mock-text\""), told);
        told = config.run("add-alias", "a1", "mock-text").err();
        assertTrue(told.contains("did you mean \"openrouter/mock-text\""), told);
        told = config.run("set-default-model", "openruter/mock-text").err();
        assertTrue(told.contains("did you mean \"openrouter/mock-text\""), told);
    }

    @Test
    void aSuggestedReferenceOfAStarNamesTheTypedModel() {
        openrouter("*");
        String told = config.run("add-alias", "a2", "openruter/vendor/big").err();
        assertTrue(told.contains("did you mean \"openrouter/vendor/big\"?"), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "none", ""})
    void theDefaultModelAndTheOneForUnknownNamesAreTakenBack(String word) throws IOException {
        openrouter("a,b");
        config.done("set-unknown-models", "openrouter/b");
        assertEquals("openrouter/a", config.tree().text("defaultModel"));
        config.done("set-default-model", word);
        config.done("set-unknown-models", word);
        assertNull(config.tree().text("defaultModel"));
        assertNull(config.tree().text("unknownModels"));
        assertTrue(config.done("set-default-model", word).contains("no change"));
    }

    @Test
    void anAliasThatIsNamedLikeAWordForNoneIsStillTheDefault() throws IOException {
        openrouter("a");
        config.done("add-alias", "none", "openrouter/a");
        config.done("set-default-model", "none");
        assertEquals("none", config.tree().text("defaultModel"));
    }

    @Test
    void withoutADefaultModelAddedModelsLeaveTheFirstOneOfTheProviderTheDefault() throws IOException {
        openrouter("a,b");
        config.done("set-default-model", "off");
        config.done("add-models", "openrouter", "c");
        assertEquals("openrouter/a", config.tree().text("defaultModel"));
    }

    @Test
    void capsAreTypedAsForClientKeys() throws IOException {
        openrouter("a,b");
        config.done("set-caps", "openrouter", "--caps=2/1m, 4 concurrent");
        config.done("set-caps", "openrouter/a", "--caps=3/1m");
        assertEquals("[{\"id\":\"requests-minute\",\"models\":[\"all\"],\"requests\":2,\"window\":{\"unit\":\"minute\","
            + "\"size\":1}},{\"id\":\"concurrency\",\"models\":[\"all\"],\"concurrency\":4},{\"id\":"
            + "\"requests-minute-a\",\"models\":[\"a\"],\"requests\":3,\"window\":{\"unit\":\"minute\",\"size\":1}}]",
            config.provider(0).get("rateLimits").toString());
        assertTrue(config.done("set-caps", "openrouter", "--caps=2/1m").contains("no change"));
        config.refused("is not a cap", "set-caps", "openrouter", "--caps=lots");
        config.refused("needs at least one cap", "set-caps", "openrouter", "--caps=");
        config.refused("give either --caps or --cap-requests", "set-caps", "openrouter", "--caps=2/1m",
            "--cap-requests=4");
    }

    @Test
    void theListGoesWithItsLastCap() {
        openrouter("a");
        config.done("set-caps", "openrouter", "--caps=2/1m, 4 concurrent");
        config.done("set-caps", "openrouter", "--cap-id=concurrency", "--remove-cap");
        assertTrue(config.text().contains("rateLimits"), config.text());
        config.done("set-caps", "openrouter", "--cap-id=requests-minute", "--remove-cap");
        assertFalse(config.text().contains("rateLimits"), config.text());
    }

    @Test
    void anUndoneRenameIsToldAsARename() {
        openrouter("a");
        config.done("rename-provider", "openrouter", "or");
        String told = config.done("undo");
        assertTrue(told.contains("provider or renamed to openrouter"), told);
        assertFalse(told.contains("removed: "), told);
    }

    @Test
    void anotherShortKeyIsToldToHaveChanged() {
        openrouter("a");
        config.typing("short-1\n", "add-provider", "openrouter", "--api-key-stdin");
        String told = config.typing("short-2\n", "add-provider", "openrouter", "--api-key-stdin").out();
        assertTrue(told.contains("key: in the configuration → in the configuration (changed)"), told);
        assertFalse(told.contains("short-"), told);
    }
}
