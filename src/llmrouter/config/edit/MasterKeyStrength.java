package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Ids;
import llmrouter.text.Letters;

/// Judges keys that guard the gateway.
public final class MasterKeyStrength {
    /// How many characters a strong key has at least.
    public static final int SHORTEST = 24;
    private static final int MOST_REPEATED = 5;
    private static final List<String> GUESSED = List.of("123456", "admin", "changeme", "default", "letmein",
        "password", "qwerty", "secret", "token");

    private MasterKeyStrength() {}

    /// Why a key might be guessed, as clauses; empty for a strong one.
    public static List<String> weaknesses(String key) {
        var weaknesses = new ArrayList<String>();
        if (key.length() < SHORTEST) weaknesses.add("it has fewer than " + SHORTEST + " characters");
        if (kinds(key) < 3) {
            weaknesses.add("it has fewer than three of lower case, upper case, digits and other characters");
        }
        String lower = Letters.lower(key);
        for (String word : GUESSED) {
            if (lower.contains(word)) weaknesses.add("it contains '" + word + "'");
        }
        if (repeats(key)) weaknesses.add("it repeats one character more than " + MOST_REPEATED + " times in a row");
        return weaknesses;
    }

    private static int kinds(String key) {
        int kinds = 0;
        for (char c : key.toCharArray()) kinds |= kind(c);
        return Integer.bitCount(kinds);
    }

    private static int kind(char c) {
        if (c >= 'a' && c <= 'z') return 1;
        if (c >= 'A' && c <= 'Z') return 2;
        return Ids.isDigit(c) ? 4 : 8;
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
