package llmrouter.chat;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// The loss ledger of one request: which of the client's fields or parts a translation dropped, and which it could only
/// approximate. Fields are named as the client's format spells them: a reader says by [#spell] how its format calls
/// what writers name neutrally. Names are made fit for an HTTP field value. One owner.
///
/// A line in the ledger means that the client asked for something, or said something, and the model does not do it or
/// does not see it. So these are no losses:
///
/// - what the gateway adds because the other format requires it: `max_tokens`, an opening turn of the user;
/// - the same thing in the other format's terms: a thinking budget as a level of effort, `is_error` as a word in front
///   of the result, a tool of a namespace as a function whose name is restored in the answer;
/// - what only the vendor's own records or programs use: `metadata`, `client_metadata`, signatures of thinking, a
///   shortened `user`; of earlier answers the `id`, `status`, `annotations`, `citations`, `logprobs` and the `caller`
///   `direct`, which tell how an answer was made and not what it says;
/// - how the answer is delivered: `eager_input_streaming`, `include_obfuscation`;
/// - a wish that the model has no choice about, when it leaves the choice to the model: thinking that is adaptive.
///
/// A reader carries a member, leaves it out by its name as no loss, or names it; a member that it does not know is
/// named by [llmrouter.protocol.request.RequestFields#dropRest]. So a new member of a vendor's format is in the ledger
/// before any reader knows it.
///
/// A change of what was asked for has a reason. Strict translation refuses exactly what the ledger names, except what
/// is [excused][#excused]: `safeguards` of Claude Code, which asks its own classifier if no answer has their results.
public final class Losses {
    /// The reason for leaving out earlier thinking.
    public static final String FOREIGN_THINKING = "another model thought that";
    /// The reason for leaving out a file that is only named by its id.
    public static final String HELD_FILE = "only the vendor that took the file has it";
    /// The reason for leaving out a tool without a schema.
    public static final String VENDORS_TOOL = "a tool that its vendor defines";
    /// A client may invent any number of fields; a header cannot name them all.
    private static final int MOST_NAMES = 50;
    private static final int LONGEST_NAME = 64;
    /// what an empty name is called: every loss can be seen
    private static final String NAMELESS = "_";
    private static final int LONGEST_REASON = 80;

    /// name → why, possibly empty
    private final SequencedMap<String, String> dropped = new LinkedHashMap<>();
    private final SequencedMap<String, String> approximated = new LinkedHashMap<>();
    private final SequencedSet<String> unused = new LinkedHashSet<>();
    private final SequencedSet<String> excused = new LinkedHashSet<>();
    private Map<String, String> spelling = Map.of();

    /// Takes over what `other` holds, and its spelling: one reading may be followed by a writing for each candidate.
    public void include(Losses other) {
        other.dropped.forEach(dropped::putIfAbsent);
        other.approximated.forEach(approximated::putIfAbsent);
        unused.addAll(other.unused);
        excused.addAll(other.excused);
        spelling = other.spelling;
    }

    /// @param names neutral name → the client's spelling
    public void spell(Map<String, String> names) {
        spelling = names;
    }

    /// A field's name in the client's spelling.
    public String spelled(String field) {
        return spelling.getOrDefault(field, field);
    }

    /// The other format has nothing like the field.
    public void dropped(String field) {
        add(dropped, field, "");
    }

    /// A member whose loss is named but never a reason to refuse, also under strict translation: the client asks for it
    /// with every request, and does without it when it gets none.
    public void excused(String field) {
        dropped(field, "the client does this itself");
        excused.add(field);
    }

    /// Whether something was lost that strict translation refuses to lose.
    public boolean refusable() {
        return !approximated.isEmpty() || !excused.containsAll(dropped.keySet());
    }

    /// A member of the client's request that no reader carries. It is named as it stands there.
    public void droppedMember(String path) {
        add(dropped, path, "", Map.of());
    }

    /// @param reason a few words that say why, where the name alone does not tell; they may name fields and values of
    ///               the other format
    public void dropped(String field, String reason) {
        add(dropped, field, reason);
    }

    /// @param reason a few words that say what the field became
    public void approximated(String field, String reason) {
        add(approximated, field, reason);
    }

    /// A member that is left out although that is no loss: only its vendor's records use it. Told nowhere but in an
    /// explanation.
    public void unused(String field) {
        unused.add(safe(field, LONGEST_NAME, '!'));
    }

    private void add(SequencedMap<String, String> names, String field, String reason) {
        add(names, field, reason, spelling);
    }

    private static void add(SequencedMap<String, String> names, String field, String reason,
            Map<String, String> spelling) {
        String name = names.size() < MOST_NAMES ? safe(spelling.getOrDefault(field, field), LONGEST_NAME, '!') : "more";
        names.putIfAbsent(name.isEmpty() ? NAMELESS : name, safe(reason, LONGEST_REASON, ' '));
    }

    /// Visible ASCII without the separators of [#line], so that no client can write into our header.
    ///
    /// @param first the lowest character that may stay
    private static String safe(String text, int longest, char first) {
        int length = Math.min(text.length(), longest);
        var out = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            out.append(c >= first && c < 0x7F && c != ',' && c != ';' && c != '=' ? c : '_');
        }
        return out.toString();
    }

    public boolean isEmpty() {
        return dropped.isEmpty() && approximated.isEmpty();
    }

    /// The names alone.
    public List<String> dropped() {
        return List.copyOf(dropped.keySet());
    }

    /// The names alone.
    public List<String> approximated() {
        return List.copyOf(approximated.keySet());
    }

    /// What was left out without a loss.
    public List<String> unused() {
        return List.copyOf(unused);
    }

    /// Why a field is in the ledger; empty if its name tells, or if it is not there.
    public String reason(String name) {
        String reason = dropped.getOrDefault(name, "");
        return reason.isEmpty() ? approximated.getOrDefault(name, "") : reason;
    }

    /// One line: `dropped=logit_bias,n; approximated=temperature (1 is the most)`; empty if nothing was lost.
    public String line() {
        String lost = dropped.isEmpty() ? "" : "dropped=" + listed(dropped);
        if (approximated.isEmpty()) return lost;
        return (lost.isEmpty() ? "" : lost + "; ") + "approximated=" + listed(approximated);
    }

    private static String listed(SequencedMap<String, String> names) {
        var out = new StringBuilder();
        names.forEach((name, reason) -> {
            if (!out.isEmpty()) out.append(',');
            out.append(name);
            if (!reason.isEmpty()) out.append(" (").append(reason).append(')');
        });
        return out.toString();
    }
}
