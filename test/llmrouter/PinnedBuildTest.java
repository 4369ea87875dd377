package llmrouter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What the build takes from others is named so exactly that it cannot change under the same name.
class PinnedBuildTest {
    private static final Pattern PINNED = Pattern.compile("[\\w.-]+/[\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+");
    private static final Pattern LOCKED = Pattern.compile("[0-9a-f]{64} +[\\w.-]+:[\\w.-]+:[\\w.-]+");
    private static final Pattern GOAL = Pattern.compile("[\\w.]+:[\\w-]+:\\d+(\\.\\d+)+:\\w+");

    private static List<Path> files(String folder, String end) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(folder))) {
            return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    @Test
    void everyActionOfAWorkflowIsPinnedByItsCommit() throws IOException {
        var loose = new ArrayList<String>();
        int pinned = 0;
        for (Path file : files(".github/workflows", ".yml")) {
            for (String line : Files.readAllLines(file)) {
                int uses = line.indexOf("uses:");
                if (uses < 0) continue;
                String action = line.substring(uses + 5).strip();
                if (PINNED.matcher(action).matches()) pinned++;
                else loose.add(file + ": " + action + " needs the 40 digits of a commit, and its version as a comment");
            }
        }
        assertEquals(List.of(), loose);
        assertTrue(pinned > 0, "no workflow uses an action: is this still the folder of the workflows?");
    }

    @Test
    void everyPackageOfALockFileHasItsDigest() throws IOException {
        var loose = new ArrayList<String>();
        List<Path> locks = files("tools", ".lock");
        for (Path file : locks) {
            for (String line : Files.readAllLines(file)) {
                if (line.isBlank() || line.startsWith("#") || LOCKED.matcher(line).matches()) continue;
                loose.add(file + ": " + line);
            }
        }
        assertEquals(List.of(), loose);
        assertFalse(locks.isEmpty());
    }

    @Test
    void everyPackageOfNpmHasItsDigest() throws IOException {
        List<Path> locks = files("tools", "package-lock.json");
        var loose = new ArrayList<String>();
        for (Path file : locks) {
            var lock = (Json.Obj) Json.parse(Files.readString(file));
            lock.object("packages").members().forEach((name, value) -> {
                if (name.isEmpty() || isPinned(value)) return;
                loose.add(file + ": " + name);
            });
        }
        assertEquals(List.of(), loose);
        assertEquals(2, locks.size(), "the real clients and the Workers runtime: " + locks);
    }

    /// A package comes from the registry that npm is set up with, unless the lock file names another place.
    private static boolean isPinned(Json value) {
        return value instanceof Json.Obj found && found.text("integrity") instanceof String digest
            && digest.startsWith("sha512-") && !found.has("resolved");
    }

    @Test
    void thePluginThatFetchesPackagesHasAVersion() throws IOException {
        for (String script : List.of("build.sh", ".ci/run")) {
            for (String line : Files.readAllLines(Path.of(script))) {
                if (!line.strip().startsWith("mvn ")) continue;
                assertTrue(line.contains(" \"$FETCHER\" "), script + ": a plugin without its version: " + line);
            }
        }
        String named = Files.readString(Path.of("build.sh")).lines().filter(line -> line.startsWith("FETCHER="))
            .findFirst().orElseThrow();
        assertTrue(GOAL.matcher(named.substring(8)).matches(), named);
    }
}
