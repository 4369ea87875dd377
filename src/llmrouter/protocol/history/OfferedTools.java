package llmrouter.protocol.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

import llmrouter.chat.Losses;
import llmrouter.chat.Tool;
import llmrouter.protocol.request.MadeTools;
import llmrouter.text.Letters;

/// The tools that are offered at the end of a conversation which changes them on its way. A format with one list of
/// tools gets the list as it stands then.
///
/// A deferred tool is offered only once something has referred to it: the result of a search, a change of the tools,
/// the request's choice, or a call. A model that cannot find deferred tools gets all of them. One request, one owner.
public final class OfferedTools {
    private final Losses losses;
    private final SequencedMap<String, Tool> known = new LinkedHashMap<>();
    private final Set<String> deferred = new HashSet<>();
    private final Set<String> removed = new HashSet<>();
    private final Set<String> referred = new HashSet<>();
    private final MadeTools made = new MadeTools();
    private boolean found;

    public OfferedTools(Losses losses) {
        this.losses = losses;
    }

    /// Counts the tools that a vendor defines.
    public MadeTools made() {
        return made;
    }

    /// A tool of the request's own list. Of two with one name the first counts.
    ///
    /// @param later whether it is deferred
    public void declare(Tool tool, boolean later) {
        if (known.putIfAbsent(tool.name(), tool) == null && later) deferred.add(tool.name());
    }

    /// A tool that the conversation adds, in place of an older one of its name.
    public void add(Tool tool) {
        changed("tool_addition", "the list of tools has it");
        known.put(tool.name(), tool);
        deferred.remove(tool.name());
        removed.remove(tool.name());
    }

    /// The conversation adds a tool that is known, or was removed.
    public void addKnown(String name) {
        changed("tool_addition", "the list of tools has it");
        removed.remove(name);
        referred.add(name);
    }

    /// The conversation takes a tool away. Earlier calls of it stay.
    public void remove(String name) {
        changed("tool_removal", "the list of tools lacks it");
        removed.add(name);
    }

    private void changed(String what, String how) {
        losses.approximated(what, how);
        found = true;
    }

    /// A client's search has found a tool.
    public void find(String name) {
        found = true;
        referred.add(name);
    }

    /// Something else needs the tool: a call in the history, the request's choice.
    public void need(String name) {
        referred.add(name);
    }

    /// The tools that are offered, in order.
    public List<Tool> list() {
        var offered = new ArrayList<Tool>(known.size());
        boolean all = deferred.isEmpty() || !findable();
        for (Map.Entry<String, Tool> entry : known.entrySet()) {
            String name = entry.getKey();
            boolean hidden = deferred.contains(name) && !referred.contains(name);
            if (hidden && !all) losses.unused("defer_loading");
            if (hidden && all) losses.approximated("defer_loading", "all are offered because none can be found");
            if (!removed.contains(name) && (all || !hidden)) offered.add(entry.getValue());
        }
        return offered;
    }

    /// Whether deferred tools can become known: one has been found, or the client offers a search for them.
    private boolean findable() {
        if (found) return true;
        for (String name : known.keySet()) {
            if (deferred.contains(name) || removed.contains(name)) continue;
            String word = Letters.lower(name);
            if (word.contains("tool") && (word.contains("search") || word.contains("find"))) return true;
        }
        return false;
    }
}
