package llmrouter.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.LlmRouter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// The program as a process of its own, in odd surroundings: homes that are none, names in letters beyond ASCII under
/// locales that do not have them. A shell sets the surroundings, because this JVM may not be able to name them either.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlacesTest {
    private static final String CONFIG = "{\"version\":2,\"providers\":[{\"id\":\"p\","
        + "\"baseUrl\":\"http://127.0.0.1:9\",\"apiKey\":\"k\",\"formats\":[\"openai\"],\"models\":[\"m\"]}]}";
    /// In UTF-8, as `printf` writes it.
    private static final String ODD = "J\\303\\266rg";

    @TempDir
    private Path folder;

    private record Run(int code, String said) {}

    @BeforeEach
    void onUnix() throws IOException {
        assumeTrue(File.separatorChar == '/');
        Files.writeString(folder.resolve("c.json"), CONFIG);
    }

    /// @param surroundings what a shell does first; `$odd` is a folder with a letter beyond ASCII in its name
    private Process process(String surroundings, List<String> words) throws IOException {
        String classes = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString()).collect(Collectors.joining(File.pathSeparator));
        var command = new ArrayList<>(List.of("sh", "-c", "odd=$PWD/$(printf '" + ODD + "'); mkdir -p \"$odd\"; "
            + "unset LC_ALL LC_CTYPE LANG; " + surroundings + "; exec \"$@\"", "sh",
            ProcessHandle.current().info().command().orElse("java"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-cp", classes, LlmRouter.class.getName()));
        command.addAll(words);
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LLM_ROUTER_") || name.startsWith("LC_"));
        builder.environment().put("LLM_ROUTER_CONFIG_JSON", CONFIG);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private Run run(String surroundings, String... words) throws Exception {
        Process process = process(surroundings, List.of(words));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertFalse(said.contains("Exception") || said.contains("\tat "), said);
        return new Run(process.exitValue(), said);
    }

    /// What a gateway in these surroundings says until it waits for requests.
    private String started(String surroundings) throws Exception {
        Process process = process(surroundings, List.of("start", "--port=0"));
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            var said = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                if (line.startsWith("Requests that fail")) return said.toString();
            }
            throw new AssertionError("ended: " + said);
        } finally {
            process.destroy();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        }
    }

    /// What is in the folder now, beside what the test has put there.
    private List<String> made() throws Exception {
        var process = new ProcessBuilder("find", ".", "-mindepth", "1", "!", "-name", "c.json", "!", "-name", "J*")
            .directory(folder.toFile()).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "export HOME=$PWD/none | does not exist; make that folder, or set HOME to a folder that this user can write",
        "export HOME=$PWD/c.json | is not a folder; set HOME",
        "export HOME=relative | HOME=relative is no absolute path; set HOME",
        "export HOME=~nobody-x | is no absolute path; set HOME",
        "export HOME=$odd | HOME has letters that Java cannot read in this locale; set LC_ALL=C.UTF-8, or use",
        "export HOME=$odd LC_ALL=POSIX | HOME has letters that Java cannot read in this locale",
        "export HOME=$odd LANG=xx_XX.UTF-8 | HOME has letters that Java cannot read in this locale"})
    void aGatewayWithoutAHomeServesAndSaysOnceWhatItDoesNotKeep(String surroundings, String why) throws Exception {
        String said = started(surroundings);
        String begin = "warning: there is no home folder, so a gateway keeps its routing state in memory and logs no "
            + "requests, and 'status', 'stop' and 'reload' do not find it: ";
        assertTrue(said.startsWith(begin), said);
        assertTrue(said.lines().findFirst().orElseThrow().contains(why), said);
        assertTrue(said.lines().skip(1).findFirst().orElseThrow().contains(" listens on http://127.0.0.1:"), said);
        assertFalse(said.contains("no-home-folder"), said);
        assertEquals(List.of(), made());
    }

    @Test
    void aHomeInAnyLettersIsUsedWhereTheLocaleHasThem() throws Exception {
        String said = started("export HOME=\"$odd\" LC_ALL=C.UTF-8");
        assertFalse(said.contains("warning"), said);
        assertTrue(made().stream().anyMatch(file -> file.endsWith(".llm-router.requests.jsonl")), made()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "config list", "config add-provider x --base-url=http://a.example "
        + "--formats=openai --models=m", "route m", "why --last=3", "reload", "stop"})
    void everyCommandSaysItInOneSentence(String words) throws Exception {
        Run run = run("export HOME=\"$odd\"; unset LLM_ROUTER_CONFIG_JSON", words.split(" "));
        assertTrue(run.said().startsWith("warning: there is no home folder, so "), run.said());
        assertTrue(run.said().contains("LC_ALL=C.UTF-8"), run.said());
        assertFalse(run.said().contains("it counts as empty"), run.said());
        assertEquals(List.of(), made());
    }

    @Test
    void anArgumentInDamagedLettersIsRefused() throws Exception {
        String odd = "set -- \"$@\" --config=\"$odd/x.json\"; export HOME=\"$PWD\"";
        for (String command : new String[] {"start", "config"}) {
            Run run = run(odd, command);
            assertEquals(2, run.code(), run.said());
            assertEquals("llm-router: an argument has letters that Java cannot read in this locale; set "
                + "LC_ALL=C.UTF-8, or use the launcher llm-router, which does that\n", run.said());
        }
        Run variable = run("export HOME=\"$PWD\" LLM_ROUTER_CONFIG=\"$odd/x.json\"", "status");
        assertEquals(2, variable.code());
        assertTrue(variable.said().startsWith("llm-router: the environment variable LLM_ROUTER_CONFIG has letters"),
            variable.said());
        assertEquals(List.of(), made());
    }

    @Test
    void aRelativePathInAFolderThatCannotBeNamedMakesNothing() throws Exception {
        Run run = run("export HOME=\"$PWD\"; cd \"$odd\"", "config", "add-provider", "x", "--config=new.json",
            "--base-url=http://a.example", "--formats=openai", "--models=m");
        assertEquals(1, run.code(), run.said());
        assertTrue(run.said().startsWith("warning: the current folder has letters that Java cannot read in this "
            + "locale, so only absolute paths can be used: set LC_ALL=C.UTF-8"), run.said());
        assertEquals(List.of(), made());
    }

    @Test
    void helpAndVersionNeedNoPlace() throws Exception {
        assertFalse(run("export HOME=\"$odd\"", "version").said().contains("warning"));
        assertFalse(run("export HOME=relative", "help", "start").said().contains("warning"));
    }
}
