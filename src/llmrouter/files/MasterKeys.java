package llmrouter.files;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// Keys that guard the gateway: made here, and judged.
public final class MasterKeys {
    public static final int SHORTEST = 24;
    public static final int LONGEST = 256;
    public static final int USUAL_LENGTH = 48;
    public static final int LONGEST_PREFIX = 32;
    public static final String USUAL_PREFIX = "gw_";
    private static final int MOST_REPEATED = 5;
    private static final List<String> GUESSED = List.of("123456", "admin", "changeme", "default", "letmein", "password", "qwerty", "secret", "token");

    private MasterKeys() {}

    /// A new key from the system's secure random source, in the URL-safe Base64 alphabet (RFC 4648 §5).
    ///
    /// @param length with the prefix; at least 24 characters are random all the same
    /// @throws IllegalArgumentException the prefix alone makes every key weak
    public static String generate(int length, String prefix) {
        int random = Math.max(SHORTEST, length - prefix.length());
        byte[] bytes = new byte[random];
        for (int attempt = 0; attempt < 12; attempt++) {
            new SecureRandom().nextBytes(bytes);
            String key = prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(0, random);
            if (weaknesses(key).isEmpty()) return key;
        }
        String otherwiseStrong = prefix + "aA1aA2aA3aA4aA5aA6aA7aA8";
        throw new IllegalArgumentException("a key that begins with '" + prefix + "' is always weak: " + String.join(", ", weaknesses(otherwiseStrong)));
    }

    /// Why somebody might guess the key, as clauses; empty for a strong one.
    public static List<String> weaknesses(String key) {
        var weaknesses = new ArrayList<String>();
        if (key.length() < SHORTEST) weaknesses.add("it has fewer than " + SHORTEST + " characters");
        if (kinds(key) < 3) weaknesses.add("it has fewer than three of lower case, upper case, digits and other characters");
        String lower = key.toLowerCase(Locale.ROOT);
        for (String word : GUESSED) if (lower.contains(word)) weaknesses.add("it contains '" + word + "'");
        if (repeats(key)) weaknesses.add("it repeats one character more than " + MOST_REPEATED + " times in a row");
        return weaknesses;
    }

    private static int kinds(String key) {
        int kinds = 0;
        for (char c : key.toCharArray()) kinds |= c >= 'a' && c <= 'z' ? 1 : c >= 'A' && c <= 'Z' ? 2 : c >= '0' && c <= '9' ? 4 : 8;
        return Integer.bitCount(kinds);
    }

    private static boolean repeats(String key) {
        int run = 0;
        for (int i = 0; i < key.length(); i++) {
            run = i > 0 && key.charAt(i) == key.charAt(i - 1) ? run + 1 : 1;
            if (run > MOST_REPEATED) return true;
        }
        return false;
    }
}
