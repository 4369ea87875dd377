package llmrouter.clients.patch;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;

/// Takes out of a text what made one earlier text of another: the settings in which these two differ get their old
/// values, and all else in the text stays.
final class SettingsReversal {
    private final SettingsSyntax syntax;
    private final List<String> rewritten;
    private final List<String> changed = new ArrayList<>();
    private String text;

    private SettingsReversal(FilePatch patch, String text) {
        this.syntax = patch.syntax();
        this.rewritten = patch.rewritten();
        this.text = text;
    }

    /// @param current the text now
    /// @param before  the text before the connection
    /// @param after   the text with the connection
    static Reverted of(FilePatch patch, String current, String before, String after) {
        var reversal = new SettingsReversal(patch, current);
        reversal.members(List.of(), patch.syntax().tree(before), patch.syntax().tree(after));
        return new Reverted(reversal.text, List.copyOf(reversal.changed));
    }

    /// Of two objects, or of one that came with the connection.
    private void members(List<?> path, Obj before, Obj after) {
        for (String key : after.members().keySet()) {
            var inner = new ArrayList<Object>(path);
            inner.add(key);
            value(inner, before.get(key), after.get(key));
        }
        for (String key : before.members().keySet()) {
            if (after.get(key) != null) continue;
            var inner = new ArrayList<Object>(path);
            inner.add(key);
            value(inner, before.get(key), null);
        }
    }

    /// @param before null if it was not there
    /// @param after  null if the connection removed it
    private void value(List<?> path, Json before, Json after) {
        if (after == null ? before == null : after.equals(before)) return;
        Json now = SettingsSyntax.at(syntax.tree(text), path);
        if (now == null ? before == null : now.equals(before)) return;
        boolean objects = now instanceof Obj && after instanceof Obj && (before == null || before instanceof Obj);
        if (objects && !now.equals(after)) {
            members(path, before == null ? Json.object() : (Obj) before, (Obj) after);
            boolean emptied = before == null && SettingsSyntax.at(syntax.tree(text), path) instanceof Obj rest
                && rest.members().isEmpty();
            if (emptied) text = syntax.remove(text, path);
        } else if (now instanceof Arr items && after instanceof Arr set && !now.equals(after)) {
            items(path, items, before instanceof Arr old ? old : Json.array(), set);
        } else {
            boolean same = now == null ? after == null : now.equals(after);
            if (!same && !rewritten.contains(path.getLast().toString())) changed.add(AgentSetting.name(path));
            put(path, before);
        }
    }

    /// The items that the connection added go, those that it removed come back.
    private void items(List<?> path, Arr now, Arr before, Arr after) {
        for (Json added : after.items()) {
            if (before.items().contains(added)) continue;
            if (!now.items().contains(added)) changed.add(AgentSetting.name(path));
        }
        for (int i = now.size() - 1; i >= 0; i--) {
            Json item = now.items().get(i);
            boolean ours = after.items().contains(item) && !before.items().contains(item);
            if (ours) put(inside(path, i), null);
        }
        for (Json removed : before.items()) {
            if (after.items().contains(removed) || now.items().contains(removed)) continue;
            int size = SettingsSyntax.at(syntax.tree(text), path) instanceof Arr rest ? rest.size() : 0;
            put(inside(path, size), removed);
        }
    }

    private static List<?> inside(List<?> path, int index) {
        var inner = new ArrayList<Object>(path);
        inner.add(index);
        return inner;
    }

    private void put(List<?> path, Json value) {
        text = value == null ? syntax.remove(text, path) : syntax.set(text, path, value);
    }
}
