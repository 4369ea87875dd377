package llmrouter.config.read;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import llmrouter.config.read.UnknownSettings.UnknownSetting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class UnknownSettingsTest {
    private static UnknownSetting of(String name) {
        List<UnknownSetting> unknown = UnknownSettings.in(Map.of(name, "sk-secret-value", "PATH", "/bin"));
        assertEquals(1, unknown.size(), name);
        assertFalse(unknown.getFirst().warning().contains("sk-secret"), "a value may be a key");
        return unknown.getFirst();
    }

    @Test
    void everySettingAndItsOlderNamesAreKnown() {
        var all = new TreeMap<String, String>();
        for (Setting setting : SettingsTable.rows()) {
            all.put(setting.name(), "x");
            for (String older : setting.olderNames()) all.put(older, "x");
        }
        assertEquals(List.of(), UnknownSettings.in(all));
        assertTrue(all.containsKey("LLM_ROUTER_MANAGED_BY_STARTUP"));
        assertTrue(all.containsKey("LLM_ROUTER_WORKER_SAFE_MODE"));
    }

    @Test
    void aMisspelledSettingIsNamedWithTheNearestOne() {
        assertEquals("LLM_ROUTER_PORT", of("LLM_ROUTER_PROT").nearest());
        assertEquals("LLM_ROUTER_LOG", of("LLM_ROUTER_LOGS").nearest());
        assertEquals("LLM_ROUTER_CONFIG", of("LLMROUTER_CONFIG").nearest());
        assertEquals("LLM_ROUTER_STATE_FILE_PATH", of("LLM_ROUTER_STATEFILE_PATH").nearest());
        assertEquals("LLM_ROUTER_TLS_PASSWORD", of("LLM_ROUTER_TLS_PASWORD").nearest());
        assertEquals("warning: the variable LLM_ROUTER_PROT has no effect, because it is not a setting of llm-router. "
            + "Did you mean LLM_ROUTER_PORT? 'llm-router help environment' lists all settings",
            of("LLM_ROUTER_PROT").warning());
        assertEquals(null, of("LLM_ROUTER_FLUX_CAPACITOR").nearest());
    }

    @Test
    void oneThatSeemsToBeTheMasterKeyIsLoud() {
        for (String name : List.of("LLM_ROUTER_MASTERKEY", "LLMROUTER_MASTER_KEY", "LLM_ROUTER_MASTER_KEYS",
            "llm_router_master_key", "LLM_ROUTER_KEY", "LLM_ROUTER_API_KEY", "LLM_ROUTER_AUTH_TOKEN",
            "LLM_ROUTER_PASSWORD")) {
            String warning = of(name).warning();
            assertTrue(warning.startsWith("WARNING: " + name + " DOES NOT PROTECT THE GATEWAY"), warning);
            assertTrue(warning.endsWith("Did you mean LLM_ROUTER_MASTER_KEY?"), warning);
        }
        for (String name : List.of("LLM_ROUTER_TLS_PASSWRD", "LLM_ROUTER_REDIS_PASSWORD", "LLM_ROUTER_PROXY_PASSWORD",
            "LLM_ROUTER_VALKEY_TOKEN", "LLM_ROUTER_CERTIFICATE_SECRET")) {
            assertFalse(of(name).key(), name);
            assertFalse(of(name).warning().contains("MASTER_KEY"), name);
        }
    }

    @Test
    void nothingIsSaidAboutBlankValuesAndForeignNames() {
        assertEquals(List.of(), UnknownSettings.in(Map.of("LLM_ROUTER_PROT", " ", "LLM_ROUTER_", "x",
            "OPENAI_API_KEY", "x", "LITELLM_MASTER_KEY", "x", "ROUTER_PORT", "1")));
    }
}
