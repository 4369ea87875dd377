package llmrouter.cli.hosting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.deploy.HostedAccount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The commands of docs/hosted.md: the checklist and what to do after a leak, run in the order of the page against a
/// make-believe account.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostedPageTest {
    private static final String BEGIN = "<!-- run: HostedPageTest runs these commands against a make-believe "
        + "account -->";
    private static final String END = "<!-- /run -->";
    private static final String NEW_KEY = "sk-new-key-of-the-provider-0246813579";
    private static final List<String> HOSTING = List.of("deploy", "worker-key", "rollback");

    @TempDir
    private Path home;
    private HostingCase hosting;
    private HostedAccount account;

    @BeforeEach
    void begin() throws IOException {
        account = new HostedAccount();
        hosting = new HostingCase(home).withTokenOf(account);
        hosting.environment.put("NEW_PROVIDER_KEY", NEW_KEY);
    }

    @AfterEach
    void end() {
        account.close();
    }

    private CliRun run(String line) {
        var words = new ArrayList<>(List.of(line.replace("'", "").split(" ")));
        assertEquals("llm-router", words.removeFirst(), line);
        // the host of the page is not in the network of a test
        if (HOSTING.contains(words.getFirst())) words.add("--live-url=" + account.url("llm-router"));
        CliRun run = hosting.run(words.toArray(String[]::new));
        assertEquals(0, run.exitCode(), () -> line + "\n" + run);
        return run;
    }

    /// The commands between the marks, in their order.
    private static List<String> commands() throws IOException {
        String page = Files.readString(Path.of("docs/hosted.md"));
        var commands = new ArrayList<String>();
        for (int from = page.indexOf(BEGIN); from >= 0; from = page.indexOf(BEGIN, from + 1)) {
            String part = page.substring(from, page.indexOf(END, from));
            part.lines().map(String::strip).filter(line -> line.startsWith("llm-router ")).forEach(commands::add);
        }
        return commands;
    }

    private String bindings() {
        return account.live("llm-router").bindings().toString();
    }

    @Test
    void theChecklistAndTheRunbookDoWhatTheySay() throws IOException {
        run("llm-router deploy --workers-dev --yes");
        assertTrue(bindings().contains(HostingCase.PROVIDER_KEY));
        assertTrue(account.isAtWorkersDev("llm-router"));
        List<String> commands = commands();
        assertTrue(commands.size() >= 9, commands.toString());
        for (String command : commands) {
            run(command);
            boolean addresses = command.contains("LLM_ROUTER_ALLOWED_IPS");
            if (addresses) assertEquals("203.0.113.0/24", account.live("llm-router").text("LLM_ROUTER_ALLOWED_IPS"));
        }
        String live = bindings();
        assertTrue(live.contains(NEW_KEY), "the provider's new key is deployed");
        assertFalse(live.contains(HostingCase.PROVIDER_KEY), "the leaked key of the provider is gone");
        assertFalse(live.contains("\"ci\""), "the leaked key of the client is gone");
        assertFalse(hosting.text().contains(HostingCase.MASTER_KEY), "the leaked master key is gone");
        assertTrue(live.contains("LLM_ROUTER_STATE"), live);
        assertFalse(account.isAtWorkersDev("llm-router"), "workers.dev is off");
    }

    @Test
    void theNameOfEachFlagOnThePageIsOneOfItsCommand() throws IOException {
        String page = Files.readString(Path.of("docs/hosted.md"));
        page.lines().map(String::strip).filter(line -> line.startsWith("llm-router ")).forEach(line -> {
            String[] words = line.replace("'", "").split(" ");
            String help = hosting.run(words[1], words[1].equals("config") ? words[2] : "--help", "--help").out();
            for (String word : words) {
                if (!word.startsWith("--")) continue;
                String flag = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
                assertTrue(help.contains(flag), () -> line + ": " + flag + "\n" + help);
            }
        });
    }
}
