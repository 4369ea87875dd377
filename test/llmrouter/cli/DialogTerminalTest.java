package llmrouter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.scripted.PseudoTerminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Questions at a real terminal: keys, and that the terminal is as before on every way out.
class DialogTerminalTest {
    private static PseudoTerminal asked(Map<String, String> environment, String... kinds) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp",
            System.getProperty("java.class.path"), DialogProgram.class.getName()));
        command.addAll(List.of(kinds));
        return new PseudoTerminal(environment, command);
    }

    private static PseudoTerminal asked(String... kinds) throws IOException {
        return asked(Map.of("TERM", "xterm", "NO_COLOR", ""), kinds);
    }

    @Test
    void keysAnswerAndTheTerminalIsAsBefore() throws Exception {
        try (PseudoTerminal terminal = asked("one", "several", "line", "hidden", "confirm")) {
            terminal.await("type: filter").type("\u001b[B\u001b[B\r").await("answer: Given[value=2]");
            terminal.await("Space: choose").type("option-40").await("Filter").type(" \r");
            terminal.await("answer: Given[value=[2, 40]]");
            terminal.await("What text?").type("日本\u001b[Dx\r").await("answer: Given[value=日x本]");
            terminal.await("What key?").type("s3cret").await("••••••").type("\r").await("answer: Given[value=s3cret]");
            assertFalse(terminal.output().contains("> s3cret"), terminal.output());
            terminal.await("Are you sure?").type("y").await("answer: Given[value=true]");
            assertEquals("EXIT 7 SETTINGS usual", terminal.ending());
        }
    }

    @Test
    void escLeavesAQuestion() throws Exception {
        try (PseudoTerminal terminal = asked("several")) {
            terminal.await("Space: choose").type("\u001b").await("answer: Quit[]");
            assertEquals("EXIT 7 SETTINGS usual", terminal.ending());
        }
    }

    @Test
    void aSequenceThatComesInPiecesIsOneKey() throws Exception {
        try (PseudoTerminal terminal = asked("current")) {
            terminal.await("> * option-5").type("\u001b").type("[").type("B").await(">   option-6").type("\r");
            terminal.await("answer: Given[value=6]");
            assertEquals("EXIT 7 SETTINGS usual", terminal.ending());
        }
    }

    /// A start of `stty` that took more than two seconds counted as a terminal that is gone: the question was asked by
    /// lines, where Esc is no answer, or the terminal was not set back, so that Ctrl-C no longer ended anything.
    @Test
    void aBusyMachineThatStartsProgramsSlowlyIsWaitedFor(@TempDir Path folder) throws Exception {
        String usual = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        Path slow = Files.writeString(folder.resolve("stty"), """
            #!/bin/sh
            case "$*" in
              -icanon*) sleep 2.5 ;;
            esac
            PATH='%s' exec stty "$@"
            """.formatted(usual));
        Files.setPosixFilePermissions(slow, PosixFilePermissions.fromString("rwxr-xr-x"));
        var environment = Map.of("TERM", "xterm", "NO_COLOR", "1", "PATH", folder + ":" + usual);
        try (PseudoTerminal terminal = asked(environment, "several")) {
            terminal.await("Space: choose").type("\u001b").await("answer: Quit[]");
            assertEquals("EXIT 7 SETTINGS usual", terminal.ending());
        }
    }

    /// Weakness W10 of an earlier program: Ctrl-C in a text printed a stack trace.
    @Test
    void ctrlCEndsTheProgramAtEveryQuestion() throws Exception {
        for (String kind : List.of("several", "line", "page")) {
            try (PseudoTerminal terminal = asked(kind)) {
                terminal.await(kind.equals("page") ? "of 100 lines" : ": back").type("\u0003");
                assertEquals("EXIT 130 SETTINGS usual", terminal.ending(), kind);
                assertFalse(terminal.output().contains("program ended"), terminal.output());
                assertFalse(terminal.output().contains("at llmrouter"), terminal.output());
            }
        }
    }

    @Test
    void aSignalGivesTheTerminalBack() throws Exception {
        var codes = Map.of(1, 130, 15, 143);
        for (int signal : codes.keySet()) {
            try (PseudoTerminal terminal = asked("line")) {
                terminal.await("Enter: done").type("abc").await("> abc").signal(signal);
                assertEquals("EXIT " + codes.get(signal) + " SETTINGS usual", terminal.ending(), "signal " + signal);
                assertTrue(terminal.output().contains("\u001b[?2004l\u001b[?25h"), "the cursor is shown again");
            }
        }
    }

    @Test
    void anErrorGivesTheTerminalBack() throws Exception {
        try (PseudoTerminal terminal = asked("throw")) {
            terminal.await("Throw?").type("y");
            assertEquals("EXIT 1 SETTINGS usual", terminal.ending());
            assertTrue(terminal.output().contains("thrown on purpose"), terminal.output());
        }
    }

    @Test
    void aWindowThatChangesIsDrawnAgain() throws Exception {
        try (PseudoTerminal terminal = asked("current")) {
            int first = terminal.await(" of 40").output().length();
            terminal.resize(10, 40).await("\u001b[2J", first).await(" of 40", first);
            int before = terminal.output().length();
            terminal.type("\u001b[B").await(">   option-6", before).type("\r");
            assertEquals("EXIT 7 SETTINGS usual", terminal.ending());
        }
    }

    @Test
    void aTerminalWithoutEscapeSequencesIsAskedByLines() throws Exception {
        try (PseudoTerminal terminal = asked(Map.of("TERM", "dumb"), "one", "hidden", "line")) {
            terminal.await("b: back, q: quit, ?: help").type("3\n").await("answer: Given[value=3]");
            terminal.await("Not shown while you type").awaitHidden().type("s3cret\n")
                .await("answer: Given[value=s3cret]");
            terminal.await("What text?").type("\u0004").await("answer: Quit[]");
            assertEquals("EXIT 7 SETTINGS usual", terminal.ending());
            assertFalse(terminal.output().contains("\u001b"), "no escape sequence");
            assertEquals(1, terminal.output().split("s3cret", -1).length - 1, "only the answer shows the key");
        }
    }

    @Test
    void colorsAreNotSentWithNoColor() throws Exception {
        try (PseudoTerminal terminal = asked(Map.of("TERM", "xterm", "NO_COLOR", "1"), "confirm")) {
            terminal.await("Are you sure?").type("\r").await("answer: Given[value=false]");
            assertEquals("EXIT 7 SETTINGS usual", terminal.ending());
            assertFalse(terminal.output().contains("\u001b[1m"), terminal.output());
        }
    }
}
