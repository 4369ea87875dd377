package llmrouter.cli.run;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import llmrouter.files.TlsFiles;
import llmrouter.server.ListenAddress;
import llmrouter.server.ListenAddress.KeyRule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ReachableUrlTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"127.0.0.1,http://127.0.0.1:8787", "::1,http://[::1]:8787", "192.0.2.7,http://192.0.2.7:8787"})
    void anAddressThatIsOneMachinesOwnIsShownAsItIs(String host, String url) {
        assertEquals(url, ReachableUrl.of(new ListenAddress(host, 0, KeyRule.NEVER), url));
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "::"})
    void allAddressesAreShownAsOneThatOtherMachinesReach(String host) {
        String url = ReachableUrl.of(new ListenAddress(host, 0, KeyRule.ALWAYS), "http://127.0.0.1:8787");
        assertTrue(url.startsWith("http://") && url.endsWith(":8787"), url);
        assertFalse(url.contains("0.0.0.0") || url.contains("[::]"), url);
    }

    @ParameterizedTest
    @CsvSource({"'dns:*.team.example,dns:llm.team.example,ip:192.0.2.7',https://llm.team.example:8443",
        "'dns:*.team.example,ip:192.0.2.7',https://192.0.2.7:8443",
        "'dns:llm.team.example,dns:localhost',https://localhost:8443",
        "'dns:llm.team.example,ip:127.0.0.1',https://127.0.0.1:8443", "'email:a@team.example',https://127.0.0.1:8443"})
    void withTlsTheNameIsOneOfTheCertificate(String names, String url) throws Exception {
        Path keystore = folder.resolve("key.p12");
        var keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair", "-alias", "k", "-keyalg", "EC", "-dname", "CN=x", "-ext", "san=" + names, "-storetype",
            "PKCS12", "-keystore", keystore.toString(), "-storepass", "secret").redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertEquals(0, keytool.waitFor());
        var listen = new ListenAddress("127.0.0.1", 8443, KeyRule.NEVER, TlsFiles.listening(keystore, "secret"));
        assertEquals(url, ReachableUrl.of(listen, "https://127.0.0.1:8443"));
    }

    @Test
    void thePortIsTheOneThatTheGatewayReallyHas() {
        String url = ReachableUrl.of(new ListenAddress("0.0.0.0", 0, KeyRule.ALWAYS), "http://127.0.0.1:40123");
        assertTrue(url.endsWith(":40123"), url);
    }
}
