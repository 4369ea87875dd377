package llmrouter.cli.weaknesses;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.cli.config.EditedConfig;
import llmrouter.config.Bucket.Unit;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// How the words of a command line are read, and which files they mean.
class WordsAndPlacesTest {
    @TempDir
    private Path home;

    @Test
    void noFlagIsDroppedWhereverItStands() {
        CliRun bare = CliRun.at(home, Map.of(), "--port=70000");
        assertEquals(2, bare.exitCode());
        assertTrue(bare.err().contains("there is no command, only the flag '--port=70000'"), bare.err());
        CliRun before = CliRun.at(home, Map.of(), "--port=70000", "start");
        assertEquals(2, before.exitCode());
        assertTrue(before.err().contains("not '70000'"), before.err());
        CliRun help = CliRun.at(home, Map.of(), "start", "help");
        assertEquals(0, help.exitCode());
        assertTrue(help.out().startsWith("llm-router start - "), help.out());
        assertEquals(CliRun.at(home, Map.of(), "--version").out(), CliRun.at(home, Map.of(), "-v").out());
    }

    @Test
    void aTildeIsNeverAFolderOfThatName() throws IOException {
        var config = new EditedConfig(home);
        config.done("add-provider", "--config=~/x/mine.json", "--provider-id=p", "--base-url=https://p.example",
            "--format=openai", "--models=m", "--skip-probe");
        assertTrue(Files.isRegularFile(home.resolve("x/mine.json")));
        CliRun run = CliRun.at(home, Map.of("LLM_ROUTER_CONFIG", "~/x/mine.json"), "config", "list", "--json");
        assertEquals(home.resolve("x/mine.json").toString(), ((Obj) Json.parse(run.out())).text("config"));
        assertFalse(Files.exists(home.resolve("~")) || Files.exists(Path.of("~")));
    }

    @Test
    void aUnitOfTimeHasTheSameNamesInACommandAndInTheFile() throws IOException {
        for (Unit unit : Unit.values()) {
            for (String name : unit.words()) {
                var config = new EditedConfig(home).write("""
                    {"version":2,"providers":[{"id":"p","baseUrl":"https://p.example","formats":["openai"],
                    "models":["m"],"rateLimits":[{"id":"file","models":["all"],"requests":1,
                    "window":{"unit":"%s","size":2}}]}]}""".formatted(name));
                config.done("set-rate-limits", "--provider-id=p", "--bucket-id=word", "--models=all", "--requests=1",
                    "--window=" + name + ":2");
                List<String> caps = config.done("list").lines().filter(line -> line.contains("cap=1 request")).toList();
                assertEquals(2, caps.size(), caps.toString());
                assertEquals(capOf(caps.getFirst()), capOf(caps.getLast()), name);
            }
        }
    }

    private static String capOf(String line) {
        return line.substring(line.indexOf("cap="));
    }

    @Test
    void warningsNeverStandAmongTheData() throws IOException {
        var config = new EditedConfig(home).write("""
            {"version":2,"providers":[{"id":"p","baseUrl":"https://p.example","formats":["openai"],
            "models":["m"],"rateLimit":[]}]}""");
        for (String operation : List.of("list", "list-routing")) {
            assertTrue(Json.parse(config.run(operation, "--json").out()) instanceof Obj, operation);
            CliRun text = config.run(operation);
            assertTrue(text.err().contains("rateLimit"), text.err());
            assertFalse(text.out().contains("warning"), text.out());
        }
        // The report of this operation is what is wrong.
        assertTrue(Json.parse(config.run("validate", "--json").out()) instanceof Obj);
    }
}
