package llmrouter.cli.menu.entries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun.LiveCli;
import llmrouter.tui.Question;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MainMenuTest {
    @TempDir
    Path home;

    @Test
    void comesBackAfterAnOperationWithTheCursorWhereItWas() throws IOException {
        MenuRun run = MenuRun.configured(home).menu("Aliases", "Rename an alias", "work", "job", "Yes",
            ScriptedDialog.BACK, "Quit");
        assertTrue(run.dialog.isUsedUp(), run.screen());
        var menus = run.dialog.asked.stream().filter(question -> question.title().equals("Aliases")).toList();
        assertEquals(2, menus.size());
        assertEquals(-1, current(menus.getFirst()));
        assertEquals("Rename an alias", label(menus.getLast()));
        assertEquals("Aliases", label(run.dialog.asked.getLast()));
        assertTrue(run.text().contains("\"job\""));
    }

    private static int current(Question<?> question) {
        return ((One<?>) question).current();
    }

    private static String label(Question<?> question) {
        return ((One<?>) question).options().get(current(question)).label();
    }

    /// Here there is no terminal, so the command names its flags instead of asking.
    @Test
    void hostingIsReachedFromTheMenu() throws IOException {
        MenuRun run = MenuRun.configured(home);
        run.environment.putAll(Map.of("FIRST_KEY", "k", "SECOND_KEY", "k"));
        run.menu("Host on Cloudflare", "Deploy", "Set or replace", "Back to an earlier", "Delete it");
        for (String words : List.of("nothing says where the gateway is to answer", "which key? Give",
            "a rollback changes what answers at once", "a Worker that is deleted does not come back")) {
            assertTrue(run.screen().contains(words), words + "\n" + run.screen());
        }
    }

    @Test
    void whatWasTypedIsKeptWhenTheOperationRefuses() throws IOException {
        MenuRun run = MenuRun.configured(home).menu("Settings", "Set the default model", "Another model", "nosuch",
            "Change an answer", "Its name", "second/other", "Yes");
        assertTrue(run.screen().contains("nosuch"), run.screen());
        var names = run.dialog.asked.stream().filter(question -> question.title().equals("Its name")).toList();
        assertEquals("nosuch", ((Line) names.getLast()).initial());
        assertTrue(run.text().contains("\"defaultModel\": \"second/other\""), run.screen());
    }

    @Test
    void aKeyIsNeitherShownNorPartOfTheCommandLine() throws IOException {
        String key = "gw_typedMasterKey0123456789ABCDEFGHabcdefgh";
        MenuRun run = MenuRun.configured(home).menu("Keys for clients", "Set the master key", "Type or paste", key,
            "Yes");
        assertTrue(run.text().contains(key));
        assertFalse(run.screen().contains(key), run.screen());
        assertTrue(run.screen().contains("llm-router config set-master-key --master-key-stdin"), run.screen());
    }

    @Test
    void aKeyThatIsMadeIsShownOnceAfterSaving() throws IOException {
        MenuRun run = MenuRun.configured(home).menu("Keys for clients", "Add a client key", "new", "Every model", "-",
            "never", "Make a new key", "Yes");
        assertEquals(1, run.screen().lines().filter(line -> line.contains("generatedKey=")).count(), run.screen());
    }

    @Test
    void aFileWithMistakesIsToldAndCanBeChecked() throws IOException {
        MenuRun run = MenuRun.empty(home);
        Files.writeString(run.file(), "{\"providers\": [}");
        run.menu("Providers", "Change a provider", ScriptedDialog.BACK, "Look", "Check the file");
        assertTrue(run.screen().contains("Problem: the file has mistakes"), run.screen());
        assertTrue(run.screen().contains("This cannot be done now"), run.screen());
        assertTrue(run.screen().contains("is not valid JSON"), run.screen());
        assertEquals("{\"providers\": [}", run.text());
    }

    @Test
    void aReferenceIsNamedBeforeItIsRemovedToo() throws IOException {
        MenuRun run = MenuRun.configured(home);
        String before = run.text();
        run.menu("Providers", "Remove a provider", "second", "no", "Leave");
        assertTrue(run.screen().contains("alias \"work\""), run.screen());
        assertEquals(before, run.text());
    }

    @Test
    void anotherNameOfACapMakesNoSecondCap() throws IOException {
        MenuRun run = MenuRun.configured(home).menu("Caps", "Change a cap", "first", "each-hour", "Renamed",
            ScriptedDialog.ENTER, ScriptedDialog.ENTER, ScriptedDialog.ENTER, ScriptedDialog.ENTER,
            ScriptedDialog.ENTER, "Yes");
        assertTrue(run.text().contains("Renamed"), run.screen());
        assertEquals(1, run.text().lines().filter(line -> line.contains("\"requests\"")).count(), run.text());
    }

    @Test
    void theHeaderShowsARunningGatewayAndSavingSaysThatItTookTheChange() throws Exception {
        MenuRun run = MenuRun.configured(home);
        var gateway = new LiveCli(home, Map.of("FIRST_KEY", "k1", "SECOND_KEY", "k2"), "").started("start", "--port=0");
        run.menu("Aliases", "Rename an alias", "work", "job", "Yes", ScriptedDialog.BACK, "Keys for clients",
            "Revoke a client key", "ci", "Yes, remove it");
        assertTrue(run.screen().contains("The gateway runs on http://127.0.0.1:"), run.screen());
        assertTrue(run.screen().contains("0 requests in the last hour"), run.screen());
        assertTrue(run.screen().contains("taken by http://127.0.0.1:"), run.screen());
        assertEquals(0, gateway.stopped());
    }
}
