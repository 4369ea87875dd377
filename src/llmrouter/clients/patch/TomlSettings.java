package llmrouter.clients.patch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

import llmrouter.json.Json;
import llmrouter.toml.TomlDocument;
import llmrouter.toml.TomlEdit;
import llmrouter.toml.TomlError;
import llmrouter.toml.TomlValue;
import llmrouter.toml.TomlValue.Bool;
import llmrouter.toml.TomlValue.Items;
import llmrouter.toml.TomlValue.Moment;
import llmrouter.toml.TomlValue.Real;
import llmrouter.toml.TomlValue.Str;
import llmrouter.toml.TomlValue.Table;
import llmrouter.toml.TomlValue.Whole;

/// TOML. In the tree a date, a time, an infinite number and not-a-number are strings, because JSON has no such values.
public final class TomlSettings implements SettingsSyntax {
    public static final SettingsSyntax SYNTAX = new TomlSettings();

    private TomlSettings() {}

    @Override
    public Json.Obj tree(String text) {
        try {
            return (Json.Obj) json(TomlDocument.of(text).table());
        } catch (TomlError e) {
            throw new PatchError("it is not TOML: " + e.describe());
        }
    }

    @Override
    public String set(String text, List<?> path, Json value) {
        if (value.equals(SettingsSyntax.at(tree(text), path))) return text;
        return edited(text, edit -> edit.set(path, toml(value)));
    }

    @Override
    public String remove(String text, List<?> path) {
        if (SettingsSyntax.at(tree(text), path) == null) return text;
        return edited(text, edit -> edit.remove(path));
    }

    private static String edited(String text, UnaryOperator<TomlEdit> change) {
        try {
            return change.apply(TomlEdit.of(text)).text();
        } catch (TomlError e) {
            throw new PatchError("a setting has no place in it: " + e.describe());
        }
    }

    private static Json json(TomlValue value) {
        return switch (value) {
            case Str(var text) -> Json.of(text);
            case Whole(var number) -> Json.of(number);
            case Bool(var is) -> Json.of(is);
            case Real(var text) -> number(text.startsWith("+") ? text.substring(1) : text);
            case Moment(_, var text) -> Json.of(text);
            case Items(var items) -> {
                var array = Json.array();
                items.forEach(item -> array.add(json(item)));
                yield array;
            }
            case Table(var members) -> {
                var object = Json.object();
                members.forEach((key, member) -> object.put(key, json(member)));
                yield object;
            }
        };
    }

    private static Json number(String text) {
        return text.endsWith("inf") || text.endsWith("nan") ? Json.of(text) : new Json.Num(text);
    }

    /// A member that is null is left out.
    private static TomlValue toml(Json value) {
        return switch (value) {
            case Json.Str text -> TomlValue.of(text.value());
            case Json.Bool(var is) -> TomlValue.of(is);
            case Json.Num(var text) -> number(text, value);
            case Json.Arr(var items) -> new Items(items.stream().map(TomlSettings::toml).toList());
            case Json.Obj(var members) -> {
                var table = new LinkedHashMap<String, TomlValue>();
                members.forEach((key, member) -> {
                    if (member != Json.Null.NULL) table.put(key, toml(member));
                });
                yield new Table(table);
            }
            case Json.Null _ -> throw new PatchError("TOML has no null");
        };
    }

    private static TomlValue number(String text, Json value) {
        boolean whole = text.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
        return whole ? TomlDocument.of("n = " + text).table().get("n") : new Real(text);
    }
}
