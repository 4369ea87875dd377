package llmrouter.docs;

import java.util.ArrayList;
import java.util.List;

import llmrouter.chat.Losses;
import llmrouter.docs.TranslationRow.Outcome;

/// What the page says of one direction of a row, and whether the translation of the sample bears it out.
///
/// @param text    what stands in the table
/// @param problem why the text would be untrue or is missing; null if all is well
record TranslationCell(String text, String problem) {
    private static final String NONE = "none ";
    private static final String REFUSED = "refused ";

    static TranslationCell of(Outcome outcome, String note, String sample) {
        if (note != null && note.startsWith(REFUSED)) return refused(outcome, note.substring(REFUSED.length()));
        if (outcome.refused()) return bad("is refused: " + outcome.text());
        boolean none = note != null && note.startsWith(NONE);
        boolean quoted = note != null && !none;
        boolean there = quoted && outcome.text().contains(words(note));
        String rest = none ? note.substring(NONE.length()) : there ? rest(note) : "";
        if (!outcome.losses().isEmpty()) return none ? bad("is a loss: " + outcome.losses().line())
            : new TranslationCell(lost(outcome.losses(), rest), null);
        boolean arrives = sample.contains("MARK") && outcome.text().contains("MARK");
        if (quoted && !there) return bad("lacks " + words(note) + " " + outcome.text());
        if (none) return arrives ? bad("arrives") : new TranslationCell("no loss: " + rest, null);
        if (!quoted && !arrives) return bad("nothing shows that it arrives: " + outcome.text());
        return new TranslationCell(rest.isEmpty() ? "carried" : rest, null);
    }

    private static TranslationCell bad(String problem) {
        return new TranslationCell("", problem);
    }

    private static TranslationCell refused(Outcome outcome, String note) {
        boolean told = outcome.refused() && outcome.text().contains(words(note));
        return told ? new TranslationCell("**refused** (400): " + rest(note), null)
            : bad("is not refused so: " + outcome.text());
    }

    /// What the ledger says, e.g. ``**left out**: `seed` ``.
    private static String lost(Losses losses, String rest) {
        var out = new ArrayList<String>();
        if (!losses.dropped().isEmpty()) out.add("**left out**: " + named(losses, losses.dropped()));
        if (!losses.approximated().isEmpty()) out.add("**changed**: " + named(losses, losses.approximated()));
        if (!rest.isEmpty()) out.add(rest);
        return String.join("; ", out);
    }

    private static String named(Losses losses, List<String> names) {
        var out = new ArrayList<String>();
        for (String name : names) {
            String reason = losses.reason(name);
            out.add("`" + name + "`" + (reason.isEmpty() ? "" : " (" + reason + ")"));
        }
        return String.join(", ", out);
    }

    /// What stands between the first quotation mark and the last one before ` | `.
    static String words(String note) {
        int end = note.indexOf(" | ");
        String whole = end < 0 ? note : note.substring(0, end);
        String quoted = whole.startsWith(REFUSED) ? whole.substring(REFUSED.length()) : whole;
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String rest(String note) {
        int end = note.indexOf(" | ");
        return end < 0 ? "" : note.substring(end + 3);
    }
}
