package llmrouter.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.install.Installation;
import llmrouter.install.OwnProgram.JarProgram;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The tests run out of folders of classes, so nothing can be installed by the command itself; CI does that with the
/// jar and the image.
class InstallCommandTest {
    @TempDir
    private Path home;

    private void install(Path folder) throws IOException {
        Path jar = Files.writeString(home.resolve("made.jar"), "jar");
        Installation.in(folder, false).install(new JarProgram(jar, Path.of("/jdk/bin/java")));
    }

    @Test
    void outOfItsSourceThereIsNothingToInstall() {
        var run = CliRun.at(home, Map.of(), "install");
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("./build.sh install"), run.err());
        assertFalse(Files.exists(home.resolve(".local")));
    }

    @Test
    void withoutAHomeAnotherFolderIsAskedFor() {
        var run = CliRun.at(home.resolve("none"), Map.of(), "install");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains(home.resolve("none") + " does not exist"), run.err());
        assertTrue(run.err().contains("--dir"), run.err());
        assertFalse(Files.exists(home.resolve("none")));
    }

    @Test
    void theRemovalListsWhatGoesAndWhatStays() throws IOException {
        install(home.resolve(".local"));
        Path config = Files.writeString(home.resolve(".llm-router.json"), "{}");
        Path state = Files.writeString(home.resolve(".llm-router.state"), "");
        var dry = CliRun.at(home, Map.of(), "install", "--uninstall", "--dry-run");
        assertTrue(dry.out().contains("would remove " + home.resolve(".local/bin/llm-router") + "\n"), dry.out());
        assertTrue(Files.exists(home.resolve(".local/bin/llm-router")));
        var run = CliRun.at(home, Map.of(), "install", "--uninstall");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(dry.out().replace("would remove", "removed"), run.out());
        assertTrue(run.out().contains("stay where they are:\n  " + config + "\n  " + state + "\n"), run.out());
        assertFalse(Files.exists(home.resolve(".local")));
        assertTrue(Files.exists(config) && Files.exists(state));
        var again = CliRun.at(home, Map.of(), "install", "--uninstall");
        assertEquals(0, again.exitCode());
        assertTrue(again.out().startsWith("nothing is installed in "), again.out());
    }

    @Test
    void programsGetTheSameAsJson() throws IOException {
        Path folder = home.resolve("my tools");
        install(folder);
        var run = CliRun.at(home, Map.of(), "install", "--uninstall", "--dir=~/my tools", "--json");
        assertEquals(0, run.exitCode(), run.err());
        var told = (Json.Obj) Json.parse(run.out());
        assertEquals(folder.resolve("bin/llm-router").toString(), told.text("launcher"));
        assertTrue(told.texts("removed").contains(folder.resolve("share/llm-router/llm-router.jar").toString()));
        assertEquals(List.of(), told.texts("kept"));
        assertFalse(told.isTrue("installed"));
        assertFalse(Files.exists(folder));
    }

    @Test
    void aFileInTheWayOfAFolderIsNamed() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "");
        var run = CliRun.at(home, Map.of(), "install", "--uninstall", "--dir=~/file");
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains(file.toString()), run.err());
    }
}
