package llmrouter.tui;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;

import llmrouter.text.Ws;

/// Lines that are typed, or that come from a pipe. Reads nothing behind the end of a line, so that a command can read
/// on. Used by one thread.
///
/// A terminal with bracketed paste puts marks around what is pasted. All lines between the marks are one input, so that
/// the second line of a paste does not answer the next question.
final class LineInput {
    private static final String PASTE_BEGIN = "\u001b[200~";
    private static final String PASTE_END = "\u001b[201~";

    private final DialogPlace place;
    private final Charset charset;

    LineInput(DialogPlace place) {
        this.place = place;
        this.charset = place.terminal() ? ofTerminal() : StandardCharsets.UTF_8;
    }

    /// A terminal sends the encoding of the system, which is not UTF-8 on every Windows.
    private static Charset ofTerminal() {
        try {
            return Charset.forName(System.getProperty("stdin.encoding", "UTF-8"));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return StandardCharsets.UTF_8;
        }
    }

    /// The next input, without what ends it; null at the end of the input, or if it cannot be read.
    String line() {
        String line = physicalLine();
        if (line == null || !line.contains(PASTE_BEGIN)) return line;
        var all = new StringBuilder(line);
        while (all.indexOf(PASTE_END) < 0) {
            String next = physicalLine();
            if (next == null) break;
            all.append('\n').append(next);
        }
        return Ws.trim(withoutMarks(all.toString()));
    }

    /// As [#line], for what must not be shown.
    String hidden() {
        if (!place.terminal()) return line();
        char[] typed = place.masked().get();
        return typed == null ? null : withoutMarks(new String(typed));
    }

    private static String withoutMarks(String typed) {
        return typed.replace(PASTE_BEGIN, "").replace(PASTE_END, "");
    }

    private String physicalLine() {
        var bytes = new ByteArrayOutputStream();
        int c = read(place.in());
        if (c < 0) return null;
        for (; c >= 0 && c != '\n'; c = read(place.in())) bytes.write(c);
        String line = bytes.toString(charset);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    /// A terminal that is gone cannot be read any more; that is the end of the input.
    private static int read(InputStream in) {
        try {
            return in.read();
        } catch (IOException _) {
            return -1;
        }
    }
}
