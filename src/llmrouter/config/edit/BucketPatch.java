package llmrouter.config.edit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.Ids;
import llmrouter.config.edit.input.TypedCap;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.json.Json.Str;
import llmrouter.text.Ws;

/// A change to one cap of a provider, or a new one.
///
/// @param id      or null for a new cap that takes its id from its name
/// @param members what to set, by the names `name models requests tokens concurrency window metadata`; a JSON null
///                takes a member out, and an absent member stays
record BucketPatch(String id, Obj members) {
    static final String[] MODELS = {"models", "model"};
    private static final String[] LIMITS = {"rateLimits"};
    private static final List<String> NAMES =
        List.of("name", "models", "requests", "tokens", "concurrency", "window", "metadata");

    static BucketPatch of(TypedCap typed) {
        return new BucketPatch(typed.id(), typed.members());
    }

    /// The ids of a provider's caps, in the order of the file. A cap without an id gets the one that it has when the
    /// file is read.
    static List<String> ids(ConfigDraft draft, String provider) {
        return ids(draft, draft.provider(provider));
    }

    static List<String> ids(ConfigDraft draft, List<Object> provider) {
        var ids = new ArrayList<String>();
        for (List<Object> cap : draft.items(draft.pathOf(provider, LIMITS))) {
            String id = text(draft.member(cap, "id"));
            String name = text(draft.member(cap, "name", "bucketName"));
            ids.add(id != null ? id : Ids.bucketId(name == null ? "bucket-" + (ids.size() + 1) : name, ids));
        }
        return ids;
    }

    private static String text(Json value) {
        return value instanceof Str s && !Ws.blank(s.value()) ? Ws.trim(s.value()) : null;
    }

    /// Removes all caps of a provider.
    static void clear(ConfigDraft draft, String provider) {
        if (!ids(draft, provider).isEmpty()) draft.set(draft.provider(provider), Json.array(), LIMITS);
    }

    /// Removes one cap, and returns whether it was there.
    static boolean remove(ConfigDraft draft, String provider, String id) {
        int at = ids(draft, provider).indexOf(id);
        if (at < 0) return false;
        List<List<Object>> items = draft.items(draft.pathOf(draft.provider(provider), LIMITS));
        if (items.size() == 1) draft.remove(draft.provider(provider), LIMITS);
        else draft.cut(items.get(at));
        return true;
    }

    /// The path of the cap with this id.
    static List<Object> path(ConfigDraft draft, String provider, String id) {
        int at = ids(draft, provider).indexOf(id);
        return draft.items(draft.pathOf(draft.provider(provider), LIMITS)).get(at);
    }

    /// The provider that the first model of the caps names, as in `provider/model`; or null.
    static String providerOf(ConfigDraft draft, List<BucketPatch> patches) {
        for (BucketPatch patch : patches) {
            for (String model : patch.members.texts("models")) return EntryLookup.providerOf(draft, model);
        }
        return null;
    }

    /// This patch with each model by its id alone, where it was entered as `provider/model` or by another name.
    BucketPatch withIds(ConfigDraft draft, String provider) {
        if (!members.has("models") || members.get("models") instanceof Json.Null) return this;
        List<ModelEntry> models = ModelEntry.all(draft);
        var bare = new ArrayList<String>();
        for (String model : members.texts("models")) {
            ModelEntry known = ModelEntry.find(models, provider, model);
            boolean prefixed = known == null && model.startsWith(provider + "/");
            String own = prefixed ? model.substring(provider.length() + 1) : model;
            if (prefixed) known = ModelEntry.find(models, provider, own);
            bare.add(known == null ? own : known.id());
        }
        var changed = new Obj(new LinkedHashMap<>(members.members()));
        return new BucketPatch(id, changed.put("models", Json.strings(bare)));
    }

    /// Whether the patch would add a cap.
    boolean isNew(ConfigDraft draft, String provider) {
        return id == null || !ids(draft, provider).contains(id);
    }

    /// Applies the patch and returns the cap's id.
    String applyTo(ConfigDraft draft, String provider) {
        List<Object> owner = draft.provider(provider);
        List<String> ids = ids(draft, owner);
        int at = id == null ? -1 : ids.indexOf(id);
        if (at < 0) {
            String own = id != null ? id : Ids.bucketId(members.text("name"), ids);
            draft.append(draft.pathOf(owner, LIMITS), newCap(own));
            return own;
        }
        List<Object> cap = draft.items(draft.pathOf(owner, LIMITS)).get(at);
        // a cap without an id has the one made from its name: keep it when the name changes
        if (text(draft.member(cap, "id")) == null && members.has("name")) draft.set(cap, Json.of(id), "id");
        for (Map.Entry<String, Json> member : members.members().entrySet()) {
            set(draft, cap, member.getKey(), member.getValue());
        }
        return id;
    }

    private Obj newCap(String own) {
        Obj cap = Json.object().put("id", own);
        for (String name : NAMES) {
            if (!Json.isNull(members.get(name))) cap.put(name, members.get(name));
        }
        return cap;
    }

    private static void set(ConfigDraft draft, List<Object> cap, String name, Json value) {
        String[] spellings = switch (name) {
            case "name" -> new String[] {"name", "bucketName"};
            case "models" -> MODELS;
            case "requests" -> new String[] {"requests", "limit"};
            default -> new String[] {name};
        };
        if (name.equals("window")) draft.remove(cap, "windowUnit", "windowSize");
        if (Json.isNull(value)) draft.remove(cap, spellings);
        else draft.set(cap, value, spellings);
    }
}
