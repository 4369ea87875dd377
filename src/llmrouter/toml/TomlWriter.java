package llmrouter.toml;

import java.util.List;
import java.util.Map;

import llmrouter.text.Text;
import llmrouter.toml.TomlValue.Bool;
import llmrouter.toml.TomlValue.Items;
import llmrouter.toml.TomlValue.Moment;
import llmrouter.toml.TomlValue.Real;
import llmrouter.toml.TomlValue.Str;
import llmrouter.toml.TomlValue.Table;
import llmrouter.toml.TomlValue.Whole;

/// Writes keys and values, each on one line, in forms that every reader of TOML 1.0 takes.
public final class TomlWriter {
    private TomlWriter() {}

    /// A value on one line.
    public static String of(TomlValue value) {
        var out = new Text(64);
        write(out, value);
        return out.take();
    }

    /// A key of one part or of several with dots, with quotes where they are needed.
    public static String key(List<String> parts) {
        var out = new Text(32);
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) out.add('.');
            part(out, parts.get(i));
        }
        return out.take();
    }

    /// The string in single quotes, which have no escapes; null if it cannot stand in them.
    static String literal(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\'' || c < ' ' || c == 0x7F) return null;
        }
        return "'" + value + "'";
    }

    private static void part(Text out, String part) {
        boolean bare = !part.isEmpty();
        for (int i = 0; i < part.length(); i++) bare &= TomlParser.isBare(part.charAt(i));
        if (bare) out.add(part);
        else quote(out, part);
    }

    private static void write(Text out, TomlValue value) {
        switch (value) {
            case Str(var text) -> quote(out, text);
            case Whole(var number) -> out.add(Long.toString(number));
            case Real(var text) -> out.add(text);
            case Bool(var is) -> out.add(is ? "true" : "false");
            case Moment(_, var text) -> out.add(text);
            case Items(var items) -> {
                out.add('[');
                for (int i = 0; i < items.size(); i++) {
                    if (i > 0) out.add(", ");
                    write(out, items.get(i));
                }
                out.add(']');
            }
            case Table(var members) -> table(out, members);
        }
    }

    private static void table(Text out, Map<String, TomlValue> members) {
        String between = "{ ";
        for (var member : members.entrySet()) {
            out.add(between);
            part(out, member.getKey());
            out.add(" = ");
            write(out, member.getValue());
            between = ", ";
        }
        out.add(members.isEmpty() ? "{}" : " }");
    }

    private static void quote(Text out, String value) {
        out.add('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> out.add('\\').add(c);
                case '\n' -> out.add("\\n");
                case '\t' -> out.add("\\t");
                case '\r' -> out.add("\\r");
                default -> {
                    if (c < ' ' || c == 0x7F) out.add("\\u").add(TomlScan.hex(c));
                    else out.add(c);
                }
            }
        }
        out.add('"');
    }
}
