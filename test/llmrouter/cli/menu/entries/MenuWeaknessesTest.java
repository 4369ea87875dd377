package llmrouter.cli.menu.entries;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.menu.Wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What users of menus have lost data by, and what happens here instead.
class MenuWeaknessesTest {
    @TempDir
    Path home;

    @Test
    void enterAtTheFallbacksOfAModelAddsNone() throws IOException {
        MenuRun run = MenuRun.configured(home);
        String before = run.text();
        run.menu("Models", "Set the fallbacks", "first/b", ScriptedDialog.ENTER);
        assertEquals(before, run.text());
        run.menu("Models", "Set the fallbacks", "first/a", ScriptedDialog.ENTER, ScriptedDialog.ENTER);
        assertEquals(before, run.text());
    }

    @Test
    void aProviderGetsAnotherNameAndAnotherId() throws IOException {
        MenuRun run = MenuRun.configured(home).menu("Providers", "Change a provider", "first", "Its name", "Other",
            "Yes", ScriptedDialog.BACK, "Providers", "Change a provider", "first", "Its id", "other", "Yes");
        assertTrue(run.text().contains("\"id\": \"other\", \"name\": \"Other\""), run.screen());
        assertTrue(run.text().contains("\"ref\": \"other/a\"") && !run.text().contains("\"first/"), run.text());
    }

    @Test
    void everyRemovalIsConfirmed() throws IOException {
        int removals = 0;
        for (MenuCase removal : MenuCase.all()) {
            if (removal.kind() != Wizard.Kind.REMOVAL) continue;
            removals++;
            for (String refusal : new String[] {ScriptedDialog.BACK, ScriptedDialog.QUIT}) {
                MenuRun run = MenuRun.configured(home);
                run.environment.putAll(Map.of("FIRST_KEY", "k1", "SECOND_KEY", "k2"));
                String before = run.text();
                var answers = new ArrayList<>(List.of(removal.group(), removal.entry()));
                answers.addAll(removal.answers());
                answers.add(refusal);
                run.menu(answers);
                assertTrue(run.dialog.isUsedUp(), removal.entry() + "\n" + run.screen());
                assertEquals(before, run.text(), removal.entry());
            }
        }
        assertFalse(removals < 6, removals + " removals");
    }
}
