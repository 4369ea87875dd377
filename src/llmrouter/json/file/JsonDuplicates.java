package llmrouter.json.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.json.JsonError;
import llmrouter.json.JsonLevel;
import llmrouter.json.JsonScan.Member;
import llmrouter.json.JsonTokens;

/// Finds the members of a file that one object has more than once. JSON leaves open which of them counts, and the
/// author of the file may look at the other one.
public final class JsonDuplicates {
    private final JsonTokens tokens;
    private final List<Duplicate> found = new ArrayList<>();

    private JsonDuplicates(JsonTokens tokens) {
        this.tokens = tokens;
    }

    /// A member whose name an earlier member of the same object has.
    ///
    /// @param path      of the member: names (`String`) and indices (`Integer`) from the top
    /// @param firstLine the line of the first member of that name, from 1
    /// @param line      its own line, from 1
    /// @param column    its own column, from 1
    public record Duplicate(List<Object> path, int firstLine, int line, int column) {}

    /// All of them, in the order of the text.
    ///
    /// @throws JsonError the text is not JSON with comments
    public static List<Duplicate> in(JsonSource source) {
        JsonTokens tokens = source.tokens();
        int begin = tokens.begin();
        tokens.end(tokens.value(begin, 0));
        var search = new JsonDuplicates(tokens);
        search.level(begin, List.of());
        return List.copyOf(search.found);
    }

    private void level(int at, List<Object> path) {
        JsonLevel level = JsonLevel.of(tokens, at);
        if (level == null) return;
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < level.members().size(); i++) {
            Member member = level.members().get(i);
            var inner = new ArrayList<>(path);
            inner.add(level.isObject() ? member.key() : (Object) i);
            Integer before = level.isObject() ? first.putIfAbsent(member.key(), member.keyStart()) : null;
            if (before != null) found.add(duplicate(inner, before, member.keyStart()));
            level(member.start(), inner);
        }
    }

    private Duplicate duplicate(List<Object> path, int first, int second) {
        JsonError here = tokens.error("", second);
        return new Duplicate(path, tokens.error("", first).line(), here.line(), here.column());
    }
}
