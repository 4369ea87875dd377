package llmrouter.protocol.answer;

import java.util.ArrayList;
import java.util.List;

/// Finds the end of an answer in its text, for a provider whose format has no field for stop sequences. Text that may
/// be the beginning of a stop sequence is buffered until this is decided; so the result does not depend on the pieces
/// in which the text arrives. One answer, one owner.
///
/// Each sequence is looked for as Knuth, Morris and Pratt do it ("Fast Pattern Matching in Strings", 1977): no
/// character is read twice.
final class StopSequences {
    private final List<String> sequences = new ArrayList<>();
    /// by sequence and number of matched characters: how much still matches if the next character does not
    private final List<int[]> shorter = new ArrayList<>();
    private final int[] matched;
    private final StringBuilder held = new StringBuilder();
    private String found;

    StopSequences(List<String> sequences) {
        for (String s : sequences) {
            if (!s.isEmpty()) this.sequences.add(s);
        }
        matched = new int[this.sequences.size()];
        for (String s : this.sequences) {
            var table = new int[s.length() + 1];
            shorter.add(table);
            for (int i = 1; i < s.length(); i++) table[i + 1] = longest(s, table, table[i], s.charAt(i));
        }
    }

    private static int longest(String sequence, int[] table, int matched, char c) {
        int n = matched;
        while (n > 0 && sequence.charAt(n) != c) n = table[n];
        return sequence.charAt(n) == c ? n + 1 : n;
    }

    /// Takes the next piece of a text.
    /// @return the text that can go out: nothing of a stop sequence, and nothing after it
    String feed(String text) {
        if (matched.length == 0) return text;
        for (int i = 0; i < text.length() && found == null; i++) {
            held.append(text.charAt(i));
            take(text.charAt(i));
        }
        return found == null ? held(longestMatch()) : held(found.length());
    }

    /// Of two that end at the same character the longer one counts.
    private void take(char c) {
        for (int k = 0; k < matched.length; k++) {
            String sequence = sequences.get(k);
            matched[k] = longest(sequence, shorter.get(k), matched[k], c);
            if (matched[k] == sequence.length() && (found == null || found.length() < sequence.length())) {
                found = sequence;
            }
        }
    }

    private int longestMatch() {
        int most = 0;
        for (int n : matched) most = Math.max(most, n);
        return most;
    }

    private String held(int but) {
        String said = held.substring(0, held.length() - but);
        held.delete(0, said.length());
        return said;
    }

    /// Ends the text and returns what was buffered. The next text starts again from the beginning.
    String end() {
        for (int k = 0; k < matched.length; k++) matched[k] = 0;
        return found == null ? held(0) : "";
    }

    /// The sequence that ended the answer, or null.
    String found() {
        return found;
    }
}
