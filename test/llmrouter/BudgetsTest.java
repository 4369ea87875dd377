package llmrouter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// How much a package, a file and a line may hold. There is no limit for the whole program: a package or a file that reaches its limit holds
/// two ideas, and is divided.
class BudgetsTest {
    private static final int FILES_OF_A_PACKAGE = 30;
    private static final int CODE_OF_A_PACKAGE = 2_000;
    private static final int LINES_OF_A_FILE = 450;
    private static final int WIDEST = 140;
    /// A line that is wider than this is counted. No file may have more such lines than `wide-lines.txt` says.
    private static final int WIDE = 120;
    private static final String WIDE_FILES = "test/llmrouter/wide-lines.txt";

    private static final List<SourceFile> ALL = SourceFile.under("src", "test", "tools");

    private static void none(List<String> violations) {
        assertEquals("", String.join("\n", violations));
    }

    @Test
    void aPackageHoldsOneIdea() {
        var packages = SourceFile.under("src").stream().collect(Collectors.groupingBy(f -> f.path().getParent(), TreeMap::new, Collectors.toList()));
        var violations = new ArrayList<String>();
        packages.forEach((folder, files) -> {
            long code = files.stream().mapToLong(SourceFile::linesOfCode).sum();
            if (files.size() <= FILES_OF_A_PACKAGE && code <= CODE_OF_A_PACKAGE) return;
            violations.add(folder + " has " + files.size() + " files with " + code + " lines of code; a package has at most "
                    + FILES_OF_A_PACKAGE + " files and " + CODE_OF_A_PACKAGE + " lines of code, so divide it");
        });
        none(violations);
    }

    @Test
    void aFileIsReadInOneSitting() {
        none(ALL.stream().filter(f -> f.lines() > LINES_OF_A_FILE)
                .map(f -> f.path() + " has " + f.lines() + " lines; a file has at most " + LINES_OF_A_FILE).toList());
    }

    @Test
    void aLineFitsOnTheScreen() {
        var violations = new ArrayList<String>();
        for (var file : ALL) {
            var lines = file.text().lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                int columns = SourceFile.columns(lines.get(i));
                if (columns > WIDEST) violations.add(file.path() + ":" + (i + 1) + " has " + columns + " columns; a line has at most " + WIDEST);
            }
        }
        none(violations);
    }

    @Test
    void aLineBeginsOneStatementOfControl() {
        none(ALL.stream().flatMap(f -> f.linesOfStackedControl().stream()
                .map(line -> f.path() + ":" + line + " begins two statements of control (for, if, while, do, switch, try); give each its line")).toList());
    }

    @Test
    void noFileGetsMoreWideLines() {
        var allowed = wideFiles();
        var violations = new ArrayList<String>();
        wideLines().forEach((path, count) -> {
            long before = allowed.getOrDefault(path, 0L);
            if (count > before) violations.add(path + " has " + count + " lines over " + WIDE + " columns; " + WIDE_FILES + " allows " + before);
        });
        none(violations);
    }

    @Test
    void theListOfWideFilesShrinks() {
        var now = wideLines();
        var couldBeLess = wideFiles().entrySet().stream().filter(e -> now.getOrDefault(e.getKey(), 0L) < e.getValue()).map(Map.Entry::getKey).toList();
        if (couldBeLess.isEmpty()) return;
        var list = now.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).collect(Collectors.joining("\n"));
        none(List.of("There are fewer wide lines in " + couldBeLess + ". Replace the entries of " + WIDE_FILES + " with these:\n" + list));
    }

    /// Files with their count of wide lines, as they are.
    private static Map<String, Long> wideLines() {
        var counts = new TreeMap<String, Long>();
        for (var file : ALL) {
            long wide = file.linesWiderThan(WIDE);
            if (wide > 0) counts.put(file.path().toString().replace('\\', '/'), wide);
        }
        return counts;
    }

    /// Files with their count of wide lines, as the list allows them.
    private static Map<String, Long> wideFiles() {
        return SourceFile.read(WIDE_FILES).lines().filter(line -> !line.isBlank() && !line.startsWith("#")).map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[1], words -> Long.valueOf(words[0]), (_, second) -> second, TreeMap::new));
    }
}
