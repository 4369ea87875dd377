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
import llmrouter.config.Secret.InlineSecret;
import llmrouter.files.ConfigStore;
import llmrouter.files.ConfigText;
import llmrouter.routing.CandidateState;
import llmrouter.routing.EndedCooldown;
import llmrouter.server.ConfigRefusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
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
            public boolean keyRequired() {
                return true;
            }

            @Override
            public List<String> keyRefused() {
                return List.of("q", "f");
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
    void theLossOfTheLastKeyIsTakenOnceItIsConfirmedAlsoAfterItWasRefused() throws IOException {
        attach();
        String open = KEYED.replace("\"masterKey\":\"gw_Sesame-open-0123456789\",", "");
        assertFalse(changed(open).reloaded());
        reloader.confirmKeyless(null);
        reloader.confirmKeyless(ConfigText.digest(KEYED));
        assertFalse(reloader.look().reloaded(), "another text was confirmed");
        reloader.confirmKeyless(ConfigText.digest(open));
        var taken = reloader.look();
        assertTrue(taken.reloaded(), taken.said());
        assertTrue(taken.said().contains("the gateway has no key any more"), taken.said());
        assertFalse(applied.getLast().hasClientKey());
        assertTrue(changed(open.replace("[\"m\"]", "[\"n\"]")).reloaded(), "later changes are taken");
    }

    @Test
    void aConfirmationCountsOnce() throws IOException {
        attach();
        String open = KEYED.replace("\"masterKey\":\"gw_Sesame-open-0123456789\",", "");
        reloader.confirmKeyless(ConfigText.digest(open));
        assertTrue(changed(open).reloaded());
        assertTrue(changed(KEYED).reloaded());
        assertFalse(changed(open).reloaded());
    }

    @Test
    void onlyTheFirstProblemsAreShown() {
        attach();
        String said = reloader.keep(List.of("one", "two", "three", "four", "five")).said();
        assertTrue(said.endsWith("three\n  and 2 more"), said);
    }

    private ConfigReloader.ReloadResult changed(String text) throws IOException {
        write(text);
        return reloader.changed(ConfigStore.at(home.resolve(".llm-router.json")).read());
    }

    private static String with(String provider) {
        return KEYED.replace("]}]}", "]}," + provider + "]}");
    }

    @Test
    void aProviderWithoutItsKeyIsLeftOutAndTheRestIsTaken() throws IOException {
        attach();
        var result = changed(with("{\"id\":\"q\",\"baseUrl\":\"http://127.0.0.1:9\",\"apiKeyEnv\":\"Q_KEY\","
            + "\"formats\":[\"openai\"],\"models\":[\"m\"]}"));
        assertTrue(result.reloaded());
        String warning = "provider \"q\" is left out: the environment variable Q_KEY is not set where the gateway was "
            + "started; set it there and restart the gateway";
        assertEquals(List.of(warning), result.warnings());
        assertTrue(surroundings.said.contains("warning: " + warning), surroundings.said.toString());
        assertNull(applied.getFirst().provider("p").leftOut());
        assertEquals("the environment variable Q_KEY", applied.getFirst().provider("q").leftOut().substring(0, 30));
    }

    @Test
    void aChangeGivesTheWarningsOfAStartAndNoneASecondTime() throws IOException {
        attach();
        String typo = KEYED.replace("\"apiKey\":\"k\"", "\"apikeyEnv\":\"K\"");
        String warning = String.join("", changed(typo).warnings());
        assertTrue(warning.contains("providers[0].apikeyEnv") && warning.contains("did you mean"), warning);
        assertEquals(List.of(), changed(typo.replace("[\"m\"]", "[\"n\"]")).warnings(), "it was given before");
        List<String> all = reloader.reload().warnings();
        assertTrue(all.stream().anyMatch(line -> line.contains("did you mean")), "a reload says everything: " + all);
    }

    @Test
    void aRefusalLastsUntilATextIsTakenAndKeepsItsBeginning() throws IOException {
        attach();
        changed("{");
        changed("[");
        assertEquals(refused.get(0).since(), refused.get(1).since());
        assertNotEquals(refused.get(0).reasons(), refused.get(1).reasons());
        assertEquals(refused.get(1), reloader.refusal());
        var back = changed(KEYED);
        assertTrue(back.reloaded());
        assertEquals("configuration reloaded: no effective change; the file can be used again", back.said());
        assertNull(reloader.refusal());
    }

    @Test
    void aFileThatCouldNotBeReadIsTakenAgainWhenItIsBack() throws IOException {
        attach();
        reloader.keep(List.of("it is gone"));
        reloader.keep(List.of("it is not UTF-8 text"));
        assertEquals(2, surroundings.said.size(), "each of them is told");
        assertTrue(changed(KEYED).said().endsWith("; the file can be used again"));
        assertNull(reloader.refusal());
    }

    @Test
    void whatCameOfATextIsSaidAgainToWhoAsksAgain() throws IOException {
        attach();
        var first = changed(KEYED.replace("[\"m\"]", "[\"n\"]"));
        int lines = surroundings.said.size();
        assertEquals(first, reloader.look());
        assertEquals(lines, surroundings.said.size());
        assertEquals(1, applied.size());
        write("{");
        assertFalse(reloader.look().reloaded());
    }

    @Test
    void theKeyFilesOfProvidersAreKnownWithAndWithoutAKey() throws IOException {
        attach();
        changed(with("{\"id\":\"q\",\"baseUrl\":\"http://127.0.0.1:9\",\"apiKeyFile\":\"~/q.key\","
            + "\"formats\":[\"openai\"],\"models\":[\"m\"]}"));
        assertEquals(List.of(home.resolve("q.key")), reloader.awaitedFiles());
        int lines = surroundings.said.size();
        reloader.keysChanged();
        assertEquals(lines, surroundings.said.size(), "nothing has changed, so nothing is said");
        Files.writeString(home.resolve("q.key"), "secret");
        reloader.keysChanged();
        assertNull(applied.getLast().provider("q").leftOut());
        assertEquals(List.of(home.resolve("q.key")), reloader.awaitedFiles());
        Files.writeString(home.resolve("q.key"), "another");
        reloader.keysChanged();
        assertEquals("another", ((InlineSecret) applied.getLast().provider("q").apiKey()).value());
    }

    @Test
    void onlyARefusedKeyOutOfTheEnvironmentCannotBeChangedByAReload() throws IOException {
        surroundings = new Surroundings(home);
        HostContext context = surroundings.with(Map.of("Q_KEY", "wrong-4711", "R_KEY", "right-4711"));
        Files.writeString(home.resolve("f.key"), "file-4711");
        String rest = "\"baseUrl\":\"http://127.0.0.1:9\",\"formats\":[\"openai\"],\"models\":[\"m\"]}";
        write("{\"version\":2,\"providers\":[{\"id\":\"q\",\"apiKeyEnv\":\"Q_KEY\"," + rest
            + ",{\"id\":\"r\",\"apiKeyEnv\":\"R_KEY\"," + rest
            + ",{\"id\":\"f\",\"apiKeyFile\":\"~/f.key\"," + rest + "]}");
        GatewayInputs inputs = GatewayInputs.of(context, null);
        reloader = new ConfigReloader(context, inputs, inputs.load());
        attach();
        assertEquals(List.of("provider \"q\" refuses its key, and a reload cannot change it: its key comes from the "
            + "environment variable Q_KEY of the process that runs the gateway: set it there and restart the gateway, "
            + "or store the key with 'llm-router config add-provider q --api-key-stdin'"), reloader.fixedKeys());
    }

    @Test
    void aMasterKeyThatCannotBeHadRefusesTheChange() throws IOException {
        attach();
        var result = changed(KEYED.replace("\"masterKey\":\"gw_Sesame-open-0123456789\"", "\"masterKeyEnv\":\"NO\""));
        assertFalse(result.reloaded());
        assertTrue(result.said().contains("masterKey: the environment variable NO is not set"), result.said());
    }

    @Test
    void aChangeThatIsRefusedForItsMasterKeyFileIsTakenWhenTheFileIsThere() throws IOException {
        attach();
        changed(KEYED.replace("\"masterKey\":\"gw_Sesame-open-0123456789\"", "\"masterKeyFile\":\"~/mkf\""));
        assertTakenWith("mkf", "gw_Sesame-open-9876543210");
    }

    @Test
    void aChangeThatIsRefusedForTheKeyFileOfItsOnlyProviderIsTakenWhenTheFileIsThere() throws IOException {
        attach();
        changed(KEYED.replace("\"apiKey\":\"k\"", "\"apiKeyFile\":\"~/pkf\""));
        assertTakenWith("pkf", "k2");
    }

    private void assertTakenWith(String file, String key) throws IOException {
        assertEquals(List.of(home.resolve(file)), reloader.awaitedFiles());
        int lines = surroundings.said.size();
        reloader.keysChanged();
        assertEquals(lines, surroundings.said.size(), "the same refusal is not told again");
        Files.writeString(home.resolve(file), "two\nlines");
        reloader.keysChanged();
        assertTrue(surroundings.said.getLast().contains("more than one line"), surroundings.said.toString());
        assertEquals(List.of(), applied);
        Files.writeString(home.resolve(file), key);
        reloader.keysChanged();
        assertTrue(surroundings.said.getLast().endsWith("; the file can be used again"), surroundings.said.toString());
        assertEquals(1, applied.size());
        assertNull(reloader.refusal());
        assertEquals(List.of(home.resolve(file)), reloader.awaitedFiles());
    }

    @Test
    void aTextThatIsRefusedForMistakesWaitsForNoKeyFileAndTheOneInUseStillWaits() throws IOException {
        attach();
        changed(with("{\"id\":\"q\",\"baseUrl\":\"http://127.0.0.1:9\",\"apiKeyFile\":\"~/q.key\","
            + "\"formats\":[\"openai\"],\"models\":[\"m\"]}"));
        changed(KEYED.replace("\"masterKey\":\"gw_Sesame-open-0123456789\"", "\"masterKeyFile\":\"~/mkf\""));
        assertEquals(List.of(home.resolve("q.key"), home.resolve("mkf")), reloader.awaitedFiles());
        changed("{");
        assertEquals(List.of(home.resolve("q.key")), reloader.awaitedFiles());
    }

    @Test
    void aRefusalNamesItsCausesOnly() throws IOException {
        attach();
        String leftOut = ",{\"id\":\"q\",\"baseUrl\":\"http://127.0.0.1:9\",\"apiKeyEnv\":\"Q_KEY\","
            + "\"formats\":[\"openai\"],\"models\":[\"m\"]}";
        changed(with(leftOut.substring(1)).replace("\"masterKey\":\"gw_Sesame-open-0123456789\"",
            "\"masterKeyEnv\":\"NO\""));
        assertEquals(1, refused.getLast().count());
        assertTrue(refused.getLast().why().startsWith("masterKey: "), refused.getLast().why());
        changed(with(leftOut.substring(1)).replace("\"apiKey\":\"k\"", "\"apiKeyEnv\":\"P_KEY\""));
        assertEquals(2, refused.getLast().count(), "no provider can be called, so both are causes");
    }

    @Test
    void aKeyInItsWrappingIsToldWhenTheFileChanges() throws IOException {
        attach();
        Files.writeString(home.resolve("key"), "Bearer sk-hush");
        var result = changed(KEYED.replace("\"apiKey\":\"k\"", "\"apiKeyFile\":\"~/key\""));
        assertTrue(result.reloaded());
        assertEquals(List.of("provider \"p\": the key file ~/key begins with \"Bearer\", which the sender of a key "
            + "adds; keep the key alone there"), result.warnings());
        var inline = changed(KEYED.replace("\"apiKey\":\"k\"", "\"apiKey\":\"'sk-hush'\""));
        assertTrue(inline.warnings().getFirst().endsWith("has quotation marks around the key; write the key alone"));
        assertFalse(surroundings.said.toString().contains("hush"), surroundings.said::toString);
    }
}
