package llmrouter.records;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import llmrouter.routing.Candidate;
import llmrouter.routing.PickResult.Skip;
import llmrouter.routing.SkipReason;

/// Why candidates cannot be called, as one clause: `caps of openrouter and anthropic are full; groq/x is paused after a
/// failure`.
final class SkipWords {
    /// More names than this are counted.
    private static final int MOST_NAMES = 4;

    private SkipWords() {}

    static String of(List<Skip> skipped) {
        var leftOut = new LinkedHashSet<String>();
        var full = new LinkedHashSet<String>();
        var paused = new LinkedHashSet<String>();
        var other = new LinkedHashSet<String>();
        for (Skip skip : skipped) {
            String provider = Candidate.providerOf(skip.ref());
            if (skip.reasons().contains(SkipReason.LEFT_OUT)) leftOut.add(provider);
            else if (skip.reasons().contains(SkipReason.QUOTA_EXHAUSTED)) full.add(provider);
            else if (skip.reasons().contains(SkipReason.OTHER_FORMAT)) other.add(skip.ref());
            else paused.add(skip.ref());
        }
        var clauses = new ArrayList<String>();
        if (!full.isEmpty()) {
            clauses.add(full.size() == 1 ? "a cap of " + names(full, "provider") + " is full"
                : "caps of " + names(full, "provider") + " are full");
        }
        if (!paused.isEmpty()) clauses.add(names(paused, "candidate") + are(paused) + "paused after a failure");
        if (!leftOut.isEmpty()) {
            String noun = leftOut.size() > MOST_NAMES ? "" : leftOut.size() == 1 ? "provider " : "providers ";
            clauses.add(noun + names(leftOut, "provider") + are(leftOut)
                + "left out, because a key cannot be had");
        }
        if (!other.isEmpty()) clauses.add(names(other, "candidate") + are(other) + "of another format");
        return String.join("; ", clauses);
    }

    private static String are(Set<String> names) {
        return names.size() == 1 ? " is " : " are ";
    }

    /// `a`, `a and b`, `a, b and c`, or a number.
    private static String names(Set<String> names, String noun) {
        if (names.size() > MOST_NAMES) return names.size() + " " + noun + "s";
        var out = new StringBuilder();
        int left = names.size();
        for (String name : names) {
            out.append(name).append(--left == 0 ? "" : left == 1 ? " and " : ", ");
        }
        return out.toString();
    }
}
