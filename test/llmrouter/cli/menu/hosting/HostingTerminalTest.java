package llmrouter.cli.menu.hosting;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.hosting.HostingCase;
import llmrouter.cli.hosting.HostingProgram;
import llmrouter.deploy.HostedAccount;
import llmrouter.scripted.PseudoTerminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

/// The wizard of `deploy` at a real terminal of 80×24, by keys and by lines.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostingTerminalTest {
    @TempDir
    private Path home;

    private PseudoTerminal deploying(HostedAccount account, String term) throws IOException {
        new HostingCase(home);
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Duser.home=" + home, "-cp",
            System.getProperty("java.class.path"), HostingProgram.class.getName(), "deploy",
            "--live-url=" + account.url("llm-router")));
        var environment = new HashMap<>(Map.of("TERM", term, "NO_COLOR", "1", "HOME", home.toString(),
            "CLOUDFLARE_API_BASE_URL", account.baseUrl()));
        return new PseudoTerminal(environment, command);
    }

    private static void hidden(PseudoTerminal terminal) {
        assertFalse(terminal.output().contains(HostedAccount.TOKEN), "the token is shown");
        assertFalse(terminal.output().contains(HostingCase.PROVIDER_KEY), "a key is shown");
    }

    @Test
    void aPersonDeploysWithKeys() throws Exception {
        try (var account = new HostedAccount(); var terminal = deploying(account, "xterm")) {
            terminal.await("The API token, which is not shown").await("?: help").type(HostedAccount.TOKEN + "\r");
            terminal.await("Where is the gateway to answer?").await("type: filter").type("workers\r");
            terminal.await("The master key of the hosted gateway").type("configuration\r");
            terminal.await("Keep caps and cooldowns in a Durable Object?").type("n");
            terminal.await("go on").type("q").await("Do it?").type("\r");
            terminal.await("ask the live gateway ...");
            terminal.await("the gateway answers at https://llm-router.acme.workers.dev");
            assertEquals("EXIT 0 SETTINGS usual", terminal.ending());
            hidden(terminal);
            assertNotNull(account.live("llm-router"));
        }
    }

    @Test
    void aPersonDeploysByLines() throws Exception {
        try (var account = new HostedAccount(); var terminal = deploying(account, "dumb")) {
            terminal.await("The API token, which is not shown").awaitHidden().type(HostedAccount.TOKEN + "\n");
            terminal.await("Where is the gateway to answer?").await("> ").type("1\n");
            terminal.await("The master key of the hosted gateway").await("> ").type("1\n");
            terminal.await("Keep caps and cooldowns in a Durable Object?").await("> ").type("no\n");
            terminal.await("Enter: go on").type("\n").await("Do it?").await("> ").type("yes\n");
            terminal.await("the gateway answers at https://llm-router.acme.workers.dev");
            assertEquals("EXIT 0 SETTINGS usual", terminal.ending());
            hidden(terminal);
        }
    }

    @Test
    void ctrlCAtTheReviewSendsNothing() throws Exception {
        try (var account = new HostedAccount(); var terminal = deploying(account, "xterm")) {
            terminal.await("The API token, which is not shown").await("?: help").type(HostedAccount.TOKEN + "\r");
            terminal.await("Where is the gateway to answer?").await("type: filter").type("\u0003");
            assertEquals("EXIT 130 SETTINGS usual", terminal.ending());
            assertEquals(List.of(), account.changes());
            assertNull(account.live("llm-router"));
            assertFalse(terminal.output().contains("Exception"), terminal.output());
            hidden(terminal);
        }
    }
}
