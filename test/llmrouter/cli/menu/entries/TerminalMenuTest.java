package llmrouter.cli.menu.entries;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.scripted.PretendProvider;
import llmrouter.scripted.ScriptedUpstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The whole program at a pseudo-terminal of 80×24. Each question starts `stty` several times, on a machine that may be
/// busy.
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TerminalMenuTest {
    private static final String LIST = """
        {"object":"list","data":[{"id":"ok-large","object":"model"},{"id":"ok-small","object":"model"}]}""";

    @TempDir
    Path home;

    private Path file() {
        return home.resolve(".llm-router.json");
    }

    /// From nothing to a gateway that answers; then, while it runs, an alias and a cap that it takes at once.
    @ParameterizedTest
    @ValueSource(strings = {"xterm", "dumb"})
    void leadsFromNothingToAGatewayThatTakesChanges(String kind) throws Exception {
        try (var provider = new ScriptedUpstream(new PretendProvider(LIST, "chat/completions"));
                var first = MenuTerminal.run(home, Map.of("TERM", kind, "LLM_ROUTER_PORT", "0"))) {
            first.choose("Which provider do you have?", "Another one, by its address");
            first.type("Its address", provider.url() + "/v1");
            first.type("Its key", "sk-typed-at-the-terminal");
            first.choose("Which of its models", "ok-small");
            first.choose("Which client", "None now");
            first.leavePages("Save it?");
            first.choose("Save it?", "Save, and start the gateway in this terminal");
            first.await("curl:");
            assertFalse(first.seen().contains("sk-typed-at-the-terminal"), "the key was shown");
            addAlias(kind);
            assertTrue(Files.readString(file()).contains("\"chat.default\""));
            first.interrupt();
            assertEquals(0, first.exitCode(), first.seen());
        }
    }

    private void addAlias(String kind) throws Exception {
        try (var second = MenuTerminal.run(home, Map.of("TERM", kind))) {
            second.await("The gateway runs on");
            second.choose("What do you want to do?", "Aliases");
            second.choose("Aliases", "Add an alias");
            second.type("The alias's name", "chat.default");
            second.choose("How is a target chosen?", "auto");
            second.toggle("Which models may answer?", true);
            second.toggle("Which models are asked when", false);
            second.leavePages("Save this change?");
            second.type("Save this change?", "");
            second.await("taken by http://127.0.0.1:");
            second.escape("Aliases");
            second.escape("What do you want to do?");
            assertEquals(0, second.exitCode(), second.seen());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"xterm", "dumb"})
    void ctrlCAtAQuestionChangesNothing(String kind) throws Exception {
        Files.writeString(file(), MenuRun.CONFIG);
        try (var menu = MenuTerminal.run(home, Map.of("TERM", kind))) {
            menu.choose("What do you want to do?", "Aliases");
            menu.choose("Aliases", "Rename an alias");
            menu.choose("Which alias?", "work");
            menu.await("Its new name");
            menu.interrupt();
            assertEquals(130, menu.exitCode(), menu.seen());
            assertFalse(menu.seen().contains("Exception"), menu.seen());
        }
        assertEquals(MenuRun.CONFIG, Files.readString(file()));
    }

    /// The exit code was that of Ctrl-C.
    @ParameterizedTest
    @ValueSource(strings = {"xterm", "dumb"})
    void sigtermAtAQuestionChangesNothing(String kind) throws Exception {
        Files.writeString(file(), MenuRun.CONFIG);
        try (var menu = MenuTerminal.run(home, Map.of("TERM", kind))) {
            menu.choose("What do you want to do?", "Aliases");
            menu.await("Rename an alias");
            menu.terminate();
            assertEquals(143, menu.exitCode(), menu.seen());
            assertFalse(menu.seen().contains("Exception"), menu.seen());
        }
        assertEquals(MenuRun.CONFIG, Files.readString(file()));
    }

    /// A key that was pasted while the provider was asked stood on the screen, and answered the next question.
    @Test
    void whatIsTypedDuringAWorkIsNeitherShownNorAnAnswer() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var menu = MenuTerminal.run(home, Map.of("TERM", "xterm"))) {
            menu.choose("Which provider do you have?", "Another one, by its address");
            menu.type("Its address", "http://127.0.0.1:" + silent.getLocalPort() + "/v1");
            menu.type("Its key", "");
            menu.await("Asking the provider");
            menu.blind("sk-typed-too-early\r");
            Thread.ofVirtual().start(() -> refuseAll(silent));
            menu.await("Which formats does it speak?");
            menu.await("help");
            assertFalse(menu.seen().contains("sk-typed-too-early"), menu.seen());
            menu.interrupt();
            assertEquals(130, menu.exitCode(), menu.seen());
        }
        assertFalse(Files.exists(file()));
    }

    private static void refuseAll(ServerSocket silent) {
        try {
            while (true) silent.accept().close();
        } catch (IOException _) {
            return; // the test is over
        }
    }

    @Test
    void answersMayComeFromAPipe() throws IOException, InterruptedException {
        Files.writeString(file(), MenuRun.CONFIG);
        Path answers = Files.writeString(home.resolve("answers"), "Aliases\nRename an alias\nwork\njob\n1\n");
        Path said = home.resolve("said");
        var builder = new ProcessBuilder(MenuTerminal.program("menu")).redirectInput(answers.toFile())
            .redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("HOME", home.toString());
        assertEquals(0, builder.start().waitFor(), Files.readString(said));
        assertTrue(Files.readString(file()).contains("\"job\""), Files.readString(said));
    }

    @Test
    void theProgramWithoutWordsAsksNothingWithoutATerminal() throws IOException, InterruptedException {
        Files.writeString(file(), MenuRun.CONFIG);
        for (List<String> words : List.of(List.<String>of(), List.of("config"))) {
            Path said = home.resolve("said");
            var builder = new ProcessBuilder(MenuTerminal.program(words.toArray(String[]::new)))
                .redirectErrorStream(true).redirectOutput(said.toFile());
            builder.environment().put("HOME", home.toString());
            builder.environment().remove("LLM_ROUTER_CONFIG");
            assertEquals(0, builder.start().waitFor());
            assertTrue(Files.readString(said).contains("- first (First)"), Files.readString(said));
        }
    }
}
