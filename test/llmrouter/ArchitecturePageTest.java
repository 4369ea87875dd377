package llmrouter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// The pages for readers of the code name packages and files that exist, and the map is complete.
class ArchitecturePageTest {
    private static final Path SRC = Path.of("src/llmrouter");
    private static final String PAGE = SourceFile.read("docs/architecture.md");
    private static final Pattern PACKAGE = Pattern.compile("`((?:[a-z]+/)+)`");
    private static final Pattern FILE = Pattern.compile("`([a-z/]*[A-Z]\\w*\\.java)`");
    private static final Pattern METHOD = Pattern.compile("`([a-z/]*[A-Z]\\w*\\.java)`, method `(\\w+)`");
    private static final Pattern PATH = Pattern.compile("`((?:src|test|docs|tools)/[\\w./-]+)`");
    /// The first cell names the package, the third what it may use.
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z/]+)/` \\|[^|]*\\| *(.*?) *\\|$");

    @Test
    void everyPackageAndFileOnThePageExists() {
        var missing = new TreeSet<String>();
        for (var pattern : List.of(PACKAGE, FILE)) {
            pattern.matcher(PAGE).results().map(m -> m.group(1)).filter(name -> !exists(name)).forEach(missing::add);
        }
        assertEquals("[]", missing.toString());
    }

    private static boolean exists(String name) {
        return name.equals("package-info.java") || Files.exists(SRC.resolve(name)) || Files.exists(Path.of(name));
    }

    @Test
    void everyMethodOnThePageExists() {
        var missing = METHOD.matcher(PAGE).results().filter(m -> {
            var file = SourceFile.read(SRC.resolve(m.group(1)).toString());
            return !Pattern.compile("\\b" + m.group(2) + "\\([^;]*\\{").matcher(file).find();
        });
        assertEquals(List.of(), missing.map(m -> m.group(1) + " has no method " + m.group(2)).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", ".github/CONTRIBUTING.md"})
    void everyPathFromTheRootExists(String page) {
        var paths = PATH.matcher(SourceFile.read(page)).results().map(m -> m.group(1));
        var missing = paths.filter(p -> !p.contains("NAME") && !Files.exists(Path.of(p))).toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void everyPackageIsInTheMap() {
        var mapped = ROW.matcher(PAGE).results().map(m -> m.group(1).replace('/', '.')).toList();
        var packages = SourceFile.under("src").stream().map(SourceFile::pack).filter(p -> !p.isEmpty()).distinct();
        assertEquals(List.of(), packages.filter(p -> !mapped.contains(p)).toList());
    }

    @Test
    void theMapSaysWhatEachPartMayUse() {
        var wrong = new ArrayList<String>();
        ROW.matcher(PAGE).results().forEach(row -> {
            var expected = row.group(1).contains("/") ? "as its parent" : uses(Parts.of(row.group(1)));
            if (!row.group(2).equals(expected)) wrong.add("`" + row.group(1) + "/` may use: " + expected);
        });
        assertEquals("", String.join("\n", wrong));
    }

    /// As the map says it: parts that exist, in the table's order; an edge uses the whole core anyway.
    private static String uses(Parts.Part part) {
        if (part.name().equals("cli")) return "all edges but `page/`";
        if (Set.of("admission", "gateway", "records", "worker").contains(part.name())) return "the core above";
        var names = new ArrayList<String>();
        for (var used : Parts.all()) {
            boolean said = part.core() || !used.core();
            boolean here = Files.isDirectory(SRC.resolve(used.name()));
            if (said && here && part.uses().contains(used.name())) names.add("`" + used.name() + "/`");
        }
        return names.isEmpty() ? "–" : String.join(" ", names);
    }
}
