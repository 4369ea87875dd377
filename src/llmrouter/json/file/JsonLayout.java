package llmrouter.json.file;

import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.JsonLevel;
import llmrouter.json.JsonScan.Member;
import llmrouter.json.JsonTokens;
import llmrouter.json.JsonWriter;

/// How a file's text is laid out: its indentation, its line ends, and the white space that a new part gets from its
/// neighbours. Immutable.
record JsonLayout(JsonSource source, JsonTokens tokens) {

    /// The white space before the last member; the next member gets the same.
    String lead(JsonLevel level) {
        List<Member> members = level.members();
        int last = members.size() - 1;
        int from = last == 0 ? level.open() + 1 : source.plain().indexOf(',', members.get(last - 1).end()) + 1;
        int key = members.get(last).keyStart();
        if (source.hasComment(from, key)) return beginsItsLine(key) ? lineOf(key) : " ";
        String lead = text().substring(from, key);
        boolean tells = last > 0 || lead.indexOf('\n') >= 0;
        return tells ? lead : isMinified() ? "" : " ";
    }

    /// The lead of a member that must stand on a line of its own, because a comment ends the line before it.
    String leadOnNewLine(JsonLevel level) {
        String lead = lead(level);
        if (lead.indexOf('\n') >= 0) return lead;
        int key = level.members().getLast().keyStart();
        return beginsItsLine(key) ? lineOf(key) : lineOf(level.open()) + unit();
    }

    private boolean beginsItsLine(int at) {
        return source.beginsLine(source.lineHead(at));
    }

    /// The text of a value that replaces the one at `at`: on one line if the old value or all of its neighbours are.
    String format(Json value, int at, JsonLevel parent) {
        JsonLevel old = JsonLevel.of(tokens, at);
        boolean wasOneLine = old != null && !old.members().isEmpty() && isOneLine(old);
        boolean inOneLine = parent != null && isOneLine(parent);
        return format(value, wasOneLine || inOneLine ? "" : lineOf(at));
    }

    private boolean isOneLine(JsonLevel level) {
        return text().substring(level.open(), level.end()).indexOf('\n') < 0;
    }

    /// The text of a value on a line with this lead: indented under it, or on one line if the lead has no line end.
    String format(Json value, String lead) {
        int line = lead.lastIndexOf('\n');
        if (line < 0) return isMinified() ? value.toString() : JsonWriter.inline(value);
        return JsonWriter.pretty(value, lineEnd() + lead.substring(line + 1), unit());
    }

    /// A line end and the indentation of the line on which an offset stands.
    String lineOf(int at) {
        int from = at == 0 ? 0 : text().lastIndexOf('\n', at - 1) + 1;
        return lineEnd() + text().substring(from, source.afterBlanks(from));
    }

    private String lineEnd() {
        return text().indexOf("\r\n") < 0 ? "\n" : "\r\n";
    }

    /// One level of indentation: what stands before the first member of the text, two spaces if that is on the first
    /// line.
    String unit() {
        JsonLevel top = JsonLevel.of(tokens, tokens.begin());
        if (top == null || top.members().isEmpty()) return "  ";
        int line = text().lastIndexOf('\n', top.members().getFirst().keyStart());
        int end = source.afterBlanks(line + 1);
        return line < top.open() || end == line + 1 ? "  " : text().substring(line + 1, end);
    }

    /// Whether the text was written by a program: it has no space after its first colon.
    boolean isMinified() {
        JsonLevel top = JsonLevel.of(tokens, tokens.begin());
        if (top == null || top.members().isEmpty() || text().indexOf('\n') >= 0) return false;
        int value = top.members().getFirst().start();
        return text().charAt(value - 1) == (top.isObject() ? ':' : '[');
    }

    private String text() {
        return source.text();
    }
}
