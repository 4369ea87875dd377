package llmrouter.json;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import llmrouter.json.JsonScan.Member;
import llmrouter.text.Text;

/// Changes to single members of a scanned object. All other characters stay: order, spacing, number spellings, escapes,
/// unknown members. Not thread-safe; changes are collected, then applied by `apply`.
public final class JsonSplice {
    private static final String KEEP = "";

    private final JsonScan scan;
    private final Map<String, String> changes = new LinkedHashMap<>();
    private boolean dedupeAll;

    JsonSplice(JsonScan scan) {
        this.scan = scan;
    }

    /// Sets a member. The last member of that name gets the value and earlier duplicates are removed, so that every
    /// reader sees this value, whichever duplicate it prefers; a missing member is added at the end.
    ///
    /// @param rawJson the value as JSON text, which is not checked
    public JsonSplice set(String key, String rawJson) {
        changes.put(key, Objects.requireNonNull(rawJson));
        return this;
    }

    public JsonSplice set(String key, Json value) {
        return set(key, value.toString());
    }

    /// Removes all members of that name.
    public JsonSplice remove(String key) {
        changes.put(key, null);
        return this;
    }

    /// Removes all but the last member of each of these names, unless a name is set or removed anyway.
    public JsonSplice dedupe(String... keys) {
        for (String key : keys) changes.putIfAbsent(key, KEEP);
        return this;
    }

    /// Removes all but the last member of every name.
    public JsonSplice dedupeAll() {
        dedupeAll = true;
        return this;
    }

    /// The changed text; the same string object if nothing changes.
    public String apply() {
        return changes.isEmpty() && !dedupeAll ? scan.source() : pieces().text();
    }

    /// The changed text as parts of the scanned one with what is new between them.
    public JsonPieces pieces() {
        var last = lastOfEach();
        var edits = new Edits(scan);
        List<Member> members = scan.members();
        Member before = null;
        boolean any = false;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (keeps(member, last)) {
                any = true;
                String value = changes.getOrDefault(member.key(), KEEP);
                if (!value.equals(KEEP)) edits.replace(member.start(), member.end(), value);
            } else if (any) {
                edits.replace(before.end(), member.end(), "");
            } else {
                int next = i + 1 < members.size() ? members.get(i + 1).keyStart() : member.end();
                edits.replace(member.keyStart(), next, "");
            }
            before = member;
        }
        int end = before == null ? scan.source().indexOf('{') + 1 : before.end();
        edits.replace(end, end, missing(last, any));
        return edits.apply();
    }

    /// Replacements from left to right; the text between them is kept in as few parts as possible.
    private static final class Edits {
        private final int length;
        private final JsonPieces pieces;
        private final Text made = new Text(128);
        private int copied;

        Edits(JsonScan scan) {
            length = scan.source().length();
            pieces = new JsonPieces(scan.source(), scan.origin());
        }

        void replace(int from, int to, String replacement) {
            pieces.add(made.length(), copied, from);
            made.add(replacement);
            copied = to;
        }

        JsonPieces apply() {
            pieces.add(made.length(), copied, length);
            pieces.end(made.take());
            return pieces;
        }
    }

    private Map<String, Member> lastOfEach() {
        var last = new HashMap<String, Member>();
        for (Member member : scan.members()) {
            if (dedupeAll || changes.containsKey(member.key())) last.put(member.key(), member);
        }
        return last;
    }

    private boolean keeps(Member member, Map<String, Member> last) {
        String key = member.key();
        if (!last.containsKey(key)) return true;
        boolean removed = changes.containsKey(key) && changes.get(key) == null;
        return !removed && last.get(key) == member;
    }

    private String missing(Map<String, Member> last, boolean afterOthers) {
        var out = new Text();
        boolean comma = afterOthers;
        for (var change : changes.entrySet()) {
            String value = change.getValue();
            if (value == null || value.equals(KEEP) || last.containsKey(change.getKey())) continue;
            if (comma) out.add(',');
            comma = true;
            out.quote(change.getKey()).add(':').add(value);
        }
        return out.take();
    }
}
