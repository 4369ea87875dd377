package llmrouter.text;

/// Version numbers in the ids of models.
public final class VersionNumber {
    private VersionNumber() {}

    /// The first version number as major × 100 + minor, e.g. 405 for `sonnet-4-5-20250929`; 0 if there is none. Longer
    /// runs of digits are dates.
    public static int of(String text) {
        int i = 0;
        while (i < text.length() && !digit(text, i)) i++;
        int major = number(text, i);
        if (major < 0) return 0;
        while (digit(text, i)) i++;
        boolean separated = i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '.');
        int minor = separated ? number(text, i + 1) : 0;
        return major * 100 + Math.max(minor, 0);
    }

    private static boolean digit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /// One or two digits at `at`, else -1.
    private static int number(String text, int at) {
        if (!digit(text, at)) return -1;
        int first = text.charAt(at) - '0';
        if (!digit(text, at + 1)) return first;
        return digit(text, at + 2) ? -1 : first * 10 + text.charAt(at + 1) - '0';
    }
}
