package llmrouter.deploy.wrangler;

import java.util.Map;

import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Num;
import llmrouter.json.Json.Obj;
import llmrouter.toml.TomlValue;
import llmrouter.toml.TomlValue.Table;

/// A TOML document as the JSON that wrangler takes in its place, so that both are read by the same code.
final class WranglerTree {
    private WranglerTree() {}

    static Obj of(Table table) {
        Obj object = Json.object();
        for (Map.Entry<String, TomlValue> member : table.members().entrySet()) {
            object.put(member.getKey(), value(member.getValue()));
        }
        return object;
    }

    private static Json value(TomlValue value) {
        return switch (value) {
            case TomlValue.Str(String text) -> Json.of(text);
            case TomlValue.Whole(long number) -> Json.of(number);
            case TomlValue.Real(String text) -> text.endsWith("inf") || text.endsWith("nan") ? Json.of(text)
                : new Num(text.startsWith("+") ? text.substring(1) : text);
            case TomlValue.Bool(boolean is) -> Json.of(is);
            case TomlValue.Moment(_, String text) -> Json.of(text);
            case TomlValue.Items(var items) -> {
                Arr list = Json.array();
                for (TomlValue item : items) list.add(value(item));
                yield list;
            }
            case Table table -> of(table);
        };
    }
}
