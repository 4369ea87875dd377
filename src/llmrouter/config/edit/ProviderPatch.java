package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import llmrouter.config.Format;
import llmrouter.config.Secret;
import llmrouter.json.Json;
import llmrouter.json.Json.Arr;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;

/// A change to one provider, or a new one. What is null stays as it is.
///
/// @param baseUrlByFormat what is not in it stays
/// @param preferred       put before the other formats
/// @param headers         all of them
/// @param models          ids, all of them; those that are there already keep what else is said about them
public record ProviderPatch(String id, String name, Boolean enabled, String baseUrl, Map<Format, String> baseUrlByFormat, Secret apiKey,
        List<Format> formats, Format preferred, Obj headers, List<String> models) {

    /// Applies it, and says whether the provider is new.
    public boolean applyTo(ConfigDraft draft) {
        List<Object> path = draft.provider(id);
        boolean created = path == null;
        if (created) {
            draft.append(List.of("providers"), Json.object().put("id", id).put("name", name == null ? id : name));
            path = draft.provider(id);
        } else if (name != null) {
            draft.set(path, Json.of(name), "name");
        }
        if (enabled != null && !(created && enabled)) draft.set(path, Json.of(enabled), "enabled");
        if (baseUrl != null) draft.set(path, Json.of(baseUrl), "baseUrl", "endpoint");
        patchBases(draft, path);
        if (apiKey != null) draft.setSecret(path, apiKey, "apiKey", "credential");
        patchFormats(draft, path);
        if (headers != null) draft.set(path, headers, "headers");
        if (models != null) draft.set(path, models(draft.member(path, "models")), "models");
        return created;
    }

    private void patchBases(ConfigDraft draft, List<Object> path) {
        if (baseUrlByFormat.isEmpty()) return;
        String[] names = {"baseUrlByFormat", "endpointByFormat", "endpoints"};
        if (draft.member(path, names) == null) {
            Obj bases = Json.object();
            for (Format format : Format.values()) bases.put(format.word(), baseUrlByFormat.get(format));
            draft.set(path, bases, names);
            return;
        }
        List<Object> bases = draft.pathOf(path, names);
        for (Format format : Format.values()) {
            String url = baseUrlByFormat.get(format);
            if (url != null) draft.set(bases, Json.of(url), format.names());
        }
    }

    private void patchFormats(ConfigDraft draft, List<Object> path) {
        if (formats == null && preferred == null) return;
        var all = new ArrayList<Format>();
        if (preferred != null) all.add(preferred);
        for (Format format : formats != null ? formats : told(draft.member(path, "formats"))) if (!all.contains(format)) all.add(format);
        if (formats == null) for (Format format : told(draft.member(path, "format", "responseFormat"))) if (!all.contains(format)) all.add(format);
        Arr words = Json.array();
        for (Format format : all) words.add(Json.of(format.word()));
        draft.set(path, words, "formats");
        if (draft.member(path, "format", "responseFormat") != null) draft.set(path, words.items().getFirst(), "format", "responseFormat");
    }

    private static List<Format> told(Json value) {
        var formats = new ArrayList<Format>();
        for (Json item : value instanceof Arr a ? a.items() : value == null ? List.<Json>of() : List.of(value)) {
            Format format = item instanceof Str s ? Format.of(s.value().toLowerCase(Locale.ROOT)) : null;
            if (format != null) formats.add(format);
        }
        return formats;
    }

    private Arr models(Json before) {
        List<Json> known = before instanceof Arr a ? a.items() : before == null ? List.of() : List.of(before);
        Arr after = Json.array();
        for (String id : models) {
            Json item = Json.of(id);
            for (Json old : known) if (id.equals(ModelEntry.id(old))) item = old;
            after.add(item);
        }
        return after;
    }
}
