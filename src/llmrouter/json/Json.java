package llmrouter.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import llmrouter.text.Text;
import llmrouter.text.Ws;

/// A JSON value (RFC 8259 §3).
///
/// Absent members are Java `null`; a JSON `null` is [Null]. `toString` gives compact JSON.
///
/// Contract for objects and arrays, which are mutable: the code that creates or parses a tree may change it, in one
/// thread, until it hands the tree on to code that keeps it. From then on no code changes it, so it can be shared
/// without copies. Code that needs a different tree builds a new one; a method that changes a tree of its caller says
/// so. [Obj#put], [Arr#add] and changes of the collections [Obj#members] and [Arr#items] are for the creator alone. The
/// types do not enforce this: unmodifiable collections would cost a copy of every request and answer that is
/// translated.
public sealed interface Json {

    /// Parses one JSON text with the default limits.
    ///
    /// @throws JsonError what is wrong, with line and column
    static Json parse(String text) {
        return JsonParser.parse(text, JsonLimits.DEFAULT);
    }

    /// Parses JSON that stands in a string of other JSON, for instance the arguments of a call. The values in it were
    /// perhaps not counted with those of the text around it, so it may have 100,000 at most.
    ///
    /// @throws JsonError what is wrong, with line and column
    static Json parseNested(String text) {
        return JsonParser.parse(text, JsonLimits.NESTED);
    }

    static Str of(String value) {
        return new Str(value);
    }

    static Num of(long value) {
        return new Num(Long.toString(value));
    }

    static Bool of(boolean value) {
        return value ? Bool.TRUE : Bool.FALSE;
    }

    /// A new, empty object.
    static Obj object() {
        return new Obj(new JsonMembers());
    }

    /// A new, empty array.
    static Arr array() {
        return new Arr(new ArrayList<>(JsonParser.FEW));
    }

    /// A new array of these items.
    static Arr array(Json... items) {
        return new Arr(new ArrayList<>(List.of(items)));
    }

    /// A new array of strings.
    static Arr strings(Iterable<String> values) {
        Arr all = array();
        for (String value : values) all.add(new Str(value));
        return all;
    }

    /// Texts with something between them. One alone need not be read.
    static Str joined(List<Str> texts, String between) {
        if (texts.size() == 1) return texts.getFirst();
        return new Str(String.join(between, texts.stream().map(Str::value).toList()));
    }

    /// Whether `value` is absent or a JSON null.
    static boolean isNull(Json value) {
        return value == null || value instanceof Null;
    }

    /// The name of the value's type as an error message says it, for example `an object`.
    default String kind() {
        return switch (this) {
            case Obj _ -> "an object";
            case Arr _ -> "an array";
            case Str _ -> "a string";
            case Num _ -> "a number";
            case Bool _ -> "a boolean";
            case Null _ -> "null";
        };
    }

    /// A string. A long one of a scanned text is a place in that text until its value is asked for: most of them go on
    /// as they are spelled there. Equal to each string with the same value.
    final class Str implements Json {
        /// null until it is asked for
        private String value;
        /// null if the value was given
        private final JsonQuotes source;
        private final int from;
        /// its complement if the string has escapes
        private final int end;

        public Str(String value) {
            this.value = Objects.requireNonNull(value);
            this.source = null;
            this.from = 0;
            this.end = 0;
        }

        /// @param from    offset of the quote before the string
        /// @param to      offset behind its last quote
        /// @param escaped whether it has escapes
        Str(JsonQuotes source, int from, int to, boolean escaped) {
            this.source = source;
            this.from = from;
            this.end = escaped ? ~to : to;
        }

        /// Its characters, without quotes and escapes.
        public String value() {
            if (value == null) value = source.value(from, to(), end < 0);
            return value;
        }

        public boolean isEmpty() {
            return value != null && value.isEmpty(); // a place is that of a long string
        }

        /// Whether there is nothing but white space in it.
        public boolean blank() {
            if (value == null && source.beginsPlain(from)) return false;
            return Ws.blank(value());
        }

        public boolean startsWith(String prefix) {
            boolean other = value == null && !prefix.isEmpty() && source.beginsPlain(from)
                && !source.begins(from, prefix.charAt(0));
            return !other && value().startsWith(prefix);
        }

        /// Where it stands in a text of which it is a place; null if it is none of this text.
        JsonQuotes.Place place(JsonQuotes text) {
            return source == text ? new JsonQuotes.Place(from, to()) : null;
        }

        private int to() {
            return end < 0 ? ~end : end;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Str string && value().equals(string.value());
        }

        @Override
        public int hashCode() {
            return value().hashCode();
        }

        @Override
        public String toString() {
            return JsonWriter.compact(this);
        }
    }

    /// A number as its source text, so that `1e400` and `-0` are written as they were read.
    record Num(String text) implements Json {
        /// The value as a long, if it is an integer that fits (also `3.0` and `3e2`), else `otherwise`.
        public long asLong(long otherwise) {
            return Numbers.asLong(text, otherwise);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    record Bool(boolean value) implements Json {
        public static final Bool TRUE = new Bool(true);
        public static final Bool FALSE = new Bool(false);

        @Override
        public String toString() {
            return value ? "true" : "false";
        }
    }

    record Null() implements Json {
        public static final Null NULL = new Null();

        @Override
        public String toString() {
            return "null";
        }
    }

    record Arr(List<Json> items) implements Json {
        public Arr add(Json item) {
            items.add(item);
            return this;
        }

        public int size() {
            return items.size();
        }

        @Override
        public String toString() {
            return JsonWriter.compact(this);
        }
    }

    /// Members in the order of the text; of duplicate keys the last value counts.
    record Obj(Map<String, Json> members) implements Json {
        public Json get(String key) {
            return members.get(key);
        }

        public boolean has(String key) {
            return members.containsKey(key);
        }

        /// Whether a member's name or a string, at any depth, may be a word. False only if none is: then the object is
        /// not read for it.
        public boolean mayMention(String word) {
            return !(members instanceof JsonMembers own) || own.mayMention(word);
        }

        /// Sets a member; a Java `null` value leaves the object as it is, so that calls for optional members can be
        /// chained.
        public Obj put(String key, Json value) {
            if (value != null) members.put(key, value);
            return this;
        }

        public Obj put(String key, String value) {
            if (value != null) members.put(key, new Str(value));
            return this;
        }

        public Obj put(String key, long value) {
            members.put(key, Json.of(value));
            return this;
        }

        public Obj put(String key, boolean value) {
            members.put(key, Json.of(value));
            return this;
        }

        /// The member as text, or null if it is absent or not a string.
        public String text(String key) {
            return members.get(key) instanceof Str s ? s.value() : null;
        }

        /// The member as an object, or null if it is absent or something else.
        public Obj object(String key) {
            return members.get(key) instanceof Obj o ? o : null;
        }

        /// The items of an array member; empty if it is absent or something else.
        public List<Json> items(String key) {
            return members.get(key) instanceof Arr a ? a.items() : List.of();
        }

        /// The items of an array member that are objects; empty if it is absent or something else.
        public List<Obj> objects(String key) {
            var objects = new ArrayList<Obj>();
            for (Json item : items(key)) {
                if (item instanceof Obj object) objects.add(object);
            }
            return objects;
        }

        /// The items of an array member that are strings; empty if it is absent or something else.
        public List<String> texts(String key) {
            var texts = new ArrayList<String>();
            for (Json item : items(key)) {
                if (item instanceof Str text) texts.add(text.value());
            }
            return texts;
        }

        /// The member as a number, or null if it is absent or something else.
        public Num number(String key) {
            return members.get(key) instanceof Num n ? n : null;
        }

        /// The member as a long, or `otherwise` if it is absent or not an integer that fits.
        public long number(String key, long otherwise) {
            return members.get(key) instanceof Num n ? n.asLong(otherwise) : otherwise;
        }

        /// Whether the member is `true`.
        public boolean isTrue(String key) {
            return members.get(key) instanceof Bool b && b.value();
        }

        @Override
        public String toString() {
            return JsonWriter.compact(this);
        }
    }

    /// Appends compact JSON to `out`.
    default void writeTo(Text out) {
        JsonWriter.write(this, out);
    }
}
