package llmrouter.toml;

import llmrouter.text.Letters;
import llmrouter.text.Text;

/// Reads the four kinds of strings: in `"` with escapes, in `'` without, each on one line or, with three marks, over
/// several.
final class TomlStrings {
    private final TomlScan scan;

    TomlStrings(TomlScan scan) {
        this.scan = scan;
    }

    /// The string at the place of the scan, which is at its first mark; afterwards it is behind the last one.
    String read() {
        char mark = scan.peek();
        boolean lines = scan.peek(1) == mark && scan.peek(2) == mark;
        return lines ? overLines(mark) : onOneLine(mark);
    }

    String onOneLine(char mark) {
        int start = scan.at();
        scan.skip(1);
        var out = new Text(32);
        while (scan.peek() != mark) {
            if (scan.atEnd() || scan.lineEnd() > 0) {
                throw scan.error("a string has no end on its line",
                    "put " + mark + " behind it, or three of these marks around it if it has several lines", start);
            }
            if (scan.peek() == '\\' && mark == '"') escape(out);
            else plain(out);
        }
        scan.skip(1);
        return out.take();
    }

    private String overLines(char mark) {
        int start = scan.at();
        scan.skip(3);
        scan.skip(scan.lineEnd());
        var out = new Text(128);
        int marks = marks(mark);
        while (marks < 3) {
            if (scan.atEnd()) throw scan.error("a string has no end", "put three " + mark + " behind it", start);
            if (scan.lineEnd() > 0) {
                out.add('\n');
                scan.skip(scan.lineEnd());
            } else if (scan.peek() == '\\' && mark == '"') {
                if (!continuation()) escape(out);
            } else {
                plain(out);
            }
            marks = marks(mark);
        }
        if (marks > 5) {
            throw scan.error("too many " + mark + " stand at the end of a string", "end it with three", scan.at());
        }
        for (int i = 3; i < marks; i++) out.add(mark);
        scan.skip(marks);
        return out.take();
    }

    private int marks(char mark) {
        int marks = 0;
        while (marks < 6 && scan.peek(marks) == mark) marks++;
        return marks;
    }

    private void plain(Text out) {
        out.add(scan.peek());
        scan.skip(1);
    }

    /// A backslash at the end of a line takes away all white space to the next text.
    private boolean continuation() {
        int start = scan.at();
        scan.skip(1);
        scan.blanks();
        if (scan.lineEnd() == 0) {
            scan.to(start);
            return false;
        }
        while (scan.lineEnd() > 0) {
            scan.skip(scan.lineEnd());
            scan.blanks();
        }
        return true;
    }

    private void escape(Text out) {
        char c = scan.peek(1);
        int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits > 0) {
            code(out, digits);
            return;
        }
        out.add(switch (c) {
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'e' -> '\u001B';
            case '"', '\\' -> c;
            default -> throw scan.error("a backslash stands before a character that has no such form",
                "write two backslashes, or put the text in single quotes", scan.at());
        });
        scan.skip(2);
    }

    private void code(Text out, int digits) {
        int start = scan.at();
        long code = 0;
        for (int i = 0; i < digits; i++) {
            int digit = Letters.digit(scan.peek(2 + i), 16);
            if (digit < 0) {
                throw scan.error("\\" + scan.peek(1) + " needs " + digits + " hexadecimal digits",
                    "write them, or two backslashes if none is meant", start);
            }
            code = code << 4 | digit;
        }
        if (code > Character.MAX_CODE_POINT || code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
            throw scan.error("\\" + scan.peek(1) + " names no character of Unicode", "correct the digits", start);
        }
        out.add(new StringBuilder().appendCodePoint((int) code).toString());
        scan.skip(2 + digits);
    }
}
