package llmrouter.upstream;

import java.util.List;

import llmrouter.text.Printable;

/// The `content-length` of an answer (RFC 9110 §8.6). The JDK's client takes the first of several fields, and waits for
/// ever for the end of a body with a negative length.
final class AnswerLength {
    private static final int MOST_DIGITS = 18;
    private static final int QUOTED = 40;

    private AnswerLength() {}

    /// Why the length cannot be used, a clause; null if it can, or if there is none.
    ///
    /// @param fields the values of all fields of that name
    static String problem(List<String> fields) {
        for (String field : fields) {
            if (!isLength(field)) {
                return "its content-length is '" + Printable.of(field, QUOTED) + "', which is not a length";
            }
            if (!field.equals(fields.getFirst())) return "it has several lengths (content-length) that differ";
        }
        return null;
    }

    private static boolean isLength(String field) {
        if (field.isEmpty() || field.length() > MOST_DIGITS) return false;
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) < '0' || field.charAt(i) > '9') return false;
        }
        return true;
    }
}
