package llmrouter.config.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.config.Decimal;
import llmrouter.config.Finding;
import llmrouter.config.YesNo;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Bool;
import llmrouter.json.Json.Num;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;
import llmrouter.text.NearestName;
import llmrouter.text.Text;
import llmrouter.text.Ws;

/// The members of one object of the file, asked for by name. Every camelCase name has its kebab-case twin; the first spelling that
/// is there and not null counts. What nobody has asked for in the end is unknown, and warned about.
public final class Fields {
    private final Obj object;
    private final JsonPath path;
    private final FindingCollector findings;
    private final List<String> known = new ArrayList<>();
    private final Set<String> spellings = new HashSet<>();

    Fields(Obj object, JsonPath path, FindingCollector findings) {
        this.object = object;
        this.path = path;
        this.findings = findings;
    }

    JsonPath path() {
        return path;
    }

    FindingCollector findings() {
        return findings;
    }

    /// The place of a member, by the spelling the file uses.
    JsonPath at(String... names) {
        String used = spelling(names);
        return path.member(used == null ? names[0] : used);
    }

    /// The member, or null if it is absent or null.
    Json take(String... names) {
        known.add(names[0]);
        for (String name : names) spellings.addAll(twins(name));
        String used = spelling(names);
        if (used == null) return null;
        warnOfTwins(used, names);
        return object.get(used);
    }

    /// Whether the member is there and not null.
    boolean has(String... names) {
        return spelling(names) != null;
    }

    private void warnOfTwins(String used, String[] names) {
        for (String name : names) {
            for (String twin : twins(name)) {
                if (twin.equals(used) || Json.isNull(object.get(twin))) continue;
                findings.warning(path.member(twin), "means the same as \"" + used + "\", which counts", "remove one of them");
            }
        }
    }

    public static List<String> twins(String name) {
        String kebab = kebab(name);
        return kebab.equals(name) ? List.of(name) : List.of(name, kebab);
    }

    private String spelling(String... names) {
        for (String name : names) {
            for (String twin : twins(name)) if (!Json.isNull(object.get(twin))) return twin;
        }
        return null;
    }

    /// `providerId` → `provider-id`; kebab case stays as it is.
    public static String kebab(String name) {
        var out = new Text(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean upper = c >= 'A' && c <= 'Z';
            if (upper && i > 0) out.add('-');
            out.add(upper ? (char) (c + 32) : c);
        }
        return out.take();
    }

    /// Text without white space around it, or null if it is absent or empty.
    String text(String... names) {
        Json value = take(names);
        if (value == null) return null;
        if (value instanceof Str s) return Ws.blank(s.value()) ? null : Ws.trim(s.value());
        findings.problem(at(names), "must be a string, not " + value.kind(), "put the value in double quotes");
        return null;
    }

    /// A boolean, also as one of the words people write for it.
    boolean flag(boolean otherwise, String... names) {
        Json value = take(names);
        if (value == null) return otherwise;
        if (value instanceof Bool b) return b.value();
        Boolean word = value instanceof Str s ? YesNo.bool(s.value()) : value instanceof Num n ? YesNo.bool(n.text()) : null;
        if (word != null) return word;
        findings.problem(at(names), "must be true or false, not " + shown(value), "write true or false");
        return otherwise;
    }

    /// A whole number of at least `min`, given as a number or a numeric string; fractions are cut off with a warning. Null if absent.
    Long whole(long min, String... names) {
        Json value = take(names);
        return value == null ? null : whole(value, at(names), min);
    }

    Long whole(Json value, JsonPath at, long min) {
        long millionths = Decimal.millionths(Decimal.text(value));
        if (millionths < 0 || millionths / Decimal.ONE < min) {
            findings.problem(at, "must be a whole number of at least " + min + ", not " + shown(value), "write a number such as " + Math.max(min, 1));
            return null;
        }
        long whole = millionths / Decimal.ONE;
        if (millionths % Decimal.ONE != 0) findings.warning(at, "must be a whole number, not " + shown(value), "write " + whole);
        return whole;
    }

    /// The text of a number of at least zero, or null if it is absent or something else.
    String decimal(String... names) {
        Json value = take(names);
        if (value == null) return null;
        String text = Decimal.text(value);
        if (Decimal.millionths(text) >= 0) return text;
        findings.problem(at(names), "must be a number of at least 0, not " + shown(value), "write a number such as 1.25");
        return null;
    }

    /// The strings of a list; one string means a list of one.
    List<String> texts(String... names) {
        var texts = new ArrayList<String>();
        List<Json> items = items(names);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Str s && !Ws.blank(s.value())) texts.add(Ws.trim(s.value()));
            else findings.problem(itemAt(i, names), "must be a string that is not empty, not " + shown(items.get(i)), "write a name in double quotes or remove it");
        }
        return texts;
    }

    /// The items of a list; one value that is no list means a list of one.
    List<Json> items(String... names) {
        Json value = take(names);
        return value == null ? List.of() : value instanceof Arr a ? a.items() : List.of(value);
    }

    /// The place of an item of [#items], also where the file has a single value.
    JsonPath itemAt(int i, String... names) {
        String used = spelling(names);
        return used != null && object.get(used) instanceof Arr ? path.member(used).item(i) : at(names);
    }

    /// A member that is an object, or null; anything else is a problem.
    Fields object(String... names) {
        Json value = take(names);
        return value == null ? null : of(value, at(names), findings);
    }

    public static Fields of(Json value, JsonPath at, FindingCollector findings) {
        if (value instanceof Obj o) return new Fields(o, at, findings);
        findings.problem(at, "must be an object, not " + value.kind(), "write { … }");
        return null;
    }

    /// The keys as the file has them; for objects whose keys are names of things.
    List<String> keys() {
        return List.copyOf(object.members().keySet());
    }

    /// The member of one of [#keys].
    Json raw(String key) {
        return object.get(key);
    }

    /// Names that may be there but mean nothing to the gateway.
    void ignore(String... names) {
        for (String name : names) {
            known.add(name);
            spellings.add(name);
        }
    }

    /// Warns about every member that was never asked for.
    void warnUnknown() {
        for (String key : object.members().keySet()) {
            if (spellings.contains(key)) continue;
            List<String> near = NearestName.of(key, known, 1);
            String fix = near.isEmpty() ? "remove it if it is a mistake" : "did you mean \"" + near.getFirst() + "\"?";
            findings.warning(path.member(key), "is not a key this version knows; it is kept but has no effect", fix);
        }
    }

    static String shown(Json value) {
        return value instanceof Str s ? Finding.quoted(s.value()) : value instanceof Num n ? n.text() : value.kind();
    }
}
