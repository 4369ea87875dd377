package llmrouter.config.secrets;

import java.util.List;

/// Finds all of many words in a text in one pass. Capitals and small letters of ASCII count as the same.
///
/// The last eight characters of every word are kept in a hash table, packed into a number; a number of the same kind
/// moves along the text. Where both are the same, the words that end so are compared. The last characters are taken
/// because many keys begin alike. The time is linear in the text as long as few words end alike. Immutable.
final class SecretIndex {
    /// No word is shorter: so many characters fit into a `long`.
    static final int SHORTEST = 8;

    private final List<Word> words;
    /// the last characters of the word in `first` at the same place
    private final long[] ends;
    /// a word's number plus one, or 0
    private final int[] first;
    /// another word that ends in the same characters: its number plus one, or 0
    private final int[] next;

    /// @param text   in small letters, of at least [#SHORTEST] characters
    /// @param packed whether the characters beside it may hold a part of the same secret, as in base64
    record Word(String text, boolean packed) {}

    /// Gets what was found.
    @FunctionalInterface
    interface Found {
        /// @return whether to look for more
        boolean at(int from, int to, boolean packed);
    }

    SecretIndex(List<Word> words) {
        this.words = words;
        int size = Integer.highestOneBit(Math.max(words.size(), 4)) << 2;
        this.ends = new long[size];
        this.first = new int[size];
        this.next = new int[words.size()];
        for (int i = 0; i < words.size(); i++) {
            String text = words.get(i).text();
            long end = 0;
            for (int k = text.length() - SHORTEST; k < text.length(); k++) end = with(end, text.charAt(k));
            int slot = slot(end);
            next[i] = first[slot];
            first[slot] = i + 1;
            ends[slot] = end;
        }
    }

    private static long with(long end, char c) {
        return end << 8 | folded(c) & 0xFF;
    }

    private static int folded(char c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    /// Where the words with this end are, or would be.
    private int slot(long end) {
        long mixed = end * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 40) & first.length - 1;
        while (first[slot] != 0 && ends[slot] != end) slot = slot + 1 & first.length - 1;
        return slot;
    }

    /// Whether the text holds a word of at least so many characters.
    boolean in(String text, int least) {
        return !search(text, least, (_, _, _) -> false);
    }

    /// Reports every place where a word of at least so many characters stands, also where places overlap.
    ///
    /// @return whether the search came to the end of the text
    boolean search(String text, int least, Found found) {
        if (words.isEmpty()) return true;
        long end = 0;
        for (int at = 0; at < text.length(); at++) {
            end = with(end, text.charAt(at));
            if (at < SHORTEST - 1) continue;
            for (int i = first[slot(end)]; i != 0; i = next[i - 1]) {
                Word word = words.get(i - 1);
                int from = at + 1 - word.text().length();
                boolean here = from >= 0 && word.text().length() >= least && stands(word.text(), text, from);
                if (here && !found.at(from, at + 1, word.packed())) return false;
            }
        }
        return true;
    }

    private static boolean stands(String word, String text, int from) {
        for (int k = word.length() - 1; k >= 0; k--) {
            if (folded(text.charAt(from + k)) != word.charAt(k)) return false;
        }
        return true;
    }
}
