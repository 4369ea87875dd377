package llmrouter.config;

import java.util.ArrayList;
import java.util.List;

/// A place in a JSON tree: the way from the root, as keys and indices.
///
/// @param key or null when `index` counts
record Spot(Spot parent, String key, int index) {
    static final Spot ROOT = new Spot(null, null, -1);

    Spot member(String name) {
        return new Spot(this, name, -1);
    }

    Spot item(int i) {
        return new Spot(this, null, i);
    }

    /// The steps from the root: a `String` for a member, an `Integer` for an item.
    List<Object> steps() {
        var steps = new ArrayList<Object>();
        for (Spot s = this; s != ROOT; s = s.parent) steps.addFirst(s.key != null ? s.key : (Object) s.index);
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
