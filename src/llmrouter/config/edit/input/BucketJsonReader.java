package llmrouter.config.edit.input;

import java.util.List;
import java.util.Map;

import llmrouter.config.read.Fields;
import llmrouter.json.Json;
import llmrouter.json.Json.Null;
import llmrouter.json.Json.Obj;
import llmrouter.text.NearestName;

/// Reads one cap that a user entered as JSON. One object for each cap.
final class BucketJsonReader {
    private static final List<String> KEYS = List.of("id", "name", "bucket-name", "models", "model", "model-selector",
        "requests", "limit", "tokens", "concurrency", "window", "window-unit", "window-size", "metadata");

    private final String place;
    private final Obj members = Json.object();
    private String id;
    private Json unit;
    private Json size;

    /// @param place where the cap is in what was entered, e.g. `rateLimits[0]`
    BucketJsonReader(String place) {
        this.place = place;
    }

    /// @throws RefusedInput it is not a cap
    TypedCap read(Json item) {
        if (!(item instanceof Obj cap)) {
            String example = "{\"id\": \"b\", \"models\": [\"all\"], \"requests\": 40, \"window\": \"minute:1\"}";
            throw BucketValues.wrong(place, item, "an object such as " + example);
        }
        for (Map.Entry<String, Json> member : cap.members().entrySet()) {
            take(member.getKey(), place + "." + member.getKey(), member.getValue());
        }
        if (unit != null || size != null) {
            members.put("window", BucketValues.window(place + ".windowUnit", unit, place + ".windowSize", size));
        }
        if (id == null && members.text("name") == null) {
            throw new RefusedInput(place, names -> names.field(place) + " needs an id, or a name for a new cap");
        }
        return new TypedCap(id, members);
    }

    private void take(String key, String where, Json value) {
        String name = Fields.kebab(key);
        switch (name) {
            case "id" -> id = value instanceof Null ? null : BucketValues.text(where, value).value();
            case "window-unit" -> unit = value;
            case "window-size" -> size = value;
            case "name", "bucket-name" -> put("name", where, value);
            case "models", "model", "model-selector" -> put("models", where, value);
            case "requests", "limit" -> put("requests", where, value);
            case "tokens", "concurrency", "window", "metadata" -> put(name, where, value);
            default -> throw new RefusedInput(where, names -> names.field(where) + " is not known"
                + NearestName.hint(name, KEYS) + "; a cap has " + String.join(", ", KEYS));
        }
    }

    private void put(String member, String where, Json value) {
        members.put(member, value instanceof Null ? value : checked(member, where, value));
    }

    private static Json checked(String member, String where, Json value) {
        return switch (member) {
            case "name" -> BucketValues.text(where, value);
            case "models" -> BucketValues.models(where, value);
            case "window" -> BucketValues.window(where, value);
            case "metadata" -> BucketValues.object(where, value);
            default -> BucketValues.whole(where, value);
        };
    }
}
