package llmrouter.protocol.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.json.Json;
import llmrouter.json.JsonKind;
import llmrouter.json.JsonScan;

/// One JSON object of a client's request, read member by member. A JSON null counts as absent. A member of the wrong
/// type is a 400 whose message begins with its path in quotes, e.g. `'messages[2].content[0].type'`. Members that no
/// reader asked for go into the ledger by [#dropRest], of the body and of every object that a reader opened. One
/// owner.
public final class RequestFields {
    /// The objects of one member, each opened once, so that it knows all that was read of it. A list of such members
    /// takes less room as a chain: most objects have none or one.
    private static final class Opened {
        final String name;
        final List<RequestFields> items;
        Opened next;

        Opened(String name, List<RequestFields> items) {
            this.name = name;
            this.items = items;
        }
    }

    private static final String[] NONE = {};
    private static final int FIRST_ROOM = 4;

    private final Json.Obj object;
    private final RequestFields parent;
    private final String name;
    private final int index;
    /// Names of the members that are there and were read. An array, because a request has thousands of objects, and of
    /// each only a few members are read.
    private String[] read = NONE;
    private int readCount;
    /// one bit for each name in [#read], by its hash: a name without its bit is not there
    private long readBits;
    private boolean whole;
    private Opened opened;
    private Opened lastOpened;

    private RequestFields(Json.Obj object, RequestFields parent, String name, int index) {
        this.object = object;
        this.parent = parent;
        this.name = name;
        this.index = index;
    }

    /// The request body itself.
    public static RequestFields of(Json.Obj body) {
        return new RequestFields(body, null, null, -1);
    }

    /// What every same-format request must have, looking at the top level only.
    public static void checkMessages(JsonScan topLevel) {
        if (topLevel.kind("messages") != JsonKind.ARRAY || topLevel.isEmpty("messages"))
            throw wrong("messages", "must be an array with at least one message");
    }

    public static GatewayError wrong(String path, String complaint) {
        return GatewayError.badRequest("'" + path + "' " + complaint + ".", path);
    }

    /// The request body that the object stands in.
    public RequestFields root() {
        return parent == null ? this : parent.root();
    }

    /// Where a member stands in the request, e.g. `tools[0].function.name`.
    public String path(String member) {
        if (parent == null) return member;
        return parent.path(name) + (index < 0 ? "" : "[" + index + "]") + "." + member;
    }

    /// The path as the ledger gives it, which names a kind of member, not one of many: `messages.content.citations`.
    private String kindOf(String member) {
        return parent == null ? member : parent.kindOf(name) + "." + member;
    }

    public GatewayError error(String name, String complaint) {
        return wrong(path(name), complaint);
    }

    private GatewayError type(String name, String wanted, Json got) {
        return error(name, "must be " + wanted + ", not " + got.kind());
    }

    /// The member, or null if it is absent or a JSON null.
    public Json raw(String name) {
        Json value = object.get(name);
        if (value == null) return null;
        note(name);
        return value instanceof Json.Null ? null : value;
    }

    private void note(String member) {
        long bit = 1L << member.hashCode();
        if ((readBits & bit) != 0 && place(member) >= 0) return;
        readBits |= bit;
        if (readCount == read.length) read = Arrays.copyOf(read, Math.max(FIRST_ROOM, readCount * 2));
        read[readCount++] = member;
    }

    private int place(String member) {
        for (int i = 0; i < readCount; i++) {
            if (read[i].equals(member)) return i;
        }
        return -1;
    }

    public boolean has(String name) {
        return !Json.isNull(object.get(name));
    }

    private Json.Str string(String name) {
        return switch (raw(name)) {
            case null -> null;
            case Json.Str s -> s;
            case Json other -> throw type(name, "a string", other);
        };
    }

    public String text(String name) {
        Json.Str value = string(name);
        return value == null ? null : value.value();
    }

    public String requiredText(String name) {
        return required(name).value();
    }

    /// A string that perhaps goes on as it is, and need not be read.
    public Json.Str required(String name) {
        Json.Str value = string(name);
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
        if (o == null) return null;
        List<RequestFields> known = known(name);
        return (known != null ? known : open(name, List.of(new RequestFields(o, this, name, -1)))).getFirst();
    }

    private List<RequestFields> known(String name) {
        for (Opened member = opened; member != null; member = member.next) {
            if (member.name.equals(name)) return member.items;
        }
        return null;
    }

    private List<RequestFields> open(String name, List<RequestFields> items) {
        var member = new Opened(name, items);
        if (opened == null) opened = member;
        else lastOpened.next = member;
        lastOpened = member;
        return items;
    }

    public RequestFields requiredObject(String name) {
        RequestFields o = object(name);
        if (o == null) throw error(name, "is missing. Give an object");
        return o;
    }

    /// The objects of an array member; empty if it is absent.
    public List<RequestFields> objects(String name) {
        Json value = raw(name);
        if (value == null) return List.of();
        if (!(value instanceof Json.Arr array)) throw type(name, "an array", value);
        List<RequestFields> items = elements(name);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) == null) {
                throw error(name + "[" + i + "]", "must be an object, not " + array.items().get(i).kind());
            }
        }
        return items;
    }

    /// The elements of an array member, with null for each that is no object; empty if it is absent.
    public List<RequestFields> elements(String name) {
        Json value = raw(name);
        if (value == null) return List.of();
        if (!(value instanceof Json.Arr array)) throw type(name, "an array", value);
        List<RequestFields> known = known(name);
        if (known != null) return known;
        var items = new ArrayList<RequestFields>(array.size());
        for (Json item : array.items()) {
            items.add(item instanceof Json.Obj o ? new RequestFields(o, this, name, items.size()) : null);
        }
        return open(name, items);
    }

    /// As [#requiredObjects], with null for each element that is no object.
    public List<RequestFields> requiredElements(String name) {
        if (!has(name)) throw error(name, "is missing. Give an array with at least one item");
        List<RequestFields> items = elements(name);
        if (items.isEmpty()) throw error(name, "is an empty array. Give at least one item");
        return items;
    }

    /// The object itself, with everything in it. All of it counts as read.
    public Json.Obj whole() {
        whole = true;
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

    /// Counts these members as read: they have no meaning in other formats.
    public void ignore(String... names) {
        for (String name : names) {
            if (object.has(name)) note(name);
        }
    }

    /// Counts this member as read.
    public void ignore(String name) {
        if (object.has(name)) note(name);
    }

    /// Counts every member as read, with all that is in it: the object is carried as it is, or named as one loss.
    public void ignoreAll() {
        whole = true;
    }

    /// Leaves the whole object out, and names it as one loss.
    ///
    /// @param loss its name in the ledger
    public void drop(Losses losses, String loss, String reason) {
        ignoreAll();
        losses.dropped(loss, reason);
    }

    /// Leaves these members out without a loss: only the vendor's records use them.
    public void leaveOut(Losses losses, String... names) {
        for (String name : names) leaveOut(losses, name);
    }

    /// Leaves this member out without a loss: only the vendor's records use it.
    public void leaveOut(Losses losses, String name) {
        Json value = object.get(name);
        if (value == null) return;
        note(name);
        if (!saysNothing(value)) losses.unused(kindOf(name));
    }

    /// Counts this member as not read, so that it goes into the ledger.
    public void unread(String name) {
        int place = place(name);
        if (place >= 0) read[place] = read[--readCount];
    }

    /// Puts every member that was not read into the ledger, except null, false and empty ones: of this object, and of
    /// the objects in it that were opened. The `type` of such an object is not named: it only says which members there
    /// are. Called once, when all is read.
    public void dropRest(Losses losses) {
        if (whole) return;
        if (readCount < object.members().size()) dropUnread(losses);
        for (Opened member = opened; member != null; member = member.next) {
            if (place(member.name) < 0) continue;
            for (int i = 0; i < member.items.size(); i++) {
                if (member.items.get(i) instanceof RequestFields item) item.dropRest(losses);
            }
        }
    }

    private void dropUnread(Losses losses) {
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            String name = member.getKey();
            if (place(name) < 0 && !saysNothing(member.getValue()) && !(parent != null && name.equals("type"))) {
                losses.droppedMember(kindOf(name));
            }
        }
    }

    private static boolean saysNothing(Json value) {
        return switch (value) {
            case Json.Null _ -> true;
            case Json.Bool b -> !b.value();
            case Json.Arr a -> a.items().isEmpty();
            case Json.Obj o -> o.members().isEmpty();
            case Json.Str s -> s.isEmpty();
            case Json.Num _ -> false;
        };
    }
}
