package llmrouter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Every command, operation and flag of the predecessor is understood in each of its spellings.
class PredecessorSpellingsTest {
    private static final Path ROWS = Path.of("test/fixtures/commands/predecessor.txt");
    private static final CommandTable TABLE = CommandTable.standard();

    @TempDir
    private Path home;

    private static String meaning(List<String> typed) {
        var words = new ArrayList<>(typed);
        if (words.getFirst().equals("router")) words.removeFirst();
        Command command = TABLE.command(words.remove(TABLE.position(words)));
        Arguments arguments = ArgumentParser.parse(command, words);
        var all = new ArrayList<>(List.of(command.name()));
        if (arguments.operation() != null) all.add(arguments.operation().name());
        all.addAll(arguments.words());
        return String.join(" ", all);
    }

    @Test
    void eachLineOfThePredecessorMeansSomethingHere() throws IOException {
        int rows = 0;
        for (String line : Files.readAllLines(ROWS)) {
            if (line.startsWith("#")) continue;
            String[] cells = line.split("\t");
            List<String> typed = List.of(cells[0].split(" "));
            if (cells[1].equals("later")) later(typed);
            else assertEquals(cells[1], meaning(typed), line);
            rows++;
        }
        assertTrue(rows > 45, "only " + rows + " rows");
    }

    /// Either the command is there, or the answer says what to do.
    private void later(List<String> typed) {
        if (TABLE.command(typed.getFirst()) != null) return;
        CliRun run = CliRun.at(home, Map.of(), typed.toArray(String[]::new));
        assertEquals(2, run.exitCode(), run.err());
        assertTrue(run.err().startsWith("llm-router: there is no command '" + typed.getFirst() + "'; "), run.err());
        assertFalse(run.err().contains("lists the commands"), "there is no answer of its own: " + run.err());
    }

    @Test
    void theNameOfTheModuleMayStandBeforeTheCommand() {
        CliRun plain = CliRun.at(home, Map.of(), "version");
        assertEquals(plain, CliRun.at(home, Map.of(), "router", "version"));
        CliRun alone = CliRun.at(home, Map.of(), "router");
        assertEquals(2, alone.exitCode());
        assertTrue(alone.err().contains("there is no command 'router'"), alone.err());
    }

    @Test
    void listRoutingShowsHowRequestsAreRouted() throws IOException {
        Files.writeString(home.resolve(".llm-router.json"), """
            {"version": 2, "defaultModel": "work", "providers": [
              {"id": "p", "name": "P", "baseUrl": "https://p.example/v1", "formats": ["openai"],
               "models": [{"id": "m", "fallbackModels": ["p/n"]}, "n"],
               "rateLimits": [{"id": "b", "models": ["all"], "requests": 40, "window": "6h"}]}],
             "modelAliases": {"work": {"strategy": "weighted-rr", "targets": [{"ref": "p/m", "weight": 3}, "p/n"],
               "fallbackTargets": ["p/n"]}}}
            """);
        String text = CliRun.at(home, Map.of(), "config", "--operation=list-routing").out();
        for (String line : List.of("Default model: work", "- p (P)", "  models=m{fallback:p/n},n",
            "  - b: models=all cap=40 requests per 6 hours", "- work strategy=weighted-rr", "  targets=p/m@3, p/n",
            "  fallbackTargets=p/n")) {
            assertTrue(text.lines().toList().contains(line), line + "\n" + text);
        }
    }

    @Test
    void everySpellingOfEveryFlagIsUnderstood() {
        for (Command command : TABLE.commands()) {
            for (Flag flag : command.flags()) {
                assertTrue(flag.spellings().size() > flag.aliases().size(), flag.name());
                for (String spelling : flag.spellings()) assertUnderstood(command, flag, spelling);
            }
        }
    }

    private static void assertUnderstood(Command command, Flag flag, String spelling) {
        String value = sample(flag.kind());
        var words = new ArrayList<String>();
        for (Operation each : command.operations()) {
            if (words.isEmpty() && each.takes(flag)) words.add(each.name());
        }
        words.add(spelling + "=" + value);
        Arguments arguments = ArgumentParser.parse(command, words);
        assertEquals(value, arguments.text(flag.name()), command.name() + " " + spelling);
    }

    private static String sample(FlagKind kind) {
        return switch (kind) {
            case FlagKind.IntegerFlag(long min, long _) -> String.valueOf(min);
            case FlagKind.BooleanFlag _ -> "true";
            case FlagKind.ChoiceFlag(List<String> words) -> words.getFirst();
            case FlagKind.FormatFlag _ -> "openai";
            case FlagKind.TextFlag _, FlagKind.ListFlag _, FlagKind.PathFlag _, FlagKind.SecretFlag _ -> "x";
        };
    }
}
