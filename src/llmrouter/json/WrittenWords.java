package llmrouter.json;

import llmrouter.text.Text;

/// Writes words with quotes, and with what always stands around them. A word that was written before is appended as it
/// was then, in one step. One owner.
final class WrittenWords {
    private static final int SLOTS = 64;
    /// Longer strings are seldom the same.
    private static final int LONGEST = 32;

    private final String before;
    private final String behind;
    /// Words that were written, each in the place of its hash, and how they were: null if they were written once.
    private final String[] words = new String[SLOTS];
    private final String[] quoted = new String[SLOTS];

    WrittenWords(String before, String behind) {
        this.before = before;
        this.behind = behind;
    }

    void write(String word, Text out) {
        if (word.length() > LONGEST) {
            out.add(before).quote(word).add(behind);
            return;
        }
        int hash = word.hashCode();
        int slot = (hash ^ hash >>> 8) & SLOTS - 1;
        if (!word.equals(words[slot])) {
            words[slot] = word;
            quoted[slot] = null;
            out.add(before).quote(word).add(behind);
            return;
        }
        if (quoted[slot] == null) {
            quoted[slot] = new Text(word.length() + 4).add(before).quote(word).add(behind).take();
        }
        out.add(quoted[slot]);
    }
}
