package llmrouter.protocol.request;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.json.Json;
import llmrouter.json.JsonKind;
import llmrouter.json.JsonScan;

/// One JSON object of a client's request, read member by member. A JSON null counts as absent. A member of the wrong
/// type is a 400 whose message begins with its path in quotes, e.g. `'messages[2].content[0].type'`. Members that no
/// reader asked for go into the ledger by [#dropRest], for the body and for objects that are not inside an array. One
/// owner.
public final class RequestFields {
    private final Json.Obj object;
    private final RequestFields parent;
    private final String name;
    private final int index;
    /// names of members that were read; null below an array, where the rest is not reported
    private final Set<String> read;

    private RequestFields(Json.Obj object, RequestFields parent, String name, int index, boolean tracked) {
        this.object = object;
        this.parent = parent;
        this.name = name;
        this.index = index;
        read = tracked ? new HashSet<>() : null;
    }

    /// The request body itself.
    public static RequestFields of(Json.Obj body) {
        return new RequestFields(body, null, null, -1, true);
    }

    /// What every same-format request must have, looking at the top level only.
    public static void checkMessages(JsonScan topLevel) {
        if (topLevel.kind("messages") != JsonKind.ARRAY || topLevel.isEmpty("messages"))
            throw wrong("messages", "must be an array with at least one message");
    }

    public static GatewayError wrong(String path, String complaint) {
        return GatewayError.badRequest("'" + path + "' " + complaint + ".", path);
    }

    /// Where a member stands in the request, e.g. `tools[0].function.name`.
    public String path(String member) {
        if (parent == null) return member;
        return parent.path(name) + (index < 0 ? "" : "[" + index + "]") + "." + member;
    }

    public GatewayError error(String name, String complaint) {
        return wrong(path(name), complaint);
    }

    private GatewayError type(String name, String wanted, Json got) {
        return error(name, "must be " + wanted + ", not " + got.kind());
    }

    /// The member, or null if it is absent or a JSON null.
    public Json raw(String name) {
        if (read != null) read.add(name);
        Json value = object.get(name);
        return Json.isNull(value) ? null : value;
    }

    public boolean has(String name) {
        return !Json.isNull(object.get(name));
    }

    public String text(String name) {
        return switch (raw(name)) {
            case null -> null;
            case Json.Str s -> s.value();
            case Json other -> throw type(name, "a string", other);
        };
    }

    public String requiredText(String name) {
        String value = text(name);
        if (value == null) throw error(name, "is missing. Give a string");
        return value;
    }

    public Json.Num number(String name) {
        return switch (raw(name)) {
            case null -> null;
            case Json.Num n -> n;
            case Json other -> throw type(name, "a number", other);
        };
    }

    /// A whole number of at least `least`, or null.
    public Long count(String name, long least) {
        Json.Num n = number(name);
        if (n == null) return null;
        long value = n.asLong(Long.MIN_VALUE);
        if (value < least) throw error(name, "must be a whole number of at least " + least);
        return value;
    }

    public Boolean flag(String name) {
        return switch (raw(name)) {
            case null -> null;
            case Json.Bool b -> b.value();
            case Json other -> throw type(name, "true or false", other);
        };
    }

    public Json.Obj plain(String name) {
        return switch (raw(name)) {
            case null -> null;
            case Json.Obj o -> o;
            case Json other -> throw type(name, "an object", other);
        };
    }

    /// A member object, or null.
    public RequestFields object(String name) {
        Json.Obj o = plain(name);
        return o == null ? null : new RequestFields(o, this, name, -1, read != null);
    }

    public RequestFields requiredObject(String name) {
        RequestFields o = object(name);
        if (o == null) throw error(name, "is missing. Give an object");
        return o;
    }

    /// The objects of an array member; empty if it is absent.
    public List<RequestFields> objects(String name) {
        List<RequestFields> items = elements(name);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) == null) {
                throw error(name + "[" + i + "]", "must be an object, not " + ((Json.Arr) raw(name)).items().get(i)
                    .kind());
            }
        }
        return items;
    }

    /// The elements of an array member, with null for each that is no object; empty if it is absent.
    public List<RequestFields> elements(String name) {
        Json value = raw(name);
        if (value == null) return List.of();
        if (!(value instanceof Json.Arr array)) throw type(name, "an array", value);
        var items = new ArrayList<RequestFields>(array.size());
        for (Json item : array.items()) {
            items.add(item instanceof Json.Obj o ? new RequestFields(o, this, name, items.size(), false) : null);
        }
        return items;
    }

    /// The object itself. All its members count as read.
    public Json.Obj whole() {
        return object;
    }

    /// A string, or an array of strings; empty if absent.
    public List<String> texts(String name) {
        Json value = raw(name);
        if (value == null) return List.of();
        if (value instanceof Json.Str s) return List.of(s.value());
        if (!(value instanceof Json.Arr array)) throw type(name, "a string or an array of strings", value);
        var texts = new ArrayList<String>(array.size());
        for (Json item : array.items()) {
            if (!(item instanceof Json.Str s)) {
                throw error(name + "[" + texts.size() + "]", "must be a string, not " + item.kind());
            }
            texts.add(s.value());
        }
        return texts;
    }

    /// A non-empty array member, such as `messages`.
    public List<RequestFields> requiredObjects(String name) {
        requiredElements(name);
        return objects(name);
    }

    /// As [#requiredObjects], with null for each element that is no object.
    public List<RequestFields> requiredElements(String name) {
        if (!has(name)) throw error(name, "is missing. Give an array with at least one item");
        List<RequestFields> items = elements(name);
        if (items.isEmpty()) throw error(name, "is an empty array. Give at least one item");
        return items;
    }

    /// Counts these members as read: they have no meaning in other formats.
    public void ignore(String... names) {
        read.addAll(List.of(names));
    }

    /// Leaves these members out without a loss: only the vendor's records use them.
    public void leaveOut(Losses losses, String... names) {
        ignore(names);
        for (String name : names) {
            if (has(name)) losses.unused(path(name));
        }
    }

    /// Counts this member as not read, so that it goes into the ledger.
    public void unread(String name) {
        read.remove(name);
    }

    /// Puts every member that was not read into the ledger, except null, false and empty ones.
    public void dropRest(Losses losses) {
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            if (!read.contains(member.getKey()) && !saysNothing(member.getValue())) {
                losses.dropped(path(member.getKey()));
            }
        }
    }

    private static boolean saysNothing(Json value) {
        return switch (value) {
            case Json.Null _ -> true;
            case Json.Bool b -> !b.value();
            case Json.Arr a -> a.items().isEmpty();
            case Json.Obj o -> o.members().isEmpty();
            case Json.Str _, Json.Num _ -> false;
        };
    }
}
