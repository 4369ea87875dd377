package llmrouter.http;

import java.util.ArrayList;
import java.util.List;

/// Field values as RFC 9110 §5.6 writes them: lists whose elements optional white space surrounds.
public final class FieldText {
    private FieldText() {}

    /// `s` without optional white space (space and tab, RFC 9110 §5.6.3) at either end.
    public static String trimmed(String s) {
        int from = 0;
        int to = s.length();
        while (from < to && isSpace(s.charAt(from))) from++;
        while (to > from && isSpace(s.charAt(to - 1))) to--;
        return s.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    /// What stands between the separators, trimmed; an empty element stays an empty string. A separator inside quotes
    /// separates as well.
    public static List<String> elements(String s, char separator) {
        var elements = new ArrayList<String>();
        int from = 0;
        for (int end = s.indexOf(separator); end >= 0; end = s.indexOf(separator, from)) {
            elements.add(trimmed(s.substring(from, end)));
            from = end + 1;
        }
        elements.add(trimmed(s.substring(from)));
        return elements;
    }
}
