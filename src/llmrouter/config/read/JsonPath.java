package llmrouter.config.read;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Ids;

/// A place in a JSON tree: the keys and indices from the root to it.
///
/// @param key or null when `index` counts
record JsonPath(JsonPath parent, String key, int index) {
    static final JsonPath ROOT = new JsonPath(null, null, -1);

    JsonPath member(String name) {
        return new JsonPath(this, name, -1);
    }

    JsonPath item(int i) {
        return new JsonPath(this, null, i);
    }

    /// The steps from the root: a `String` for a member, an `Integer` for an item.
    List<Object> steps() {
        var steps = new ArrayList<Object>();
        for (JsonPath s = this; s != ROOT; s = s.parent) steps.addFirst(s.key != null ? s.key : (Object) s.index);
        return steps;
    }

    @Override
    public String toString() {
        if (this == ROOT) return "";
        String before = parent.toString();
        if (key == null) return before + "[" + index + "]";
        if (!Ids.isPlainKey(key)) return before + "[\"" + key + "\"]";
        return before.isEmpty() ? key : before + "." + key;
    }
}
