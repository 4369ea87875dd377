package llmrouter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The README is true: its reference is the command table, and its command lines parse.
class ReadmeTest {
    private static final String BEGIN = "<!-- commands: made from the command table, checked by ReadmeTest -->\n";
    private static final String END = "<!-- /commands -->\n";

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    private static String reference() {
        var out = new StringBuilder("| command | what it does | takes |\n|---|---|---|\n");
        for (Command command : CommandTable.standard().commands()) {
            var takes = new ArrayList<String>();
            String operands = command.operands().label().replace("|", "\\|");
            if (!operands.isEmpty()) takes.add("`" + operands + "`");
            for (Operation operation : command.operations()) takes.add("`" + operation.name() + "`");
            if (command.operations().isEmpty()) {
                for (Flag flag : command.flags()) takes.add("`--" + flag.name() + "`");
            }
            out.append("| `").append(command.name()).append("` | ").append(command.summary()).append(" | ")
                .append(String.join(" ", takes)).append(" |\n");
        }
        return out.toString();
    }

    @Test
    void itsReferenceIsTheCommandTable() throws IOException {
        String readme = readme();
        assertEquals(reference(), readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END)));
    }

    @Test
    void everyCommandLineInItParses() throws IOException {
        int parsed = 0;
        boolean shell = false;
        for (String line : readme().replaceAll("\\\\\n +", "").lines().map(String::strip).toList()) {
            if (line.startsWith("```")) shell = line.equals("```sh");
            if (!shell || !line.startsWith("llm-router ")) continue;
            List<String> words = ShellWords.of(line);
            words.removeFirst();
            ArgumentParser.parse(CommandTable.standard().command(words.removeFirst()), words);
            parsed++;
        }
        assertTrue(parsed >= 5, "the README shows only " + parsed + " command lines");
    }

    @Test
    void itLeavesReferencesToTheDocuments() throws IOException {
        String readme = readme();
        for (String document : List.of("docs/configuration.md", "docs/environment.md", "docs/architecture.md",
            ".github/CONTRIBUTING.md")) {
            assertTrue(readme.contains("](" + document + ")"), document);
        }
    }
}
