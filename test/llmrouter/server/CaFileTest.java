package llmrouter.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.files.FileError;
import llmrouter.files.TlsFiles;
import llmrouter.scripted.Keystores;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// `LLM_ROUTER_CA_FILE`: a provider whose certificate a private authority has signed.
class CaFileTest {
    @TempDir
    private static Path folder;
    private static Path here;
    private static Path elsewhere;

    @BeforeAll
    static void keys() throws Exception {
        here = Keystores.make(folder.resolve("here.p12"), Keystores.LOCAL);
        elsewhere = Keystores.make(folder.resolve("elsewhere.p12"), "san=dns:elsewhere.example");
    }

    private static int status(Path keystore, Map<String, String> env) throws Exception {
        try (var upstream = ScriptedUpstream.secure(TlsFiles.listening(keystore, Keystores.PASSWORD).context(),
            Samples.good("openai"));
                var gateway = Gateway.with(Gateway.config("openai", upstream), env)) {
            return gateway.post(Samples.CHAT, Samples.chat(false)).statusCode();
        }
    }

    @Test
    void aPrivateAuthorityIsTrustedIfItsFileIsNamed() throws Exception {
        assertEquals(502, status(here, Map.of()));
        assertEquals(200, status(here, Map.of("LLM_ROUTER_CA_FILE", Keystores.pem(here).toString())));
    }

    @Test
    void theNameInTheCertificateStillCounts() throws Exception {
        assertEquals(502, status(elsewhere, Map.of("LLM_ROUTER_CA_FILE", Keystores.pem(elsewhere).toString())));
    }

    @Test
    void aBundleMayHoldSeveralAndWordsBetweenThem() throws Exception {
        Path bundle = folder.resolve("bundle.pem");
        Files.writeString(bundle, "# both of ours - see the wiki\n" + Files.readString(Keystores.pem(elsewhere))
            + "\n" + Files.readString(Keystores.pem(here)));
        assertEquals(200, status(here, Map.of("LLM_ROUTER_CA_FILE", bundle.toString())));
    }

    @Test
    void privateKeysInTheFileAreLeftOut() throws Exception {
        String key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        for (String text : new String[] {key + Files.readString(Keystores.pem(here)),
            Files.readString(Keystores.pem(here)) + key}) {
            Path both = Files.writeString(folder.resolve("both.pem"), text);
            assertEquals(200, status(here, Map.of("LLM_ROUTER_CA_FILE", both.toString())));
        }
        Path only = Files.writeString(folder.resolve("only.pem"), key);
        assertTrue(refused(only).contains("it holds a private key and no certificate"), refused(only));
    }

    @Test
    void aFileThatCannotBeUsedIsRefusedAtStart() throws Exception {
        assertTrue(refused(folder.resolve("none.pem")).contains("none.pem: there is no such file"));
        Path empty = Files.writeString(folder.resolve("empty.pem"), "no certificate\n");
        assertTrue(refused(empty).contains("cannot use the CA file " + empty), refused(empty));
        Path torn = Files.writeString(folder.resolve("torn.pem"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertTrue(refused(torn).contains("it must hold certificates as PEM"), refused(torn));
    }

    private static String refused(Path file) {
        return assertThrows(FileError.class, () -> Gateway.with("{\"version\":2,\"providers\":[]}",
            Map.of("LLM_ROUTER_CA_FILE", file.toString()))).getMessage();
    }
}
