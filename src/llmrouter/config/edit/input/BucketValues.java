package llmrouter.config.edit.input;

import java.util.List;
import java.util.Map;

import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;
import llmrouter.config.Ids;
import llmrouter.config.PastedList;
import llmrouter.config.WindowGrammar;
import llmrouter.config.read.Fields;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Bool;
import llmrouter.json.Json.Null;
import llmrouter.json.Json.Num;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;
import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// The members of a cap, from what a user entered to what the file says. Numbers are whole numbers and nothing else.
///
/// The first argument of each method says where the value was entered, e.g. `bucketWindow` or `rateLimits[0].window`.
final class BucketValues {
    private static final int MOST_DIGITS = 18;

    private BucketValues() {}

    static Str text(String where, Json value) {
        if (value instanceof Str s && !Ws.blank(s.value())) return Json.of(Ws.trim(s.value()));
        throw wrong(where, value, "some text");
    }

    static Obj object(String where, Json value) {
        if (value instanceof Obj object) return object;
        throw wrong(where, value, "an object");
    }

    static Num whole(String where, Json value) {
        String text = value instanceof Num n ? n.text() : value instanceof Str s ? s.value() : "";
        boolean digits = !text.isEmpty() && text.length() <= MOST_DIGITS;
        for (char c : text.toCharArray()) digits &= Ids.isDigit(c);
        long number = digits ? Long.parseLong(text) : 0;
        if (number < 1 || number > BucketInput.LARGEST) {
            throw wrong(where, value, "a whole number from 1 to " + BucketInput.LARGEST);
        }
        return Json.of(number);
    }

    static Arr models(String where, Json value) {
        Arr models = Json.array();
        for (Json item : JsonInput.listed(value)) {
            if (!(item instanceof Str s)) throw wrong(where, item, "model ids, or \"all\"");
            for (String word : value instanceof Arr ? List.of(s.value()) : PastedList.words(s.value())) {
                String id = value instanceof Arr ? Ws.trim(word) : PastedList.bare(word);
                if (!id.isEmpty()) models.add(Json.of(Letters.same(id, "all") ? "all" : id));
            }
        }
        if (models.size() > 0) return models;
        throw new RefusedInput(where, names -> names.field(where)
            + " names no model; write all, or model ids of the provider");
    }

    static Obj window(String where, Json value) {
        return switch (value) {
            case Str text -> window(where, text.value());
            case Obj object -> window(where, object);
            case Arr _, Num _, Bool _, Null _ ->
                throw wrong(where, value, "a window such as \"minute:1\" or {\"unit\": \"minute\", \"size\": 1}");
        };
    }

    private static Obj window(String where, String text) {
        Window window = WindowGrammar.parse(text);
        if (window != null) return json(window.unit(), window.size());
        throw new RefusedInput(where, names -> names.field(where) + ": '" + text + "' is not a window; "
            + WindowGrammar.HINT);
    }

    private static Obj window(String where, Obj object) {
        Json unit = null;
        Json size = null;
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            switch (Fields.kebab(member.getKey())) {
                case "unit", "window-unit" -> unit = member.getValue();
                case "size", "window-size" -> size = member.getValue();
                default -> throw new RefusedInput(where, names -> names.field(where + "." + member.getKey())
                    + " is not known; a window has unit and size");
            }
        }
        return window(where + ".unit", unit, where + ".size", size);
    }

    /// A window whose unit and size were entered apart from each other; either may be missing, which is null.
    static Obj window(String unitAt, Json unit, String sizeAt, Json size) {
        Unit known = unit instanceof Str s ? WindowGrammar.unit(Ws.trim(s.value())) : null;
        if (known == null) throw wrong(unitAt, unit, "second, minute, hour, day, week or month");
        long number = whole(sizeAt, size).asLong(0);
        if (WindowGrammar.parse(number + known.name()) == null) throw wrong(sizeAt, size, "a smaller number");
        return json(known, number);
    }

    private static Obj json(Unit unit, long size) {
        return Json.object().put("unit", Letters.lower(unit.name())).put("size", size);
    }

    /// @param value what was entered, or null if it is missing
    static RefusedInput wrong(String where, Json value, String wanted) {
        String found = value == null ? ", it is missing" : ", not " + value;
        return new RefusedInput(where, names -> names.field(where) + " must be " + wanted + found);
    }
}
