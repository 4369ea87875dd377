package llmrouter.text;

import java.util.List;

/// Several words of which one is meant, for a sentence.
public final class Alternatives {
    private Alternatives() {}

    /// `a`, `a or b`, `a, b or c`; empty if there is no word.
    public static String of(List<String> words) {
        var out = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            if (i > 0) out.append(i == words.size() - 1 ? " or " : ", ");
            out.append(words.get(i));
        }
        return out.toString();
    }
}
