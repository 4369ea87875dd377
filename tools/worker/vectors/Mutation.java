package vectors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import llmrouter.json.Json;

/// Changes a JSON text by a seed: members removed, renamed, swapped, put inside each other; odd values in their place;
/// and what only the text can have, such as a key that is there twice.
final class Mutation {
    private static final List<String> NUMBERS = List.of("0", "-0", "-1", "1.0", "1e2", "1E+2", "0.1e1", "100e-2",
        "1.5", "0.30000000000000004", "1e400", "4.9E-324", "9007199254740993", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "123456789012345678901234567890", "1e-7", "2147483648");

    private final Chance chance;

    private Mutation(Chance chance) {
        this.chance = chance;
    }

    /// @param text valid JSON
    static String of(String text, long seed) {
        var chance = new Chance(seed);
        var mutation = new Mutation(chance);
        Json tree = Json.parse(text);
        for (int i = chance.below(3); i >= 0; i--) mutation.change(tree);
        return mutation.inText(tree.toString());
    }

    private void change(Json tree) {
        var holders = new ArrayList<Json>();
        collect(tree, holders);
        switch (chance.of(holders)) {
            case Json.Obj object -> change(object);
            case Json.Arr array -> change(array);
            default -> throw new AssertionError("only objects and arrays hold values");
        }
    }

    private static void collect(Json value, List<Json> holders) {
        if (value instanceof Json.Obj(var members)) {
            holders.add(value);
            for (Json member : members.values()) collect(member, holders);
        }
        if (value instanceof Json.Arr(var items)) {
            holders.add(value);
            for (Json item : items) collect(item, holders);
        }
    }

    private void change(Json.Obj object) {
        var names = new ArrayList<>(object.members().keySet());
        if (names.isEmpty()) {
            object.put(chance.odd(), odd());
            return;
        }
        String name = chance.of(names);
        Json value = object.get(name);
        switch (chance.below(9)) {
            case 0 -> object.members().remove(name);
            case 1 -> object.put(name, odd());
            case 2 -> object.put(chance.odd(), odd());
            case 3 -> object.put(name, Json.array(value, value));
            case 4 -> object.put(name, Json.object().put(name, value));
            case 5 -> object.put(chance.of(names), value);
            case 6 -> {
                object.members().remove(name);
                object.put(chance.changed(name), value);
            }
            case 7 -> shuffle(object, names);
            default -> object.put(name, value instanceof Json.Str s ? Json.of(chance.changed(s.value())) : odd());
        }
    }

    private void shuffle(Json.Obj object, List<String> names) {
        for (int i = names.size() - 1; i > 0; i--) Collections.swap(names, i, chance.below(i + 1));
        for (String name : names) object.put(name, object.members().remove(name));
    }

    private void change(Json.Arr array) {
        List<Json> items = array.items();
        int at = items.isEmpty() ? 0 : chance.below(items.size());
        switch (items.isEmpty() ? 0 : chance.below(6)) {
            case 0 -> items.add(at, odd());
            case 1 -> items.remove(at);
            case 2 -> items.set(at, odd());
            case 3 -> items.add(at, items.get(at));
            case 4 -> Collections.swap(items, at, chance.below(items.size()));
            default -> items.set(at, Json.array(items.get(at)));
        }
    }

    private Json odd() {
        return switch (chance.below(9)) {
            case 0 -> Json.Null.NULL;
            case 1 -> Json.of(chance.oneIn(2));
            case 2, 3 -> new Json.Num(chance.of(NUMBERS));
            case 4 -> Json.object();
            case 5 -> Json.array();
            case 6 -> Json.array(Json.of(chance.odd()), Json.object().put("type", chance.odd()));
            case 7 -> Json.object().put("type", "text").put("text", chance.oddText());
            default -> Json.of(chance.oddText());
        };
    }

    private String inText(String text) {
        int brace = text.indexOf('{', chance.below(text.length()));
        if (brace < 0) brace = text.indexOf('{');
        int deep = 200 + chance.below(120);
        return switch (chance.below(14)) {
            case 0 -> text.substring(0, brace + 1) + "\"type\":\"text\",\"model\":1," + text.substring(brace + 1);
            case 1 -> text.replace(",", " ,\t\n").replace(":", " : ");
            case 2 -> text.replace("\"text\"", "\"t\\u0065xt\"").replace("/", "\\/");
            case 3 -> text.replace("null", "[".repeat(deep) + "]".repeat(deep));
            case 4 -> chance.changed(text);
            case 5 -> chance.odd() + text + chance.odd();
            default -> text;
        };
    }
}
