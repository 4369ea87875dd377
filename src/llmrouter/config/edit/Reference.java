package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;

import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;
import llmrouter.text.Ws;

/// A place in a configuration that names a model or an alias. It is valid until the next edit.
///
/// @param owner the part of the configuration that refers, for messages, e.g. `alias "coder"`
/// @param at    where the owner is
/// @param path  where the reference is
/// @param ref   as the file says it; in a cap, with the provider put before it
record Reference(RefKind kind, String owner, List<Object> at, List<Object> path, String ref) {
    enum RefKind {
        DEFAULT("default model"), UNKNOWN_MODELS("model for unknown names"),
        FALLBACK_TARGET("fallback target"), TARGET("target"), FALLBACK_MODEL("fallback"),
        CAPPED_MODEL("counts"), ALLOWED_MODEL("may ask for");

        private final String word;

        RefKind(String word) {
            this.word = word;
        }
    }

    /// All references. The fallback targets of an alias come before its targets.
    static List<Reference> all(ConfigDraft draft) {
        var all = new ArrayList<Reference>();
        var root = new Owner("the configuration", List.of());
        root.addList(draft, RefKind.DEFAULT, "", all, "defaultModel");
        root.addList(draft, RefKind.UNKNOWN_MODELS, "", all, "unknownModels");
        for (String id : draft.aliasIds()) {
            var alias = new Owner("alias \"" + id + "\"", draft.alias(id));
            alias.addList(draft, RefKind.FALLBACK_TARGET, "", all, AliasPatch.FALLBACKS);
            alias.addList(draft, RefKind.TARGET, "", all, AliasPatch.TARGETS);
        }
        for (ModelEntry model : ModelEntry.all(draft)) {
            var owner = new Owner("model \"" + model.ref() + "\"", model.path());
            owner.addList(draft, RefKind.FALLBACK_MODEL, "", all, ModelEntry.FALLBACKS);
        }
        draft.providers().forEach((provider, path) -> addCaps(draft, provider, path, all));
        for (List<Object> key : draft.items(draft.pathOf(List.of(), "masterKeys"))) {
            String name = draft.member(key, "name") instanceof Str s ? s.value() : "";
            new Owner("client key \"" + name + "\"", key)
                .addList(draft, RefKind.ALLOWED_MODEL, "", all, "models", "model");
        }
        return all;
    }

    private static void addCaps(ConfigDraft draft, String provider, List<Object> path, List<Reference> all) {
        List<List<Object>> caps = draft.items(draft.pathOf(path, "rateLimits"));
        List<String> ids = BucketPatch.ids(draft, path);
        for (int i = 0; i < caps.size(); i++) {
            var cap = new Owner("cap \"" + ids.get(i) + "\" of provider \"" + provider + "\"", caps.get(i));
            cap.addList(draft, RefKind.CAPPED_MODEL, provider + "/", all, BucketPatch.MODELS);
        }
    }

    /// A part of the configuration that may hold references.
    private record Owner(String label, List<Object> at) {
        /// Adds the references in one list of the owner.
        ///
        /// @param prefix put before each reference
        /// @param names  of the list, in all its spellings
        void addList(ConfigDraft draft, RefKind kind, String prefix, List<Reference> all, String... names) {
            for (List<Object> path : draft.items(draft.pathOf(at, names))) {
                String ref = switch (draft.at(path)) {
                    case Str s -> s.value();
                    case Obj o -> AliasPatch.ref(o);
                    case null, default -> null;
                };
                if (ref != null) all.add(new Reference(kind, label, at, path, prefix + Ws.trim(ref)));
            }
        }
    }

    /// The list that the reference is in, or the reference itself where the file has a single value.
    List<Object> list() {
        return path.getLast() instanceof Integer ? path.subList(0, path.size() - 1) : path;
    }

    /// E.g. `alias "coder": target p/m`.
    String describe() {
        return owner + ": " + kind.word + " " + ref;
    }
}
