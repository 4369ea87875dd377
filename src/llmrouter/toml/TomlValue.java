package llmrouter.toml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value of a TOML document. Immutable.
public sealed interface TomlValue {
    /// What a message calls a value of this kind, for example `a string`.
    String kind();

    /// @param value without quotes and escapes; each line end of a text over several lines is one `\n`
    record Str(String value) implements TomlValue {
        @Override
        public String kind() {
            return "a string";
        }
    }

    /// A whole number of 64 bits, in whatever base it was written.
    record Whole(long value) implements TomlValue {
        @Override
        public String kind() {
            return "a whole number";
        }
    }

    /// @param text as `Double.parseDouble` takes it, but `inf` and `nan`, with or without a sign
    record Real(String text) implements TomlValue {
        @Override
        public String kind() {
            return "a number with a fraction";
        }
    }

    record Bool(boolean value) implements TomlValue {
        @Override
        public String kind() {
            return "true or false";
        }
    }

    /// A date, a time, or both; checked, and kept as it was written.
    record Moment(MomentKind of, String text) implements TomlValue {
        @Override
        public String kind() {
            return "a date or a time";
        }
    }

    /// An array in brackets, or an array of tables.
    record Items(List<TomlValue> items) implements TomlValue {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "an array";
        }
    }

    /// A table, however it was written. The order is that of the first mention; two tables with another order are
    /// equal.
    record Table(Map<String, TomlValue> members) implements TomlValue {
        public Table {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public String kind() {
            return "a table";
        }

        /// The value at a path of keys, or null.
        public TomlValue get(String... path) {
            TomlValue at = this;
            for (String key : path) at = at instanceof Table(var members) ? members.get(key) : null;
            return at;
        }

        /// The text at a path of keys; null if there is none or something else.
        public String text(String... path) {
            return get(path) instanceof Str(var text) ? text : null;
        }
    }

    /// The four kinds of dates and times.
    enum MomentKind {
        OFFSET_DATE_TIME, LOCAL_DATE_TIME, LOCAL_DATE, LOCAL_TIME
    }

    static Str of(String text) {
        return new Str(text);
    }

    static Whole of(long number) {
        return new Whole(number);
    }

    static Bool of(boolean value) {
        return new Bool(value);
    }
}
