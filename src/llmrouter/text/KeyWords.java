package llmrouter.text;

/// Finds words that look like keys. A program that is set up wrongly sends its key where another text belongs, e.g. as
/// the name of a model.
public final class KeyWords {
    /// Stands for a word that was left out.
    private static final String HIDDEN = "\u2026";
    /// What the keys of providers and those of this gateway begin with, in lower case.
    private static final String[] STARTS = {"sk-", "sk_", "rk_", "pk_", "gsk_", "gw_", "xai-", "aiza", "hf_", "ghp_",
        "nvapi-", "r8_", "pplx-", "eyj", "akia"};
    private static final int SHORTEST = 12;
    /// So many letters and digits in a row, which change so often between capitals, small letters and digits, are
    /// random. Names, dates and versions of models change less often.
    private static final int RANDOM_RUN = 20;
    private static final int RANDOM_CHANGES = 6;

    private KeyWords() {}

    /// Whether a word begins like a key and is long enough for one.
    public static boolean beginsLikeKey(String word) {
        if (word.length() < SHORTEST) return false;
        for (String start : STARTS) {
            if (word.regionMatches(true, 0, start, 0, start.length())) return true;
        }
        return false;
    }

    /// The name with `…` in place of each word that looks like a key. White space and the marks `/ : , ; = @ ' "` stand
    /// between words.
    public static String hidden(String name) {
        var out = new StringBuilder();
        int from = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i < name.length() && !separates(name.charAt(i))) continue;
            String word = name.substring(from, i);
            out.append(beginsLikeKey(word) || hasRandomRun(word) ? HIDDEN : word);
            if (i < name.length()) out.append(name.charAt(i));
            from = i + 1;
        }
        return out.toString();
    }

    private static boolean separates(char c) {
        return Ws.is(c) || "/:,;=@'\"".indexOf(c) >= 0;
    }

    private static boolean hasRandomRun(String word) {
        int run = 0;
        int changes = 0;
        int before = 0;
        for (int i = 0; i < word.length(); i++) {
            int kind = kind(word.charAt(i));
            if (kind == 0) {
                run = 0;
                changes = 0;
            } else {
                run++;
                if (before != 0 && kind != before) changes++;
            }
            before = kind;
            if (run >= RANDOM_RUN && changes >= RANDOM_CHANGES) return true;
        }
        return false;
    }

    /// 1 for a digit, 2 for a small letter, 3 for a capital letter, 0 for anything else.
    private static int kind(char c) {
        if (c >= '0' && c <= '9') return 1;
        if (c >= 'a' && c <= 'z') return 2;
        return c >= 'A' && c <= 'Z' ? 3 : 0;
    }
}
