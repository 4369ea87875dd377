package llmrouter;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// The rules of the sources are as good as the eyes that read them.
class SourceFileTest {
    private static SourceFile file(String text) {
        return new SourceFile(Path.of("Example.java"), text, SourceFile.codeOf(text));
    }

    @Test
    void commentsAndQuotesAreNotCode() {
        var text = "a /* System.exit */ b // Thread\nc \"x\\\"Thread\" '\\'' d \"\"\"\n Thread \\\"\"\" \"\"\" e";
        assertEquals("a  b \nc   d \n e", SourceFile.codeOf(text));
    }

    @Test
    void twoControlStatementsOnALineAreFound() {
        var text = """
            for (var a : all) if (a) b();
            if (a) for (;;) b();
            } else if (a) while (b) c();
            if (a) try {
            while (a) switch (b) {
            all.forEach(a -> { if (a) { for (;;) b(); } });
            if (a) b(); else if (c) d();
            """;
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7), file(text).linesOfStackedControl());
    }

    @Test
    void oneControlStatementOnALineIsRight() {
        var text = """
            } else if (a) {
            if (a) return switch (b) {
            for (var a : f(switch (b) { default -> c; })) d();
            } while (a);
            case A -> { if (a) b(); }
            if (a) b("for if while"); // if not, try
            all.forEach(a -> switch (a) {
            if (format) doIt(iffy, trying);
            """;
        assertEquals(List.of(), file(text).linesOfStackedControl());
    }

    @Test
    void columnsAreCountedAsAReaderSeesThem() {
        assertEquals(4, SourceFile.columns("aé→😀"));
        assertEquals(1, file("12345\n1234\n").linesWiderThan(4));
    }

    @Test
    void aFileKnowsItsPackageAndItsPart() {
        var nested = file("package llmrouter.config.read;\nclass A {}\n");
        assertEquals("config.read", nested.pack());
        assertEquals("config", nested.part());
        assertEquals("Example", file("package llmrouter;\nclass A {}\n").part());
    }
}
