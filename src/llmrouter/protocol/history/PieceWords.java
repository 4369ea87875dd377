package llmrouter.protocol.history;

import java.util.List;
import java.util.Map;

import llmrouter.json.Json;

/// Finds the words in a piece of a conversation whose type is unknown or has no counterpart: the members that hold text
/// in every format, at any depth. Opaque data, ids, and the arguments of calls are no words.
final class PieceWords {
    /// A model needs the gist of an earlier piece, not a whole web page.
    private static final int MOST = 16_000;
    private static final int DEEPEST = 8;
    private static final List<String> WORDS = List.of("text", "content", "thinking", "output", "summary", "message",
        "refusal", "transcript", "stdout", "stderr", "lines", "error_code");
    private static final List<String> OPAQUE = List.of("input", "arguments", "cache_control", "caller", "citations",
        "annotations", "input_schema", "parameters", "extra_content", "metadata");

    private final StringBuilder found = new StringBuilder();

    private PieceWords() {}

    /// The words, one saying a line; empty if there are none.
    static String of(Json piece) {
        var words = new PieceWords();
        words.collect(piece, true, 0);
        return words.found.toString();
    }

    /// @param wordy whether a string here is words
    private void collect(Json value, boolean wordy, int depth) {
        switch (value) {
            case Json.Str s when wordy -> say(s.value());
            case Json.Arr list when depth < DEEPEST -> {
                for (Json item : list.items()) collect(item, wordy, depth + 1);
            }
            case Json.Obj object when depth < DEEPEST -> members(object, depth);
            case Json.Str _, Json.Arr _, Json.Obj _, Json.Num _, Json.Bool _, Json.Null _ -> { }
        }
    }

    private void members(Json.Obj object, int depth) {
        say(link(object));
        boolean text = "text".equals(object.text("type"));
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            String name = member.getKey();
            if (OPAQUE.contains(name)) continue;
            boolean words = WORDS.contains(name) || text && name.equals("data");
            collect(member.getValue(), words, depth + 1);
        }
    }

    /// A title with its address, as search results and pages have them.
    private static String link(Json.Obj object) {
        String title = object.text("title");
        String url = object.text("url");
        boolean web = url != null && (url.startsWith("https://") || url.startsWith("http://"));
        if (title == null) return web ? url : "";
        return web ? title + " (" + url + ")" : title;
    }

    private void say(String words) {
        int room = MOST - found.length();
        if (words.isEmpty() || room <= 0) return;
        if (!found.isEmpty()) found.append('\n');
        if (words.length() <= room) found.append(words);
        else found.append(words, 0, Character.isHighSurrogate(words.charAt(room - 1)) ? room - 1 : room).append('…');
    }
}
