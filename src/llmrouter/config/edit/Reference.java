package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;
import llmrouter.text.Ws;

/// A place in a configuration that names a model or an alias. It holds until the next edit.
///
/// @param owner what holds the reference, for messages, e.g. `alias "coder"`
/// @param at    where the owner stands
/// @param path  where the reference stands
/// @param ref   as the file says it; of a cap with the provider put before it
record Reference(RefKind kind, String owner, List<Object> at, List<Object> path, String ref) {
    enum RefKind {
        DEFAULT("default model"), FALLBACK_TARGET("fallback target"), TARGET("target"), FALLBACK_MODEL("fallback"), CAPPED_MODEL("counts"), ALLOWED_MODEL("may ask for");

        private final String word;

        RefKind(String word) {
            this.word = word;
        }
    }

    /// All of them. The fallback targets of an alias come before its targets.
    static List<Reference> all(ConfigDraft draft) {
        var all = new ArrayList<Reference>();
        addList(draft, RefKind.DEFAULT, "the configuration", List.of(), draft.pathOf(List.of(), "defaultModel"), "", all);
        for (String id : draft.aliasIds()) {
            List<Object> at = draft.alias(id);
            addList(draft, RefKind.FALLBACK_TARGET, "alias \"" + id + "\"", at, draft.pathOf(at, AliasPatch.FALLBACKS), "", all);
            addList(draft, RefKind.TARGET, "alias \"" + id + "\"", at, draft.pathOf(at, AliasPatch.TARGETS), "", all);
        }
        for (ModelEntry model : ModelEntry.all(draft)) {
            addList(draft, RefKind.FALLBACK_MODEL, "model \"" + model.ref() + "\"", model.path(), draft.pathOf(model.path(), ModelEntry.FALLBACKS), "", all);
        }
        for (Map.Entry<String, List<Object>> provider : draft.providers().entrySet()) addCaps(draft, provider.getKey(), provider.getValue(), all);
        for (List<Object> key : draft.items(draft.pathOf(List.of(), "masterKeys"))) {
            String name = draft.member(key, "name") instanceof Str s ? s.value() : "";
            addList(draft, RefKind.ALLOWED_MODEL, "client key \"" + name + "\"", key, draft.pathOf(key, "models", "model"), "", all);
        }
        return all;
    }

    private static void addCaps(ConfigDraft draft, String provider, List<Object> path, List<Reference> all) {
        List<List<Object>> caps = draft.items(draft.pathOf(path, "rateLimits"));
        List<String> ids = BucketPatch.ids(draft, path);
        for (int i = 0; i < caps.size(); i++) {
            String owner = "cap \"" + ids.get(i) + "\" of provider \"" + provider + "\"";
            addList(draft, RefKind.CAPPED_MODEL, owner, caps.get(i), draft.pathOf(caps.get(i), BucketPatch.MODELS), provider + "/", all);
        }
    }

    private static void addList(ConfigDraft draft, RefKind kind, String owner, List<Object> at, List<Object> list, String prefix, List<Reference> all) {
        for (List<Object> path : draft.items(list)) {
            String ref = switch (draft.at(path)) {
                case Str s -> s.value();
                case Obj o -> AliasPatch.ref(o);
                case null, default -> null;
            };
            if (ref != null) all.add(new Reference(kind, owner, at, path, prefix + Ws.trim(ref)));
        }
    }

    /// The list in which the reference stands, or the reference itself where it is the only one.
    List<Object> list() {
        return path.getLast() instanceof Integer ? path.subList(0, path.size() - 1) : path;
    }

    /// E.g. `alias "coder": target p/m`.
    String describe() {
        return owner + ": " + kind.word + " " + ref;
    }
}
