package llmrouter.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import llmrouter.config.Alias.Strategy;
import llmrouter.config.ConfigOutcome;
import llmrouter.config.ConfigOutcome.InvalidConfig;
import llmrouter.config.Finding;
import llmrouter.config.read.ConfigReader;
import llmrouter.config.read.ConfigSection;
import llmrouter.config.read.SectionSample;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The documents agree with the tables of the program, their examples load, and their links lead somewhere.
class DocsTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```json *([a-z-]*)\\n(.*?)^```");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]*)(?:#([^)]*))?\\)");
    private static final Pattern METHOD = Pattern.compile("\\[`\\w+\\.(\\w+)`\\]\\(([^)]*\\.java)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            var all = new ArrayList<>(docs.filter(f -> f.toString().endsWith(".md")).sorted().toList());
            for (String top : List.of("README.md", "SECURITY.md", "CHANGELOG.md")) all.add(Path.of(top));
            return all;
        }
    }

    @Test
    void theGeneratedPartsAreThoseOfTheTables() throws IOException {
        for (var part : GeneratedParts.all()) {
            String document = Files.exists(part.file()) ? Files.readString(part.file()) : "";
            String problem = part.file() + " differs from the table of its part " + part.name()
                + ": run './build.sh docs'";
            assertEquals(part.in(document), document, problem);
        }
    }

    @Test
    void everyExampleOfAConfigurationLoadsWithoutFindings() throws IOException {
        int examples = 0;
        var found = EXAMPLE.matcher(Files.readString(Path.of("docs/configuration.md")));
        while (found.find()) {
            String text = found.group(2);
            assertEquals(List.of(), findings(found.group(1).isEmpty() ? text : around(found.group(1), text)), text);
            examples++;
        }
        assertTrue(examples >= ConfigSection.values().length - 1, "only " + examples + " examples");
    }

    /// The example of one object, in a configuration around it.
    private static String around(String section, String text) {
        var of = ConfigSection.valueOf(section.toUpperCase(Locale.ROOT).replace('-', '_'));
        return SectionSample.around(of, (Obj) Json.parse(text));
    }

    private static List<String> findings(String text) {
        var lines = new ArrayList<String>();
        ConfigOutcome outcome = ConfigReader.read(text, "example");
        if (outcome instanceof InvalidConfig invalid) invalid.problems().stream().map(Finding::describe)
            .forEach(lines::add);
        outcome.warnings().stream().map(Finding::describe).forEach(lines::add);
        return lines;
    }

    @Test
    void everyLinkWithinTheRepositoryLeadsSomewhere() throws IOException {
        var broken = new ArrayList<String>();
        for (Path document : documents()) {
            var links = LINK.matcher(Files.readString(document));
            while (links.find()) {
                if (links.group(1).startsWith("http")) continue;
                Path folder = document.toAbsolutePath().getParent();
                Path target = links.group(1).isEmpty() ? document : folder.resolve(links.group(1)).normalize();
                boolean there = Files.exists(target) && (links.group(2) == null
                    || anchors(target).contains(links.group(2)));
                if (!there) broken.add(document + ": " + links.group());
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void everyStrategyIsExplainedWithAllItsSpellings() throws IOException {
        String document = Files.readString(Path.of("docs/configuration.md"));
        String section = document.substring(document.indexOf("\n## Strategies"), document.indexOf("\n## Client keys"));
        for (Strategy strategy : Strategy.values()) {
            String row = section.lines().filter(line -> line.startsWith("| `" + strategy.word() + "` |")).findFirst()
                .orElseThrow(() -> new AssertionError("no row of " + strategy.word()));
            var others = Pattern.compile("`([^`]+)`").matcher(row.split("\\|")[2]);
            while (others.find()) assertEquals(strategy, Strategy.of(others.group(1)), row);
            assertTrue(section.contains("{\"strategy\": \"" + strategy.word() + "\""), strategy.word());
        }
    }

    @Test
    void theMethodsThatTheReadmeNamesAreInTheFilesItLinks() throws IOException {
        int methods = 0;
        var links = METHOD.matcher(Files.readString(Path.of("README.md")));
        while (links.find()) {
            String source = Files.readString(Path.of(links.group(2)));
            assertTrue(source.contains(" " + links.group(1) + "("), links.group());
            methods++;
        }
        assertTrue(methods >= 2, "the README names " + methods + " methods");
    }

    /// What GitHub makes of headings: lower case, without punctuation, hyphens for spaces.
    private static List<String> anchors(Path document) throws IOException {
        return HEADING.matcher(Files.readString(document)).results()
            .map(h -> h.group(1).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-')).toList();
    }

    @Test
    void aPartReplacesWhatStandsBetweenItsMarks() {
        var part = new GeneratedParts.Part(Path.of("x.md"), "keys", "new\n");
        assertEquals("a\n<!-- keys: made -->\nnew\n<!-- /keys -->\nb\n",
            part.in("a\n<!-- keys: made -->\nold\nold\n<!-- /keys -->\nb\n"));
    }
}
