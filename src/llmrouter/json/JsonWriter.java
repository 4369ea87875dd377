package llmrouter.json;

import java.util.Map;

import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Bool;
import llmrouter.json.Json.Null;
import llmrouter.json.Json.Num;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;
import llmrouter.text.Text;

/// Writes JSON trees, compact for the wire or indented for files.
public final class JsonWriter {
    private JsonWriter() {}

    public static String compact(Json value) {
        var out = new Text();
        write(value, out);
        return out.take();
    }

    /// Indented by two spaces a level, empty containers on one line; for files that people read.
    public static String pretty(Json value) {
        var out = new Text();
        pretty(value, out, 0);
        return out.take();
    }

    static void write(Json value, Text out) {
        switch (value) {
            case Str s -> out.quote(s.value());
            case Num n -> out.add(n.text());
            case Bool b -> out.add(b.value() ? "true" : "false");
            case Null _ -> out.add("null");
            case Arr a -> {
                out.add('[');
                boolean first = true;
                for (Json item : a.items()) {
                    if (!first) out.add(',');
                    first = false;
                    write(item, out);
                }
                out.add(']');
            }
            case Obj o -> {
                out.add('{');
                boolean first = true;
                for (Map.Entry<String, Json> member : o.members().entrySet()) {
                    if (!first) out.add(',');
                    first = false;
                    out.quote(member.getKey()).add(':');
                    write(member.getValue(), out);
                }
                out.add('}');
            }
        }
    }

    private static void pretty(Json value, Text out, int level) {
        switch (value) {
            case Arr a when !a.items().isEmpty() -> {
                String lead = "[";
                for (Json item : a.items()) {
                    line(out.add(lead), level + 1);
                    pretty(item, out, level + 1);
                    lead = ",";
                }
                line(out, level);
                out.add(']');
            }
            case Obj o when !o.members().isEmpty() -> {
                String lead = "{";
                for (Map.Entry<String, Json> member : o.members().entrySet()) {
                    line(out.add(lead), level + 1);
                    out.quote(member.getKey()).add(": ");
                    pretty(member.getValue(), out, level + 1);
                    lead = ",";
                }
                line(out, level);
                out.add('}');
            }
            default -> write(value, out);
        }
    }

    private static void line(Text out, int level) {
        out.add('\n');
        for (int i = 0; i < level; i++) out.add("  ");
    }
}
