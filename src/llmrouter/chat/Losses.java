package llmrouter.chat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/// The loss ledger of one request: which of the client's fields or parts a translation dropped, and which it could only
/// approximate. Fields are named as the client's format spells them: a reader says by [#spell] how its format calls
/// what writers name neutrally. Names are made fit for an HTTP field value. One owner.
public final class Losses {
    /// A client may invent any number of fields; a header cannot name them all.
    private static final int MOST_NAMES = 50;
    private static final int LONGEST_NAME = 64;

    private final SequencedSet<String> dropped = new LinkedHashSet<>();
    private final SequencedSet<String> approximated = new LinkedHashSet<>();
    private Map<String, String> spelling = Map.of();

    /// Takes over what `other` holds, and its spelling: one reading may be followed by a writing for each candidate.
    public void include(Losses other) {
        dropped.addAll(other.dropped);
        approximated.addAll(other.approximated);
        spelling = other.spelling;
    }

    /// @param names neutral name → the client's spelling
    public void spell(Map<String, String> names) {
        spelling = names;
    }

    public void dropped(String field) {
        add(dropped, field);
    }

    public void approximated(String field) {
        add(approximated, field);
    }

    private void add(SequencedSet<String> names, String field) {
        names.add(names.size() < MOST_NAMES ? safe(spelling.getOrDefault(field, field)) : "more");
    }

    /// Visible ASCII without the separators of [#line], so that no client can write into our header.
    private static String safe(String name) {
        int length = Math.min(name.length(), LONGEST_NAME);
        var out = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            out.append(c > ' ' && c < 0x7F && c != ',' && c != ';' && c != '=' ? c : '_');
        }
        return out.toString();
    }

    public boolean isEmpty() {
        return dropped.isEmpty() && approximated.isEmpty();
    }

    public List<String> dropped() {
        return List.copyOf(dropped);
    }

    public List<String> approximated() {
        return List.copyOf(approximated);
    }

    /// One line: `dropped=logit_bias,n; approximated=tool_choice`; empty if nothing was lost.
    public String line() {
        String lost = dropped.isEmpty() ? "" : "dropped=" + String.join(",", dropped);
        if (approximated.isEmpty()) return lost;
        return (lost.isEmpty() ? "" : lost + "; ") + "approximated=" + String.join(",", approximated);
    }
}
