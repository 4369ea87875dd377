package vectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.json.Json;
import llmrouter.text.Text;

/// The vectors, in the order in which they were made.
final class VectorList {
    private final List<String[]> all = new ArrayList<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    /// @param vector a kind, then its inputs
    void add(String... vector) {
        all.add(vector);
        counts.merge(vector[0], 1, Integer::sum);
    }

    void add(String kind, Json.Obj script) {
        add(kind, script.toString());
    }

    List<String[]> all() {
        return all;
    }

    /// How many there are of each kind.
    Map<String, Integer> counts() {
        return counts;
    }

    /// A vector as a JSON array of strings on one line, in ASCII, so that no encoding and no line end can change it.
    static String line(String[] vector) {
        var out = new Text().add('[');
        for (int i = 0; i < vector.length; i++) quote(vector[i], out.add(i == 0 ? "" : ","));
        return out.add(']').take();
    }

    private static void quote(String s, Text out) {
        out.add('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c >= ' ' && c < 0x7F && c != '"' && c != '\\') out.add(c);
            else out.add("\\u").add(Integer.toHexString(0x10000 | c).substring(1));
        }
        out.add('"');
    }
}
