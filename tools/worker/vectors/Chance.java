package vectors;

import java.util.List;
import java.util.Locale;

import llmrouter.routing.SplitMix64;

/// Choices by a seed.
final class Chance {
    private static final List<String> ODD = List.of("", " ", "\t", "\n", "\r\n", "\u00a0", "\u2028", "\ufeff",
        "\u200b", "\u0000", "\u001b[31m", "\u007f", "é", "ß", "İ", "ı", "Σ", "ς", "\u212a", "\u017f", "𝄞",
        "\ud83d", "\ude00", "👩‍👧", "\u0301", "\"", "\\", "'",
        "`", "/", "//", "..", "%", "%41", "%zz", "%c3%a9", "%ff", "@",
        "@2",
        ":", ":1", "::", ",", ";", "=", "?", "#", "&", "+", "-", "--", "_", "~", "*", "(", ")", "[", "]", "{", "}",
        "<b>", "&amp;", "&#65;", "0", "1", "007", "-1", "1.5", "1e3", "0x10", "999999999999999999999",
        "9223372036854775807", "2147483648", "true", "NULL", "none", "all", "ALL", "a", "A", "z9", "null", "undefined",
        "NaN", "sk-abcdef0123456789", "٣", "３", "ⅷ", "ǅ", "ﬁ", "\u0085", "\u3000", "\u2003", "\u0345",
        "Bearer ", "$KEY", "http://", "https://x.example/v1", "localhost", "é".repeat(40), "x".repeat(300));

    private final SplitMix64 random;

    Chance(long seed) {
        random = new SplitMix64(seed);
    }

    /// A number in `[0, bound)`.
    int below(int bound) {
        return (int) random.below(bound);
    }

    long number() {
        return random.next();
    }

    boolean oneIn(int n) {
        return below(n) == 0;
    }

    <T> T of(List<T> items) {
        return items.get(below(items.size()));
    }

    /// A short text that programs tend to read in different ways.
    String odd() {
        return of(ODD);
    }

    /// A text of such texts.
    String oddText() {
        var text = new StringBuilder();
        for (int i = below(6); i >= 0; i--) text.append(odd());
        return text.toString();
    }

    /// The text with a change: something put in, left out, repeated, in other letters, or cut off.
    String changed(String text) {
        int at = below(text.length() + 1);
        int to = Math.min(text.length(), at + 1 + below(4));
        String begin = text.substring(0, at);
        String end = text.substring(to);
        return switch (below(8)) {
            case 0 -> begin + end;
            case 1 -> begin + text.substring(at, to) + text.substring(at);
            case 2 -> begin + odd();
            case 3 -> text.toUpperCase(Locale.ROOT);
            case 4 -> odd() + text;
            default -> begin + odd() + text.substring(at);
        };
    }
}
