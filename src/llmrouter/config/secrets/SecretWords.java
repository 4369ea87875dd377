package llmrouter.config.secrets;

import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import llmrouter.config.secrets.SecretIndex.Word;
import llmrouter.http.Latin1;
import llmrouter.json.Json;
import llmrouter.json.JsonError;

/// Secrets that must not stand in a text, and how to remove them. They are found in capitals or not, percent-encoded,
/// with escapes of HTML and JSON, in hexadecimal, in base64, also behind other bytes such as a user's name, and with
/// invisible characters in them; those of at least 16 characters also with line ends and blanks in them.
///
/// All secrets are looked for at once ([SecretIndex]): the time is linear in the text, and the memory no more than a
/// few copies of it. Immutable and thread-safe.
public final class SecretWords {
    public static final SecretWords NONE = new SecretWords(List.of());
    /// What stands for words in which a secret is spelled so that it cannot be cut out.
    public static final String LEFT_OUT = "The provider's words held a key and were left out.";
    /// A shorter secret protects nothing (local servers accept any word) and may be part of an ordinary word.
    public static final int SHORTEST = SecretIndex.SHORTEST;
    public static final String REDACTED = "[redacted]";
    /// A shorter secret may come together by chance where blanks are left out.
    private static final int SHORTEST_DIVIDED = 16;

    /// A text may have escapes of one kind around those of another.
    private static final int[] OUTER = {Unescaped.BACKSLASHES, Unescaped.PERCENT, Unescaped.REFERENCES};

    /// further secrets, or null
    private final SecretWords more;
    private final List<String> secrets;
    /// Two threads may make it at the same time; both make the same.
    private SecretIndex index;

    /// @param given of which those of at least 8 characters count
    public SecretWords(Collection<String> given) {
        this(given, null);
    }

    private SecretWords(Collection<String> given, SecretWords more) {
        this.more = more;
        this.secrets = given.stream().filter(secret -> secret != null && secret.length() >= SHORTEST).toList();
    }

    /// These and one more, which is spelled out only when a text is searched.
    ///
    /// @param secret or null
    public SecretWords and(String secret) {
        return secret == null || secret.length() < SHORTEST ? this : new SecretWords(List.of(secret), this);
    }

    /// Without what [#and] has added.
    public SecretWords lasting() {
        return more == null ? this : more.lasting();
    }

    public boolean isEmpty() {
        return secrets.isEmpty() && (more == null || more.isEmpty());
    }

    private SecretIndex index() {
        if (index == null) {
            Set<Word> words = new LinkedHashSet<>();
            for (String secret : secrets) spell(secret, words);
            index = new SecretIndex(List.copyOf(words));
        }
        return index;
    }

    private static void spell(String secret, Set<Word> words) {
        add(secret.replace(' ', '+'), words);
        // as text, as bytes, and as bytes that were taken for text
        String read = secret;
        for (int times = 0; times < 3; times++) {
            addRead(read, words);
            read = Latin1.utf8(read);
        }
        words.add(new Word(Spelling.hex(secret), true));
        for (String base64 : Spelling.base64(secret)) words.add(new Word(Spelling.lower(base64), true));
    }

    /// Adds a spelling, which may itself look like an escape.
    private static void addRead(String spelling, Set<Word> words) {
        String next = spelling;
        for (int pass = 0; pass <= Unescaped.PASSES; pass++) {
            add(next, words);
            String squeezed = Unescaped.squeezed(next);
            if (squeezed.length() >= SHORTEST_DIVIDED) add(squeezed, words);
            next = Unescaped.once(next, Unescaped.ALL);
        }
    }

    private static void add(String spelling, Set<Word> words) {
        if (spelling.length() >= SHORTEST) words.add(new Word(Spelling.lower(spelling), false));
    }

    /// Whether the text holds a secret in any spelling.
    public boolean in(String text) {
        if (text == null || text.length() < SHORTEST || isEmpty()) return false;
        if (foundOrDivided(text)) return true;
        String all = Unescaped.once(text, Unescaped.ALL);
        if (all.equals(text)) return false;
        if (foundBehind(all)) return true;
        for (int outer : OUTER) {
            String once = Unescaped.once(text, outer);
            if (!once.equals(text) && !once.equals(all) && foundBehind(once)) return true;
        }
        return false;
    }

    /// Whether a secret is found in a text, or when its escapes are read.
    private boolean foundBehind(String text) {
        String read = text;
        for (int pass = 0; !foundOrDivided(read); pass++) {
            String next = pass < Unescaped.PASSES ? Unescaped.once(read, Unescaped.ALL) : read;
            if (next.equals(read)) return false;
            read = next;
        }
        return true;
    }

    private boolean foundOrDivided(String text) {
        if (found(text, SHORTEST)) return true;
        String squeezed = Unescaped.squeezed(text);
        return squeezed.length() < text.length() && found(squeezed, SHORTEST_DIVIDED);
    }

    private boolean found(String text, int least) {
        return index().in(text, least) || more != null && more.found(text, least);
    }

    /// The text with `[redacted]` for each secret. If one still stands there then, the whole text is replaced by
    /// [#LEFT_OUT].
    ///
    /// @param text may be null
    public String without(String text) {
        if (!in(text)) return text;
        var secret = new BitSet(text.length());
        Unescaped asItIs = Unescaped.nothing(text);
        markBehind(asItIs, secret);
        for (int outer : OUTER) markBehind(asItIs.again(outer), secret);
        String clean = cut(text, secret);
        return in(clean) ? LEFT_OUT : clean;
    }

    private void markBehind(Unescaped first, BitSet secret) {
        Unescaped read = first;
        for (int pass = 0; read != null; pass++) {
            mark(read, SHORTEST, secret);
            mark(read.squeezed(), SHORTEST_DIVIDED, secret);
            read = pass <= Unescaped.PASSES ? read.again(Unescaped.ALL) : null;
        }
    }

    private void mark(Unescaped read, int least, BitSet secret) {
        String text = read.text();
        int[] marked = {0}; // up to here, so that a long run of base64 is gone through once
        index().search(text, least, (from, to, packed) -> {
            if (to <= marked[0]) return true;
            int begin = from;
            int end = to;
            while (packed && begin > 0 && adjoins(read, text, begin, begin - 1)) begin--;
            while (packed && end < text.length() && adjoins(read, text, end, end)) end++;
            if (packed) marked[0] = end;
            secret.set(read.begin(begin), read.end(end - 1));
            return true;
        });
        if (more != null) more.mark(read, least, secret);
    }

    /// Whether a character belongs to the same run of base64, of which no blank was left out at this border.
    private static boolean adjoins(Unescaped read, String text, int border, int at) {
        return Spelling.inBase64(text.charAt(at)) && read.end(border - 1) == read.begin(border);
    }

    private static String cut(String text, BitSet secret) {
        var out = new StringBuilder();
        int done = 0;
        for (int at = secret.nextSetBit(0); at >= 0; at = secret.nextSetBit(done)) {
            out.append(text, done, at).append(REDACTED);
            done = secret.nextClearBit(at);
        }
        return out.append(text, done, text.length()).toString();
    }

    /// A text that was cut, without the beginning of a secret at its end. The characters of the beginning stand as they
    /// are; a beginning of fewer than 8 of them stays.
    public String withoutBeginning(String cut) {
        int length = beginning(Spelling.lower(cut.substring(Math.max(0, cut.length() - longest()))));
        return length == 0 ? cut : cut.substring(0, cut.length() - length) + REDACTED;
    }

    private int longest() {
        int longest = more == null ? 0 : more.longest();
        for (String secret : secrets) longest = Math.max(longest, secret.length());
        return longest;
    }

    /// How many characters at the end of a text in small letters begin a secret.
    private int beginning(String end) {
        int most = more == null ? 0 : more.beginning(end);
        for (String secret : secrets) {
            String lower = Spelling.lower(secret);
            for (int length = Math.min(lower.length(), end.length()); length >= SHORTEST && length > most; length--) {
                if (end.endsWith(lower.substring(0, length))) most = length;
            }
        }
        return most;
    }

    /// A body without secrets: of JSON every string on its own, so that it stays JSON; of anything else the text.
    public String withoutInBody(String body) {
        if (!in(body)) return body;
        try {
            String clean = without(Json.parse(body)).toString();
            return in(clean) ? LEFT_OUT : clean;
        } catch (JsonError _) {
            return without(body);
        }
    }

    /// A JSON value without secrets in its strings and names.
    public Json without(Json value) {
        return switch (value) {
            case Json.Str s -> in(s.value()) ? Json.of(without(s.value())) : s;
            case Json.Arr list -> new Json.Arr(list.items().stream().map(this::without).toList());
            case Json.Obj object -> {
                var clean = Json.object();
                object.members().forEach((name, member) -> clean.put(without(name), without(member)));
                yield clean;
            }
            case Json.Num _, Json.Bool _, Json.Null _ -> value;
        };
    }

    /// Shows no secret.
    @Override
    public String toString() {
        return "SecretWords[hidden]";
    }
}
