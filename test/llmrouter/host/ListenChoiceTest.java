package llmrouter.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import llmrouter.server.ListenAddress.KeyRule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Where a gateway listens, and whether clients need a key, out of what the user chose.
class ListenChoiceTest {
    private final Surroundings surroundings = new Surroundings(Path.of("/home/ada"));

    private KeyRule rule(String host, Boolean requireKey, boolean allowOpen, boolean hasClientKey) {
        var choice = new ListenChoice(host, 0, requireKey, allowOpen);
        return choice.address(surroundings.with(Map.of()), hasClientKey, null).keys();
    }

    private void refuses(String expected, String host, Boolean requireKey, boolean hasClientKey) {
        HostError error = assertThrows(HostError.class, () -> rule(host, requireKey, false, hasClientKey));
        assertTrue(error.isUsage());
        assertTrue(error.getMessage().contains(expected), error.getMessage());
    }

    @Test
    void aKeyOfTheConfigurationIsAlwaysAskedFor() {
        assertEquals(KeyRule.ALWAYS, rule("127.0.0.1", null, false, true));
        assertEquals(KeyRule.ALWAYS, rule("0.0.0.0", null, false, true));
    }

    @Test
    void aLoopbackAddressNeedsNoKey() {
        assertEquals(KeyRule.IF_CONFIGURED, rule("127.0.0.1", null, false, false));
        assertEquals(KeyRule.NEVER, rule("::1", false, false, true));
        assertEquals(List.of(), surroundings.said);
    }

    @Test
    void anAddressThatOthersCanReachNeedsAKey() {
        refuses("set a key with 'llm-router config set-master-key' or 'llm-router config add-key'", "0.0.0.0", null,
            false);
        refuses("leave out --require-auth=false", "0.0.0.0", false, true);
        refuses("there is no address", "no.such.host.invalid", false, true);
    }

    @Test
    void aKeyThatDoesNotExistCannotBeRequired() {
        refuses("--require-auth needs a key for clients", "127.0.0.1", true, false);
    }

    @Test
    void anOpenAddressThatIsMeantIsServedWithAWarning() {
        assertEquals(KeyRule.IF_CONFIGURED, rule("0.0.0.0", null, true, false));
        assertTrue(surroundings.said.getFirst().startsWith("warning: every machine that can reach 0.0.0.0"));
    }
}
