package llmrouter.admission;

import llmrouter.http.HeaderMap;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.json.JsonScan;

/// Finds the members of a request with which a client names further models to the provider. A provider that routes
/// requests itself then answers with a model that the gateway has not chosen: `models` with `"route": "fallback"`
/// (openrouter.ai/docs, "Model Fallbacks"), or `fallbacks` and its siblings (docs.litellm.ai, "Fallbacks").
final class FurtherModels {
    private FurtherModels() {}

    /// The first such member, e.g. `models` or `route.model`; null if there is none. Empty members name nothing.
    static String in(JsonScan scan) {
        for (JsonScan.Member member : scan.members()) {
            String name = HeaderMap.lower(member.key());
            // some providers read a member's name in any case
            boolean names = namesMore(name) || name.equals("model") && !member.key().equals("model");
            if (!names && !mayHold(name)) continue;
            Json value = Json.parse(scan.source().substring(member.start(), member.end()));
            if (names && !isEmpty(value)) return member.key();
            if (!names && inside(value) instanceof String inner) return member.key() + "." + inner;
        }
        return null;
    }

    private static boolean namesMore(String name) {
        return name.equals("models") || name.equals("fallbacks") || name.endsWith("_fallbacks")
            || name.endsWith("_models");
    }

    private static boolean mayHold(String name) {
        return name.equals("route") || name.equals("router") || name.equals("routing") || name.equals("plugins");
    }

    /// The first member at any depth that names a model, or null.
    private static String inside(Json value) {
        if (value instanceof Arr list) {
            for (Json item : list.items()) {
                if (inside(item) instanceof String found) return found;
            }
        }
        if (!(value instanceof Obj object)) return null;
        for (var member : object.members().entrySet()) {
            String name = HeaderMap.lower(member.getKey());
            boolean names = namesMore(name) || name.equals("model") || name.equals("fallback");
            if (names && !isEmpty(member.getValue())) return member.getKey();
            if (inside(member.getValue()) instanceof String found) return member.getKey() + "." + found;
        }
        return null;
    }

    private static boolean isEmpty(Json value) {
        return switch (value) {
            case Json.Null _ -> true;
            case Json.Str s -> s.value().isEmpty();
            case Arr a -> a.size() == 0;
            case Obj o -> o.members().isEmpty();
            case Json.Num _, Json.Bool _ -> true;
        };
    }
}
