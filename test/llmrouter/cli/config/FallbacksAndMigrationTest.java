package llmrouter.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FallbacksAndMigrationTest {
    private static final String SET = "set-model-fallbacks";

    @TempDir
    private Path home;

    @Test
    void fallbacksReplaceThoseThereWere() {
        var config = new EditedConfig(home).twoProviders();
        assertEquals("changed fallbacks of p/m in " + config.file() + "\nfallbacks=q/z, p/n\n"
            + "  fallbackModels: (none) → q/z, p/n\n",
            config.done("set-model-fallback", "--provider-id=p", "--model=m", "--fallbacks=q/z; (p/n), q/z"));
        assertEquals("[{\"id\":\"m\",\"fallbackModels\":[\"q/z\",\"p/n\"]},\"n\"]", config.provider(0).get("models")
            .toString());
        assertEquals("[\"p/n\"]", config.json(SET, "--provider-id=p", "--model=m", "--fallback-models=p/n")
            .get("fallbackModels").toString());
        assertEquals("changed fallbacks of p/m in " + config.file() + "\nfallbacks=(none)\n"
            + "  fallbackModels: p/n → (none)\n  removed: p/n\n",
            config.done(SET, "--provider-id=p", "--model=m", "--clear-fallbacks"));
        assertEquals("[{\"id\":\"m\"},\"n\"]", config.provider(0).get("models").toString());
        assertTrue(config.done(SET, "--provider-id=q", "--model=z", "--clear-fallbacks")
            .startsWith("no change: fallbacks of q/z"));
    }

    @Test
    void modelsAreMeantByTheirAliasesToo() throws IOException {
        var config = new EditedConfig(home).write("""
            {"version": 2, "providers": [{"id": "p", "baseUrl": "https://p.example", "formats": ["openai"],
              "models": [{ "name": "m", "alias": "mm", "silentFallbacks": "p/o",   "mine": 1 },
                {"id": "n", "aliases": ["nn"]}, "o"] }]}
            """);
        config.done(SET, "--provider-id=p", "--model=mm", "--fallback-models=p/nn");
        assertTrue(config.text().contains("{ \"name\": \"m\", \"alias\": \"mm\", \"silentFallbacks\": [\"p/n\"],   "
            + "\"mine\": 1 }"), config.text());
    }

    @Test
    void everyWordThatIsNoFallbackIsListed() {
        var config = new EditedConfig(home).twoProviders();
        config.done("upsert-model-alias", "--alias-id=a", "--targets=p/m");
        config.done(SET, "--provider-id=p", "--model=m", "--fallback-models=q/z");
        String err = config.refused("cannot be saved", SET, "--provider-id=p", "--model=m",
            "--fallback-models=a, q/zz, p/m, p/n");
        assertTrue(err.contains("\n  'a' is not a model")
            && err.contains("\n  'q/zz' is not a model (provider/model) (did you mean \"q/z\"?)\n  'p/m' is the "
                + "model itself\n"), err);
        assertFalse(err.contains("'p/n'"), err);
        config.refused("give either the fallbacks", SET, "--provider-id=p", "--model=m");
        config.refused("give either the fallbacks", SET, "--provider-id=p", "--model=m", "--clear-fallbacks",
            "--fallback-models=q/z");
        config.refused("which model?", SET, "--provider-id=p", "--fallback-models=q/z");
        config.refused("has no model 'zz'", SET, "--provider-id=q", "--model=zz", "--clear-fallbacks");
    }

    @Test
    void anOlderFileIsMigratedWithACopyOfItsBytes() throws IOException {
        String old = "{\r\n\t\"version\": 1,\r\n\t\"zzz\": \"ü\",   \"providers\": []\r\n}";
        var config = new EditedConfig(home).write(old);
        String out = config.done("migrate-config");
        assertTrue(out.startsWith("migrated 1 -> 2\nbackup=" + config.file() + ".bak.20")
            && out.endsWith("\nconfig=" + config.file() + "\n"), out);
        assertEquals(old.replace("\"version\": 1", "\"version\": 2"), config.text());
        var copy = Path.of(out.lines().toList().get(1).substring("backup=".length()));
        assertTrue(copy.getFileName().toString().matches("\\.llm-router\\.json\\.bak\\.\\d{8}-\\d{6}"), out);
        assertEquals(old, Files.readString(copy));
        if (home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)));
        }
    }

    @Test
    void aCopyMayBeDeclinedAndNothingToDoIsSaid() throws IOException {
        var config = new EditedConfig(home).write("{\"providers\": []}");
        Obj json = config.json("migrate-config", "--no-backup");
        assertEquals(1, json.number("from", 0));
        assertEquals(2, json.number("to", 0));
        assertTrue(json.isTrue("changed") && json.get("migrationBackup") == Json.Null.NULL, json.toString());
        String before = config.text();
        assertEquals("already at version 2, nothing to do\nbackup=(not created)\nconfig=" + config.file() + "\n",
            config.done("migrate-config"));
        assertEquals(before, config.text());
        assertFalse(config.json("migrate-config", "--target-version=2").isTrue("changed"));
        try (var files = Files.list(home)) {
            assertTrue(files.noneMatch(f -> f.toString().matches(".*\\.bak\\.\\d{8}-.*")));
        }
    }

    @Test
    void whatCannotBeMigratedIsRefused() throws IOException {
        var config = new EditedConfig(home);
        config.refused("there is no configuration at " + config.file(), "migrate-config");
        config.write("{\"version\": 2, \"providers\": []}");
        config.refused(1, "is newer than 2, the newest version this program writes", "migrate-config",
            "--target-version=3");
        config.refused(1, "is lower than the file's version 2", "migrate-config", "--target-version=1");
        for (String bad : List.of("0", "-1", "two", "2.5")) {
            config.refused("must be an integer from 1", "migrate-config", "--target-version=" + bad);
        }
        config.write("{\"version\": 7, \"providers\": []}");
        config.refused("newer than the 2 that this version of the program understands", "migrate-config");
        config.write("{\"version\": 1,, }");
        config.refused(":1:15: ", "migrate-config");
    }
}
