package llmrouter.toml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import llmrouter.toml.TomlValue.Items;
import llmrouter.toml.TomlValue.Table;

/// What a tree must be after an edit; the editor compares it with what it has made.
final class TomlTrees {
    private TomlTrees() {}

    static Table with(Table tree, List<?> path, TomlValue value) {
        return (Table) changed(tree, path, value);
    }

    static Table without(Table tree, List<?> path) {
        return (Table) changed(tree, path, null);
    }

    /// The value inside new tables and arrays, as the rest of a path says.
    static TomlValue nested(List<?> path, TomlValue value) {
        TomlValue inner = value;
        for (Object step : path.reversed()) {
            var table = new LinkedHashMap<String, TomlValue>();
            if (step instanceof String key) table.put(key, inner);
            inner = step instanceof String ? new Table(table) : new Items(List.of(inner));
        }
        return inner;
    }

    /// The tree without empty tables and arrays: a table that no header names is gone with its last key, and an array of
    /// tables with its last table. The items of an array stay.
    static Table pruned(Table tree) {
        var members = new LinkedHashMap<String, TomlValue>();
        tree.members().forEach((key, value) -> {
            TomlValue kept = inner(value);
            boolean empty = kept instanceof Table(var inner) && inner.isEmpty()
                || kept instanceof Items(var items) && items.isEmpty();
            if (!empty) members.put(key, kept);
        });
        return new Table(members);
    }

    private static TomlValue inner(TomlValue value) {
        return switch (value) {
            case Table table -> pruned(table);
            case Items(var items) -> new Items(items.stream().map(TomlTrees::inner).toList());
            default -> value;
        };
    }

    private static TomlValue changed(TomlValue at, List<?> path, TomlValue value) {
        if (path.isEmpty()) return value;
        Object step = path.getFirst();
        List<?> rest = path.subList(1, path.size());
        if (step instanceof Integer index) {
            var items = new ArrayList<TomlValue>(at instanceof Items(var before) ? before : List.of());
            boolean exists = index < items.size();
            TomlValue item = exists || value != null ? changed(exists ? items.get(index) : null, rest, value) : null;
            if (exists) items.remove((int) index);
            if (item != null) items.add(index, item);
            return new Items(items);
        }
        var members = new LinkedHashMap<String, TomlValue>(at instanceof Table(var before) ? before : new LinkedHashMap<>());
        TomlValue old = members.get((String) step);
        TomlValue changed = old != null || value != null ? changed(old, rest, value) : null;
        if (changed == null) members.remove((String) step);
        else members.put((String) step, changed);
        return new Table(members);
    }
}
