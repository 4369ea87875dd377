package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The kept copies: what was changed when, and the way back.
class HistoryTest {
    @TempDir
    private Path home;

    @Test
    void everyCopySaysWhatWasChangedThen() {
        var config = new EditedConfig(home);
        assertTrue(config.done("history").startsWith("there are no kept copies of"));
        config.twoProviders();
        config.done("add-alias", "work", "p/m");
        config.done("add-provider", "p", "--name=Pe");
        String out = config.done("history");
        assertTrue(out.contains("then provider p: name: p → Pe\n2  "), out);
        assertTrue(out.contains("then alias work added\n3  "), out);
        assertTrue(out.contains("then provider q added\n"), out);
        Obj newest = (Obj) config.json("history").items("copies").getFirst();
        assertEquals("1 [provider p: name: p → Pe]", newest.number("number", 0) + " " + newest.texts("then"));
        assertTrue(newest.text("time").endsWith("Z"), newest.toString());
    }

    @Test
    void anUndoGoesBackAndCanBeUndone() {
        var config = new EditedConfig(home).twoProviders();
        String before = config.text();
        config.done("add-alias", "work", "p/m");
        String after = config.text();
        String out = config.done("undo");
        assertEquals(before, config.text());
        assertTrue(out.startsWith("gone back to copy 1 of the configuration in " + config.file()), out);
        assertTrue(out.contains("removed: alias work\n") && out.contains("\n-   \"modelAliases\": {\n"), out);
        assertTrue(out.endsWith("'llm-router config undo' takes this back\n"), out);
        assertTrue(config.json("undo").isTrue("changed"));
        assertEquals(after, config.text());
        config.done("undo", "2");
        assertEquals(after, config.text(), "copy 2 is the version before the undo");
    }

    @Test
    void anUndoWithANumberGoesFurtherBack() {
        var config = new EditedConfig(home).twoProviders();
        String before = config.text();
        for (String name : List.of("a", "b", "c")) config.done("add-provider", "p", "--name=" + name);
        String dry = config.done("undo", "3", "--dry-run");
        assertTrue(dry.startsWith("dry run, nothing was written: would have gone back to copy 3"), dry);
        config.done("undo", "--copy=3");
        assertEquals(before, config.text());
    }

    @Test
    void anUndoRepairsAFileThatIsNotJsonAnyMore() throws IOException {
        var config = new EditedConfig(home).twoProviders();
        config.done("add-alias", "work", "p/m");
        config.done("add-alias", "work", "p/n");
        config.write("{ broken");
        String out = config.done("undo");
        assertFalse(out.contains("takes this back"), "undo refuses the broken version: " + out);
        assertTrue(config.text().contains("\"ref\": \"p/m\""), config.text());
        assertTrue(config.done("history").contains("one of both texts is not JSON"));
        config.refused("configuration would be wrong", "undo");
    }

    @Test
    void anUndoDoesNotOpenALockedGatewayByASlip() {
        var config = new EditedConfig(home).twoProviders();
        config.done("set-master-key", "--generate-master-key");
        config.refused("that version has no key for clients", "undo");
        assertTrue(config.done("undo", "--yes").endsWith("\n'llm-router config undo' takes this back\n"));
        assertFalse(config.text().contains("masterKey"));
        String locked = config.done("undo");
        assertTrue(locked.endsWith("\n'llm-router config undo --yes' takes this back\n"), locked);
        assertTrue(config.text().contains("masterKey"));
    }

    @Test
    void anUndoOfABrokenFileDoesNotRemoveTheOnlyKeyByASlip() throws IOException {
        var config = new EditedConfig(home).twoProviders();
        config.done("set-master-key", "--generate-master-key");
        String keyed = config.text();
        for (String broken : new String[] {keyed + "}", keyed.replace("\"providers\"", "\"providers\":3,\"x\"")}) {
            config.write(broken);
            String refusal = config.refused("that version has no key for clients", "undo");
            assertTrue(refusal.contains("--yes"), refusal);
        }
        config.done("undo", "--yes");
        assertFalse(config.tree().has("masterKey"));
    }

    @Test
    void aCopyThatIsNotThereIsRefused() throws IOException {
        var config = new EditedConfig(home);
        config.refused("there is no kept copy of", "undo");
        config.twoProviders();
        config.refused("there is no copy 7; 'llm-router config history' lists the only one", "undo", "7");
        config.refused("'last' is not the number of a copy", "undo", "last");
        Files.delete(home.resolve(".llm-router.json.bak"));
        config.refused("there is no kept copy of", "undo");
    }

    @Test
    void aCopyIsReadAndKeptWithoutShowingItsKeys() {
        var config = new EditedConfig(home).twoProviders();
        String key = "sk-proj-abcdefghijklmnopqrstuvwxyz";
        config.typing(key, "add-provider", "--provider-id=p", "--api-key-stdin");
        config.done("add-provider", "p", "--api-key-env=K");
        String shown = config.done("history") + config.done("undo") + config.json("undo");
        assertFalse(shown.contains(key), shown);
        assertTrue(shown.contains("ends with …wxyz"), shown);
    }
}
