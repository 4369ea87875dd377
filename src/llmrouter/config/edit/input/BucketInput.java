package llmrouter.config.edit.input;

import java.util.ArrayList;
import java.util.List;

import llmrouter.config.Ids;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;

/// Caps that a user entered: one in single inputs, or several as JSON.
public sealed interface BucketInput {
    /// The largest number that a cap may have: more than any provider allows, and far from overflowing a long.
    long LARGEST = 900_000_000_000L;

    /// One cap. What is null was not entered.
    ///
    /// @param id     of the cap to change, or null for a new one
    /// @param name   for people; a new cap needs it, its id is made from it
    /// @param models `all`, or a list of model ids of the provider
    /// @param window see [llmrouter.config.WindowGrammar]
    record OneBucket(String id, String name, String models, Long requests, Long tokens, Long concurrency, String window)
            implements BucketInput {}

    /// Caps as a JSON array, or as an object that is one cap; in any spelling of the configuration. A null takes a
    /// member out.
    record BucketJson(String json) implements BucketInput {}

    /// Caps as people type them, e.g. `60/1m, 4 concurrent`, see [CapGrammar]. A cap has the id that says what it
    /// counts, so the same text does not add it again.
    ///
    /// @param models which each of them counts: `all`, or a list of model ids of the provider; null for all
    record CapList(String text, String models) implements BucketInput {}

    /// The caps that were entered, at least one.
    /// @throws RefusedInput something that was entered cannot be used
    default List<TypedCap> caps() {
        return switch (this) {
            case OneBucket one -> List.of(cap(one));
            case BucketJson(String json) -> caps(json);
            case CapList(String text, String models) -> caps(text, models);
        };
    }

    private static TypedCap cap(OneBucket one) {
        if (one.id == null && one.name == null) {
            throw new RefusedInput("bucketId", names -> "which cap? Give " + names.field("bucketId")
                + " to change one, or " + names.field("bucketName") + " for a new one");
        }
        Obj members = Json.object();
        if (one.name != null) members.put("name", BucketValues.text("bucketName", Json.of(one.name)));
        if (one.models != null) members.put("models", BucketValues.models("bucketModels", Json.of(one.models)));
        putNumber(members, "requests", "bucketRequests", one.requests);
        putNumber(members, "tokens", "bucketTokens", one.tokens);
        putNumber(members, "concurrency", "bucketConcurrency", one.concurrency);
        if (one.window != null) members.put("window", BucketValues.window("bucketWindow", Json.of(one.window)));
        String id = one.id == null ? null : BucketValues.text("bucketId", Json.of(one.id)).value();
        return new TypedCap(id, members);
    }

    private static List<TypedCap> caps(String text, String models) {
        Arr counted = BucketValues.models("bucketModels", Json.of(models == null ? "all" : models));
        var caps = new ArrayList<TypedCap>();
        boolean all = counted.items().contains(Json.of("all"));
        for (Json item : CapGrammar.parse("caps", text).items()) {
            if (!(item instanceof Obj cap)) continue;
            String id = all ? cap.text("id") : Ids.bucketId(cap.text("id") + "-" + models, List.of());
            cap.members().remove("id");
            caps.add(new TypedCap(id, cap.put("models", counted)));
        }
        if (caps.isEmpty()) throw new RefusedInput("caps", names -> names.field("caps") + " needs at least one cap");
        return caps;
    }

    private static void putNumber(Obj members, String member, String field, Long number) {
        if (number != null) members.put(member, BucketValues.whole(field, Json.of(number)));
    }

    private static List<TypedCap> caps(String text) {
        String field = "rateLimits";
        Json json = JsonInput.parse(field, text);
        List<Json> items = JsonInput.listed(json);
        if (items.isEmpty()) throw new RefusedInput(field, names -> names.field(field) + " needs at least one cap");
        var caps = new ArrayList<TypedCap>();
        for (int i = 0; i < items.size(); i++) {
            String place = json instanceof Arr ? field + "[" + i + "]" : field;
            caps.add(new BucketJsonReader(place).read(items.get(i)));
        }
        return caps;
    }
}
