package llmrouter.cli.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.Await;
import llmrouter.LlmRouter;
import llmrouter.cli.CliRun;
import llmrouter.scripted.ProcessTree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// `code` with a script in the place of a client.
class CodeCommandTest {
    @TempDir
    private Path home;
    private Path bin;

    @BeforeEach
    void begin() throws IOException {
        assumeTrue(home.getFileSystem().supportedFileAttributeViews().contains("posix"), "needs a shell");
        bin = Files.createDirectories(home.resolve("bin"));
        config("");
    }

    private void config(String more) throws IOException {
        Files.writeString(home.resolve(".llm-router.json"), """
            {"version": 2, "providers": [{"id": "p", "baseUrl": "http://127.0.0.1:9", "format": "openai",
             "models": ["m"]}]""" + more + "}");
    }

    /// A client that writes what it got to a file, and does what the script says.
    private void client(String name, String script) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$HOME/args\"\nenv > "
            + "\"$HOME/env\"\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private CliRun run(String... words) {
        return CliRun.at(home, Map.of("HOME", home.toString(), "PATH", bin + ":/usr/bin:/bin",
            "ANTHROPIC_API_KEY", "sk-mine", "LLM_ROUTER_STATE_BACKEND", "memory", "LLM_ROUTER_REQUEST_LOG", "off"),
            words);
    }

    private String seen(String file) throws IOException {
        return Files.readString(home.resolve(file));
    }

    private List<String> files() throws IOException {
        try (var all = Files.walk(home)) {
            var names = new ArrayList<String>();
            all.filter(Files::isRegularFile).map(file -> home.relativize(file).toString()).sorted().forEach(names::add);
            return names;
        }
    }

    @Test
    void theClientGetsTheGatewayItsWordsAndItsExitCodeComesBack() throws IOException {
        client("claude", "exit 7");
        CliRun run = run("code", "claude", "--", "-p", "two words");
        assertEquals(7, run.exitCode(), run.err());
        assertTrue(seen("args").endsWith("-p\ntwo words\n"), seen("args"));
        assertTrue(seen("env").contains("\nANTHROPIC_BASE_URL=http://127.0.0.1:"), seen("env"));
        assertTrue(seen("env").contains("ANTHROPIC_MODEL=p/m"), seen("env"));
        assertFalse(seen("env").contains("sk-mine"), "Anthropic's key does not go to the gateway");
        assertEquals("", run.out() + run.err());
        assertEquals(List.of(".llm-router.json", "args", "bin/claude", "env"), files());
    }

    @Test
    void aGatewayAnswersAsLongAsTheClientRuns() throws IOException {
        assumeTrue(Files.exists(Path.of("/usr/bin/curl")), "needs curl");
        client("claude", "curl -s \"$ANTHROPIC_BASE_URL/health\" > \"$HOME/health\"");
        assertEquals(0, run("code", "claude").exitCode());
        assertTrue(seen("health").contains("\"ok\""), seen("health"));
    }

    @Test
    void aConfigurationWithKeysGivesTheClientAKeyOfThisRunOutsideOfItsArguments() throws IOException {
        assumeTrue(Files.exists(Path.of("/usr/bin/curl")), "needs curl");
        config(", \"masterKey\": \"gw_master_0123456789abcdefABCDEF\"");
        client("claude", "curl -s -o /dev/null -w '%{http_code} ' \"$ANTHROPIC_BASE_URL/v1/models\" > "
            + "\"$HOME/status\"\n"
            + "curl -s -o /dev/null -w '%{http_code}' -H \"authorization: Bearer $GATEWAY_KEY\" "
            + "\"$ANTHROPIC_BASE_URL/v1/models\" >> \"$HOME/status\"");
        assertEquals(0, run("code", "claude").exitCode());
        assertEquals("401 200", seen("status"));
        assertFalse(seen("args").contains("gw_"), seen("args"));
        assertFalse(seen("env").contains("gw_master"), "the master key stays where it is");
    }

    @Test
    void aClientThatIsNotInstalledIsNamedWithTheWayToInstallIt() {
        CliRun run = run("code", "opencode");
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("npm install -g opencode-ai"), run.err());
    }

    @Test
    void withoutANameTheFirstInstalledClientRuns() throws IOException {
        client("opencode", "exit 3");
        assertEquals(3, run("code", "--", "run", "hello").exitCode());
        assertEquals("run\nhello\n", seen("args"));
        assertTrue(seen("env").contains("OPENCODE_CONFIG_CONTENT={"), seen("env"));
    }

    @Test
    void theSecondSignalEndsAClientThatDoesNotHeedTheFirst() throws Exception {
        client("claude", "trap 'echo asked > \"$HOME/asked\"' TERM\necho begun > \"$HOME/begun\"\n"
            + "while :; do sleep 0.1; done");
        String java = ProcessHandle.current().info().command().orElse("java");
        var builder = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
            LlmRouter.class.getName(), "code", "claude").redirectErrorStream(true)
            .redirectOutput(home.resolve("out").toFile());
        builder.environment().putAll(Map.of("HOME", home.toString(), "PATH", bin + ":/usr/bin:/bin",
            "LLM_ROUTER_STATE_BACKEND", "memory"));
        Process code = builder.start();
        try {
            Await.until("the client runs", () -> Files.exists(home.resolve("begun")));
            code.destroy();
            Await.until("the client heard of the first", () -> Files.exists(home.resolve("asked")));
            assertTrue(code.isAlive());
            code.destroy();
            assertTrue(code.waitFor(30, TimeUnit.SECONDS), "the second one ends both");
            assertEquals(137, code.exitValue());
        } finally {
            ProcessTree.end(code);
        }
    }

    @Test
    void aSignalBeforeTheClientHasStartedEndsItOnceItHas() throws Exception {
        var signals = new ClientSignals();
        signals.run();
        Process client = new ProcessBuilder("sleep", "60").start();
        try {
            signals.began(client);
            assertTrue(client.waitFor(30, TimeUnit.SECONDS));
            assertEquals(143, client.exitValue());
        } finally {
            client.destroyForcibly();
        }
    }

    @Test
    void wordsForTheClientNeedDashesBeforeThem() {
        CliRun run = run("code", "claude", "hello");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("code claude -- hello"), run.err());
        assertTrue(run("code", "cluade").err().contains("claude"));
        assertTrue(run("code", "crush").err().contains("'llm-router connect crush'"));
    }
}
