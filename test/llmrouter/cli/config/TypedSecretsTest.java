package llmrouter.cli.config;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.Cli;
import llmrouter.cli.CliRun;
import llmrouter.cli.Shell;
import llmrouter.files.KeyDigest;
import llmrouter.host.StopSignal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Secrets at a terminal are asked for and not shown; from a pipe they are read without a word.
class TypedSecretsTest {
    private static final String KEY = "gw_Aa1-Bb2-Cc3-Dd4-Ee5-Ff6-Gg7";
    private static final String[] PROVIDER = {"config", "add-provider", "q", "--base-url=https://q.example",
        "--format=openai", "--models=x"};

    @TempDir
    private Path home;

    /// @param typed at the masked prompt; null if the user ends the input
    private CliRun atTerminal(String typed, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var shell = new Shell(new ByteArrayInputStream(new byte[0]), new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8), Map.of(), home, true,
            () -> typed == null ? null : typed.toCharArray(), new StopSignal());
        int code = Cli.run(List.of(words), shell);
        return new CliRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private EditedConfig config() {
        return new EditedConfig(home);
    }

    @Test
    void everySecretFromStandardInputIsAskedForAtATerminal() {
        CliRun run = atTerminal(KEY, "config", "set-master-key", "--master-key-stdin");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().startsWith("Key (not shown): "), run.err());
        assertEquals(KEY, config().tree().text("masterKey"));
        assertEquals(0, atTerminal(KEY, "config", "add-key", "ci", "--key-stdin").exitCode());
        assertEquals(KeyDigest.sha256(KEY), config().tree().objects("masterKeys").getFirst().text("keySha256"));
        var words = new String[PROVIDER.length + 1];
        System.arraycopy(PROVIDER, 0, words, 0, PROVIDER.length);
        words[PROVIDER.length] = "--api-key-stdin";
        run = atTerminal("sk-1 ", words);
        assertEquals("sk-1", config().provider(0).text("apiKey"));
        assertFalse(run.out().contains("sk-1"), run.out());
    }

    @Test
    void anEmptyLineOrTheEndOfTheInputIsNoKey() {
        for (String typed : new String[] {"", "  ", null}) {
            CliRun run = atTerminal(typed, "config", "set-master-key", "--master-key-stdin");
            assertEquals(2, run.exitCode());
            assertTrue(run.err().endsWith("llm-router: --master-key-stdin got no key\n"), run.err());
        }
        assertEquals("", config().text());
    }

    @Test
    void theKeyOfANewProviderIsAskedForOnce() {
        CliRun run = atTerminal("sk-2", PROVIDER);
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().startsWith("Key of q (not shown; Enter for none): "), run.err());
        assertEquals("sk-2", config().provider(0).text("apiKey"));
        run = atTerminal("sk-3", "config", "add-provider", "q", "--name=Q");
        assertFalse(run.err().contains("not shown"), run.err());
        assertEquals("sk-2", config().provider(0).text("apiKey"));
    }

    @Test
    void enterLeavesANewProviderWithoutAKey() {
        assertEquals(0, atTerminal("", PROVIDER).exitCode());
        assertNull(config().provider(0).text("apiKey"));
    }

    @Test
    void flagsThatAreWrongAreRefusedBeforeTheKeyIsAskedFor() throws IOException {
        assertEquals(0, atTerminal("", PROVIDER).exitCode());
        assertEquals(0, atTerminal(KEY, "config", "add-key", "ci", "--key-stdin").exitCode());
        String before = config().text();
        for (String words : List.of("add-provider n --models=x",
            "add-provider n --base-url=ftp://n.example --models=x", "add-provider N --base-url=https://n.example",
            "add-provider n --base-url=https://n.example --models=x --headers=[]",
            "add-provider n --base-url=https://n.example --models=x --format=none",
            "add-provider n --base-url=https://n.example --models=x --set-master-key",
            "add-provider n --base-url=https://n.example --models=x --api-key-stdin --api-key-env=K",
            "add-provider q --remove-models=none --api-key-stdin", "add-key ci --key-stdin",
            "add-key new --key-stdin --caps=none", "add-key new --key-stdin --expires=soon",
            "add-key new --key-stdin --generate", "set-key none --key-stdin", "set-key ci --key-stdin --caps=none",
            "set-key ci --key-stdin --generate", "set-master-key --master-key-stdin --generate-master-key")) {
            CliRun run = atTerminal(KEY, ("config " + words).split(" "));
            assertEquals(2, run.exitCode(), words);
            assertFalse(run.err().contains("not shown"), words + ": " + run.err());
        }
        assertEquals(before, config().text());
        config().write("{ broken");
        for (String words : List.of("add-provider n --base-url=https://n.example --models=x --api-key-stdin",
            "add-key new --key-stdin", "set-key ci --key-stdin", "set-master-key --master-key-stdin")) {
            CliRun run = atTerminal(KEY, ("config " + words).split(" "));
            assertEquals(2, run.exitCode(), words);
            assertFalse(run.err().contains("not shown"), words + ": " + run.err());
        }
    }

    @Test
    void theMarksThatATerminalPutsAroundAPastedKeyAreNoPartOfIt() {
        assertEquals(0, atTerminal("\u001b[200~" + KEY + "\u001b[201~", "config", "set-master-key",
            "--master-key-stdin").exitCode());
        assertEquals(KEY, config().tree().text("masterKey"));
        assertEquals(0, atTerminal("\u001b[200~sk-2\u001b[201~", PROVIDER).exitCode());
        assertEquals("sk-2", config().provider(0).text("apiKey"));
        assertEquals(2, atTerminal("\u001b[200~\u001b[201~", "config", "add-key", "ci", "--key-stdin").exitCode());
    }

    @Test
    void nothingIsAskedWithoutATerminal() {
        CliRun run = config().typing(KEY + "\r\n", "set-master-key", "--master-key-stdin");
        assertEquals(KEY, config().tree().text("masterKey"));
        assertFalse(run.err().contains("not shown"), run.err());
        run = CliRun.at(home, Map.of(), PROVIDER);
        assertEquals(0, run.exitCode(), run.err());
        assertFalse(run.err().contains("not shown"), run.err());
    }

    @Test
    void translateSaysAtATerminalWhatItWaitsFor() {
        CliRun run = atTerminal(null, "translate");
        assertTrue(run.err().startsWith("reading a request, an answer, a stream or an error from the terminal; "
            + "end it with Ctrl-D, or name a file instead\n"), run.err());
        assertFalse(config().typing("{}", "list").err().contains("Ctrl-D"));
        assertFalse(CliRun.at(home, Map.of(), "translate").err().contains("Ctrl-D"));
    }
}
