package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.config.YesNo;
import llmrouter.json.Json;
import llmrouter.json.Json.Bool;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;
import llmrouter.text.Ws;

/// A model in a configuration that is being edited, also one that is switched off or has mistakes. It is valid until
/// the next edit.
///
/// @param path where it is
record ModelEntry(List<Object> path, String provider, String id, List<String> aliases, boolean enabled) {
    private static final String[] ALIASES = {"aliases", "alias"};
    static final String[] FALLBACKS = {"fallbackModels", "silentFallbacks", "fallbacks"};

    /// All models, in the order of the file.
    static List<ModelEntry> all(ConfigDraft draft) {
        var entries = new ArrayList<ModelEntry>();
        for (Map.Entry<String, List<Object>> provider : draft.providers().entrySet()) {
            boolean enabled = isOn(draft, provider.getValue());
            for (List<Object> at : draft.items(draft.pathOf(provider.getValue(), "models"))) {
                String id = id(draft.at(at));
                if (id == null) continue;
                entries.add(new ModelEntry(at, provider.getKey(), id, aliases(draft, at), enabled && isOn(draft, at)));
            }
        }
        return entries;
    }

    private static List<String> aliases(ConfigDraft draft, List<Object> model) {
        var aliases = new ArrayList<String>();
        for (List<Object> alias : draft.items(draft.pathOf(model, ALIASES))) {
            if (draft.at(alias) instanceof Str s) aliases.add(Ws.trim(s.value()));
        }
        return aliases;
    }

    /// The model of a provider with this id, else the one with this alias, else null.
    static ModelEntry find(List<ModelEntry> entries, String provider, String idOrAlias) {
        ModelEntry byAlias = null;
        for (ModelEntry entry : entries) {
            if (!entry.provider.equals(provider)) continue;
            if (entry.id.equals(idOrAlias)) return entry;
            if (byAlias == null && entry.aliases.contains(idOrAlias)) byAlias = entry;
        }
        return byAlias;
    }

    /// Whether a provider or a model is switched on.
    static boolean isOn(ConfigDraft draft, List<Object> path) {
        return switch (draft.member(path, "enabled")) {
            case Bool b -> b.value();
            case Str s -> YesNo.bool(s.value()) != Boolean.FALSE;
            case null, default -> true;
        };
    }

    /// A model's id as the file says it, or null.
    static String id(Json model) {
        if (model instanceof Str s) return Ws.trim(s.value());
        if (!(model instanceof Obj o)) return null;
        for (String name : List.of("id", "name", "model")) {
            if (!Ws.blank(o.text(name))) return Ws.trim(o.text(name));
        }
        return null;
    }

    /// How other parts of the configuration refer to it: `provider/model`.
    String ref() {
        return provider + "/" + id;
    }

    /// Sets the models that are tried when this one fails, all of them; an empty list removes the member.
    void setFallbacks(ConfigDraft draft, List<String> refs) {
        setList(draft, refs, FALLBACKS);
    }

    /// Sets the other ids of the model, all of them; an empty list removes the member.
    void setAliases(ConfigDraft draft, List<String> ids) {
        setList(draft, ids, ALIASES);
    }

    private void setList(ConfigDraft draft, List<String> items, String... names) {
        if (!items.isEmpty()) set(draft, Json.strings(items), names);
        else if (draft.object(path) != null) draft.remove(path, names);
    }

    /// Sets a member. A model that is only an id becomes an object first.
    void set(ConfigDraft draft, Json value, String... names) {
        if (draft.object(path) != null) draft.set(path, value, names);
        else draft.put(path, Json.object().put("id", id).put(names[0], value));
    }
}
