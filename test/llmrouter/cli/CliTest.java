package llmrouter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;
import llmrouter.Version;
import llmrouter.host.StopSignal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CliTest {
    @TempDir
    private Path home;

    @Test
    void theVersionIsDataWhicheverWayItIsAskedFor() {
        for (String word : List.of("version", "--version", "-v")) {
            assertEquals(new CliRun(0, "llm-router " + Version.CURRENT + System.lineSeparator(), ""), CliRun.of(word),
                word);
        }
        assertTrue(CliRun.of("version", "--json").out().contains("\"java\": \""));
    }

    @Test
    void helpIsDataAndExitsWithZero() {
        String overview = CliRun.of().out();
        for (String word : List.of("help", "-h", "--help")) {
            assertEquals(new CliRun(0, overview, ""), CliRun.of(word), word);
        }
        String version = CliRun.of("version", "--help").out();
        assertTrue(version.startsWith("llm-router version - "));
        assertEquals(version, CliRun.of("help", "version").out());
        assertEquals(version, CliRun.of("version", "help").out());
        assertEquals(overview, CliRun.of("help", "help").out());
    }

    @Test
    void whatTheUserMustChangeExitsWithTwoAndSaysItOnStandardError() {
        for (String[] words : new String[][] {{"versoin"}, {"version", "--jsn"}, {"version", "extra"},
            {"help", "nothing"}, {"--yes"}}) {
            var run = CliRun.of(words);
            assertEquals(2, run.exitCode(), String.join(" ", words));
            assertEquals("", run.out());
            assertTrue(run.err().startsWith("llm-router: "), run.err());
        }
        assertTrue(CliRun.of("versoin").err().contains("\"version\""));
    }

    @Test
    void aFlagBeforeTheCommandCounts() {
        assertEquals(CliRun.of("version", "--json"), CliRun.of("--json", "version"));
        var command = Command.of("show", "Show", invocation -> {
            invocation.print(invocation.configFile().toString());
            return 0;
        }).flags(Flag.CONFIG);
        var table = new CommandTable(List.of(command));
        assertEquals("/x.json" + System.lineSeparator(), CliRun.of(table, "", "--config", "/x.json", "show").out());
    }

    @Test
    void aFailureExitsWithOneAndNoStackTrace() {
        var command = Command.of("fail", "Fail", _ -> {
            throw new IOException("disk full");
        });
        assertEquals(new CliRun(1, "", "llm-router: disk full" + System.lineSeparator()),
            CliRun.of(new CommandTable(List.of(command)), "", "fail"));
    }

    @Test
    void commandsThatReadSettingsWarnOnceAboutVariablesThatAreNone() throws IOException {
        var environment = Map.of("LLM_ROUTER_MASTERKEY", "x", "LLM_ROUTER_PROT", "1");
        for (String line : List.of("start", "stop", "reload", "status --port=1", "config list", "config validate",
            "route m", "why", "config set-master-key --generate-master-key")) {
            String err = CliRun.at(home, environment, line.split(" ")).err();
            assertEquals(err.indexOf("Did you mean LLM_ROUTER_MASTER_KEY?"),
                err.lastIndexOf("Did you mean LLM_ROUTER_MASTER_KEY?"), err);
            assertTrue(err.contains("WARNING: LLM_ROUTER_MASTERKEY DOES NOT PROTECT"), line + ": " + err);
            assertTrue(err.contains("Did you mean LLM_ROUTER_PORT?"), line + ": " + err);
        }
        assertEquals("", CliRun.at(home, environment, "version").err());
        assertEquals("", CliRun.at(home, environment, "help").err());
    }

    @Test
    void aVariableThatTheConfigurationNamesIsNoTypingError() throws IOException {
        Files.writeString(home.resolve(".llm-router.json"), "{\"version\": 2, \"masterKeyEnv\": \"LLM_ROUTER_KEY\"}");
        assertFalse(CliRun.at(home, Map.of("LLM_ROUTER_KEY", "x"), "config", "list").err().contains("LLM_ROUTER"));
    }

    @Test
    void nothingIsColouredWithoutATerminal() {
        assertFalse(CliRun.of("version", "--help").out().contains("\u001b"));
    }

    @Test
    void aStoppedCommandGivesItsOwnExitCode() throws InterruptedException {
        var stop = new StopSignal();
        var command = Thread.ofVirtual().start(() -> {
            try {
                stop.await();
                stop.finish(7);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        Await.until("the command waits for its end", stop::isAwaited);
        assertEquals(7, stop.request());
        command.join();
    }

    @Test
    void aCommandThatDoesNotListenIsCut() throws InterruptedException {
        assertEquals(130, new StopSignal().request());
    }
}
