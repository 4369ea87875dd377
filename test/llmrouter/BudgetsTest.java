package llmrouter;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// How much a package, a file and a line may hold. There is no limit for the whole program: a package or a file that
/// reaches its limit holds two ideas, and is divided.
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
        var packages = new TreeMap<Path, List<SourceFile>>();
        for (var file : SourceFile.under("src")) {
            packages.computeIfAbsent(file.path().getParent(), _ -> new ArrayList<>()).add(file);
        }
        var violations = new ArrayList<String>();
        packages.forEach((folder, files) -> {
            long code = files.stream().mapToLong(SourceFile::linesOfCode).sum();
            if (files.size() <= FILES_OF_A_PACKAGE && code <= CODE_OF_A_PACKAGE) return;
            violations.add(folder + " has " + files.size() + " files with " + code + " lines of code; it may have "
                    + FILES_OF_A_PACKAGE + " files and " + CODE_OF_A_PACKAGE + " lines of code: divide it");
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
                if (columns <= WIDEST) continue;
                violations.add(file.path() + ":" + (i + 1) + " has " + columns + " columns, more than " + WIDEST);
            }
        }
        none(violations);
    }

    @Test
    void aLineBeginsOneControlStatement() {
        var fix = ": two control statements (for, if, while, do, switch, try) begin here; give each a line";
        var violations = new ArrayList<String>();
        for (var file : ALL) {
            for (int line : file.linesOfStackedControl()) violations.add(file.path() + ":" + line + fix);
        }
        none(violations);
    }

    @Test
    void noFileGetsMoreWideLines() {
        var allowed = wideFiles();
        var violations = new ArrayList<String>();
        wideLines().forEach((path, count) -> {
            long before = allowed.getOrDefault(path, 0L);
            if (count <= before) return;
            violations.add(path + " has " + count + " lines over " + WIDE + " columns, and may have " + before
                + "; see " + wideLineNumbers(path));
        });
        none(violations);
    }

    @Test
    void theListOfWideFilesShrinks() {
        var now = wideLines();
        var fewer = new ArrayList<String>();
        wideFiles().forEach((path, allowed) -> {
            if (now.getOrDefault(path, 0L) < allowed) fewer.add(path);
        });
        if (fewer.isEmpty()) return;
        var list = now.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).collect(Collectors.joining("\n"));
        none(List.of("Fewer wide lines than allowed in " + fewer + ". New entries of " + WIDE_FILES + ":\n" + list));
    }

    private static String wideLineNumbers(String path) {
        var lines = SourceFile.read(path).split("\n");
        return IntStream.range(0, lines.length).filter(i -> lines[i].length() > WIDE)
            .mapToObj(i -> "line " + (i + 1)).collect(Collectors.joining(", "));
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
        var allowed = new TreeMap<String, Long>();
        for (var line : SourceFile.read(WIDE_FILES).lines().toList()) {
            int blank = line.indexOf(' ');
            if (!line.startsWith("#")) allowed.put(line.substring(blank + 1), Long.valueOf(line.substring(0, blank)));
        }
        return allowed;
    }
}
