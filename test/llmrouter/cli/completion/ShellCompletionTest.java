package llmrouter.cli.completion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/// The scripts in the shells that they are for, with names that a shell reads in its own way.
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShellCompletionTest {
    private static final String CONFIG = """
        {"version": 2, "providers": [
          {"id": "p", "baseUrl": "https://p.example/v1", "formats": ["openai"], "models": ["m", "odd model", "a:b",
            "it's", "say \\"hi\\"", "überπ", "x@y", "back\\\\slash", "$HOME", "line\\nend"],
            "rateLimits": [{"id": "each-hour", "models": ["all"], "requests": 5, "window": "1h"}]},
          {"id": "q-two", "baseUrl": "https://q.example/v1", "formats": ["openai"], "models": ["*", "z"]}],
         "modelAliases": {"work": {"targets": ["p/m"]}, "job:1": {"targets": ["p/m"]}}}
        """;
    /// What is typed before the tabulator, and the words that the shell has after it.
    private static final Map<String, List<String>> LINES = Map.ofEntries(
        Map.entry("dem", List.of("demo")),
        Map.entry("setup set-ca", List.of("setup", "set-caps")),
        Map.entry("config add-provider --ba", List.of("config", "add-provider", "--base-url=")),
        Map.entry("config add-alias --strategy=w", List.of("config", "add-alias", "--strategy=weighted-rr")),
        Map.entry("config --config=odd", List.of("config", "--config=odd-file.json")),
        Map.entry("config set-caps p --bucketId each", List.of("config", "set-caps", "p", "--bucketId", "each-hour")),
        Map.entry("config remove-models p it", List.of("config", "remove-models", "p", "it's")),
        Map.entry("config add-target work --targets=p/m,p/x",
            List.of("config", "add-target", "work", "--targets=p/m,p/x@y")),
        Map.entry("route p/od", List.of("route", "p/odd model")),
        Map.entry("route 'p/od", List.of("route", "p/odd model")),
        Map.entry("route p/a:", List.of("route", "p/a:b")),
        Map.entry("route job", List.of("route", "job:1")),
        Map.entry("route p/say", List.of("route", "p/say \"hi\"")),
        Map.entry("route \"p/say", List.of("route", "p/say \"hi\"")),
        Map.entry("route p/ü", List.of("route", "p/überπ")),
        Map.entry("route p/back", List.of("route", "p/back\\slash")),
        Map.entry("route 'p/$", List.of("route", "p/$HOME")));

    @TempDir
    private Path home;

    @BeforeEach
    void provide() throws IOException {
        assumeFalse(System.getProperty("os.name").startsWith("Windows"), "these shells are not on Windows");
        Files.writeString(home.resolve(".llm-router.json"), CONFIG);
        ShellTerminal.provideAnswers(home);
        for (String kind : List.of("providers", "aliases", "models", "own", "caps", "list-aliases", "list-models")) {
            Files.writeString(home.resolve("ids." + kind), names(kind, "p"));
        }
        Files.writeString(home.resolve("odd-file.json"), "{}");
        for (String shell : List.of("bash", "zsh", "fish")) {
            Files.writeString(home.resolve("c." + shell), CliRun.of("completion", shell).out());
        }
    }

    private void completesAt(String shell) throws Exception {
        ShellTerminal.assume("script");
        try (var terminal = ShellTerminal.of(home, shell)) {
            terminal.type("PS1='> '; . ./c." + shell.substring(0, shell.indexOf(' ')) + "; echo rea''dy\r");
            terminal.await("ready");
            int i = 0;
            for (var line : LINES.entrySet()) {
                assertEquals(line.getValue(), terminal.completed("llm-router " + line.getKey(), "mark" + i++),
                    shell + ": " + line.getKey());
            }
        }
    }

    @Test
    void bashCompletesWhateverANameHas() throws Exception {
        ShellTerminal.assume("bash");
        completesAt("bash --norc --noprofile -i");
    }

    @Test
    void zshCompletesWhateverANameHas() throws Exception {
        ShellTerminal.assume("zsh");
        completesAt("zsh -f -i");
    }

    @Test
    void fishCompletesWhateverANameHas() throws Exception {
        ShellTerminal.assume("fish");
        var script = new StringBuilder("source c.fish\n");
        for (String line : LINES.keySet()) {
            script.append("echo '=='; complete -C '").append(("llm-router " + line).replace("'", "\\'")).append("'\n");
        }
        var ok = new AtomicBoolean();
        String[] answers = ShellTerminal.run(home, ok, "fish", "--no-config", "-c", script.toString()).split("==\n");
        int i = 1;
        for (var line : LINES.entrySet()) {
            List<String> candidates = answers[i++].lines().map(each -> each.split("\t")[0]).toList();
            assertEquals(List.of(line.getValue().getLast()), candidates, line.getKey());
        }
        assertTrue(ok.get());
    }

    private void assertSilent(String... command) throws Exception {
        var ok = new AtomicBoolean();
        assertEquals("", ShellTerminal.run(home, ok, command), List.of(command).toString());
        assertTrue(ok.get(), List.of(command).toString());
    }

    @Test
    void aShellThatReadsTheScriptStartsWithoutAWord() throws Exception {
        ShellTerminal.provide(home);
        ShellTerminal.assume("bash");
        assertSilent("bash", "--norc", "-c", "set -eu; eval \"$(llm-router completion bash)\"");
        assertSilent("bash", "--norc", "-c", "set -uo posix; . ./c.bash");
        ShellTerminal.assume("zsh");
        assertSilent("zsh", "-f", "-c", "set -eu; eval \"$(llm-router completion zsh)\"");
        ShellTerminal.assume("fish");
        assertSilent("fish", "--no-config", "-c", "llm-router completion fish | source");
    }

    @Test
    void theScriptAsksTheProgramItself() throws Exception {
        ShellTerminal.provide(home);
        ShellTerminal.assume("bash");
        var ok = new AtomicBoolean();
        assertEquals("b|", ShellTerminal.run(home, ok, "bash", "--norc", "-c",
            ". ./c.bash; COMP_LINE='llm-router config remove-models p a:' COMP_POINT=37; _llm_router; "
                + "printf '%s|' \"${COMPREPLY[@]}\""));
    }

    @Test
    void aBrokenConfigurationMakesNoSound() throws Exception {
        ShellTerminal.provide(home);
        for (String text : List.of("{ broken", "", "{\"version\": 2, \"providers\": [{\"id\": \"P\"}]}")) {
            Files.writeString(home.resolve(".llm-router.json"), text);
            for (String kind : List.of("providers", "aliases", "models", "own", "caps", "keys", "nonsense")) {
                assertEquals(new CliRun(0, "", ""), CliRun.at(home, Map.of(), "completion", "ids", kind), kind);
            }
        }
        Files.delete(home.resolve(".llm-router.json"));
        Files.createDirectory(home.resolve(".llm-router.json"));
        assertEquals(new CliRun(0, "", ""), CliRun.at(home, Map.of(), "completion", "ids", "providers"));
        ShellTerminal.assume("bash");
        assertSilent("bash", "--norc", "-c", ". ./c.bash; COMP_LINE='llm-router route ' COMP_POINT=17; _llm_router; "
            + "echo -n \"${COMPREPLY[*]}\"");
        ShellTerminal.assume("fish");
        assertSilent("fish", "--no-config", "-c", "source c.fish; complete -C 'llm-router route '");
    }

    @Test
    void aProgramThatIsGoneMakesNoSound() throws Exception {
        Files.delete(home.resolve("bin/llm-router"));
        ShellTerminal.assume("bash");
        assertSilent("bash", "--norc", "-c", ". ./c.bash; COMP_LINE='llm-router route ' COMP_POINT=17; _llm_router; "
            + "echo -n \"${COMPREPLY[*]}\"");
        ShellTerminal.assume("fish");
        assertSilent("fish", "--no-config", "-c", "source c.fish; complete -C 'llm-router route '");
    }

    @Test
    void namesAreThoseOfTheConfiguration() {
        assertEquals("p\nq-two\n", names("providers"));
        assertEquals("work\njob:1\n", names("aliases"));
        assertEquals("each-hour\n", names("caps", "p"));
        assertEquals("", names("caps", "q-two"));
        assertEquals("z\n", names("own", "q-two"));
        assertEquals("\"odd model\"\n", names("list-own", "p").lines().toList().get(1) + "\n");
        assertTrue(names("models").contains("p/überπ\n") && !names("models").contains("line"), names("models"));
    }

    private String names(String... words) {
        var all = new String[words.length + 2];
        all[0] = "completion";
        all[1] = "ids";
        System.arraycopy(words, 0, all, 2, words.length);
        CliRun run = CliRun.at(home, Map.of(), all);
        assertEquals(0, run.exitCode(), run.err());
        return run.out();
    }

    @Test
    void aShellWithoutAScriptIsNamedWithThoseThatHaveOne() {
        CliRun none = CliRun.of("completion");
        assertEquals(2, none.exitCode());
        assertTrue(none.err().contains("'llm-router completion bash', zsh or fish"), none.err());
        CliRun other = CliRun.of("completion", "bsh");
        assertTrue(other.exitCode() == 2 && other.err().contains("did you mean \"bash\""), other.err());
        assertEquals(2, CliRun.of("completion", "bash", "zsh").exitCode());
    }
}
