package llmrouter.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Vendors retire models, so examples with real names go stale. The README lists the names that examples may use, with
/// the month in which they were looked up; after half a year this test asks to look again.
class ExampleModelsTest {
    private static final int MONTHS = 6;
    private static final Pattern LIST = Pattern.compile("<!-- models as of (\\d{4}-\\d\\d): ([^>]*) -->");
    /// Names of models as vendors give them: a family, and a number.
    private static final Pattern NAME = Pattern.compile("\\b(?:claude-(?:opus|sonnet|haiku|fable|\\d)[\\w.-]*\\d"
        + "|gpt-\\d[\\w.-]*|o[1345](?:-mini|-pro)?(?=[,\"'` ])|glm-\\d[\\w.-]*|gemini-\\d[\\w.-]*"
        + "|deepseek-[vr]\\d[\\w.-]*|qwen\\d[\\w.-]*|kimi-k\\d[\\w.-]*|llama-?\\d[\\w.-]*|grok-\\d[\\w.-]*"
        + "|mistral-[\\w.-]*\\d)");

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    @Test
    void theListOfNamesWasLookedAtWithinHalfAYear() throws IOException {
        var list = LIST.matcher(readme());
        assertTrue(list.find(), "README.md has no list '" + LIST + "'");
        LocalDate stale = YearMonth.parse(list.group(1)).plusMonths(MONTHS).atDay(1);
        assertTrue(LocalDate.now().isBefore(stale), "the models that README.md names are those of " + list.group(1)
            + ". Look up which of " + list.group(2)
            + " the vendors still serve, replace the others, and set the month");
    }

    @Test
    void examplesNameOnlyModelsOfThatList() throws IOException {
        var list = LIST.matcher(readme());
        assertTrue(list.find());
        Set<String> listed = Set.of(list.group(2).split(" "));
        var used = new TreeSet<String>();
        var others = new ArrayList<String>();
        for (Path file : files()) {
            var names = NAME.matcher(withoutComments(file));
            while (names.find()) {
                used.add(names.group());
                if (!listed.contains(names.group())) others.add(file + ": " + names.group());
            }
        }
        assertEquals(List.of(), others, "use a name of the list in README.md, or a made-up one such as large-model");
        assertEquals(new TreeSet<>(listed), used);
    }

    private static String withoutComments(Path file) throws IOException {
        String text = Files.readString(file);
        return file.toString().endsWith(".java") ? text.replaceAll("(?m)^ *//.*$", "") : text;
    }

    /// The documents, and the sources with what people read. What a format knows about a vendor's models is no example;
    /// neither is the table of known providers, whose rows name models with the month in which they were checked.
    private static List<Path> files() throws IOException {
        var files = new ArrayList<>(List.of(Path.of("README.md"), Path.of("SECURITY.md"),
            Path.of(".github/CONTRIBUTING.md")));
        for (String folder : List.of("docs", "src/llmrouter")) {
            try (Stream<Path> found = Files.walk(Path.of(folder))) {
                found.filter(Files::isRegularFile).filter(file -> !isKnowledge(file)).sorted().forEach(files::add);
            }
        }
        return files;
    }

    private static boolean isKnowledge(Path file) {
        return file.startsWith("src/llmrouter/protocol") || file.startsWith("src/llmrouter/providers")
            || file.equals(Path.of("docs/providers.md"));
    }
}
