package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The flags of `config add-provider` for a proxy and for a client certificate.
class ProviderNetworkFlagsTest {
    @TempDir
    private Path home;
    private EditedConfig config;

    @BeforeEach
    void twoProviders() {
        config = new EditedConfig(home).twoProviders();
    }

    private void change(String... flags) {
        var words = new String[flags.length + 1];
        words[0] = "--provider-id=p";
        System.arraycopy(flags, 0, words, 1, flags.length);
        config.done("add-provider", words);
    }

    private String saved(String member) {
        Obj provider = config.provider(0);
        return provider.has(member) ? provider.get(member).toString() : "(absent)";
    }

    @Test
    void aProxyIsSetForbiddenAndTakenBack() {
        change("--proxy=socks5://proxy.example:1080");
        assertEquals("\"socks5://proxy.example:1080\"", saved("proxy"));
        change("--proxy=none");
        assertEquals("\"none\"", saved("proxy"));
        change("--proxy=");
        assertEquals("(absent)", saved("proxy"));
    }

    @Test
    void aLoginOfAProxyIsSavedAndNotShown() {
        change("--proxy=http://ada:s3cret-word@proxy.example:3128");
        assertTrue(saved("proxy").contains("s3cret-word"));
        assertFalse(config.done("list").contains("s3cret-word"));
        String shown = config.done("show", "--json");
        assertTrue(shown.contains("proxy.example:3128") && !shown.contains("s3cret-word"), shown);
    }

    @Test
    void whatIsNoProxyIsRefused() {
        for (String wrong : new String[] {"ftp://proxy.example", "http://", "proxy example", "http://h:99999"}) {
            config.refused("providers[0].proxy", "add-provider", "--provider-id=p", "--proxy=" + wrong);
        }
    }

    @Test
    void aCertificateIsSavedWithItsKeyAndThePlaceOfItsPassword() throws IOException {
        Files.writeString(home.resolve("password"), "pw-not-shown");
        change("--client-certificate=/etc/c.pem", "--client-certificate-key=/etc/k.pem",
            "--client-certificate-password-env=CERT_PASSWORD");
        var certificate = (Obj) Json.parse(saved("clientCertificate"));
        assertTrue(certificate.toString().contains("/etc/c.pem") && certificate.toString().contains("/etc/k.pem")
            && certificate.toString().contains("CERT_PASSWORD"), certificate.toString());
        change("--client-certificate=/etc/c.p12", "--client-certificate-password-file=~/password");
        assertTrue(saved("clientCertificate").contains(home.resolve("password").toString()), config.text());
        assertFalse(config.text().contains("pw-not-shown") || config.text().contains("CERT_PASSWORD"), config.text());
        change("--client-certificate=none");
        assertEquals("\"none\"", saved("clientCertificate"));
        change("--client-certificate=");
        assertEquals("(absent)", saved("clientCertificate"));
    }

    @Test
    void whatBelongsToNoCertificateIsRefused() {
        config.refused("need --client-certificate", "add-provider", "--provider-id=p",
            "--client-certificate-key=/etc/k.pem");
        config.refused("need --client-certificate", "add-provider", "--provider-id=p", "--client-certificate=none",
            "--client-certificate-key=/etc/k.pem");
        config.refused("give only one of", "add-provider", "--provider-id=p", "--client-certificate=/etc/c.pem",
            "--client-certificate-password-env=X", "--client-certificate-password-file=/etc/pw");
    }

    @Test
    void whatIsNotGivenStays() {
        change("--proxy=http://proxy.example:3128", "--client-certificate=/etc/c.pem");
        change("--name=Other");
        assertEquals("\"http://proxy.example:3128\"", saved("proxy"));
        assertEquals("\"/etc/c.pem\"", saved("clientCertificate"));
    }
}
