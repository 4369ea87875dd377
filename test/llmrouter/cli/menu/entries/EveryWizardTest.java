package llmrouter.cli.menu.entries;

import llmrouter.cli.menu.MenuSession;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CommandTable;
import llmrouter.config.ConfigOutcome.ValidConfig;
import llmrouter.config.read.ConfigReader;
import llmrouter.tui.Question;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Drives every wizard of the menu: to its end, back from each question, away from each question, and with wrong
/// answers to each question.
class EveryWizardTest {
    /// Entries whose operation needs another program or ends the menu; each has a test of its own.
    private static final Set<String> ELSEWHERE = Set.of("Start the gateway here", "Stop the running gateway",
        "Watch the running gateway", "Migrate the file to the current version", "Test a provider", "Check everything",
        "Connect a client", "Disconnect a client", "Run a client once", "Start with the system: install",
            "Start with the system: status",
        "Start with the system: uninstall", "Deploy", "Set or replace its master key", "Back to an earlier version",
        "Delete it");

    @TempDir
    Path folder;
    private int homes;

    private MenuRun template;

    @BeforeEach
    void makeTemplate() throws IOException {
        template = MenuRun.configured(Files.createDirectory(folder.resolve("template")));
    }

    private MenuRun fresh() throws IOException {
        return template.copy(Files.createDirectory(folder.resolve("home" + homes++)));
    }

    private static List<String> path(MenuCase each, List<String> answers) {
        var all = new ArrayList<>(List.of(each.group(), each.entry()));
        all.addAll(answers);
        return all;
    }

    private static List<String> whole(MenuCase each) {
        var all = path(each, each.answers());
        if (each.saves()) all.add(each.agreement());
        return all;
    }

    private static void holds(String leads, String text, String where) {
        if (leads.startsWith("!")) assertFalse(text.contains(leads.substring(1)), where);
        else assertTrue(text.contains(leads), where);
    }

    @Test
    void everyEntryIsDriven() {
        var driven = new TreeSet<String>();
        for (MenuCase each : MenuCase.all()) {
            MenuTable.GROUPS.stream().filter(g -> g.label().equals(each.group())).flatMap(g -> g.entries().stream())
                .filter(e -> e.label().startsWith(each.entry())).forEach(e -> driven.add(e.label()));
        }
        driven.addAll(ELSEWHERE);
        var entries = new TreeSet<String>();
        for (MenuGroup group : MenuTable.GROUPS) {
            for (MenuEntry entry : group.entries()) {
                if (MenuSession.has(CommandTable.standard(), entry.operation())) entries.add(entry.label());
            }
        }
        entries.removeAll(driven);
        assertEquals(Set.of(), entries);
    }

    @Test
    void doesWhatItIsFor() throws IOException {
        for (MenuCase each : MenuCase.all()) {
            MenuRun run = fresh();
            String before = run.text();
            run.menu(whole(each));
            String where = each.entry() + " " + each.answers() + "\n" + run.screen();
            assertTrue(run.dialog.isUsedUp(), where);
            assertEquals(0, run.exitCode, where);
            assertTrue(run.dialog.closed, where);
            holds(each.leads(), each.saves() ? run.text() : run.screen(), where);
            assertEquals(each.saves(), !run.text().equals(before), where);
            assertInstanceOf(ValidConfig.class, ConfigReader.read(run.text(), "it"), where);
            if (each.saves()) assertTrue(run.screen().contains("  llm-router config "), where);
        }
    }

    @Test
    void everyQuestionHasATitleAndAHelp() throws IOException {
        for (MenuCase each : MenuCase.all()) {
            for (Question<?> question : fresh().menu(whole(each)).dialog.asked) {
                assertFalse(question.title().isBlank(), each.entry());
                assertFalse(question.help().isBlank(), question.title());
                assertFalse(question.title().endsWith(":"), question.title());
            }
        }
    }

    @Test
    void leavingAtAnyQuestionChangesNothing() throws IOException {
        for (MenuCase each : MenuCase.all()) {
            List<String> whole = whole(each);
            for (int at = 2; at < whole.size(); at++) {
                MenuRun run = fresh();
                String before = run.text();
                var answers = new ArrayList<>(whole.subList(0, at));
                answers.add(ScriptedDialog.QUIT);
                run.menu(answers);
                assertEquals(before, run.text(), each.entry() + " left at " + answers);
            }
        }
    }

    @Test
    void goingBackFromAnyQuestionAndAnsweringAgainLeadsToTheSame() throws IOException {
        for (MenuCase each : MenuCase.all()) {
            List<String> whole = whole(each);
            MenuRun straight = fresh().menu(whole);
            for (int at = 3; at < whole.size(); at++) {
                var answers = new ArrayList<>(whole.subList(0, at));
                answers.add(ScriptedDialog.BACK);
                answers.addAll(whole.subList(at - 1, whole.size()));
                MenuRun run = fresh().menu(answers);
                assertEquals(comparable(straight), comparable(run), each.entry() + " back at " + answers
                    + "\n" + run.screen());
            }
        }
    }

    /// The file without the ends of keys, which are counted from now, and without the home folder.
    private static String comparable(MenuRun run) throws IOException {
        String text = run.text().replace(run.home.toString(), "HOME");
        return String.join("\n", text.lines().filter(line -> !line.contains("\"expires\"")).toList());
    }

    @Test
    void whatWasAnsweredIsOfferedAfterGoingBack() throws IOException {
        for (MenuCase each : MenuCase.all()) {
            if (!each.saves() || each.answers().isEmpty()) continue;
            var answers = new ArrayList<>(path(each, each.answers()));
            answers.add(ScriptedDialog.BACK);
            answers.add(ScriptedDialog.ENTER);
            answers.add(each.agreement());
            MenuRun run = fresh().menu(answers);
            holds(each.leads(), run.text(), each.entry() + "\n" + run.screen());
        }
    }

    @Test
    void aWrongAnswerIsToldAndChangesNothing() throws IOException {
        for (MenuCase each : MenuCase.all()) {
            List<String> whole = whole(each);
            for (int at = 2; at < whole.size(); at++) {
                MenuRun run = fresh();
                var answers = new ArrayList<>(whole.subList(0, at));
                answers.add(ScriptedDialog.WRONG);
                run.menu(answers);
                assertInstanceOf(ValidConfig.class, ConfigReader.read(run.text(), "it"), each.entry());
                assertFalse(run.screen().contains("Exception"), run.screen());
                assertEquals(0, run.exitCode);
            }
        }
    }
}
