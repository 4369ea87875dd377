package llmrouter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One of the project's own source files, as the rules look at it.
///
/// @param text as it stands in the file
/// @param code the same lines without comments and without what stands in quotes
record SourceFile(Path path, String text, String code) {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile(
        "(?m)^(?:(?:public|final|sealed|non-sealed|abstract) )*(?:class|interface|@interface|record|enum) (\\w+)");
    /// Where a control statement begins. A `switch` whose value is used is an expression, so it is counted only
    /// where a statement can begin.
    private static final Pattern CONTROL = Pattern.compile(
        "\\b(?:for|if|while|do|try)\\b|(?:^|[{});]|\\belse\\b)\\s*switch\\b");

    /// Every Java file under these folders, in a fixed order.
    static List<SourceFile> under(String... folders) {
        return List.of(folders).stream().flatMap(folder -> walk(Path.of(folder))).toList();
    }

    private static Stream<SourceFile> walk(Path folder) {
        try (var paths = Files.walk(folder)) {
            return paths.filter(p -> p.toString().endsWith(".java")).sorted().map(SourceFile::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SourceFile read(Path path) {
        var text = read(path.toString());
        return new SourceFile(path, text, codeOf(text));
    }

    /// The text of any file of the project.
    static String read(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return path.getFileName().toString();
    }

    long lines() {
        return text.lines().count();
    }

    /// Lines that say something to the compiler beyond the file's own bookkeeping: no blank ones, comments or imports.
    long linesOfCode() {
        return code.lines().filter(l -> !l.isBlank() && !l.startsWith("import ") && !l.startsWith("package ")).count();
    }

    /// The package below `llmrouter`, as in `config.read`; empty for what lies in `llmrouter` itself.
    String pack() {
        var name = PACKAGE.matcher(code).results().map(m -> m.group(1)).findFirst().orElse("");
        return name.startsWith("llmrouter.") ? name.substring("llmrouter.".length()) : "";
    }

    /// The part of the program it belongs to: the first name of its package; for a type of `llmrouter` itself, its
    /// name.
    String part() {
        var pack = pack();
        return pack.isEmpty() ? name().replace(".java", "") : pack.split("\\.")[0];
    }

    /// How many lines have more columns than that.
    long linesWiderThan(int columns) {
        return text.lines().filter(line -> columns(line) > columns).count();
    }

    static int columns(String line) {
        return line.codePointCount(0, line.length());
    }

    /// The numbers of the lines on which more than one control statement begins.
    List<Integer> linesOfStackedControl() {
        var numbers = new ArrayList<Integer>();
        var lines = code.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (CONTROL.matcher(lines.get(i)).results().count() > 1) numbers.add(i + 1);
        }
        return numbers;
    }

    List<String> topLevelTypes() {
        return TYPE.matcher(code).results().map(m -> m.group(1)).toList();
    }

    /// Everything in the code that the pattern finds.
    List<MatchResult> find(Pattern pattern) {
        return pattern.matcher(code).results().toList();
    }

    /// Leaves out comments and the inside of quotes; line ends stay.
    static String codeOf(String text) {
        var out = new StringBuilder(text.length());
        for (int at = 0; at < text.length();) {
            int end = endOfToken(text, at);
            if (end == at + 1) out.append(text.charAt(at));
            else text.substring(at, end).chars().filter(c -> c == '\n').forEach(_ -> out.append('\n'));
            at = end;
        }
        return out.toString();
    }

    /// Where the comment or literal that begins at `at` ends; `at + 1` if none begins there.
    private static int endOfToken(String text, int at) {
        if (text.startsWith("//", at)) return after(text, text.indexOf("\n", at));
        if (text.startsWith("/*", at)) return after(text, text.indexOf("*/", at + 2) + 1);
        if (text.startsWith("\"\"\"", at)) return afterQuote(text, at + 3, "\"\"\"");
        if (text.startsWith("\"", at)) return afterQuote(text, at + 1, "\"");
        return text.startsWith("'", at) ? afterQuote(text, at + 1, "'") : at + 1;
    }

    private static int after(String text, int last) {
        return last < 0 ? text.length() : last + 1;
    }

    private static int afterQuote(String text, int at, String quote) {
        while (at < text.length() && !text.startsWith(quote, at)) at += text.charAt(at) == '\\' ? 2 : 1;
        return at + quote.length();
    }
}
