package llmrouter.upstream.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The head of an HTTP/1.1 message (RFC 9112 §2.1): its first line and its fields.
///
/// @param fields without line ends, in their order
record HttpHead(String first, List<String> fields) {
    private static final int LONGEST = 256 << 10;

    /// Reads a head and nothing behind it.
    ///
    /// @return null if the other side closed the connection, or if what it sends is no head of HTTP/1.1
    static HttpHead read(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        int lineStart = 0;
        int all = 0;
        for (int b = in.read(); b >= 0 && all < LONGEST; b = in.read(), all++) {
            if (b == '\r') continue;
            if (b != '\n') {
                bytes.write(b);
                continue;
            }
            boolean empty = bytes.size() == lineStart;
            if (empty && lineStart > 0) return of(bytes.toString(StandardCharsets.ISO_8859_1));
            if (!empty) bytes.write('\n');
            lineStart = bytes.size();
        }
        return null;
    }

    private static HttpHead of(String text) {
        var lines = new ArrayList<>(text.lines().toList());
        String first = lines.removeFirst();
        return first.contains("HTTP/1.") ? new HttpHead(first, lines) : null;
    }

    /// The first value of a field, or null.
    ///
    /// @param name in lower case
    String field(String name) {
        for (String field : fields) {
            if (name(field).equals(name)) return field.substring(name.length() + 1).strip();
        }
        return null;
    }

    /// All values of a field, joined by commas; empty if there is none.
    ///
    /// @param name in lower case
    String all(String name) {
        var values = new ArrayList<String>();
        for (String field : fields) {
            if (name(field).equals(name)) values.add(field.substring(name.length() + 1).strip());
        }
        return String.join(", ", values);
    }

    /// The name of a field, in lower case.
    static String name(String field) {
        int colon = field.indexOf(':');
        return colon < 0 ? "" : field.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    /// The status of an answer, or -1.
    int status() {
        String[] words = first.split(" ", 3);
        boolean number = words.length > 1 && words[1].length() == 3 && words[1].chars().allMatch(Character::isDigit);
        return number ? Integer.parseInt(words[1]) : -1;
    }
}
