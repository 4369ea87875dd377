package llmrouter.toml;

import llmrouter.text.Letters;
import llmrouter.toml.TomlValue.Real;
import llmrouter.toml.TomlValue.Whole;

/// Recognises numbers. A word that is none gives null; one that looks like a number and breaks a rule gives a reason.
final class TomlNumbers {
    private final String word;
    private int at;

    private TomlNumbers(String word) {
        this.word = word;
    }

    /// The number that a word is, or null.
    static TomlValue read(String word) {
        String unsigned = unsigned(word);
        if (unsigned.equals("inf") || unsigned.equals("nan")) return new Real(word);
        int radix = radix(word);
        if (radix != 10) return based(word.substring(2), radix);
        var reader = new TomlNumbers(word);
        reader.at = word.length() - unsigned.length();
        return reader.decimal();
    }

    /// Why a word that begins like a number is none.
    static String reason(String word) {
        String unsigned = unsigned(word);
        if (word.indexOf('_') >= 0) return "an underscore must stand between two digits";
        boolean zero = unsigned.length() > 1 && unsigned.charAt(0) == '0' && isDigit(unsigned.charAt(1), 10);
        if (zero) return "a number must not begin with 0";
        if (radix(unsigned) != 10) return "a number in another base has digits of that base and no sign";
        boolean digits = !unsigned.isEmpty();
        for (int i = 0; i < unsigned.length(); i++) digits &= isDigit(unsigned.charAt(i), 10);
        return digits ? "a whole number must fit into 64 bits" : "this is not a number, a date or a time";
    }

    private static String unsigned(String word) {
        return word.startsWith("+") || word.startsWith("-") ? word.substring(1) : word;
    }

    private static int radix(String word) {
        return word.startsWith("0x") ? 16 : word.startsWith("0o") ? 8 : word.startsWith("0b") ? 2 : 10;
    }

    private static TomlValue based(String digits, int radix) {
        var reader = new TomlNumbers(digits);
        return reader.digits(radix) && reader.at == digits.length() ? whole(plain(digits), radix) : null;
    }

    private TomlValue decimal() {
        int first = at;
        if (!digits(10)) return null;
        if (word.charAt(first) == '0' && at > first + 1) return null;
        if (at == word.length()) return whole(plain(word), 10);
        if (takes('.') && !digits(10)) return null;
        if (takes('e') || takes('E')) {
            if (!takes('+')) takes('-');
            if (!digits(10)) return null;
        }
        return at == word.length() ? new Real(plain(word)) : null;
    }

    private static TomlValue whole(String digits, int radix) {
        try {
            return new Whole(Long.parseLong(digits, radix));
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }

    private boolean takes(char c) {
        if (at == word.length() || word.charAt(at) != c) return false;
        at++;
        return true;
    }

    /// One digit or more, with single underscores between them.
    private boolean digits(int radix) {
        int from = at;
        while (at < word.length()) {
            char c = word.charAt(at);
            boolean between = c == '_' && at > from && isDigit(word.charAt(at - 1), radix)
                && at + 1 < word.length() && isDigit(word.charAt(at + 1), radix);
            if (!between && !isDigit(c, radix)) break;
            at++;
        }
        return at > from;
    }

    private static boolean isDigit(char c, int radix) {
        return Letters.digit(c, radix) >= 0;
    }

    private static String plain(String digits) {
        return digits.replace("_", "");
    }
}
