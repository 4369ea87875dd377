package llmrouter.text;

/// A count with its noun. For nouns whose plural only adds an `s`.
public final class Plural {
    private Plural() {}

    /// `1 request`, `2 requests`.
    public static String of(long n, String noun) {
        return n + " " + noun(n, noun);
    }

    /// The noun alone, as it stands after the number `n`.
    public static String noun(long n, String noun) {
        return n == 1 ? noun : noun + "s";
    }
}
