package llmrouter.config;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Alias.AliasTarget;
import llmrouter.text.Ws;

/// Alias targets as people type them: `ref`, `ref@weight` or `ref:weight`, in a list separated by commas, semicolons or white space.
///
/// What follows the last `@` is a weight if it is a decimal number above zero. What follows the last `:` is one too, unless the whole is
/// itself a known model (`ollama/llama3:8`) or what is before it is not one.
public final class TargetGrammar {
    private TargetGrammar() {}

    /// The targets of a list; of several with the same reference the first counts.
    public static List<AliasTarget> list(String text, KnownNames known) {
        var targets = new ArrayList<AliasTarget>();
        for (String word : LooseList.words(text)) {
            String token = LooseList.bare(word);
            if (token.isEmpty()) continue;
            AliasTarget target = target(token, known);
            boolean again = false;
            for (AliasTarget t : targets) again |= t.ref().equals(target.ref());
            if (!again) targets.add(target);
        }
        return targets;
    }

    /// One target; the weight is `1` if none is given.
    public static AliasTarget target(String text, KnownNames known) {
        String token = Ws.trim(text);
        if (known.canonical(token) != null) return new AliasTarget(token, "1");
        int at = token.lastIndexOf('@');
        if (at > 0 && isWeight(token.substring(at + 1))) return new AliasTarget(token.substring(0, at), token.substring(at + 1));
        int colon = token.lastIndexOf(':');
        boolean weighted = colon > 0 && isWeight(token.substring(colon + 1)) && known.canonical(token.substring(0, colon)) != null;
        return weighted ? new AliasTarget(token.substring(0, colon), token.substring(colon + 1)) : new AliasTarget(token, "1");
    }

    private static boolean isWeight(String text) {
        for (char c : text.toCharArray()) if (!Ids.isDigit(c) && c != '.') return false;
        return Decimal.millionths(text) > 0;
    }
}
