package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmrouter.config.YesNo;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Bool;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;
import llmrouter.text.Ws;

/// A model as it stands in a configuration that is being edited, also one that is switched off or wrong. It holds until the next edit.
///
/// @param path where it stands
public record ModelEntry(List<Object> path, String provider, String id, List<String> aliases, boolean enabled) {
    static final String[] FALLBACKS = {"fallbackModels", "silentFallbacks", "fallbacks"};

    /// All models, in the order of the file.
    public static List<ModelEntry> all(ConfigDraft draft) {
        var sites = new ArrayList<ModelEntry>();
        for (Map.Entry<String, List<Object>> provider : draft.providers().entrySet()) {
            boolean enabled = isOn(draft, provider.getValue());
            for (List<Object> at : draft.items(draft.pathOf(provider.getValue(), "models"))) {
                String id = id(draft.at(at));
                if (id == null) continue;
                var aliases = new ArrayList<String>();
                for (List<Object> alias : draft.items(draft.pathOf(at, "aliases", "alias"))) {
                    if (draft.at(alias) instanceof Str s) aliases.add(Ws.trim(s.value()));
                }
                sites.add(new ModelEntry(at, provider.getKey(), id, aliases, enabled && isOn(draft, at)));
            }
        }
        return sites;
    }

    /// The model of a provider with this id, else the one with this alias, else null.
    public static ModelEntry find(List<ModelEntry> sites, String provider, String idOrAlias) {
        for (ModelEntry site : sites) if (site.provider.equals(provider) && site.id.equals(idOrAlias)) return site;
        for (ModelEntry site : sites) if (site.provider.equals(provider) && site.aliases.contains(idOrAlias)) return site;
        return null;
    }

    private static boolean isOn(ConfigDraft draft, List<Object> path) {
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
        for (String name : List.of("id", "name", "model")) if (!Ws.blank(o.text(name))) return Ws.trim(o.text(name));
        return null;
    }

    /// How others refer to it.
    public String ref() {
        return provider + "/" + id;
    }

    /// Sets what is tried when this model fails, all of it; nothing takes the member out.
    public void setFallbacks(ConfigDraft draft, List<String> refs) {
        Arr list = Json.strings(refs);
        if (draft.object(path) != null) {
            if (refs.isEmpty()) draft.remove(path, FALLBACKS);
            else draft.set(path, list, FALLBACKS);
        } else if (!refs.isEmpty()) {
            draft.put(path, Json.object().put("id", id).put(FALLBACKS[0], list));
        }
    }
}
