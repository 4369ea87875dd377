package llmrouter.routing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import llmrouter.config.Config;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.read.ConfigReader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FingerprintTest {
    private static final String BEFORE = """
        {'version':2,'providers':[{'id':'p','name':'P','baseUrl':'https://p.example','apiKey':'sk-one',\
        'formats':['openai'],'models':[{'id':'m'}]}]}""";

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Config config(String json) {
        var read = ConfigReader.read(json.replace('\'', '"'), "test.json");
        Config config = assertInstanceOf(ConfigOutcome.ValidConfig.class, read).config();
        return Fingerprint.intoAll(config, FingerprintTest::sha256);
    }

    private static String of(String json) {
        return config(json).providers().getFirst().fingerprint();
    }

    private static String with(String members) {
        return of(BEFORE.replace("'name':'P',", "'name':'P'," + members + ","));
    }

    @Test
    void itIsShortAndHoldsNoKey() {
        assertTrue(of(BEFORE).matches("[0-9a-f]{8}\\.[0-9a-f]{8}"), of(BEFORE));
        assertEquals(of(BEFORE), of(BEFORE.replace("\n", " ")));
    }

    @Test
    void theKeyTheAuthenticationAndTheHeadersMakeAnotherAccount() {
        for (String other : List.of(of(BEFORE.replace("sk-one", "sk-two")),
            of(BEFORE.replace("'apiKey':'sk-one',", "")),
            with("'headers':{'x-org':'a'}"), with("'auth':{'type':'x-api-key'}"),
            with("'authByFormat':{'openai':{'type':'none'}}"))) {
            assertFalse(Fingerprint.sameAccount(of(BEFORE), other), other);
            assertFalse(Fingerprint.same(of(BEFORE), other), other);
        }
        assertNotEquals(with("'headers':{'x-org':'a'}"), with("'headers':{'x-org':'b'}"));
    }

    @Test
    void theAddressAndTheFormatMakeAnotherAddressOfTheSameAccount() {
        for (String other : List.of(of(BEFORE.replace("p.example", "q.example")),
            with("'baseUrlByFormat':{'openai':'https://q.example'}"), with("'anthropicVersion':'2024-01-01'"))) {
            assertTrue(Fingerprint.sameAccount(of(BEFORE), other), other);
            assertFalse(Fingerprint.same(of(BEFORE), other), other);
        }
        assertFalse(Fingerprint.same(of(BEFORE), of(BEFORE.replace("'openai'", "'claude'"))));
    }

    @Test
    void nothingElseChangesIt() {
        assertEquals(of(BEFORE), of(BEFORE.replace("{'id':'m'}", "{'id':'m'},{'id':'n'}")));
        assertEquals(of(BEFORE), of(BEFORE.replace("'P'", "'Q'")));
        assertEquals(of(BEFORE), with("'timeouts':{'idleMs':9000}"));
        assertEquals(of(BEFORE), with("'rateLimits':[{'id':'b','models':['all'],'requests':1,'window':'1m'}]"));
    }

    @Test
    void equalKeysOfTwoProvidersAreNotSeenToBeEqual() {
        String other = of(BEFORE.replace("'id':'p'", "'id':'q'"));
        assertNotEquals(of(BEFORE).substring(0, 8), other.substring(0, 8));
    }

    @Test
    void aKeyThatIsNotKnownHasNone() {
        Config config = config(BEFORE.replace("'apiKey':'sk-one'", "'apiKeyEnv':'KEY'"));
        assertEquals("", config.providers().getFirst().fingerprint());
        assertEquals(List.of(), List.copyOf(Fingerprint.byProvider(config).keySet()));
        assertEquals(List.of("p"), List.copyOf(Fingerprint.byProvider(config(BEFORE)).keySet()));
        assertEquals("", of(BEFORE.replace("'apiKey'", "'enabled':false,'apiKey'")));
    }
}
