package llmrouter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.Command.Example;
import llmrouter.json.Json;
import llmrouter.json.JsonError;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What every command and every operation of the table does with `--help`, a wrong flag, a missing value, no terminal,
/// a file that cannot be written and a configuration that is broken: it says what is wrong and how to go on, as text
/// and as JSON, and never shows a stack trace.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EveryCommandTest {
    /// Commands that are not run here: `demo` runs until it is stopped, `code` runs another program, and `startup`
    /// changes services of this machine. Their parsing and their help are tested like all others.
    private static final List<String> NOT_RUN = List.of("demo", "code", "startup");

    @TempDir
    private Path home;
    private final List<String> wrong = new ArrayList<>();

    /// A command, or an operation of one.
    private record Row(Command command, Operation operation) {
        List<String> words(String... more) {
            var words = new ArrayList<>(List.of(command.name()));
            if (operation != null) words.add(operation.name());
            words.addAll(List.of(more));
            return words;
        }

        List<Example> examples() {
            return operation == null ? command.examples() : operation.examples();
        }

        boolean runs() {
            return NOT_RUN.stream().noneMatch(name -> command.name().equals(name)
                || operation != null && operation.name().startsWith(name));
        }
    }

    private static List<Row> rows() {
        var rows = new ArrayList<Row>();
        for (Command command : CommandTable.standard().commands()) {
            rows.add(new Row(command, null));
            for (Operation operation : command.operations()) rows.add(new Row(command, operation));
        }
        return rows;
    }

    @BeforeEach
    void theTableIsWhole() {
        assertTrue(rows().size() > 45, rows().size() + " rows");
    }

    private void check(boolean good, List<String> words, CliRun run) {
        if (good) return;
        String shown = run.toString();
        wrong.add(String.join(" ", words) + "\n    " + shown.substring(0, Math.min(300, shown.length())));
    }

    private CliRun run(List<String> words) {
        return CliRun.at(home, Map.of(), words.toArray(String[]::new));
    }

    private void allGood() {
        assertEquals("", String.join("\n", wrong));
    }

    @Test
    void helpIsPrintedForEachAndSaysHowItIsUsed() {
        for (Row row : rows()) {
            List<String> words = row.words("--help");
            CliRun run = run(words);
            String name = String.join(" ", row.words());
            check(run.exitCode() == 0 && run.err().isEmpty() && run.out().startsWith("llm-router " + name + " - ")
                && run.out().contains("\nUsage:\n  llm-router " + name), words, run);
            List<String> asJson = row.words("--help", "--json");
            CliRun json = run(asJson);
            check(json.exitCode() == 0 && isJson(json.out()), asJson, json);
        }
        allGood();
    }

    @Test
    void aWrongFlagIsNamedWithTheWayToTheRightOnes() {
        for (Row row : rows()) {
            List<String> words = row.words("--no-such-flag=1");
            CliRun run = run(words);
            check(run.exitCode() == 2 && run.out().isEmpty() && run.err().contains("has no flag --no-such-flag")
                && run.err().contains("'llm-router help "), words, run);
        }
        allGood();
    }

    @Test
    void aFlagWithoutItsValueIsNamed() {
        for (Row row : rows()) {
            for (Flag flag : row.command.flags()) {
                boolean own = row.operation == null ? row.command.isCommon(flag) : row.operation.takes(flag);
                if (!flag.takesValue() || !own) continue;
                List<String> words = row.words("--" + flag.name());
                CliRun run = run(words);
                check(run.exitCode() == 2 && run.err().contains("--" + flag.name() + " needs a value"), words, run);
                List<String> next = row.words("--" + flag.name(), "--json");
                check(run(next).exitCode() == 2, next, run(next));
            }
        }
        allGood();
    }

    @Test
    void aBrokenConfigurationIsToldAndNothingElseHappens() throws IOException {
        for (String text : List.of("{ \"version\": 2, ", "[]", "{\"version\": 2, \"providers\": [{\"id\": \"P\"}]}",
            "{\"version\": 99}")) {
            Path file = home.resolve(".llm-router.json");
            Files.writeString(file, text);
            runAll();
            // a file that can be read may be mended by changes; any other must stay as it is
            boolean readable = text.contains("providers");
            if (!readable) assertEquals(text, Files.readString(file), "a command has changed a broken file");
        }
        allGood();
    }

    @Test
    void withoutAConfigurationEachSaysWhatItNeeds() throws IOException {
        runAll();
        allGood();
    }

    @Test
    void aFileThatCannotBeReachedIsNamed() throws IOException {
        Path blocked = Files.writeString(home.resolve("blocked"), "a file, not a folder");
        runAll("--config=" + blocked.resolve("config.json"));
        Files.createDirectory(home.resolve("folder"));
        runAll("--config=" + home.resolve("folder"));
        allGood();
    }

    /// Runs each command as it is and as in its first example, as text and as JSON, without a terminal.
    private void runAll(String... more) throws IOException {
        for (Row row : rows()) {
            boolean fits = more.length == 0 || row.command.flag("config") != null;
            if (!row.runs() || !fits) continue;
            runAs(row, row.words(more));
            if (row.examples().isEmpty()) continue;
            List<String> words = ShellWords.of(row.examples().getFirst().line());
            if (more.length > 0) words.addAll(1, List.of(more));
            if (words.stream().noneMatch(word -> word.contains("openrouter") || word.equals("install"))) {
                runAs(row, words);
            }
        }
    }

    /// Both runs begin with the same configuration: the first one may have changed it.
    private void runAs(Row row, List<String> words) throws IOException {
        Path file = home.resolve(".llm-router.json");
        byte[] before = Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
        CliRun run = run(words);
        boolean clean = !run.err().contains("\tat ") && !run.err().contains("Exception") && run.exitCode() >= 0
            && run.exitCode() <= 2;
        check(clean && (run.exitCode() == 0 || !(run.err() + run.out()).isBlank()), words, run);
        if (row.command.flag("json") == null) return;
        var asJson = new ArrayList<>(words);
        asJson.add(1, "--json");
        if (before != null) Files.write(file, before);
        else Files.deleteIfExists(file);
        CliRun json = run(asJson);
        boolean unexpected = json.out().contains("\"code\":\"unexpected\"");
        check(isJson(json.out()) && json.exitCode() == run.exitCode() && !unexpected, asJson, json);
    }

    private static boolean isJson(String text) {
        try {
            Json.parse(text.strip());
            return true;
        } catch (JsonError _) {
            return false;
        }
    }
}
