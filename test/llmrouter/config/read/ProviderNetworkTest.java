package llmrouter.config.read;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.Secret.EnvSecret;
import llmrouter.config.edit.compare.ConfigComparison;
import llmrouter.config.edit.compare.MaskedText;
import llmrouter.config.network.ClientCertificate;
import llmrouter.config.network.ProviderNetwork;
import llmrouter.config.network.ProxyChoice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// `proxy` and `clientCertificate` of a provider.
class ProviderNetworkTest {
    private static String config(String members) {
        return "{\"version\":2,\"providers\":[{\"id\":\"p\",\"baseUrl\":\"https://a.test\",\"format\":\"openai\","
            + "\"models\":[\"m\"]" + (members.isEmpty() ? "" : "," + members.replace('\'', '"')) + "}]}";
    }

    private static ProviderNetwork network(String members) {
        var valid = assertInstanceOf(ValidConfig.class, ConfigReader.read(config(members), "c.json"));
        return valid.config().providers().getFirst().network();
    }

    private static String problem(String members) {
        return assertInstanceOf(InvalidConfig.class, ConfigReader.read(config(members), "c.json")).toString();
    }

    @Test
    void aProviderThatSaysNothingUsesTheEnvironment() {
        assertSame(ProviderNetwork.USUAL, network(""));
        assertSame(ProviderNetwork.USUAL, network("'proxy':null,'clientCertificate':''"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"false", "'none'", "'NONE '", "'direct'"})
    void noProxyAndNoCertificateCanBeWritten(String word) {
        assertEquals(new ProxyChoice.Direct(), network("'proxy':" + word).proxy());
        assertTrue(network("'clientCertificate':" + word).certificate().isNone());
    }

    @Test
    void aProxyNamesItsProvider() {
        var through = assertInstanceOf(ProxyChoice.Through.class, network("'proxy':'socks5h://u:p%40@h'").proxy());
        assertEquals("the proxy h:1080 (\"proxy\" of provider p)", through.proxy().described());
        assertEquals("p@", through.proxy().login().password());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"'proxy':'socks4://u:hush@h',SOCKS 4",
        "'proxy':'http://u:hush@h/x',path",
        "'proxy':7,string or false",
        "'clientCertificate':{},does not name the certificate", "'clientCertificate':7,must be an object"})
    void mistakesAreFoundWithoutTheirSecrets(String members, String words) {
        String said = problem(members);
        assertTrue(said.contains(words), said);
        assertFalse(said.contains("hush"), said);
    }

    @Test
    void aCertificateHasAFileAKeyAndAPassword() {
        assertEquals(new ClientCertificate("/c.p12", null, null),
            network("'clientCertificate':'/c.p12'").certificate());
        assertEquals(new ClientCertificate("/c.pem", "/c.key", new EnvSecret("WORD")), network(
            "'clientCertificate':{'file':'/c.pem','keyFile':'/c.key','passwordEnv':'WORD'}").certificate());
        assertTrue(problem("'clientCertificate':{'file':'/c','password':'a','passwordEnv':'B'}").contains("2 places"));
    }

    @Test
    void neitherLoginNorPasswordIsShown() {
        String one = config("'proxy':'http://me:hush@h:1','clientCertificate':{'file':'/c','password':'hush'}");
        String two = config("'proxy':'http://me:hush2@h:1','clientCertificate':{'file':'/c','password':'hush2'}");
        assertFalse(MaskedText.of(one).contains("hush"), MaskedText.of(one));
        assertTrue(MaskedText.of(one).contains("http://********@h:1"), MaskedText.of(one));
        var changes = ConfigComparison.between(one, two);
        assertEquals(2, changes.size(), changes.toString());
        assertFalse(changes.toString().contains("hush"), changes.toString());
        assertFalse(assertInstanceOf(ValidConfig.class, ConfigReader.read(one, "c")).toString().contains("hush"));
        assertEquals(List.of(), ConfigComparison.between(one, one));
    }
}
