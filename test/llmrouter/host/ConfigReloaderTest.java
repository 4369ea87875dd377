package llmrouter.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.config.Config;
import llmrouter.routing.CandidateState;
import llmrouter.routing.EndedCooldown;
import llmrouter.server.ConfigRefusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// A configuration that changes while a gateway runs.
class ConfigReloaderTest {
    private static final String KEYED = "{\"version\":2,\"masterKey\":\"gw_Sesame-open-0123456789\",\"providers\":"
        + "[{\"id\":\"p\",\"name\":\"P\",\"baseUrl\":\"http://127.0.0.1:9\",\"apiKey\":\"k\",\"formats\":[\"openai\"],"
        + "\"models\":[\"m\"]}]}";

    @TempDir
    private Path home;
    private final List<Config> applied = new ArrayList<>();
    private final List<ConfigRefusal> refused = new ArrayList<>();
    private List<EndedCooldown> ended = List.of();
    private Surroundings surroundings;
    private ConfigReloader reloader;

    @BeforeEach
    void start() throws IOException {
        write(KEYED);
        surroundings = new Surroundings(home);
        HostContext context = surroundings.with(Map.of());
        GatewayInputs inputs = GatewayInputs.of(context, null);
        reloader = new ConfigReloader(context, inputs, inputs.load());
        surroundings.said.clear();
    }

    private void write(String text) throws IOException {
        Files.writeString(home.resolve(".llm-router.json"), text);
    }

    private void attach() {
        reloader.attach(new ConfigReloader.Target() {
            @Override
            public List<EndedCooldown> take(Config config) {
                applied.add(config);
                return ended;
            }

            @Override
            public void refuse(ConfigRefusal refusal) {
                refused.add(refusal);
            }
        });
    }

    @Test
    void nothingIsReloadedBeforeTheGatewayListens() {
        assertFalse(reloader.reload().reloaded());
    }

    @Test
    void aChangeIsAppliedAndNamed() throws IOException {
        attach();
        write(KEYED.replace("\"m\"", "\"m\",\"n\""));
        assertTrue(reloader.reload().reloaded());
        assertEquals(2, applied.getFirst().providers().getFirst().models().size());
        assertTrue(surroundings.said.getFirst().startsWith("configuration reloaded: "), surroundings.said.toString());
    }

    @Test
    void aProviderWhoseCooldownEndedIsNamed() throws IOException {
        attach();
        write(KEYED.replace("\"apiKey\":\"k\"", "\"apiKey\":\"l\""));
        ended = List.of(new EndedCooldown("p/m", CandidateState.COOLDOWN, "auth_failed", 590_000));
        assertEquals("configuration reloaded: p: key changed, called again at once", reloader.reload().said());
    }

    @Test
    void withoutAChangeThereIsNoEffect() {
        attach();
        assertEquals("configuration reloaded: no effective change", reloader.reload().said());
    }

    @Test
    void aConfigurationThatCannotBeUsedIsRefusedAndThePresentOneStays() throws IOException {
        attach();
        String missingKey = KEYED.replace("\"apiKey\":\"k\"", "\"apiKeyEnv\":\"NOT_SET\"");
        for (String text : List.of("{", "{\"version\":2,\"providers\":[]}", missingKey)) {
            write(text);
            assertFalse(reloader.reload().reloaded(), text);
        }
        assertEquals(3, refused.size());
        assertEquals(List.of(), applied);
    }

    @Test
    void aConfigurationThatLosesItsClientKeyIsRefused() throws IOException {
        attach();
        write(KEYED.replace("\"masterKey\":\"gw_Sesame-open-0123456789\",", ""));
        var result = reloader.reload();
        assertFalse(result.reloaded());
        assertTrue(result.said().contains("no client key any more"), result.said());
    }

    @Test
    void onlyTheFirstProblemsAreShown() {
        attach();
        String said = reloader.keep(List.of("one", "two", "three", "four", "five")).said();
        assertTrue(said.endsWith("three\n  and 2 more"), said);
    }
}
