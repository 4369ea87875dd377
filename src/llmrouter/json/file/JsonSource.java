package llmrouter.json.file;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.JsonTokens;
import llmrouter.text.Text;
import llmrouter.text.Ws;

/// The text of a JSON file that a person may have written. Beyond RFC 8259 it may begin with a byte-order mark and have
/// comments, from `//` to the end of the line and between `/*` and `*/`. Texts that come over the network are strict
/// JSON; they are read with [Json#parse]. Immutable.
///
/// The idea: [#plain] is the same text with a blank for each character of a comment. It is strict JSON, and every token
/// in it stands at the same offset, line and column as in [#text]. So all code that finds places works on the plain
/// text, and an edit changes the original.
///
/// @param text     as it is in the file
/// @param plain    as long as `text`; comments and the byte-order mark are blanks, line ends stay
/// @param comments in the order of the text
public record JsonSource(String text, String plain, List<Comment> comments) {

    /// @param start offset of its first slash
    /// @param end   offset after its last character; the line end behind `//` does not belong to it
    public record Comment(int start, int end) {}

    /// @throws JsonError a comment has no end
    public static JsonSource of(String text) {
        var comments = comments(text);
        boolean marked = JsonTokens.isMarked(text);
        if (comments.isEmpty() && !marked) return new JsonSource(text, text, comments);
        var plain = new Text(text.length());
        if (marked) plain.add(' ');
        int at = marked ? 1 : 0;
        for (Comment comment : comments) {
            plain.add(text, at, comment.start);
            for (int i = comment.start; i < comment.end; i++) {
                char c = text.charAt(i);
                plain.add(isLineEnd(c) ? c : ' ');
            }
            at = comment.end;
        }
        return new JsonSource(text, plain.add(text, at, text.length()).take(), comments);
    }

    private static List<Comment> comments(String text) {
        var comments = new ArrayList<Comment>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '"') {
                i = afterString(text, i);
            } else if (c == '/' && (text.startsWith("//", i) || text.startsWith("/*", i))) {
                Comment comment = comment(text, i);
                comments.add(comment);
                i = comment.end;
            } else {
                i++;
            }
        }
        return List.copyOf(comments);
    }

    /// The offset after a string. A string without a closing quote ends with its line: the parser reports it, and what
    /// stands on the next lines is not taken for a part of it.
    private static int afterString(String text, int open) {
        int i = open + 1;
        while (i < text.length() && text.charAt(i) != '"' && !isLineEnd(text.charAt(i))) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, text.length());
    }

    private static Comment comment(String text, int start) {
        if (text.charAt(start + 1) == '*') {
            int close = text.indexOf("*/", start + 2);
            if (close < 0) throw new JsonError("this comment has no end; close it with */", text, start);
            return new Comment(start, close + 2);
        }
        int end = start;
        while (end < text.length() && !isLineEnd(text.charAt(end))) end++;
        return new Comment(start, end);
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    /// Whether there is nothing but white space and comments.
    public boolean hasNoValue() {
        return Ws.blank(plain);
    }

    /// The tree of the text, without its comments.
    ///
    /// @throws JsonError what is wrong, with line and column
    public Json parse() {
        return tokens().tree();
    }

    JsonTokens tokens() {
        return JsonTokens.of(plain, text);
    }

    // ── where comments stand, for edits ──

    /// Whether a comment stands between two offsets.
    boolean hasComment(int from, int to) {
        return lastComment(from, to) != null;
    }

    /// The last comment that stands between two offsets, or null.
    Comment lastComment(int from, int to) {
        Comment last = null;
        for (Comment comment : comments) {
            if (comment.start >= from && comment.end <= to) last = comment;
        }
        return last;
    }

    /// The offset after the blanks that follow on the same line, and after the comments that begin there.
    int lineTail(int from) {
        int at = from;
        while (true) {
            int next = afterBlanks(at);
            Comment comment = startingAt(next);
            if (comment == null) return next;
            at = comment.end;
        }
    }

    /// The offset of the first of the blanks, and of the comments that end there, before an offset on its line.
    int lineHead(int from) {
        int at = from;
        while (true) {
            int next = beforeBlanks(at);
            Comment comment = endingAt(next);
            if (comment == null) return next;
            at = comment.start;
        }
    }

    int beforeBlanks(int from) {
        int at = from;
        while (at > 0 && isBlank(text.charAt(at - 1))) at--;
        return at;
    }

    int afterBlanks(int from) {
        int at = from;
        while (at < text.length() && isBlank(text.charAt(at))) at++;
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private Comment startingAt(int at) {
        for (Comment comment : comments) {
            if (comment.start == at) return comment;
        }
        return null;
    }

    private Comment endingAt(int at) {
        for (Comment comment : comments) {
            if (comment.end == at) return comment;
        }
        return null;
    }

    /// Whether a line end, or the end of the text, stands at an offset.
    boolean endsLine(int at) {
        return at == text.length() || isLineEnd(text.charAt(at));
    }

    /// Whether an offset is the first of its line.
    boolean beginsLine(int at) {
        return at == 0 || isLineEnd(text.charAt(at - 1));
    }

    /// The offset after the line end at an offset.
    int afterLineEnd(int at) {
        if (at == text.length()) return at;
        return text.startsWith("\r\n", at) ? at + 2 : at + 1;
    }
}
