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
    private static final Strings QUOTING = new Strings() {};
    /// As compact JSON, in which what was not read may stand as it is.
    private static final Strings COMPACT = new Strings() {
        @Override
        public boolean writeUnread(JsonQuotes source, int object, Text out) {
            return source.add(object, out);
        }
    };

    private JsonWriter() {}

    public static String compact(Json value) {
        String raw = value instanceof Obj o && o.members() instanceof JsonMembers own ? own.raw() : null;
        if (raw != null) return raw;
        var out = new Text();
        write(value, out);
        return out.take();
    }

    /// Indented by two spaces a level, empty containers on one line; for files that people read.
    public static String pretty(Json value) {
        return pretty(value, "\n", "  ");
    }

    /// Indented by `unit` a level, where `line` is the line end with the indentation of the line that the value begins
    /// on.
    public static String pretty(Json value, String line, String unit) {
        var out = new Text();
        pretty(value, out, line, unit);
        return out.take();
    }

    /// On one line, with a space after each comma and colon.
    public static String inline(Json value) {
        var out = new Text();
        write(value, out, ", ", ": ", QUOTING);
        return out.take();
    }

    static void write(Json value, Text out) {
        write(value, out, COMPACT);
    }

    /// Writes strings with their quotes, and what was not read.
    interface Strings {
        default void write(Str string, Text out) {
            out.quote(string.value());
        }

        /// What stands before a member, its name, and the colon behind it.
        ///
        /// @param lead the opening bracket or a comma
        default void name(String lead, String name, String colon, Text out) {
            out.add(lead).quote(name).add(colon);
        }

        /// Writes an object whose members were not read.
        ///
        /// @return whether it is written; if not, its members are
        default boolean writeUnread(JsonQuotes source, int object, Text out) {
            return false;
        }
    }

    static void write(Json value, Text out, Strings strings) {
        write(value, out, ",", ":", strings);
    }

    private static void write(Json value, Text out, String comma, String colon, Strings strings) {
        switch (value) {
            case Str s -> strings.write(s, out);
            case Num n -> out.add(n.text());
            case Bool b -> out.add(b.value() ? "true" : "false");
            case Null _ -> out.add("null");
            case Arr a -> {
                out.add('[');
                for (int i = 0; i < a.size(); i++) {
                    write(a.items().get(i), i == 0 ? out : out.add(comma), comma, colon, strings);
                }
                out.add(']');
            }
            case Obj o -> object(o, out, comma, colon, strings);
        }
    }

    private static void object(Obj o, Text out, String comma, String colon, Strings strings) {
        if (o.members() instanceof JsonMembers own && own.writeUnread(strings, out)) return;
        String lead = "{";
        if (o.members() instanceof JsonMembers own && own.areFew()) {
            for (int i = 0; i < own.size(); i++) { // without an object for each member
                strings.name(lead, own.name(i), colon, out);
                write(own.value(i), out, comma, colon, strings);
                lead = comma;
            }
        } else {
            for (Map.Entry<String, Json> member : o.members().entrySet()) {
                strings.name(lead, member.getKey(), colon, out);
                write(member.getValue(), out, comma, colon, strings);
                lead = comma;
            }
        }
        out.add(o.members().isEmpty() ? "{}" : "}");
    }

    private static void pretty(Json value, Text out, String line, String unit) {
        String inner = line + unit;
        switch (value) {
            case Arr a when !a.items().isEmpty() -> {
                String lead = "[";
                for (Json item : a.items()) {
                    pretty(item, out.add(lead).add(inner), inner, unit);
                    lead = ",";
                }
                out.add(line).add(']');
            }
            case Obj o when !o.members().isEmpty() -> {
                String lead = "{";
                for (Map.Entry<String, Json> member : o.members().entrySet()) {
                    out.add(lead).add(inner).quote(member.getKey()).add(": ");
                    pretty(member.getValue(), out, inner, unit);
                    lead = ",";
                }
                out.add(line).add('}');
            }
            default -> write(value, out);
        }
    }
}
