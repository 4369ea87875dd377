package llmrouter.protocol.chatcompletions.members;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.chat.Seal;
import llmrouter.json.Json;
import llmrouter.json.JsonSize;
import llmrouter.protocol.answer.EventSize;
import llmrouter.text.Text;

/// Puts the `reasoning_details` of a stream's deltas together as clients do (OpenRouter, "Preserving reasoning"): a
/// piece continues the entry of its type and index, and a member that an entry has already stays. The array that
/// results is sealed, in one seal or in several. One answer, one owner.
public final class ReasoningDetails {
    /// The name of the member.
    public static final String NAME = "reasoning_details";
    /// Only so many of the last entries are looked at for the one that a piece continues.
    private static final int MOST_OPEN = 16;

    private final List<Entry> entries = new ArrayList<>();
    /// how many of the entries are in a seal
    private int sealed;
    /// an entry has grown after it was sealed
    private boolean changed;
    private long held;

    /// A detail whose words come in pieces.
    private static final class Entry {
        final Json.Obj members = Json.object();
        final Text words = new Text();
        /// the member that has the words: `text` or `summary`; null if there is none
        String spoken;

        /// Gives how many characters are kept of the piece.
        long take(Json.Obj piece) {
            long kept = 0;
            for (Map.Entry<String, Json> member : piece.members().entrySet()) {
                String name = member.getKey();
                Json value = member.getValue();
                boolean speech = name.equals("text") || name.equals("summary");
                if (speech && value instanceof Json.Str more && (spoken == null || spoken.equals(name))) {
                    spoken = name;
                    words.add(more.value());
                    kept += more.value().length();
                }
                if (!Json.isNull(members.get(name))) continue;
                members.put(name, value);
                kept += name.length() + JsonSize.most(value);
            }
            return kept;
        }

        /// An entry is complete with its signature or its data.
        boolean continuedBy(Json.Obj piece) {
            boolean otherId = !Json.isNull(members.get("id")) && !Json.isNull(piece.get("id")) && !same("id", piece);
            return same("type", piece) && same("index", piece) && !otherId && !given("signature") && !given("data");
        }

        private boolean same(String name, Json.Obj piece) {
            return String.valueOf(members.get(name)).equals(String.valueOf(piece.get(name)));
        }

        private boolean given(String name) {
            return members.text(name) instanceof String value && !value.isEmpty();
        }

        Json.Obj json() {
            return spoken == null ? members : members.put(spoken, words.toString());
        }
    }

    /// Takes the next pieces.
    public void add(List<Json> details) {
        for (Json item : details) {
            if (item instanceof Json.Obj piece) add(piece);
        }
    }

    private void add(Json.Obj piece) {
        int end = Math.max(0, entries.size() - MOST_OPEN);
        int at = entries.size() - 1;
        while (at >= end && !entries.get(at).continuedBy(piece)) at--;
        if (at < end) {
            at = entries.size();
            entries.add(new Entry());
            held += EventSize.PART;
        }
        held += entries.get(at).take(piece);
        changed |= at < sealed;
    }

    /// How many characters are kept of the pieces.
    public long held() {
        return held;
    }

    /// A seal of what was not sealed before; null if there is nothing.
    public Seal next() {
        return sealed == entries.size() ? null : seal(sealed, false, null);
    }

    /// The seal that stands at the end of the answer; null if it is not needed.
    ///
    /// @param extra the message's `extra_content`, or null
    public Seal last(Json.Obj extra) {
        if (changed) return seal(0, true, extra);
        return sealed == entries.size() && extra == null ? null : seal(sealed, false, extra);
    }

    private Seal seal(int from, boolean whole, Json.Obj extra) {
        Json.Arr details = Json.array();
        for (Entry entry : entries.subList(from, entries.size())) details.add(entry.json());
        sealed = entries.size();
        var members = Json.object().put(NAME, details.size() == 0 ? null : details);
        return SealedMembers.ofMessage(members.put(GeminiCalls.EXTRA, extra), whole).seal();
    }
}
