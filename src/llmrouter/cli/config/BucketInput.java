package llmrouter.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.FlagKind;
import llmrouter.config.Bucket.Unit;
import llmrouter.config.Bucket.Window;
import llmrouter.config.PastedList;
import llmrouter.config.WindowGrammar;
import llmrouter.config.edit.BucketPatch;
import llmrouter.config.read.Fields;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Null;
import llmrouter.json.Json.Num;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;
import llmrouter.json.JsonError;
import llmrouter.text.NearestName;
import llmrouter.text.Ws;

/// Caps as a command line gives them: one by flags, or several as JSON. Numbers are whole numbers and nothing else; the JSON takes every spelling of the
/// configuration file, and a null there takes a member out.
final class BucketInput {
    /// More than any provider allows, and far from overflowing anything.
    static final long LARGEST = 900_000_000_000L;
    private static final String BULK = "rate-limits";
    private static final List<String> KEYS = List.of("id", "name", "bucket-name", "models", "model", "model-selector", "requests", "limit", "tokens",
        "concurrency", "window", "window-unit", "window-size", "metadata");

    private final String at;
    private final Obj members = Json.object();
    private String id;
    private Json unit;
    private Json size;

    private BucketInput(String at) {
        this.at = at;
    }

    /// The cap that the flags describe.
    static BucketPatch ofFlags(Arguments given) {
        var input = new BucketInput("");
        if (!given.given("bucket-id") && !given.given("bucket-name")) throw CliError.usage("which cap? Give --bucket-id to change one, or --bucket-name for a new one");
        if (given.given("bucket-name")) input.members.put("name", words("--bucket-name", Json.of(given.text("bucket-name"))));
        String models = given.given("bucket-models") ? "bucket-models" : "models";
        if (given.given(models)) input.members.put("models", models("--" + models, Json.of(given.text(models))));
        for (String count : List.of("requests", "tokens", "concurrency")) {
            if (given.integer("bucket-" + count) instanceof Long number) input.members.put(count, Json.of(number));
        }
        if (given.given("bucket-window")) input.members.put("window", window("--bucket-window", Json.of(given.text("bucket-window"))));
        return new BucketPatch(given.given("bucket-id") ? words("--bucket-id", Json.of(given.text("bucket-id"))).value() : null, input.members);
    }

    /// The caps of a JSON array, or of an object that is one cap; at least one.
    static List<BucketPatch> ofJson(String text) {
        Json json;
        try {
            json = Json.parse(text);
        } catch (JsonError e) {
            throw CliError.usage("--" + BULK + " is not JSON: " + e.getMessage() + " (character " + (e.offset() + 1) + ")");
        }
        List<Json> items = json instanceof Arr a ? a.items() : List.of(json);
        if (items.isEmpty()) throw CliError.usage("--" + BULK + " needs at least one cap");
        var patches = new ArrayList<BucketPatch>();
        for (int i = 0; i < items.size(); i++) patches.add(new BucketInput("--" + BULK + (json instanceof Arr ? "[" + i + "]" : "")).patch(items.get(i)));
        return patches;
    }

    private BucketPatch patch(Json item) {
        if (!(item instanceof Obj cap)) throw wrong(at, item, "an object such as {\"id\": \"b\", \"models\": [\"all\"], \"requests\": 40, \"window\": \"minute:1\"}");
        for (Map.Entry<String, Json> member : cap.members().entrySet()) take(member.getKey(), at + "." + member.getKey(), member.getValue());
        if (unit != null || size != null) members.put("window", window(at + ".windowUnit", unit, at + ".windowSize", size));
        if (id == null && members.text("name") == null) throw CliError.usage(at + " needs an id, or a name for a new cap");
        return new BucketPatch(id, members);
    }

    private void take(String key, String where, Json value) {
        boolean none = value instanceof Null;
        String name = Fields.kebab(key);
        switch (name) {
            case "id" -> id = none ? null : words(where, value).value();
            case "name", "bucket-name" -> members.put("name", none ? value : words(where, value));
            case "models", "model", "model-selector" -> members.put("models", none ? value : models(where, value));
            case "requests", "limit" -> members.put("requests", none ? value : whole(where, value));
            case "tokens", "concurrency" -> members.put(name, none ? value : whole(where, value));
            case "window" -> members.put("window", none ? value : window(where, value));
            case "window-unit" -> unit = value;
            case "window-size" -> size = value;
            case "metadata" -> {
                if (!none && !(value instanceof Obj)) throw wrong(where, value, "an object");
                members.put("metadata", value);
            }
            default -> throw CliError.usage(where + " is not known" + NearestName.hint(name, KEYS) + "; a cap has " + String.join(", ", KEYS));
        }
    }

    private static Str words(String where, Json value) {
        if (value instanceof Str s && !Ws.blank(s.value())) return Json.of(Ws.trim(s.value()));
        throw wrong(where, value, "some text");
    }

    private static Arr models(String where, Json value) {
        Arr models = Json.array();
        for (Json item : value instanceof Arr a ? a.items() : List.of(value)) {
            if (!(item instanceof Str s)) throw wrong(where, item, "model ids, or \"all\"");
            for (String word : PastedList.words(s.value())) {
                String id = value instanceof Arr ? word : PastedList.bare(word);
                if (!id.isEmpty()) models.add(Json.of(id.equalsIgnoreCase("all") ? "all" : id));
            }
        }
        if (models.size() == 0) throw CliError.usage(where + " names no model; write all, or model ids of the provider");
        return models;
    }

    private static Num whole(String where, Json value) {
        String text = value instanceof Num n ? n.text() : value instanceof Str s ? s.value() : "";
        String problem = new FlagKind.IntegerFlag(1, LARGEST).problem(text);
        if (problem != null) throw wrong(where, value, "a whole number from 1 to " + LARGEST);
        return Json.of(Long.parseLong(text));
    }

    private static Obj window(String where, Json value) {
        if (value instanceof Str s) {
            Window window = WindowGrammar.parse(s.value());
            if (window == null) throw CliError.usage(where + ": '" + s.value() + "' is not a window; " + WindowGrammar.HINT);
            return json(window.unit(), window.size());
        }
        if (!(value instanceof Obj o)) throw wrong(where, value, "a window such as \"minute:1\" or {\"unit\": \"minute\", \"size\": 1}");
        Json unit = null;
        Json size = null;
        for (Map.Entry<String, Json> member : o.members().entrySet()) {
            switch (Fields.kebab(member.getKey())) {
                case "unit", "window-unit" -> unit = member.getValue();
                case "size", "window-size" -> size = member.getValue();
                default -> throw CliError.usage(where + "." + member.getKey() + " is not known; a window has unit and size");
            }
        }
        return window(where + ".unit", unit, where + ".size", size);
    }

    private static Obj window(String unitAt, Json unit, String sizeAt, Json size) {
        Unit known = unit instanceof Str s ? WindowGrammar.unit(Ws.trim(s.value())) : null;
        if (known == null) throw wrong(unitAt, unit, "second, minute, hour, day, week or month");
        long number = whole(sizeAt, size).asLong(0);
        if (WindowGrammar.parse(number + known.name()) == null) throw wrong(sizeAt, size, "a smaller number");
        return json(known, number);
    }

    private static Obj json(Unit unit, long size) {
        return Json.object().put("unit", unit.name().toLowerCase(Locale.ROOT)).put("size", size);
    }

    private static CliError wrong(String where, Json value, String wanted) {
        return CliError.usage(where + " must be " + wanted + (value == null ? ", it is missing" : ", not " + value));
    }
}
