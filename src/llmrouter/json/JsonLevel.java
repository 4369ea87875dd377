package llmrouter.json;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.JsonScan.Member;

/// The members or items of one object or array of a text, by their offsets; deeper levels are checked and skipped.
///
/// @param open     offset of the opening bracket
/// @param end      offset after the closing bracket
/// @param isObject whether it is an object
/// @param members  the members or items in the order of the text, duplicates included
public record JsonLevel(int open, int end, boolean isObject, List<Member> members) {

    /// The level that opens at `open`, or null if there is a scalar.
    public static JsonLevel of(JsonTokens tokens, int open) {
        return switch (tokens.at(open)) {
            case '{' -> object(tokens, open);
            case '[' -> array(tokens, open);
            default -> null;
        };
    }

    private static JsonLevel object(JsonTokens tokens, int open) {
        tokens.enter(open, 0);
        var members = new ArrayList<Member>();
        int at = tokens.space(open + 1);
        boolean more = tokens.at(at) != '}';
        while (more) {
            int keyStart = tokens.quote(at);
            int keyEnd = tokens.string(keyStart);
            String key = tokens.unquoted(keyStart, keyEnd);
            int start = tokens.colon(keyEnd);
            int end = tokens.member(start, 1);
            members.add(new Member(key, keyStart, start, end));
            at = tokens.space(end);
            more = tokens.at(at) != '}';
            if (more) at = tokens.comma(at, '}');
        }
        return new JsonLevel(open, at + 1, true, members);
    }

    private static JsonLevel array(JsonTokens tokens, int open) {
        tokens.enter(open, 0);
        var items = new ArrayList<Member>();
        int at = tokens.space(open + 1);
        boolean more = tokens.at(at) != ']';
        while (more) {
            int end = tokens.value(at, 1);
            items.add(new Member(null, at, at, end));
            at = tokens.space(end);
            more = tokens.at(at) != ']';
            if (more) at = tokens.comma(at, ']');
        }
        return new JsonLevel(open, at + 1, false, items);
    }

    /// The index of the last member with this name, or of this item; -1 if there is none.
    public int find(Object step) {
        if (step instanceof Integer index) return !isObject && index >= 0 && index < members.size() ? index : -1;
        for (int i = members.size() - 1; isObject && i >= 0; i--) {
            if (members.get(i).key().equals(step)) return i;
        }
        return -1;
    }
}
