package llmrouter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ParserHabitsTest {
    private static final CommandTable TABLE = CommandTable.standard();

    @TempDir
    private Path home;

    @Test
    void helpOfAnOperationIsFoundWithAndWithoutItsCommand() {
        String help = CliRun.of("help", "config", "upsert-provider").out();
        assertTrue(help.startsWith("llm-router config add-provider - "), help);
        for (String[] words : new String[][] {{"help", "upsert-provider"}, {"help", "add-provider"},
            {"config", "upsert-provider", "--help"}, {"config", "--help", "upsert-provider"},
            {"--help", "config", "upsert-provider"}, {"config", "--operation=upsert-provider", "-h"},
            {"config", "upsert-provider", "--provider-id", "--help"}, {"help", "config", "--operation=add-provider"}}) {
            assertEquals(new CliRun(0, help, ""), CliRun.of(words), String.join(" ", words));
        }
    }

    @Test
    void helpOutweighsEveryMistakeOnTheLine() {
        String help = CliRun.of("help", "start").out();
        for (String[] words : new String[][] {{"start", "--nonsense", "--help"}, {"start", "--port", "--help"},
            {"start", "--port=x", "surplus", "-h"}, {"--help", "start"}, {"start", "help"}}) {
            assertEquals(new CliRun(0, help, ""), CliRun.of(words), String.join(" ", words));
        }
        assertEquals(2, CliRun.of("config", "nonsense", "--help").exitCode());
        assertEquals(2, CliRun.of("help", "config", "nonsense").exitCode());
    }

    @Test
    void aLetterStandsForItsFlag() {
        Command start = TABLE.command("start");
        for (List<String> words : List.of(List.of("-p", "80"), List.of("-p=80"), List.of("-p80"))) {
            assertEquals(80L, ArgumentParser.parse(start, words).integer("port"), words.toString());
        }
        assertEquals("a.json", ArgumentParser.parse(start, List.of("-c", "a.json")).text("config"));
        assertTrue(ArgumentParser.parse(TABLE.command("config"), List.of("migrate-config", "-y")).isOn("yes"));
        assertEquals(2, TABLE.position(List.of("-p", "80", "start")));
        for (String wrong : List.of("-x", "-port", "-y")) {
            CliRun run = CliRun.of("start", wrong, "1");
            assertEquals(2, run.exitCode(), wrong);
            assertTrue(run.err().contains("'start' has no flag -"), run.err());
        }
    }

    @Test
    void theVersionIsToldForEachSpellingOfItsFlag() {
        for (String word : List.of("-v", "-V", "--version")) assertEquals(CliRun.of("version"), CliRun.of(word));
        assertEquals(CliRun.of("version", "--json"), CliRun.of("-V", "--json"));
    }

    @Test
    void everyWordFromOtherToolsIsAnsweredWithACommandThatExists() {
        var seen = new HashSet<String>();
        for (OtherWords row : OtherWords.rows()) {
            for (String word : row.words()) {
                assertTrue(seen.add(word), word + " stands twice");
                boolean exists = TABLE.command(word) != null;
                CliRun run = CliRun.at(home, Map.of(), word);
                if (exists) continue;
                assertEquals(2, run.exitCode(), word);
                assertTrue(run.err().startsWith("llm-router: there is no command '" + word + "'; "), run.err());
                assertEquals("", run.out());
                assertLinesParse(run.err());
            }
        }
        for (String word : List.of("ui", "code", "logs", "models", "init", "doctor", "serve", "run", "ps",
            "restart", "add", "list", "set")) {
            assertTrue(seen.contains(word) || TABLE.command("config").operation(word) != null, word);
        }
    }

    private static void assertLinesParse(String text) {
        for (int at = text.indexOf("'llm-router "); at >= 0; at = text.indexOf("'llm-router ", at + 1)) {
            var words = new ArrayList<>(ShellWords.of(text.substring(at + 12, text.indexOf('\'', at + 1))));
            String name = words.removeFirst();
            if (name.equals("help")) {
                words.addFirst("help");
                assertEquals(0, CliRun.of(words.toArray(String[]::new)).exitCode(), text);
                continue;
            }
            Command command = TABLE.command(name);
            assertNotNull(command, text);
            ArgumentParser.parse(command, words);
        }
    }

    @Test
    void theStatusPageIsNamedByTheAddressThatTheGatewayWouldHave() {
        assertTrue(CliRun.at(home, Map.of(), "ui").err().contains("http://127.0.0.1:8787/"));
        assertTrue(CliRun.at(home, Map.of("LLM_ROUTER_PORT", "9000"), "dashboard").err()
            .contains("http://127.0.0.1:9000/"));
        assertTrue(CliRun.at(home, Map.of("LLM_ROUTER_PORT", "x"), "ui").err().contains("http://127.0.0.1:8787/"));
    }

    @Test
    void anOperationTypedAsACommandIsAnsweredWithItsCommand() {
        for (String word : List.of("list", "validate", "add-provider", "set-master-key")) {
            assertEquals("llm-router: there is no command '" + word + "'; it is an operation of 'config': write "
                + "'llm-router config " + word + "'\n", CliRun.of(word).err());
        }
    }

    @Test
    void noErrorOfTheCommandLineSpeaksOfHttpPaths() throws IOException {
        Files.writeString(home.resolve(".llm-router.json"), """
            {"version": 2, "providers": [{"id": "p", "baseUrl": "https://p.example", "format": "openai",
             "models": ["m"]}]}""");
        for (String[] words : new String[][] {{"route", "nope"}, {"route"}, {"route", "p/x"}, {"why"},
            {"config", "remove-model", "--provider-id=p", "--model=x"}, {"config", "remove-provider"}}) {
            CliRun run = CliRun.at(home, Map.of(), words);
            assertFalse(run.err().contains("/v1/") || run.err().contains("GET "), run.err());
        }
        assertTrue(CliRun.at(home, Map.of(), "route", "nope").err().contains("'llm-router config list'"));
    }

    @Test
    void theCommandTableIsPrintedAsJson() {
        Obj all = (Obj) Json.parse(CliRun.of("help", "--json").out());
        assertEquals(TABLE.commands().size(), all.items("commands").size());
        Obj config = all.objects("commands").stream().filter(each -> "config".equals(each.text("name"))).findAny()
            .orElseThrow();
        assertEquals(TABLE.command("config").operations().size(), config.items("operations").size());
        assertEquals("start", ((Obj) Json.parse(CliRun.of("help", "start", "--json").out())).text("name"));
        assertEquals("start", ((Obj) Json.parse(CliRun.of("start", "--help", "--json").out())).text("name"));
        assertEquals("list", ((Obj) Json.parse(CliRun.of("help", "list", "--json").out())).text("name"));
    }

    @Test
    void helpAboutJsonIsATopic() {
        String text = CliRun.of("help", "json").out();
        assertTrue(text.contains("{\"error\":{\"message\":"), text);
        text.lines().forEach(line -> assertTrue(line.length() <= 80, line));
    }
}
