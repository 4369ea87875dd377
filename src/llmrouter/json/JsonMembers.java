package llmrouter.json;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

import llmrouter.text.Text;

/// The members of an object in their order. Nearly all objects have a few members: these stand in two arrays and are
/// found by looking at each, in half the time and with a third of the memory that a hash table takes. An object with
/// more members has a hash table, so that no object is slow. Not thread-safe.
///
/// The members of an object that stands in a scanned text are read when the first of them is asked for.
final class JsonMembers extends AbstractMap<String, Json> {
    /// More members than this are in a hash table.
    private static final int FEW = 12;
    private static final int FIRST = 4;

    private String[] names;
    private Json[] values;
    private int size;
    /// The members, if they are many; then the arrays are null.
    private Map<String, Json> many;
    /// Where the object stands, until its members are read; then null.
    private JsonQuotes unread;
    private int object;

    JsonMembers() {
        makeRoom();
    }

    /// @param object its number in the notes of the scan
    JsonMembers(JsonQuotes source, int object) {
        this.unread = source;
        this.object = object;
    }

    private void makeRoom() {
        names = new String[FIRST];
        values = new Json[FIRST];
    }

    private void read() {
        if (unread == null) return;
        JsonQuotes source = unread;
        unread = null;
        makeRoom();
        source.read(object, this);
    }

    /// Writes the object if it was not read.
    boolean writeUnread(JsonWriter.Strings strings, Text out) {
        return unread != null && strings.writeUnread(unread, object, out);
    }

    /// The text of the object if it was not read and is compact; else null.
    String raw() {
        return unread == null ? null : unread.raw(object);
    }

    /// Whether a member's name or a string, at any depth, may be a word. True if the members were read: then it is as
    /// easy to look.
    boolean mayMention(String word) {
        return unread == null || unread.mayMention(object, word);
    }

    @Override
    public int size() {
        read();
        return many == null ? size : many.size();
    }

    /// Whether the members have numbers, from 0 on.
    boolean areFew() {
        read();
        return many == null;
    }

    String name(int number) {
        return names[number];
    }

    Json value(int number) {
        return values[number];
    }

    private int find(Object name) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) return i;
        }
        return -1;
    }

    @Override
    public Json get(Object name) {
        read();
        if (many != null) return many.get(name);
        int at = find(name);
        return at < 0 ? null : values[at];
    }

    @Override
    public boolean containsKey(Object name) {
        read();
        return many == null ? find(name) >= 0 : many.containsKey(name);
    }

    @Override
    public Json put(String name, Json value) {
        read();
        if (many != null) return many.put(name, value);
        int at = find(Objects.requireNonNull(name));
        if (at >= 0) {
            Json before = values[at];
            values[at] = value;
            return before;
        }
        if (size == FEW) return grown().put(name, value);
        if (size == names.length) {
            names = Arrays.copyOf(names, Math.min(FEW, 2 * size));
            values = Arrays.copyOf(values, names.length);
        }
        names[size] = name;
        values[size++] = value;
        return null;
    }

    private Map<String, Json> grown() {
        var all = new LinkedHashMap<String, Json>(4 * FEW);
        for (int i = 0; i < size; i++) all.put(names[i], values[i]);
        names = null;
        values = null;
        size = 0;
        many = all;
        return all;
    }

    @Override
    public Json remove(Object name) {
        read();
        if (many != null) return many.remove(name);
        int at = find(name);
        return at < 0 ? null : removeAt(at);
    }

    private Json removeAt(int at) {
        Json before = values[at];
        size--;
        System.arraycopy(names, at + 1, names, at, size - at);
        System.arraycopy(values, at + 1, values, at, size - at);
        names[size] = null;
        values[size] = null;
        return before;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Json> action) {
        read();
        if (many != null) many.forEach(action);
        else for (int i = 0; i < size; i++) action.accept(names[i], values[i]);
    }

    @Override
    public Set<Entry<String, Json>> entrySet() {
        read();
        return many != null ? many.entrySet() : new Few();
    }

    private final class Few extends AbstractSet<Entry<String, Json>> {
        @Override
        public int size() {
            return JsonMembers.this.size();
        }

        @Override
        public Iterator<Entry<String, Json>> iterator() {
            return new Walk();
        }
    }

    private final class Walk implements Iterator<Entry<String, Json>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < size;
        }

        @Override
        public Entry<String, Json> next() {
            if (next >= size) throw new NoSuchElementException();
            return new Member(next++);
        }

        @Override
        public void remove() {
            removeAt(--next);
        }
    }

    /// A member; it is that member until the next one is removed.
    private final class Member extends SimpleEntry<String, Json> {
        private static final long serialVersionUID = 1;
        private final int at;

        Member(int at) {
            super(names[at], values[at]);
            this.at = at;
        }

        @Override
        public Json setValue(Json value) {
            values[at] = value;
            return super.setValue(value);
        }
    }
}
