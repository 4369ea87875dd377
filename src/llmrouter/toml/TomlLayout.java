package llmrouter.toml;

import java.util.List;

import llmrouter.toml.TomlDocument.TomlSection;
import llmrouter.toml.TomlNode.TomlEntry;

/// How a file's text is laid out in lines: its line ends, its indentation, what stands between keys and values, and
/// where a section ends. Immutable.
record TomlLayout(TomlDocument document) {

    String lineEnd() {
        int first = text().indexOf('\n');
        return first > 0 && text().charAt(first - 1) == '\r' ? "\r\n" : "\n";
    }

    /// The offset at which the line of an offset begins; behind a byte-order mark.
    int lineStart(int at) {
        int start = at == 0 ? 0 : text().lastIndexOf('\n', at - 1) + 1;
        return start == 0 && TomlScan.isMarked(text()) ? 1 : start;
    }

    /// The offset of the line end behind an offset, or the length of the text.
    int lineTail(int at) {
        int end = text().indexOf('\n', at);
        if (end < 0) return text().length();
        return end > 0 && text().charAt(end - 1) == '\r' ? end - 1 : end;
    }

    /// The offset behind the line end behind an offset.
    int nextLine(int at) {
        int end = text().indexOf('\n', at);
        return end < 0 ? text().length() : end + 1;
    }

    /// The white space at the beginning of the line of an offset.
    String indentation(int at) {
        int start = lineStart(at);
        int end = start;
        while (end < at && isBlank(text().charAt(end))) end++;
        return text().substring(start, end);
    }

    /// ` = `, or `=` if the neighbour has no white space there.
    String equalsSign(TomlEntry neighbour) {
        if (neighbour == null) return " = ";
        return isBlank(text().charAt(neighbour.end())) ? " = " : "=";
    }

    /// What a new entry of a section may be modelled on: the last one there, else the first one of the document.
    TomlEntry model(TomlSection section) {
        if (!section.entries().isEmpty()) return section.entries().getLast();
        for (TomlSection other : document.sections()) {
            if (!other.entries().isEmpty()) return other.entries().getFirst();
        }
        return null;
    }

    /// Behind the last line of a section: its last entry, and the comments that stand directly below it, unless they
    /// stand directly above the next header. Behind the last section is the end of what the file holds.
    int tail(TomlSection section) {
        List<TomlSection> sections = document.sections();
        int index = sections.indexOf(section);
        if (index == sections.size() - 1) return contentEnd();
        int last = section.entries().isEmpty() ? section.end() : section.entries().getLast().value().end;
        int tail = lineTail(last);
        int comments = tail;
        int line = nextLine(tail);
        while (isComment(line)) {
            comments = lineTail(line);
            line = nextLine(line);
        }
        return isEmptyLine(line) ? comments : tail;
    }

    /// Behind the last line that is not empty.
    int contentEnd() {
        int end = text().length();
        while (end > 0 && isWhite(text().charAt(end - 1))) end--;
        return end == 1 && TomlScan.isMarked(text()) ? 1 : end == 0 ? 0 : lineTail(end - 1);
    }

    /// Where the comments begin that stand directly above a header; where its line begins if there are none.
    int attached(int header) {
        int line = lineStart(header);
        while (line > 0 && isComment(lineStart(line - 1)) && lineStart(line - 1) < line) line = lineStart(line - 1);
        return line;
    }

    /// Whether sections follow each other without an empty line, as far as one can tell.
    boolean isTight() {
        List<TomlSection> sections = document.sections();
        for (TomlSection section : sections.subList(1, sections.size())) {
            int above = attached(section.start());
            if (above > 1 && isEmptyLine(lineStart(above - 1))) return false;
        }
        return sections.size() > 2;
    }

    boolean isEmptyLine(int at) {
        int end = at;
        while (end < text().length() && isBlank(text().charAt(end))) end++;
        return end == text().length() || text().charAt(end) == '\n' || text().charAt(end) == '\r';
    }

    private boolean isComment(int at) {
        int start = at;
        while (start < text().length() && isBlank(text().charAt(start))) start++;
        return start < text().length() && text().charAt(start) == '#';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isWhite(char c) {
        return isBlank(c) || c == '\n' || c == '\r';
    }

    private String text() {
        return document.text();
    }
}
