package llmrouter.config.edit.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import llmrouter.config.Ids;
import llmrouter.config.edit.ConfigDraft;
import llmrouter.config.edit.input.JsonInput;
import llmrouter.config.read.ConfigSection;
import llmrouter.config.read.ProviderReader;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.text.Ws;

/// The differences between two texts of a configuration, in the words of the configuration. Parts are matched by their
/// ids, so their order does not matter; a member is the same one in each of its spellings. Texts with mistakes are
/// compared as well, as long as they are JSON.
public final class ConfigComparison {
    private final List<FieldChange> found = new ArrayList<>();
    private final MemberComparison members = new MemberComparison(found);

    private ConfigComparison() {}

    /// Compares one part with itself.
    @FunctionalInterface
    private interface Inside {
        /// @param owner how messages name the part
        void compare(String owner, Obj before, Obj after);
    }

    /// @param before empty for no configuration
    /// @return the differences, in the order of the reference; of a part that was added or removed only that
    /// @throws llmrouter.json.JsonError one of the texts is not JSON
    public static List<FieldChange> between(String before, String after) {
        var comparison = new ConfigComparison();
        comparison.whole(ConfigDraft.of(before).tree(), ConfigDraft.of(after).tree());
        return List.copyOf(comparison.found);
    }

    private void whole(Obj before, Obj after) {
        members.secret("", "master key", "masterKey", before, after);
        members.compare(ConfigSection.ROOT, "", before, after, "version", "masterKeys", "providers", "modelAliases");
        var root = ConfigSection.ROOT;
        parts("", "client key", byId(before, root, "masterKeys", ConfigSection.CLIENT_KEY, "name"),
            byId(after, root, "masterKeys", ConfigSection.CLIENT_KEY, "name"), this::clientKey);
        parts("", "provider", providers(before), providers(after), this::provider);
        parts("", "alias", aliases(before), aliases(after), this::alias);
    }

    private void clientKey(String owner, Obj before, Obj after) {
        members.hidden(ConfigSection.CLIENT_KEY, owner, "keySha256", before, after);
        members.compare(ConfigSection.CLIENT_KEY, owner, before, after, "name", "keySha256", "rateLimits");
        caps(ConfigSection.CLIENT_KEY, owner, before, after);
    }

    private void provider(String owner, Obj before, Obj after) {
        members.secret(owner, "key", "apiKey", before, after);
        members.compare(ConfigSection.PROVIDER, owner, before, after, "id", "headers", "models", "rateLimits");
        members.headers(owner, before, after);
        var provider = ConfigSection.PROVIDER;
        parts(owner, "model", byId(before, provider, "models", ConfigSection.MODEL, "id"),
            byId(after, provider, "models", ConfigSection.MODEL, "id"), this::model);
        caps(provider, owner, before, after);
    }

    private void model(String owner, Obj before, Obj after) {
        members.compare(ConfigSection.MODEL, owner, before, after, "id");
    }

    private void caps(ConfigSection section, String owner, Obj before, Obj after) {
        parts(owner, "cap", caps(before, section), caps(after, section),
            (cap, old, now) -> members.compare(ConfigSection.CAP, cap, old, now, "id"));
    }

    private void alias(String owner, Obj before, Obj after) {
        members.compare(ConfigSection.ALIAS, owner, before, after, "id");
    }

    private void parts(String owner, String kind, Map<String, Obj> before, Map<String, Obj> after, Inside inside) {
        boolean canBeRenamed = kind.equals("provider") || kind.equals("alias");
        Map<String, String> renamed = canBeRenamed ? renamed(before, after) : Map.of();
        for (String id : before.keySet()) {
            boolean gone = !after.containsKey(id) && !renamed.containsValue(id);
            if (gone) found.add(FieldChange.removed(owner, kind, id));
        }
        after.forEach((id, part) -> {
            String name = kind + " " + id;
            String old = renamed.getOrDefault(id, id);
            if (!old.equals(id)) found.add(FieldChange.renamed(owner, kind, old, id));
            if (!before.containsKey(old)) found.add(FieldChange.added(owner, kind, id));
            else inside.compare(owner.isEmpty() ? name : owner + ", " + name, before.get(old), part);
        });
    }

    /// The old ids of parts that have only another id now, by their new ids. A part that says no more than its id is
    /// never taken for a renamed one.
    private static Map<String, String> renamed(Map<String, Obj> before, Map<String, Obj> after) {
        var renamed = new LinkedHashMap<String, String>();
        after.forEach((id, part) -> {
            Obj now = nameless(part);
            if (before.containsKey(id) || now.members().isEmpty()) return;
            before.forEach((old, was) -> {
                boolean free = !after.containsKey(old) && !renamed.containsValue(old);
                if (free && nameless(was).equals(now)) renamed.putIfAbsent(id, old);
            });
        });
        return renamed;
    }

    private static Obj nameless(Obj part) {
        var rest = new LinkedHashMap<>(part.members());
        rest.remove("id");
        rest.remove("name");
        return new Obj(rest);
    }

    private static Map<String, Obj> byId(Obj owner, ConfigSection section, String list, ConfigSection items,
            String id) {
        var parts = new LinkedHashMap<String, Obj>();
        for (Json item : JsonInput.listed(MemberComparison.member(owner, section, list))) {
            Obj part = item instanceof Obj o ? o : Json.object().put(id, item);
            parts.putIfAbsent(MemberComparison.text(part, items, id), part);
        }
        return parts;
    }

    private static Map<String, Obj> providers(Obj root) {
        var providers = new LinkedHashMap<String, Obj>();
        List<Json> items = JsonInput.listed(MemberComparison.member(root, ConfigSection.ROOT, "providers"));
        for (int i = 0; i < items.size(); i++) {
            if (!(items.get(i) instanceof Obj provider)) continue;
            String id = MemberComparison.text(provider, ConfigSection.PROVIDER, "id");
            String name = MemberComparison.text(provider, ConfigSection.PROVIDER, "name");
            providers.putIfAbsent(id.isEmpty() ? ProviderReader.standIn(name.isEmpty() ? null : name, i + 1) : id,
                provider);
        }
        return providers;
    }

    private static Map<String, Obj> caps(Obj owner, ConfigSection section) {
        var caps = new LinkedHashMap<String, Obj>();
        for (Json item : JsonInput.listed(MemberComparison.member(owner, section, "rateLimits"))) {
            if (!(item instanceof Obj cap)) continue;
            String id = MemberComparison.text(cap, ConfigSection.CAP, "id");
            String name = MemberComparison.text(cap, ConfigSection.CAP, "name");
            String made = name.isEmpty() ? "bucket-" + (caps.size() + 1) : name;
            caps.putIfAbsent(id.isEmpty() ? Ids.bucketId(made, caps.keySet()) : id, cap);
        }
        return caps;
    }

    private static Map<String, Obj> aliases(Obj root) {
        var aliases = new LinkedHashMap<String, Obj>();
        if (!(MemberComparison.member(root, ConfigSection.ROOT, "modelAliases") instanceof Obj all)) return aliases;
        all.members().forEach((id, alias) -> {
            if (alias instanceof Obj known && !Ws.blank(id)) aliases.put(id, known);
        });
        return aliases;
    }
}
