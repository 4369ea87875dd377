package llmrouter.protocol.request;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmrouter.json.Json;
import llmrouter.text.Ws;

/// One object schema in place of a schema that is a union or a reference at its top. Alternatives (`anyOf`, `oneOf`)
/// are united: a member that differs between them may have any of its forms. Conditions that hold together (`allOf`,
/// and what stands beside a union or a reference) are joined: everything that one of them requires is required.
///
/// Theory: a schema is read as a list of alternatives, each a plain object schema. A union multiplies the list, a
/// condition joins each of its elements. More than [#MOST] alternatives count as one without members, so that no schema
/// costs more than its own size.
final class MergedSchema {
    private static final int MOST = 64;
    /// references may lead to references, and in circles
    private static final int DEEPEST = 16;
    private static final List<String> ALTERNATIVES = List.of("anyOf", "oneOf");
    /// what both vendors refuse at the top
    private static final List<String> REFUSED = List.of("anyOf", "oneOf", "allOf", "$ref", "enum", "const", "not");
    private static final Set<String> DEFINITIONS = Set.of("$defs", "definitions");

    private final Json.Obj root;
    private final Json.Obj schema;
    private final List<Json.Obj> alternatives;
    private final Json.Obj definitions = Json.object();
    private boolean cut;

    private MergedSchema(Json.Obj root) {
        this.root = root;
        keepDefinitions(root);
        alternatives = expand(root, 0);
        schema = united();
        definitions.members().forEach(schema::put);
    }

    /// Whether a schema cannot stay as it is.
    static boolean isNeeded(Json.Obj schema) {
        for (String name : REFUSED) {
            if (schema.has(name)) return true;
        }
        return false;
    }

    static MergedSchema of(Json.Obj schema) {
        return new MergedSchema(schema);
    }

    Json.Obj schema() {
        return schema;
    }

    /// Whether the new schema allows what the old one does not.
    boolean isLooser() {
        return cut || alternatives.size() > 1 || root.has("enum") || root.has("const") || root.has("not");
    }

    // ── The alternatives ──

    private List<Json.Obj> expand(Json.Obj from, int depth) {
        List<Json.Obj> all = List.of(plain(from));
        if (depth > DEEPEST) return all;
        if (from.text("$ref") instanceof String reference && resolved(reference) instanceof Json.Obj target) {
            all = together(all, expand(target, depth + 1));
        }
        for (Json condition : from.items("allOf")) {
            if (condition instanceof Json.Obj o) all = together(all, expand(o, depth + 1));
        }
        for (String name : ALTERNATIVES) {
            List<Json.Obj> either = either(from.items(name), depth + 1);
            if (!either.isEmpty()) all = together(all, either);
        }
        return all;
    }

    private List<Json.Obj> either(List<Json> branches, int depth) {
        var all = new ArrayList<Json.Obj>();
        for (Json branch : branches) {
            if (!(branch instanceof Json.Obj o) || !isOfObject(o)) continue;
            keepDefinitions(o);
            all.addAll(expand(o, depth));
            if (all.size() > MOST) return cut(List.of());
        }
        return all;
    }

    /// A branch for null or for a text cannot be meant: arguments are an object.
    private static boolean isOfObject(Json.Obj branch) {
        return switch (branch.get("type")) {
            case null -> true;
            case Json.Str s -> s.value().equals("object");
            case Json.Arr several -> several.items().contains(Json.of("object"));
            case Json.Obj _, Json.Num _, Json.Bool _, Json.Null _ -> true;
        };
    }

    private List<Json.Obj> cut(List<Json.Obj> kept) {
        cut = true;
        return kept;
    }

    private List<Json.Obj> together(List<Json.Obj> one, List<Json.Obj> other) {
        if ((long) one.size() * other.size() > MOST) return cut(one);
        var all = new ArrayList<Json.Obj>(one.size() * other.size());
        for (Json.Obj a : one) {
            for (Json.Obj b : other) all.add(joined(a, b));
        }
        return all;
    }

    /// The schema without what is refused at the top.
    private static Json.Obj plain(Json.Obj from) {
        Json.Obj plain = Json.object();
        from.members().forEach((name, value) -> {
            boolean kept = !REFUSED.contains(name) && !DEFINITIONS.contains(name) && !name.equals("type");
            if (kept) plain.put(name, value);
        });
        return plain;
    }

    private void keepDefinitions(Json.Obj from) {
        for (String name : DEFINITIONS) {
            if (!(from.get(name) instanceof Json.Obj more)) continue;
            if (!(definitions.get(name) instanceof Json.Obj)) definitions.put(name, Json.object());
            Json.Obj kept = definitions.object(name);
            more.members().forEach((key, value) -> {
                if (!kept.has(key)) kept.put(key, value);
            });
        }
    }

    /// What a reference inside the schema points to (RFC 6901), or null.
    private Json resolved(String reference) {
        if (!reference.startsWith("#/")) return null;
        Json at = root;
        int from = 2;
        while (from <= reference.length()) {
            int slash = reference.indexOf('/', from);
            int to = slash < 0 ? reference.length() : slash;
            String name = reference.substring(from, to).replace("~1", "/").replace("~0", "~");
            at = at instanceof Json.Obj o ? o.get(name) : at instanceof Json.Arr list ? item(list, name) : null;
            from = to + 1;
        }
        return at;
    }

    private static Json item(Json.Arr list, String index) {
        int at = 0;
        for (int i = 0; i < index.length(); i++) {
            char c = index.charAt(i);
            if (c < '0' || c > '9' || i > 5) return null;
            at = at * 10 + c - '0';
        }
        return at < list.size() ? list.items().get(at) : null;
    }

    // ── Both hold ──

    private static Json.Obj joined(Json.Obj one, Json.Obj other) {
        Json.Obj all = Json.object();
        one.members().forEach(all::put);
        other.members().forEach((name, value) -> {
            switch (name) {
                case "properties" -> all.put(name, joinedProperties(one.object(name), value));
                case "required" -> all.put(name, required(one.items(name), other.items(name)));
                case "additionalProperties" -> {
                    if (!one.has(name) || value instanceof Json.Bool) all.put(name, value);
                }
                default -> {
                    if (!one.has(name)) all.put(name, value);
                }
            }
        });
        return all;
    }

    private static Json required(List<Json> one, List<Json> other) {
        var names = new LinkedHashSet<>(one);
        names.addAll(other);
        return new Json.Arr(new ArrayList<>(names));
    }

    private static Json joinedProperties(Json.Obj one, Json other) {
        Json.Obj all = Json.object();
        if (one != null) one.members().forEach(all::put);
        if (!(other instanceof Json.Obj more)) return all;
        more.members().forEach((name, value) -> all.put(name, both(all.get(name), value)));
        return all;
    }

    /// A schema that holds where both do.
    private static Json both(Json one, Json other) {
        if (one == null || one.equals(other) || other instanceof Json.Bool) return one == null ? other : one;
        if (!(one instanceof Json.Obj a) || !(other instanceof Json.Obj b)) return other;
        Json.Obj all = Json.object();
        a.members().forEach(all::put);
        for (Map.Entry<String, Json> member : b.members().entrySet()) {
            Json there = a.get(member.getKey());
            boolean differs = there != null && !there.equals(member.getValue());
            if (differs && !member.getKey().equals("description")) {
                return Json.object().put("allOf", Json.array(one, other));
            }
            if (there == null) all.put(member.getKey(), member.getValue());
        }
        return all;
    }

    // ── One of them holds ──

    private Json.Obj united() {
        Json.Obj first = alternatives.getFirst();
        if (alternatives.size() == 1) return first;
        Json.Obj all = Json.object();
        first.members().forEach((name, value) -> {
            if (everyHas(name, value)) all.put(name, value);
        });
        all.put("properties", unitedProperties());
        Json.Arr required = Json.array();
        for (Json name : first.items("required")) {
            if (everyRequires(name)) required.add(name);
        }
        all.put("required", required.size() == 0 ? null : required);
        return all;
    }

    private boolean everyHas(String name, Json value) {
        for (Json.Obj alternative : alternatives) {
            if (!value.equals(alternative.get(name))) return false;
        }
        return true;
    }

    private boolean everyRequires(Json name) {
        for (Json.Obj alternative : alternatives) {
            if (!alternative.items("required").contains(name)) return false;
        }
        return true;
    }

    private Json.Obj unitedProperties() {
        var forms = new LinkedHashMap<String, Set<Json>>();
        for (Json.Obj alternative : alternatives) {
            if (!(alternative.get("properties") instanceof Json.Obj properties)) continue;
            properties.members().forEach((name, value) ->
                forms.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(value));
        }
        Json.Obj all = Json.object();
        forms.forEach((name, values) -> all.put(name, any(List.copyOf(values))));
        return all;
    }

    /// A schema that holds where one of them does. Constants become a list of values, which models know better.
    private static Json any(List<Json> forms) {
        if (forms.size() == 1) return forms.getFirst();
        var values = new LinkedHashSet<Json>();
        var types = new HashSet<Json>(); // null for a form without a type
        for (Json form : forms) {
            if (!(form instanceof Json.Obj o) || !isConstant(o)) return Json.object().put("anyOf", new Json.Arr(forms));
            if (o.has("const")) values.add(o.get("const"));
            values.addAll(o.items("enum"));
            types.add(o.get("type"));
        }
        return Json.object().put("type", types.size() == 1 ? types.iterator().next() : null)
            .put("enum", new Json.Arr(new ArrayList<>(values)));
    }

    private static boolean isConstant(Json.Obj form) {
        return (form.has("const") || form.get("enum") instanceof Json.Arr)
            && Set.of("const", "enum", "type", "description", "title").containsAll(form.members().keySet());
    }

    // ── In words ──

    /// What the arguments may be, for the model; empty if the schema still says all of it.
    String words() {
        var forms = new LinkedHashSet<String>();
        for (Json.Obj alternative : alternatives) forms.add(form(alternative));
        String more = values();
        if (alternatives.size() == 1 || forms.size() == 1) return more;
        var out = new StringBuilder("The arguments must have one of these forms: ");
        int left = forms.size();
        for (String form : forms) out.append(form).append(--left == 0 ? "." : "; ");
        return more.isEmpty() ? out.toString() : out + " " + more;
    }

    /// `{id, deep?}`: a member that need not be there has a question mark; one with a fixed value shows it.
    private String form(Json.Obj alternative) {
        var required = new HashSet<>(alternative.items("required"));
        var out = new StringBuilder();
        if (alternative.get("properties") instanceof Json.Obj properties) {
            properties.members().forEach((name, value) -> {
                out.append(out.isEmpty() ? "" : ", ").append(name);
                if (value instanceof Json.Obj o && o.has("const")) out.append(": ").append(o.get("const"));
                if (!required.contains(Json.of(name))) out.append('?');
            });
        }
        String title = alternatives.size() > 1 && !everyHas("title", Json.of(title(alternative)))
            ? title(alternative) : "";
        return (title.isEmpty() ? "" : title + " ") + "{" + out + "}";
    }

    private static String title(Json.Obj alternative) {
        String title = alternative.text("title");
        return Ws.blank(title) ? "" : title;
    }

    /// A list of whole values, or what is excluded, which can only be said.
    private String values() {
        Json listed = root.has("enum") ? root.get("enum") : root.get("const");
        String allowed = listed == null ? "" : "The arguments must be "
            + (root.has("enum") ? "one of " : "") + listed + ".";
        if (!root.has("not")) return allowed;
        return (allowed.isEmpty() ? "" : allowed + " ") + "The arguments must not match this schema: "
            + root.get("not") + ".";
    }
}
