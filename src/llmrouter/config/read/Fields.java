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
import llmrouter.text.Printable;
import llmrouter.text.Ws;

/// A cursor over one object of the configuration file. A reader asks for members by their names in [ConfigSection]; the
/// first spelling in the file that is not null counts. [#warnUnknown] warns about every member that was not asked for.
///
/// Every `camelCase` name may also be written in `kebab-case`.
public final class Fields {
    private final Obj object;
    private final ConfigSection section;
    private final JsonPath path;
    private final FindingCollector findings;
    private final List<String> known = new ArrayList<>();
    private final Set<String> spellings = new HashSet<>();

    private Fields(Obj object, ConfigSection section, JsonPath path, FindingCollector findings) {
        this.object = object;
        this.section = section;
        this.path = path;
        this.findings = findings;
    }

    /// The members of a value that should be an object. Any other value is reported, and null is returned.
    static Fields of(Json value, ConfigSection section, JsonPath at, FindingCollector findings) {
        if (value instanceof Obj o) return new Fields(o, section, at, findings);
        findings.problem(at, "must be an object, not " + value.kind(), "write { … }");
        return null;
    }

    /// Both spellings of a name: as it is, and in kebab-case if that differs.
    public static List<String> twins(String name) {
        String kebab = kebab(name);
        return kebab.equals(name) ? List.of(name) : List.of(name, kebab);
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

    JsonPath path() {
        return path;
    }

    FindingCollector findings() {
        return findings;
    }

    /// Reports a mistake in the object as a whole.
    void problem(String what, String fix) {
        findings.problem(path, what, fix);
    }

    /// Reports that a member is missing. A key that is not known and is spelled like it is named as the mistake.
    void missing(String name, String what, String fix) {
        List<String> strangers = object.members().keySet().stream().filter(key -> !section.has(key)).toList();
        List<String> near = NearestName.of(name, strangers, 1);
        problem(what, near.isEmpty() ? fix
            : Finding.quoted(near.getFirst()) + " is not a key: did you mean \"" + name + "\"?");
    }

    /// Reports a mistake in a member.
    void problem(String name, String what, String fix) {
        findings.problem(at(name), what, fix);
    }

    /// Reports something harmless in the object as a whole.
    void warning(String what, String fix) {
        findings.warning(path, what, fix);
    }

    /// Reports something harmless in a member.
    void warning(String name, String what, String fix) {
        findings.warning(at(name), what, fix);
    }

    /// The place of a member, by the spelling the file uses.
    JsonPath at(String name) {
        String used = spelling(name);
        return path.member(used == null ? name : used);
    }

    /// The member, or null if it is absent or null.
    Json take(String name) {
        known.add(name);
        spellings.addAll(section.spellings(name));
        String used = spelling(name);
        if (used == null) return null;
        warnOfTwins(used, name);
        return object.get(used);
    }

    /// Whether the member is there and not null.
    boolean has(String name) {
        return spelling(name) != null;
    }

    private void warnOfTwins(String used, String name) {
        for (String twin : section.spellings(name)) {
            if (twin.equals(used) || Json.isNull(object.get(twin))) continue;
            findings.warning(path.member(twin), "means the same as \"" + used + "\", which counts",
                "remove one of them");
        }
    }

    /// The spelling that the file uses and that counts, or null.
    private String spelling(String name) {
        for (String spelling : section.spellings(name)) {
            if (!Json.isNull(object.get(spelling))) return spelling;
        }
        return null;
    }

    /// Text without white space around it, or null if it is absent or empty.
    String text(String name) {
        Json value = take(name);
        if (value == null) return null;
        if (value instanceof Str s) return Ws.blank(s.value()) ? null : Ws.trim(s.value());
        problem(name, "must be a string, not " + value.kind(), "put the value in double quotes");
        return null;
    }

    /// As [#text], of a text that is only shown: on one line, without characters that a terminal would obey.
    String shown(String name) {
        String text = text(name);
        return text == null ? null : Printable.of(text);
    }

    /// A boolean, also as one of the words of [YesNo].
    boolean flag(boolean preset, String name) {
        Boolean given = choice(name);
        return given == null ? preset : given;
    }

    /// A member that is true or false, also as a word or a number. Null if it is absent or wrong.
    Boolean choice(String name) {
        Json value = take(name);
        if (value == null) return null;
        if (value instanceof Bool b) return b.value();
        Boolean word = value instanceof Str s ? YesNo.bool(s.value()) : value instanceof Num n ? YesNo.bool(n.text())
            : null;
        if (word != null) return word;
        problem(name, "must be true or false, not " + shown(value), "write true or false");
        return null;
    }

    /// A whole number of at least `min`, given as a number or a numeric string. A fraction is cut off with a warning.
    /// Null if absent.
    Long whole(long min, String name) {
        Json value = take(name);
        if (value == null) return null;
        long millionths = Decimal.millionths(Decimal.text(value));
        long whole = millionths / Decimal.ONE;
        if (millionths < 0 || whole < min) {
            problem(name, "must be a whole number of at least " + min + ", not " + shown(value),
                "write a number such as " + Math.max(min, 1));
            return null;
        }
        if (millionths % Decimal.ONE != 0) {
            warning(name, "must be a whole number, not " + shown(value), "write " + whole);
        }
        return whole;
    }

    /// The text of a number of at least zero, or null if it is absent or something else.
    String decimal(String name) {
        Json value = take(name);
        if (value == null) return null;
        String text = Decimal.text(value);
        if (Decimal.millionths(text) >= 0) return text;
        problem(name, "must be a number of at least 0, not " + shown(value),
            "write a number such as 1.25");
        return null;
    }

    /// The strings of a list; one string means a list of one.
    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        List<Json> items = items(name);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Str s && !Ws.blank(s.value())) {
                texts.add(Ws.trim(s.value()));
            } else {
                findings.problem(itemAt(i, name), "must be a string that is not empty, not " + shown(items.get(i)),
                    "write a name in double quotes or remove it");
            }
        }
        return texts;
    }

    /// The items of a list; one value that is not a list means a list of one.
    List<Json> items(String name) {
        Json value = take(name);
        if (value == null) return List.of();
        return value instanceof Arr a ? a.items() : List.of(value);
    }

    /// The place of an item of [#items], also where the file has a single value.
    JsonPath itemAt(int i, String name) {
        String used = spelling(name);
        return used != null && object.get(used) instanceof Arr ? path.member(used).item(i) : at(name);
    }

    /// A member that is an object, or null; any other value is reported.
    Fields object(String name, ConfigSection inner) {
        Json value = take(name);
        return value == null ? null : of(value, inner, at(name), findings);
    }

    /// The keys as the file has them, for an object whose keys are names of things.
    List<String> keys() {
        return List.copyOf(object.members().keySet());
    }

    /// The member of one of [#keys].
    Json raw(String key) {
        return object.get(key);
    }

    /// Keys that may be there but mean nothing to the gateway.
    void ignore(String... names) {
        for (String name : names) {
            known.add(name);
            spellings.add(section.spellings(name).getFirst());
        }
    }

    /// Warns about every member that was not asked for.
    void warnUnknown() {
        for (String key : object.members().keySet()) {
            if (spellings.contains(key)) continue;
            List<String> near = NearestName.of(key, known, 1);
            String fix = near.isEmpty() ? "remove it if it is a mistake" : "did you mean \"" + near.getFirst() + "\"?";
            findings.warning(path.member(key), "is not a key this version knows; it is kept but has no effect", fix);
        }
    }

    /// A value as messages show it.
    static String shown(Json value) {
        return switch (value) {
            case Str s -> Finding.quoted(s.value());
            case Num n -> n.text();
            case Bool _, Json.Null _, Arr _, Obj _ -> value.kind();
        };
    }
}
