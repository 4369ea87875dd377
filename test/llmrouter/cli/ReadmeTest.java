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

    /// The README and the pages that show how to run the program.
    private static List<Path> pages() {
        return List.of(Path.of("README.md"), Path.of("docs/running.md"), Path.of("docs/configuration.md"),
            Path.of("docs/environment.md"), Path.of("docs/commands.md"), Path.of("docs/scaling.md"));
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    private static String reference() {
        var out = new StringBuilder("| command | what it does |\n|---|---|\n");
        for (Command command : CommandTable.standard().commands()) {
            out.append("| `").append(command.name()).append("` | ").append(command.summary()).append(" |\n");
        }
        return out.toString();
    }

    @Test
    void itsReferenceIsTheCommandTable() throws IOException {
        String readme = readme();
        assertEquals(reference(), readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END)));
    }

    @Test
    void everyCommandLineParsesOnEachPage() throws IOException {
        int parsed = 0;
        for (Path page : pages()) {
            for (String line : shellLines(Files.readString(page))) {
                List<String> words = ShellWords.of(line.substring(line.indexOf("llm-router ")));
                words.removeFirst();
                ArgumentParser.parse(CommandTable.standard().command(words.removeFirst()), words);
                parsed++;
            }
        }
        assertTrue(parsed >= 12, "the pages show only " + parsed + " command lines");
    }

    /// The lines of all blocks for a shell that run the program, perhaps with variables before it.
    private static List<String> shellLines(String page) {
        var lines = new ArrayList<String>();
        boolean shell = false;
        for (String line : page.replaceAll("\\\\\n +", "").lines().map(String::strip).toList()) {
            if (line.startsWith("```")) shell = line.equals("```sh");
            if (shell && line.matches("(?:\\w+=\\S+ )*llm-router .*")) lines.add(line);
        }
        return lines;
    }

    @Test
    void itLeavesReferencesToTheDocuments() throws IOException {
        String readme = readme();
        for (String document : List.of("docs/configuration.md", "docs/environment.md", "docs/running.md",
            "docs/architecture.md", ".github/CONTRIBUTING.md")) {
            assertTrue(readme.contains("](" + document + ")"), document);
        }
    }
}
