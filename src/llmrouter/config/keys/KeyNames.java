package llmrouter.config.keys;

import java.util.List;

import llmrouter.config.Ids;
import llmrouter.text.Letters;

/// Names of variables that hold keys, and texts that look like keys where a name or a path should be.
public final class KeyNames {
    private static final int LONGEST = 64;
    private static final int SHORTEST_KEY = 20;
    private static final List<String> WORDS = List.of("key", "token", "secret", "auth", "password");
    /// How the keys of vendors begin.
    private static final List<String> BEGINNINGS = List.of("sk-", "sk_", "gsk_", "hf_", "ghp_", "gho_", "ghu_", "ghs_",
        "github_pat_", "r8_", "xai-", "pplx-", "csk-", "nvapi-", "fw_", "tgp_", "AIza", "AKIA", "gw_", "Bearer ");

    private KeyNames() {}

    /// Whether a name can be that of a variable: letters, digits and `_`, with no digit in front.
    public static boolean isVariable(String name) {
        if (name.isEmpty() || Ids.isDigit(name.charAt(0))) return false;
        for (char c : name.toCharArray()) {
            if (!Ids.isAlphanumeric(c) && c != '_') return false;
        }
        return true;
    }

    /// Whether a text looks like the key of a vendor, where a name or a path should be. A message must not repeat it.
    public static boolean isKey(String text) {
        if (text.length() < SHORTEST_KEY || text.indexOf('/') >= 0) return false;
        boolean begins = false;
        for (String beginning : BEGINNINGS) begins |= text.startsWith(beginning);
        return begins;
    }

    /// The name if it is written as variables are, in capitals; else null, because it might be a key.
    static String safe(String name) {
        return isVariable(name) && name.length() <= LONGEST && isCapital(name) ? name : null;
    }

    /// Whether this is the name that a variable or a member for a key has: `OPENAI_API_KEY`, `apiKey`, `api-key`.
    static boolean isOfKey(String name) {
        if (name.isEmpty() || name.length() > LONGEST) return false;
        for (char c : name.toCharArray()) {
            if (!Ids.isAlphanumeric(c) && "_-.".indexOf(c) < 0) return false;
        }
        boolean variable = isVariable(name) && isCapital(name) && name.indexOf('_') > 0;
        return variable || !isKey(name) && hasWord(name);
    }

    /// Whether a name says that it is of a key: `GROQ_API_KEY`, `hfToken`.
    static boolean hasWord(String name) {
        String lower = Letters.lower(name);
        return WORDS.stream().anyMatch(lower::contains);
    }

    private static boolean isCapital(String name) {
        boolean letter = false;
        for (char c : name.toCharArray()) {
            if (c >= 'a' && c <= 'z') return false;
            letter |= c >= 'A' && c <= 'Z';
        }
        return letter;
    }

    /// Straight and curly quotation marks, and the backtick.
    static boolean isQuote(char c) {
        return "\"'`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u00b4".indexOf(c) >= 0;
    }
}
