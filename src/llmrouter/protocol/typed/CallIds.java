package llmrouter.protocol.typed;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import llmrouter.protocol.request.RequestFields;

/// Which call of the history an output answers. Most outputs name their call. The output of a local shell has only an
/// `id`, and other outputs may name no more than their tool. One history, one owner.
public final class CallIds {
    /// call's id → tool's name, of the calls without an output so far
    private final Map<String, String> open = new LinkedHashMap<>();
    /// item's id → call's id
    private final Map<String, String> ofItems = new HashMap<>();

    /// Notes a call.
    /// @return its id
    public String call(RequestFields call, String name) {
        String item = call.text("id");
        String id = call.text("call_id");
        if (id == null && item == null) throw call.error("call_id", "is missing. Give a string");
        if (id == null) id = item;
        open.put(id, name);
        if (item != null) ofItems.put(item, id);
        return id;
    }

    /// The id of the call that an output answers: the one that it names, or else the oldest open call of its tool. An
    /// id that no call has if there is none.
    public String answered(RequestFields output) {
        String id = output.text("call_id");
        String item = output.text("id");
        if (id == null && item != null) id = ofItems.getOrDefault(item, open.containsKey(item) ? item : null);
        String name = output.text("name");
        if (id == null) id = openCall(name);
        if (id == null) return name != null ? name : "unknown";
        open.remove(id);
        return id;
    }

    /// @param name the tool's, or null if the output does not say
    private String openCall(String name) {
        if (name == null) return open.size() == 1 ? open.keySet().iterator().next() : null;
        for (Map.Entry<String, String> call : open.entrySet()) {
            if (call.getValue().equals(name)) return call.getKey();
        }
        return null;
    }
}
