package llmrouter.config;

import java.util.Collection;
import java.util.List;

import llmrouter.text.Letters;
import llmrouter.text.Text;
import llmrouter.text.Ws;

/// The rules for identifiers, and how an identifier is made from a name.
public final class Ids {
    /// Letters beyond a–z, by what they become in an id.
    private static final List<String> FOLDS = List.of("ae:äæ", "oe:öœ", "ue:ü", "ss:ß", "th:þ", "a:àáâãåāăą",
        "c:çćĉċč", "d:ďđð", "e:èéêëēĕėęě", "g:ĝğġģ", "h:ĥħ", "i:ìíîïĩīĭįı", "j:ĵ", "k:ķ", "l:ĺļľŀł", "n:ñńņňŋ",
        "o:òóôõøōŏő", "r:ŕŗř", "s:śŝşš", "t:ţťŧ", "u:ùúûũūŭůűų", "w:ŵ", "y:ýÿŷ", "z:źżž");

    /// A resource name of a cloud has at most so many; a header that names it stays small.
    private static final int LONGEST_MODEL = 1_000;

    /// What a model id may be, for a message.
    public static final String MODEL_RULE = "write the name that the provider uses, without control characters and "
        + "line breaks, at most 1000 characters";

    private Ids() {}

    /// A provider id: a lower-case letter, then lower-case letters, digits and hyphens.
    public static boolean isProviderId(String id) {
        if (id.isEmpty() || !isLower(id.charAt(0))) return false;
        for (int i = 1; i < id.length(); i++) {
            char c = id.charAt(i);
            if (!isLower(c) && !isDigit(c) && c != '-') return false;
        }
        return true;
    }

    /// An alias id: a letter or digit, then letters, digits, `.`, `_`, `:` and `-`.
    public static boolean isAliasId(String id) {
        if (id.isEmpty() || !isAlphanumeric(id.charAt(0))) return false;
        for (int i = 1; i < id.length(); i++) {
            if (!isAlphanumeric(id.charAt(i)) && "._:-".indexOf(id.charAt(i)) < 0) return false;
        }
        return true;
    }

    /// A model id: the name that the provider uses, up to 1,000 characters. It may have spaces in it, but no control
    /// characters, no line breaks, no half of a character beyond 16 bits, and no white space at its ends.
    public static boolean isModelId(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean half = Character.isHighSurrogate(c) && (i + 1 == id.length()
                || !Character.isLowSurrogate(id.charAt(i + 1)))
                || Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(id.charAt(i - 1)));
            boolean control = c < ' ' || c >= 0x7F && c < 0xA0 || c == 0x2028 || c == 0x2029;
            if (half || control) return false;
        }
        return !id.isEmpty() && id.length() <= LONGEST_MODEL && Ws.trim(id).length() == id.length();
    }

    /// The provider id nearest to a name or a misspelled id: `My Prov` → `my-prov`, `302 AI` → `p-302-ai`; `provider`
    /// if nothing is left.
    public static String providerId(String name) {
        String slug = slug(name);
        if (slug.isEmpty()) return "provider";
        return isLower(slug.charAt(0)) ? slug : "p-" + slug;
    }

    /// A bucket id from a name: its slug, or `bucket`; with `-2`, `-3` … when taken.
    public static String bucketId(String name, Collection<String> taken) {
        String slug = slug(name);
        String base = slug.isEmpty() ? "bucket" : slug;
        String id = base;
        for (int n = 2; taken.contains(id); n++) id = base + "-" + n;
        return id;
    }

    /// The alias id nearest to a name: `größe` → `groesse`; empty if nothing is left.
    public static String aliasId(String name) {
        var out = new Text(name.length());
        boolean gap = false;
        for (char c : folded(name).toCharArray()) {
            boolean fits = isAlphanumeric(c) || out.length() > 0 && "._:-".indexOf(c) >= 0;
            if (fits && gap && out.length() > 0) out.add('-');
            if (fits) out.add(c);
            gap = !fits;
        }
        return out.take();
    }

    /// The text with accents and umlauts written in a–z; accents that are characters of their own are left out.
    private static String folded(String text) {
        var out = new Text(text.length());
        for (char c : text.toCharArray()) {
            if (c >= 0x300 && c < 0x370) continue;
            String fold = c < 0x80 ? null : fold(lower(c));
            if (fold == null) out.add(c);
            else out.add(fold);
        }
        return out.take();
    }

    /// The small letter of Latin-1 and Latin Extended-A; other characters stay as they are.
    private static char lower(char c) {
        if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return (char) (c + 0x20);
        if (c < 0x100 || c > 0x17F) return c;
        if (c == 0x178) return 0xFF; // Y with two dots
        boolean oddIsCapital = c >= 0x139 && c <= 0x148 || c >= 0x179 && c <= 0x17E;
        boolean capital = (c % 2 == 1) == oddIsCapital && c != 0x138 && c != 0x149 && c != 0x17F;
        return capital ? (char) (c + 1) : c;
    }

    private static String fold(char c) {
        for (String fold : FOLDS) {
            int colon = fold.indexOf(':');
            if (fold.indexOf(c, colon) > 0) return fold.substring(0, colon);
        }
        return null;
    }

    /// The name in lower case and without accents. Each run of characters other than letters and digits becomes a
    /// hyphen; there is none at the ends.
    static String slug(String name) {
        var out = new Text(name.length());
        boolean gap = false;
        for (char c : Letters.lower(folded(name)).toCharArray()) {
            if (!isLower(c) && !isDigit(c)) {
                gap = true;
                continue;
            }
            if (gap && out.length() > 0) out.add('-');
            gap = false;
            out.add(c);
        }
        return out.take();
    }

    /// A key that needs no quotes in the path of a finding.
    public static boolean isPlainKey(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (!isAlphanumeric(key.charAt(i)) && "_-:".indexOf(key.charAt(i)) < 0) return false;
        }
        return !key.isEmpty();
    }

    public static boolean isAlphanumeric(char c) {
        return isLower(c) || isDigit(c) || c >= 'A' && c <= 'Z';
    }

    public static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }
}
