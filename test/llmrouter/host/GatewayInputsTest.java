package llmrouter.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.config.Secret.InlineSecret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What a gateway is started with, read without a command line.
class GatewayInputsTest {
    private static final String KEY = "gw_Sesame-open-0123456789";

    @TempDir
    private Path home;

    private GatewayInputs inputs(Map<String, String> environment, String file) {
        return GatewayInputs.of(new Surroundings(home).with(environment), file);
    }

    /// A configuration with one provider `id`.
    private static String config(String id, String key) {
        return "{\"version\":2,\"providers\":[{\"id\":\"" + id + "\",\"name\":\"P\",\"baseUrl\":\"http://127.0.0.1:9\","
            + key + ",\"formats\":[\"openai\"],\"models\":[\"m\"]}]}";
    }

    private String provider(GatewayInputs inputs) throws IOException {
        return inputs.load().config().providers().getFirst().id();
    }

    @Test
    void aNamedFileReplacesTheChoiceOfTheEnvironment() throws IOException {
        Files.writeString(home.resolve(".llm-router.json"), config("usual", "\"apiKey\":\"k\""));
        Files.writeString(home.resolve("other.json"), config("other", "\"apiKey\":\"k\""));
        var environment = Map.of("LLM_ROUTER_CONFIG_JSON", config("inline", "\"apiKey\":\"k\""));
        assertEquals("usual", provider(inputs(Map.of(), null)));
        assertEquals("other", provider(inputs(Map.of("LLM_ROUTER_CONFIG", "~/other.json"), null)));
        assertEquals("inline", provider(inputs(environment, null)));
        assertEquals("other", provider(inputs(environment, "~/other.json")));
        assertFalse(inputs(environment, null).hasConfigFile(), "a variable cannot change while the gateway runs");
    }

    @Test
    void aProblemIsAnErrorThatTheUserCanFix() {
        for (var inputs : List.of(inputs(Map.of(), null),
                inputs(Map.of("LLM_ROUTER_CONFIG_JSON", "{"), null),
                inputs(Map.of("LLM_ROUTER_CONFIG_JSON", "{\"version\":2,\"providers\":[]}"), null),
                inputs(Map.of("LLM_ROUTER_CONFIG_JSON", config("p", "\"apiKeyEnv\":\"NOT_SET\"")), null))) {
            assertTrue(assertThrows(HostError.class, inputs::load).isUsage());
        }
        HostError settings = assertThrows(HostError.class, () -> inputs(Map.of("LLM_ROUTER_PORT", "high"), null));
        assertTrue(settings.getMessage().contains("LLM_ROUTER_PORT=high"), settings.getMessage());
    }

    @Test
    void keysAreLookedUpForRunningOnly() throws IOException {
        String text = config("p", "\"apiKeyEnv\":\"P_KEY\"");
        var inputs = inputs(Map.of("LLM_ROUTER_CONFIG_JSON", text, "P_KEY", "secret"), null);
        assertEquals(new InlineSecret("secret"), inputs.load().config().providers().getFirst().apiKey());
        var withoutKey = inputs(Map.of("LLM_ROUTER_CONFIG_JSON", text), null);
        assertEquals("p", withoutKey.writtenConfig().providers().getFirst().id());
        assertNull(withoutKey.masterKey());
    }

    @Test
    void theMasterKeyOfTheEnvironmentReplacesThatOfTheFile() throws IOException {
        String text = config("p", "\"apiKey\":\"k\"")
            .replace("\"version\":2", "\"version\":2,\"masterKeyEnv\":\"OWN\"");
        var environment = Map.of("LLM_ROUTER_CONFIG_JSON", text, "OWN", "gw_of-the-file-0123456789");
        assertEquals("gw_of-the-file-0123456789", inputs(environment, null).masterKey());
        assertTrue(inputs(environment, null).load().config().hasClientKey());
        var both = Map.of("LLM_ROUTER_CONFIG_JSON", text, "OWN", "x", "LLM_ROUTER_MASTER_KEY", KEY);
        assertEquals(KEY, inputs(both, null).masterKey());
        assertEquals(new InlineSecret(KEY), inputs(both, null).load().config().masterKey());
    }

    @Test
    void onlyARequestLogThatTheUserNamedMustBeWritable() throws IOException {
        Files.writeString(home.resolve("file"), "");
        inputs(Map.of(), null).checkRequestLog();
        assertNull(inputs(Map.of("LLM_ROUTER_REQUEST_LOG", "off"), null).requestLog());
        var named = inputs(Map.of("LLM_ROUTER_REQUEST_LOG", "~/file/log"), null);
        assertTrue(assertThrows(HostError.class, named::checkRequestLog).isUsage());
    }

    @Test
    void keysInTheirWrappingAreToldWhenTheGatewayStarts() throws IOException {
        Files.writeString(home.resolve("key"), "OPENAI_API_KEY=sk-hush\n");
        assertWarned("the environment variable P_KEY has quotation marks around the key; keep the key alone there",
            "\"apiKeyEnv\":\"P_KEY\"", Map.of("P_KEY", "\"sk-hush\""));
        assertWarned("the key file ~/key begins with the name of a variable, not with the key; keep the key alone "
            + "there", "\"apiKeyFile\":\"~/key\"", Map.of());
        assertWarned("the output of the key command begins with \"Bearer\", which the sender of a key adds; keep the "
            + "key alone there", "\"apiKeyCommand\":\"echo Bearer sk-hush\"", Map.of());
        assertWarned("providers[0].apiKey: names a variable, which is not looked up here, and is sent as it is; write "
            + "\"apiKeyEnv\": \"HUSH_API_KEY\" instead", "\"apiKey\":\"${HUSH_API_KEY}\"", Map.of());
        assertWarned("masterKey: the environment variable LLM_ROUTER_MASTER_KEY has quotation marks around the key; "
            + "keep the key alone there", "\"apiKey\":\"k\"", Map.of("LLM_ROUTER_MASTER_KEY", "'hush'"));
    }

    private void assertWarned(String expected, String key, Map<String, String> more) throws IOException {
        var surroundings = new Surroundings(home);
        var environment = new HashMap<>(more);
        environment.put("LLM_ROUTER_CONFIG_JSON", config("p", key));
        var loaded = GatewayInputs.of(surroundings.with(environment), null).load();
        assertEquals(1, surroundings.said.size(), surroundings.said::toString);
        String said = surroundings.said.getFirst();
        assertTrue(said.endsWith(expected), said);
        assertFalse(said.contains("hush"), said);
        assertNull(loaded.config().providers().getFirst().leftOut());
    }

    @Test
    void whatCannotBeSentIsToldWithTheFormThatIsMeant() throws IOException {
        Files.writeString(home.resolve(".env"), "A_KEY=sk-hush\nB_KEY=sk-hush\n");
        Files.writeString(home.resolve("json"), "{\n \"api_key\": \"sk-hush\"\n}\n");
        for (var expected : Map.of("\"apiKeyFile\":\"~/.env\"", ": it begins with the name of a variable",
                "\"apiKeyFile\":\"~/json\"", ": it is JSON, not the key alone; keep the key alone there",
                "\"apiKeyEnv\":\"CURLY\"", ": it has quotation marks around the key").entrySet()) {
            var text = Map.of("LLM_ROUTER_CONFIG_JSON", config("p", expected.getKey()), "CURLY", "\u201csk-hush\u201d");
            String said = assertThrows(HostError.class, inputs(text, null)::load).getMessage();
            assertTrue(said.contains(expected.getValue()), said);
            assertFalse(said.contains("hush"), said);
        }
    }
}
