package llmrouter.cli.run;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.demo.DemoConfig;
import llmrouter.scripted.Keystores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// `start` with a keystore, and `status` of what it started. The certificate is for another name than the address
/// that `status` asks.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StartWithTlsTest {
    @TempDir
    private Path home;

    @BeforeEach
    void writeFiles() throws Exception {
        Files.writeString(home.resolve(".llm-router.json"),
            DemoConfig.text("http://127.0.0.1:9", "http://127.0.0.1:9", false)
                .replace("\"apiKeyEnv\"", "\"apiKey\""));
        Keystores.make(home.resolve("server.p12"), "san=dns:gateway.example");
        Files.writeString(home.resolve("password"), Keystores.PASSWORD + "\n");
    }

    @Test
    void statusKnowsItByItsCertificate() throws Exception {
        var environment = Map.of("LLM_ROUTER_STATE_BACKEND", "memory", "LLM_ROUTER_REQUEST_LOG", "off");
        var cli = new CliRun.LiveCli(home, environment, "").started("start", "--port=0", "--drain-timeout=1",
            "--tls-keystore=~/server.p12", "--tls-password-file=~/password");
        String first = cli.out().lines().findFirst().orElse("");
        String url = first.substring(first.indexOf("https://"));
        String port = Integer.toString(URI.create(url).getPort());
        assertTrue(cli.out().contains("ANTHROPIC_BASE_URL=https://gateway.example:" + port + " "),
            "clients check the name in the certificate: " + cli.out());
        var byFlags = CliRun.at(home, environment, "status", "--port=" + port, "--tls-keystore=~/server.p12",
            "--tls-password-file=~/password");
        assertEquals(0, byFlags.exitCode(), byFlags.err());
        assertTrue(byFlags.out().contains(" runs on " + url), byFlags.out());
        var byEnvironment = CliRun.at(home,
            Map.of("LLM_ROUTER_TLS_KEYSTORE", "~/server.p12", "LLM_ROUTER_TLS_PASSWORD", Keystores.PASSWORD), "status",
            "--port=" + port);
        assertEquals(0, byEnvironment.exitCode(), byEnvironment.out() + byEnvironment.err());
        Keystores.make(home.resolve("other.p12"), "san=dns:gateway.example");
        var byAnother = CliRun.at(home, environment, "status", "--port=" + port, "--tls-keystore=~/other.p12",
            "--tls-password-file=~/password");
        assertEquals(1, byAnother.exitCode(), byAnother.out());
        assertEquals(0, cli.stopped());
    }

    private void refuses(String expected, Map<String, String> environment, String... words) {
        var run = CliRun.at(home, environment, words);
        assertEquals(2, run.exitCode(), run.out());
        assertTrue(run.err().contains(expected), run.err());
    }

    @Test
    void whatCannotBeUsedIsRefusedBeforeAnythingListens() throws IOException {
        Files.writeString(home.resolve("wrong"), "another word");
        refuses("server.p12 is wrong", Map.of(), "start", "--port=0", "--tls-keystore=~/server.p12",
            "--tls-password-file=~/wrong");
        refuses("server.p12 needs its password", Map.of(), "start", "--port=0", "--tls-keystore=~/server.p12");
        refuses("none.p12: there is no such file", Map.of("LLM_ROUTER_TLS_KEYSTORE", "~/none.p12"), "start",
            "--port=0");
        refuses("none.pem: there is no such file",
            Map.of("LLM_ROUTER_CA_FILE", "~/none.pem", "LLM_ROUTER_STATE_BACKEND", "memory"), "start", "--port=0");
        refuses("LLM_ROUTER_TLS_PASSWORD_FILE",
            Map.of("LLM_ROUTER_TLS_PASSWORD", "a", "LLM_ROUTER_TLS_PASSWORD_FILE", "b"), "start", "--port=0");
    }
}
