package llmrouter.toml;

import java.util.ArrayList;
import java.util.List;

import llmrouter.toml.TomlDocument.TomlSection;
import llmrouter.toml.TomlNode.Form;
import llmrouter.toml.TomlNode.TomlEntry;

/// Reads a text in one pass. One object reads one text.
final class TomlParser {
    private final TomlScan scan;
    private final TomlLimits limits;
    private final TomlStrings strings;
    private final TomlTree tree;
    private final List<TomlSection> sections = new ArrayList<>();

    private TomlParser(String text, TomlLimits limits) {
        this.limits = limits;
        scan = new TomlScan(text, limits);
        strings = new TomlStrings(scan);
        tree = new TomlTree(scan);
    }

    static TomlDocument parse(String text, TomlLimits limits) {
        var parser = new TomlParser(text, limits);
        parser.document();
        return new TomlDocument(text, parser.tree.top(), parser.sections);
    }

    private void document() {
        int start = scan.at();
        var section = new TomlSection(tree.top(), List.of(), start, start, new ArrayList<>());
        sections.add(section);
        scan.fill();
        while (!scan.atEnd()) {
            if (scan.peek() == '[') {
                section = header();
                sections.add(section);
                scan.endOfLine("a header");
            } else {
                TomlEntry entry = entry(0);
                section.entries().add(entry);
                tree.put(section.table(), entry);
                scan.endOfLine("a value");
            }
            scan.fill();
        }
    }

    private TomlSection header() {
        int start = scan.at();
        boolean element = scan.peek(1) == '[';
        scan.skip(element ? 2 : 1);
        scan.blanks();
        List<String> key = key();
        String close = element ? "]]" : "]";
        if (!scan.sees(close)) {
            throw scan.error("a header does not end behind its name", "put " + close + " behind it", scan.at());
        }
        scan.skip(close.length());
        int end = scan.at();
        TomlNode table = element ? tree.element(key, start, end) : tree.header(key, start, end);
        return new TomlSection(table, key, start, end, new ArrayList<>());
    }

    private TomlEntry entry(int depth) {
        int start = scan.at();
        List<String> key = key();
        int end = scan.at();
        while (scan.text().charAt(end - 1) == ' ' || scan.text().charAt(end - 1) == '\t') end--;
        if (scan.peek() != '=') {
            throw scan.error("a key has no value", "write key = value; a key with other characters than letters, "
                + "digits, _ and - needs quotes", scan.at());
        }
        scan.skip(1);
        scan.blanks();
        return new TomlEntry(key, start, end, value(start, depth));
    }

    // ── keys ──

    /// The parts of a key, and the blanks behind it.
    private List<String> key() {
        var parts = new ArrayList<String>(2);
        parts.add(part());
        scan.blanks();
        while (scan.peek() == '.') {
            if (parts.size() == limits.depth()) throw tooDeep(scan.at());
            scan.skip(1);
            scan.blanks();
            parts.add(part());
            scan.blanks();
        }
        return parts;
    }

    private String part() {
        char c = scan.peek();
        if (c == '"' || c == '\'') {
            boolean three = scan.peek(1) == c && scan.peek(2) == c;
            if (three) throw scan.error("a key stands in three quotes", "put it in one " + c + " each", scan.at());
            return strings.onOneLine(c);
        }
        int start = scan.at();
        while (isBare(scan.peek())) scan.skip(1);
        if (scan.at() > start) return scan.text().substring(start, scan.at());
        String fix = c == '=' ? "write one before the =, or \"\" for the empty one"
            : "use letters, digits, _ and -, or put the key in double quotes";
        throw scan.error("a key is missing", fix, start);
    }

    static boolean isBare(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-';
    }

    // ── values ──

    private TomlNode value(int keyStart, int depth) {
        int start = scan.at();
        return switch (scan.peek()) {
            case '"', '\'' -> scalar(keyStart, start, new TomlValue.Str(strings.read()));
            case '[' -> array(keyStart, depth);
            case '{' -> inlineTable(keyStart, depth);
            default -> word(keyStart);
        };
    }

    private TomlNode scalar(int keyStart, int start, TomlValue value) {
        return new TomlNode(Form.SCALAR, keyStart, start, scan.at(), value);
    }

    private TomlNode array(int keyStart, int depth) {
        int start = enter(depth);
        var array = new TomlNode(Form.ARRAY, keyStart, start, start, null);
        scan.fill();
        while (scan.peek() != ']') {
            array.elements.add(value(scan.at(), depth + 1));
            scan.fill();
            if (scan.peek() == ',') {
                scan.skip(1);
                scan.fill();
            } else if (scan.peek() != ']') {
                throw unended("an array", "]", start);
            }
        }
        scan.skip(1);
        array.end = scan.at();
        return array;
    }

    private TomlNode inlineTable(int keyStart, int depth) {
        int start = enter(depth);
        var table = new TomlNode(Form.INLINE, keyStart, start, start, null);
        scan.fill();
        while (scan.peek() != '}') {
            if (scan.atEnd()) throw unended("a table in braces", "}", start);
            TomlEntry entry = entry(depth + 1);
            table.entries.add(entry);
            tree.put(table, entry);
            scan.fill();
            if (scan.peek() == ',') {
                scan.skip(1);
                scan.fill();
            } else if (scan.peek() != '}') {
                throw unended("a table in braces", "}", start);
            }
        }
        scan.skip(1);
        table.end = scan.at();
        return table;
    }

    /// The place of a bracket or brace, which is left behind.
    private int enter(int depth) {
        if (depth >= limits.depth()) throw tooDeep(scan.at());
        scan.skip(1);
        return scan.at() - 1;
    }

    private TomlError unended(String what, String close, int start) {
        return scan.atEnd() ? scan.error(what + " has no end", "put " + close + " behind its last value", start)
            : scan.error("neither a comma nor " + close + " stands behind a value in " + what,
                "put one of them there", scan.at());
    }

    private TomlError tooDeep(int place) {
        return scan.error("values are nested more than " + limits.depth() + " deep", "remove levels", place);
    }

    /// A number, a date, a time, true or false.
    private TomlNode word(int keyStart) {
        int start = scan.at();
        while (isOfWord(scan.peek())) scan.skip(1);
        String word = scan.text().substring(start, scan.at());
        boolean timeFollows = TomlMoments.isDate(word) && scan.peek() == ' '
            && scan.peek(1) >= '0' && scan.peek(1) <= '9';
        if (timeFollows) {
            scan.skip(1);
            while (isOfWord(scan.peek())) scan.skip(1);
            word = scan.text().substring(start, scan.at());
        }
        TomlValue value = word(word, start);
        return scalar(keyStart, start, value);
    }

    private static boolean isOfWord(char c) {
        return isBare(c) || c == '+' || c == '.' || c == ':';
    }

    private TomlValue word(String word, int start) {
        if (word.isEmpty()) throw missing(start);
        if (word.equals("true") || word.equals("false")) return new TomlValue.Bool(word.equals("true"));
        if (TomlMoments.looksLike(word)) {
            TomlValue moment = TomlMoments.read(word);
            if (moment != null) return moment;
            throw scan.error("this is not a date or a time that exists",
                "write it like 2026-11-30T14:05:00Z, or put it in quotes if it is a text", start);
        }
        TomlValue number = TomlNumbers.read(word);
        if (number != null) return number;
        char first = word.charAt(0);
        boolean numeric = first >= '0' && first <= '9' || first == '+' || first == '-';
        throw numeric ? scan.error(TomlNumbers.reason(word), "correct it, or put it in quotes if it is a text", start)
            : scan.error("a text stands without quotes", "put it in double quotes", start);
    }

    private TomlError missing(int start) {
        char c = scan.peek();
        boolean nothing = scan.atEnd() || c == '#' || c == ',' || c == ']' || c == '}' || scan.lineEnd() > 0;
        return nothing ? scan.error("a value is missing", "write it here", start)
            : scan.error("a value begins with a character that no value begins with",
                "put a text in double quotes", start);
    }
}
